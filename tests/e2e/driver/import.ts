import { expect, type Locator, type Page } from '../support/browser'

/** A file as a person would choose it. */
export interface FileToImport {
  name: string
  content: string | Buffer
}

/** What the check says of a file. */
export interface CheckedFile {
  read: number
  accepted: number
  refused: number
  households: number
}

/** Opens the import page and chooses a file; waits until it was understood. */
export async function chooseFile(page: Page, file: FileToImport): Promise<void> {
  await chooseParts(page, [file])
  await expect(page.getByText(file.name).first()).toBeVisible()
}

/** Opens the import page and chooses files together, whatever becomes of them. */
export async function chooseParts(page: Page, files: FileToImport[]): Promise<void> {
  await page.goto('/import')
  const chosen = files.map(({ name, content }) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(content),
  }))
  await page.locator('[data-test=import-file]').setInputFiles(chosen)
}

/** Drops a file onto something on the page, as from the folder that it lies in. */
export async function drop(target: Locator, { name, content }: FileToImport): Promise<void> {
  const dropped = await target.page().evaluateHandle(
    ([fileName, text]) => {
      const data = new DataTransfer()
      data.items.add(new File([text], fileName))
      return data
    },
    [name, content.toString()] as const,
  )
  await target.dispatchEvent('dragover', { dataTransfer: dropped })
  await target.dispatchEvent('drop', { dataTransfer: dropped })
}

/** Makes a district in the dialog and takes it as the one to import into. */
export async function makeDistrict(page: Page, code: string, name: string): Promise<void> {
  await page.locator('[data-test=new-district]').click()
  await page.locator('[data-test=district-code]').fill(code)
  await page.locator('[data-test=district-name]').fill(name)
  await page.locator('[data-test=district-make]').click()
  await expect(page.getByText(`${name} ${code}`).first()).toBeVisible()
}

/** Chooses a district that is there as the one to import into. */
export async function chooseDistrict(page: Page, name: string): Promise<void> {
  await page.locator('[data-test=import-district]').click()
  await page.getByRole('option', { name }).click()
  await expect(page.locator('[data-test=to-columns]')).toBeEnabled()
}

/** What the map of the check says that its marks are. */
export function legend(page: Page): Locator {
  return page.locator('[data-test=import-preview]')
}

/** Answers one question by its words, and expects that it is not asked any more. */
export async function answer(page: Page, question: string, words: string): Promise<void> {
  const asked = page.locator(`[data-test="question-${question}"]`)
  await asked.getByRole('combobox').click()
  await page.getByRole('option', { name: words }).click()
  await expect(asked).toHaveCount(0)
}

/** The first of the rows as they will be written. */
export function firstRow(page: Page): Locator {
  return page.locator('[data-test=first-rows] tbody tr').first()
}

/** Goes through the columns as they were guessed to the check, whatever the file holds. */
export async function toCheck(page: Page): Promise<void> {
  await page.locator('[data-test=to-columns]').click()
  await page.locator('[data-test=to-check]').click()
  await expect(page.locator('[data-test=import-write]')).toBeVisible({ timeout: 60_000 })
}

/** Goes to the check of a file of buildings and returns its figures. */
export async function check(page: Page): Promise<CheckedFile> {
  await toCheck(page)
  return {
    read: await figure(page, 'import-read'),
    accepted: await figure(page, 'import-accepted'),
    refused: await figure(page, 'import-refused'),
    households: await figure(page, 'import-households'),
  }
}

/** Writes what was checked and waits until it is in. */
export async function write(page: Page): Promise<void> {
  await page.locator('[data-test=import-write]').click()
  await expect(page.locator('[data-test=import-done]')).toBeVisible({ timeout: 60_000 })
}

async function figure(page: Page, name: string): Promise<number> {
  const text = (await page.locator(`[data-test=${name}]`).textContent()) ?? ''
  return Number(text.replace(/\D/g, ''))
}
