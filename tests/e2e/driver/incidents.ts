import { type Browser, expect, type Locator, type Page } from '../support/browser'
import { beSignedIn, type DemoRole } from './people'

/** Opens the incidents page with a query and waits for its list. */
export async function openIncidents(page: Page, query = ''): Promise<void> {
  await page.goto(`/incidents${query}`)
  await expect(page.locator('.list[aria-busy="false"]')).toBeVisible()
}

/** Opens the incidents page as a role in a browser window of their own. */
export async function openAs(browser: Browser, role: DemoRole, query = ''): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await beSignedIn(page, role)
  await openIncidents(page, query)
  return page
}

/** The rows of the list. */
export function rows(page: Page): Locator {
  return page.locator('.list [data-id]')
}

/** The case that is open. */
export function openCase(page: Page): Locator {
  return page.getByRole('region', { name: /^(事件详情|Incident)$/ })
}

/** The titles of the history of the open case, oldest first. */
export async function history(page: Page): Promise<string[]> {
  const titles = await openCase(page).locator('.history strong').allTextContents()
  return titles.reverse()
}

/** The rows of the history of the open case with a title. */
export function historyRow(page: Page, title: string): Locator {
  return openCase(page)
    .locator('.history li')
    .filter({ has: page.getByText(title, { exact: true }) })
}

/** Starts a report and sets its place in the middle of the map; returns the form. */
export async function startReport(page: Page): Promise<Locator> {
  await expect(page.locator('[data-ready]')).toBeVisible()
  await page.getByRole('button', { name: '上报事件' }).filter({ visible: true }).click()
  const form = page.getByRole('region', { name: '上报事件' })
  const map = (await page.locator('.canvas').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  await page.mouse.click(map.x + map.width * 0.5, map.y + map.height * 0.5)
  await expect(form.getByText('责任人')).toBeVisible()
  return form
}

/** Fills what a report needs beside its place. */
export async function describeIncident(form: Locator, description: string): Promise<void> {
  await form.getByRole('button', { name: '市容环境' }).click()
  await form.getByRole('radio', { name: /暴露垃圾/ }).click()
  await form.getByLabel('情况描述').fill(description)
}

/** Reports an incident and returns its number, taken from the case that opens. */
export async function report(page: Page, description: string): Promise<string> {
  const form = await startReport(page)
  await describeIncident(form, description)
  await form.getByRole('button', { name: '提交' }).click()
  await expect(openCase(page).getByText(description)).toBeVisible()
  return (await openCase(page).locator('.number').textContent()) ?? ''
}

/** Takes a step with what it asks for; `verb` is the word on its button. */
export async function takeStep(
  page: Page,
  verb: string,
  { note = '', reason = '' }: { note?: string; reason?: string } = {},
): Promise<void> {
  const panel = openCase(page)
  await panel.getByRole('button', { name: verb, exact: true }).click()
  if (reason) await chooseReason(page, verb, reason)
  if (note) await panel.getByLabel('说明').fill(note)
  await panel.getByRole('button', { name: verb, exact: true }).click()
  await expect(panel.locator('form')).toHaveCount(0)
}

/** Chooses why a case is closed: no reason is chosen beforehand, and the step waits for one. */
async function chooseReason(page: Page, verb: string, reason: string): Promise<void> {
  const panel = openCase(page)
  await expect(panel.getByRole('button', { name: verb, exact: true })).toBeDisabled()
  await panel.getByTestId('closing-reason').click()
  await page.getByRole('option', { name: reason, exact: true }).click()
}
