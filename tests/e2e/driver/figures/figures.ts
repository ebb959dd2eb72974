import { expect, type Page } from '../../support/browser'
import { beSignedIn } from '../people'
import { RawRows } from './raw'

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

/** Returns the code of what stands worst; expects the table to be of streets, and this one to be marked red. */
export async function redStreet(page: Page): Promise<string> {
  const ranking = page.getByTestId('ranking')
  await expect(ranking.locator('thead th').first()).toHaveText('街道')
  const button = ranking.locator('tbody tr').first().getByRole('button')
  const mark = button.locator('.mark')
  await expect(mark).toBeVisible()
  const [colour, late] = await mark.evaluate((element) => {
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.color = 'var(--late)'
    const colours = [getComputedStyle(element).color, getComputedStyle(probe).color]
    probe.remove()
    return colours
  })
  expect(colour).toBe(late)
  const code = (await button.getAttribute('data-testid'))?.replace('why-', '') ?? ''
  expect(code).toMatch(/^\d{9}$/)
  return code
}

/** Expects a case to lie in a street and to count against it: it was to be closed and was not, or not in time. */
export async function expectAgainst(
  baseURL: string | undefined,
  number: string,
  street: string,
): Promise<void> {
  const { community, isFiled, isClosedInTime } = await (await RawRows.of(baseURL ?? '')).caseOf(number)
  expect(community.slice(0, 9)).toBe(street)
  expect({ isFiled, isClosedInTime }).toEqual({ isFiled: true, isClosedInTime: false })
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
