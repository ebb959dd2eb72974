import { expect, type Page } from '../support/browser'

/** Starts a plan of the first scheme (400 households) for the area that the planner shows, and lets the engine draw it. */
export async function drawGrids(page: Page): Promise<number> {
  await page.locator('[data-test=new-plan]').click()
  await page.locator('[data-test=start-plan]').click()
  await page.locator('[data-test=partition]').click()
  const count = page.locator('[data-test=grid-count]')
  await expect(page.locator('[data-test=partition-take]')).toBeHidden({ timeout: 60_000 })
  await expect(count).toContainText(/[1-9]/, { timeout: 60_000 })
  return Number(((await count.textContent()) ?? '').match(/\d+/)?.[0])
}

/** Submits the plan and publishes it from today on. */
export async function publish(page: Page): Promise<void> {
  await page.locator('[data-test=submit]').click()
  await page.locator('[data-test=publish]').click()
  await page.getByRole('dialog').getByRole('button', { name: '发布' }).click()
  await page.locator('[data-test=published-seen]').click({ timeout: 60_000 })
  await expect(page.locator('.bar').getByText('已发布')).toBeVisible()
}
