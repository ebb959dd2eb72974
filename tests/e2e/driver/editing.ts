import type { Client } from '../../../src/lib/supabase'
import { expect, type Page } from '../support/browser'
import { openPlanner, save, storedPlan, type StoredFacts } from './planner'

/** Starts a plan of a scheme for a street and lets the engine draw it. */
export async function drawPlan(page: Page, street: string, scheme: string): Promise<void> {
  await openPlanner(page, street)
  await page.locator('[data-test=new-plan]').click()
  await page.locator(`[data-scheme="${scheme}"]`).click()
  await page.locator('[data-test=start-plan]').click()
  await page.locator('[data-test=partition]').click()
  await expect(page.locator('[data-test=history] li')).toHaveCount(1, { timeout: 60_000 })
}

/** Makes a scheme of two levels from another, with a new upper target and one more shared post on the lower level, and returns its code. */
export async function makeScheme(
  page: Page,
  from: string,
  { name, upper, post }: { name: string; upper: number; post: string },
): Promise<string> {
  await page.locator('[data-test=new-plan]').click()
  await page.locator(`[data-copy="${from}"]`).click()
  await page.locator('[data-test=scheme-name]').fill(name)
  await page.locator('[data-test=upper-target] input').fill(String(upper))
  const posts = page.locator('[data-test="lower.posts"]')
  await posts.getByRole('button', { name: '增加岗位' }).click()
  await posts.getByLabel('岗位名称，第 2 行').fill(post)
  await posts.locator('[aria-label="专职，第 2 行"]').click()
  await page.locator('[data-test=scheme-save]').click()
  const chosen = page.getByRole('radio', { checked: true }).filter({ hasText: name })
  await expect(chosen).toBeVisible()
  return (await chosen.getAttribute('data-scheme')) ?? ''
}

/** What the panel of a plan of two levels counts: grids of either level. */
export async function levelsInPanel(page: Page): Promise<{ upper: number; lower: number }> {
  const count = async (test: string) => Number(await page.locator(`[data-test=${test}]`).textContent())
  return { upper: await count('upper-count'), lower: await count('grid-count') }
}

/** Saves the open plan and returns what PostGIS says of it. */
export async function saved(page: Page, database: Client): Promise<StoredFacts> {
  await save(page)
  return storedPlan(database, Number(new URL(page.url()).searchParams.get('plan')))
}

/** The households of the grids of one level, by key. */
export function householdsAt({ detail }: StoredFacts, level: number): Map<number, number> {
  return new Map(
    detail.grids.flatMap((grid) => (grid.level === level ? [[grid.key, grid.households] as const] : [])),
  )
}

/** The last edit in words. */
export async function lastEdit(page: Page): Promise<string> {
  return (await page.locator('[data-test=history] li span').first().textContent()) ?? ''
}

/** Clears the selection, so that the history is seen. */
export async function clear(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-test=history]')).toBeVisible()
}

/** Opens the open plan at an upper grid, or at a building looked at from the upper level, without loading it anew. */
export async function lookAt(page: Page, query: Record<string, number>): Promise<void> {
  await page.evaluate((values) => {
    const address = new URL(location.href)
    for (const name of ['grid', 'building', 'level']) address.searchParams.delete(name)
    for (const [name, value] of Object.entries(values)) address.searchParams.set(name, String(value))
    history.pushState(history.state, '', address)
    dispatchEvent(new PopStateEvent('popstate', { state: history.state as unknown }))
  }, query)
}

/** Buildings that stand near one of another area grid of their community, the nearest pairs first, a few. */
export function buildingsBetweenAreas({ detail, buildings }: StoredFacts): number[] {
  const parentOf = new Map(
    detail.grids.flatMap((grid) => (grid.level === 2 ? [[grid.key, grid.parent]] : [])),
  )
  const areaOf = new Map(
    detail.assignment.building.map((id, at) => [id, parentOf.get(detail.assignment.grid[at])]),
  )
  const pairs = buildings.id.flatMap((id, one) =>
    buildings.id.flatMap((otherId, other) => {
      const isBetween =
        buildings.community[one] === buildings.community[other] && areaOf.get(id) !== areaOf.get(otherId)
      const [dx, dy] = [buildings.lng[one] - buildings.lng[other], buildings.lat[one] - buildings.lat[other]]
      return isBetween ? [{ id, distance: Math.hypot(dx, dy) }] : []
    }),
  )
  return pairs
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 12)
    .map(({ id }) => id)
}

/** Looks from the upper level at a group that has another area grid beside it, and returns one of its buildings. */
export async function lookAtBorderGroup(page: Page, stored: StoredFacts): Promise<number> {
  for (const building of buildingsBetweenAreas(stored)) {
    await lookAt(page, { level: 1, building })
    await expect(page.locator('[data-test=groups]')).toBeVisible()
    if ((await page.locator('[data-offer]').count()) > 0) return building
  }
  throw new Error('no group has another area grid beside it')
}

/** Chooses from a list of a form. */
export async function pickFrom(page: Page, list: string, option: string): Promise<void> {
  await page.locator(`[data-test="${list}"]`).click()
  await page.locator('.el-select-dropdown:visible').getByText(option, { exact: true }).click()
}
