import { expect, type Page } from '../support/browser'
import { type DemoRole, expectInside, signInByClick } from './people'

/** Signs out and in again as somebody else. */
export async function changePerson(page: Page, role: DemoRole): Promise<void> {
  await page.getByRole('button', { name: '账号' }).click()
  await page.getByText('退出登录').click()
  await expect(page).toHaveURL(/sign-in/)
  await signInByClick(page, role)
  await expectInside(page)
}

/** Remarks at a position of the screen on the map. */
export async function remarkOnMap(page: Page, at: [number, number], body: string): Promise<void> {
  const before = await page.locator('[data-pin]').count()
  await page.locator('[data-tool=remark]').click()
  await page.mouse.click(...at)
  await page.locator('textarea[data-test=remark-body]').fill(body)
  await page.locator('[data-test=send-remark]').click()
  await expect(page.locator('[data-pin]')).toHaveCount(before + 1)
}

/** Sends the plan back with a comment; without one and without remarks it is refused first. */
export async function sendBack(page: Page, comment: string): Promise<void> {
  await page.locator('[data-test=send-back]').click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('textarea').fill(comment)
  await dialog.getByRole('button', { name: '退回' }).click()
  await expect(page.locator('.bar [data-state=draft]')).toBeVisible({ timeout: 30_000 })
}

/** Opens a remark in the list, answers it and marks it as settled. */
export async function answerAndSettle(page: Page, number: number, answer: string): Promise<void> {
  const item = page.locator(`[data-remark="${number}"]`)
  await item.getByRole('button').first().click()
  await item.locator('textarea').fill(answer)
  await item.locator('[data-test=send-reply]').click()
  await expect(item.getByText(answer)).toBeVisible()
  await item.locator('[data-test=settle]').click()
  await expect(item.locator('[data-test=settle]')).toHaveText('重新打开')
}

/** The whole conversation as the page tells it, the last on top. */
export async function conversation(page: Page): Promise<string[]> {
  await page.locator('[data-test=conversation]').click()
  const lines = await page.locator('[data-test=conversation-lines] li').allInnerTexts()
  await page.locator('[data-test=conversation]').click()
  return lines.map((line) => line.replace(/\s+/g, ' '))
}
