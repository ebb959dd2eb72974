import { openIncidents } from './driver/incidents'
import { beSignedIn } from './driver/people'
import { openPlanner } from './driver/planner'
import { RawRows } from './driver/figures/raw'
import { openWallOf } from './driver/wall'
import { expect, type Locator, type Page, test } from './support/browser'

const DISTRICT = '999901'

/** The first number that stands in an element. */
async function numberIn(locator: Locator): Promise<number> {
  await expect(locator).toHaveText(/\d/, { timeout: 30_000 })
  return Number(((await locator.textContent()) ?? '').match(/[\d,]+/)?.[0].replace(/,/g, ''))
}

const wallFigure = (page: Page, label: string) =>
  page.locator('.figure', { hasText: label }).locator('.value').first()

for (const role of ['planner', 'leader', 'worker'] as const) {
  test(`as ${role}: given the rows of the database, then each page has the same figures`, async ({
    page,
    baseURL,
  }) => {
    test.setTimeout(300_000)
    const rows = await RawRows.of(baseURL ?? '')
    await beSignedIn(page, role)
    const communities = await rows.communitiesOf(role)
    const stored = () => rows.openCases(communities, role !== 'planner')
    const before = await stored()
    expect(before.open).toBeGreaterThan(0)

    await openWallOf(page, DISTRICT)
    const wall = {
      open: await numberIn(wallFigure(page, '未结')),
      overdue: await numberIn(wallFigure(page, '超期')),
    }
    await openIncidents(page)
    const chips = page.locator('.chips button')
    const list = {
      open: await numberIn(chips.nth(0).locator('small')),
      overdue: await numberIn(chips.nth(1).locator('small')),
    }
    // Deadlines pass while pages are looked at: what was overdue before still is, what is not yet so afterwards was not.
    const after = await stored()
    for (const { open, overdue } of [wall, list]) {
      expect(open).toBe(before.open)
      expect(overdue).toBeGreaterThanOrEqual(before.overdue)
      expect(overdue).toBeLessThanOrEqual(after.overdue)
    }
    if (role === 'worker') return

    await openPlanner(page, DISTRICT)
    const now = page.locator('[data-test=in-force-now]')
    await expect(now).toHaveText(/\d{4}/)
    await now.getByRole('link').click()
    await expect(page.locator('.in-force[data-ready]')).toBeVisible({ timeout: 60_000 })
    const day = (await page.getByRole('combobox', { name: '哪一天' }).inputValue()) || ''
    const inForce = await rows.inForce(DISTRICT, day)
    expect(inForce.grids).toBeGreaterThan(0)
    expect(await numberIn(page.locator('[data-test=grids] .value'))).toBe(inForce.grids)
    expect(await numberIn(page.locator('[data-test=households] .value'))).toBe(inForce.households)
    const codes = await page
      .locator('[data-test=grids-in-force] tr[data-grid]')
      .evaluateAll((found) => found.map((row) => (row as HTMLElement).dataset.grid ?? ''))
    expect(codes.sort()).toEqual(inForce.codes)
  })
}
