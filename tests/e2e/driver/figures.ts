import { expect, type Page } from '../support/browser'
import { beSignedIn } from './people'

/** Signs the leader in and waits at the leader's home until the ranking is there. */
export async function openFigures(page: Page): Promise<void> {
  await beSignedIn(page, 'leader')
  await page.goto('/')
  await expect(page).toHaveURL(/\/figures/)
  await expect(page.getByTestId('ranking').getByRole('button').first()).toBeVisible({ timeout: 30_000 })
}

/** Returns the name and the share that stand worst: the first row of the ranking. */
export async function worst(page: Page): Promise<string> {
  return (await page.getByTestId('ranking').locator('tbody tr').first().innerText()).replace(/\s+/g, ' ')
}

/** Asks why the worst unit stands where it does: the first click. */
export async function askWhy(page: Page): Promise<void> {
  await page.getByTestId('ranking').getByRole('button').first().click()
  await expect(page.getByTestId('figure-cases')).toBeVisible()
}

/** Opens the first of the cases behind the figure: the second click. */
export async function openFirstCase(page: Page): Promise<string> {
  const link = page.getByTestId('case-link').first()
  const number = (await link.innerText()).match(/\d{15,}/)?.[0] ?? ''
  await link.click()
  return number
}

/** Expects the case to be open. */
export async function expectCase(page: Page, number: string): Promise<void> {
  await expect(page).toHaveURL(/\/incidents\?.*id=\d+/)
  await expect(page.getByText(number).first()).toBeVisible({ timeout: 20_000 })
}
