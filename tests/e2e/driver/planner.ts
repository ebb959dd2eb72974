import WebSocket from 'ws'
import { demoPassword } from '../../../supabase/local/accounts/accounts'
import { listAreas } from '../../../src/data/areas'
import { readPlanningInput } from '../../../src/data/maps/places'
import { type PlanDetail, readPlan } from '../../../src/data/plans/plans'
import type { BuildingColumns } from '../../../src/plan/model/input'
import { signIn } from '../../../src/data/session'
import { connect, type Client } from '../../../src/lib/supabase'
import { expect, type Page } from '../support/browser'
import type { DemoRole } from './people'

/** Opens the planner on an area and waits until its places are there. */
export async function openPlanner(page: Page, areaCode: string, query = ''): Promise<void> {
  await page.goto(`/planner/${areaCode}${query}`)
  await expect(page.locator('.planner')).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
}

/** The number of the open plan, from the address. */
export function openPlanId(page: Page): number {
  return Number(new URL(page.url()).searchParams.get('plan'))
}

/** Opens the table of grids with the largest on top. */
export async function tableByHouseholds(page: Page): Promise<void> {
  const handle = page.locator('[data-test=table]')
  if ((await handle.getAttribute('aria-expanded')) === 'false') await handle.click()
  const column = page.locator('th.households')
  while ((await column.getAttribute('aria-sort')) !== 'descending') await column.getByRole('button').click()
}

/** The grids as the table has them: key and households by row. */
export async function gridsInTable(page: Page): Promise<Map<number, number>> {
  const rows = await page
    .locator('tr[data-grid]')
    .evaluateAll((found) =>
      found.map((row) => [
        Number((row as HTMLElement).dataset.grid),
        Number(row.children[2].textContent?.replace(/\D/g, '')),
      ]),
    )
  return new Map(rows as [number, number][])
}

/** Chooses grids in the table. */
export async function chooseGrids(page: Page, keys: readonly number[]): Promise<void> {
  for (const [at, key] of keys.entries())
    await page.locator(`tr[data-grid="${key}"]`).click({ modifiers: at > 0 ? ['Shift'] : [] })
}

/** Splits the chosen grid into two equal parts and returns the key of the new one. */
export async function splitInTwo(page: Page): Promise<number> {
  const before = await gridsInTable(page)
  await page.locator('[data-test=split]').click()
  await expect(page.locator('tr[data-grid]')).toHaveCount(before.size + 1)
  const after = await gridsInTable(page)
  return [...after.keys()].find((key) => !before.has(key)) ?? -1
}

/** Presses a key as often as said. */
export async function press(page: Page, key: string, times = 1): Promise<void> {
  for (let time = 0; time < times; time++) await page.keyboard.press(key)
}

/** The history as the page tells it, the last edit on top. */
export async function historyOnPage(page: Page): Promise<string[]> {
  return page.locator('[data-test=history] li span').allTextContents()
}

/** Saves and waits until it is done. */
export async function save(page: Page): Promise<void> {
  await page.locator('[data-test=save]').click()
  await expect(page.locator('.bar').getByText('已保存')).toBeVisible({ timeout: 30_000 })
}

/** A planner at another desk, who sees what the database holds. */
export function clerk(baseURL: string): Promise<Client> {
  return clerkAs(baseURL, 'planner')
}

/** Somebody of a role at another desk. */
export async function clerkAs(baseURL: string, role: DemoRole): Promise<Client> {
  const { anonKey } = (await (await fetch(`${baseURL}/env.json`)).json()) as { anonKey: string }
  const webSocket = WebSocket as unknown as typeof globalThis.WebSocket
  const client = connect({ url: baseURL, anonKey, keepSession: false, webSocket })
  await signIn(client, `${role}@demo.gridward.cn`, demoPassword)
  return client
}

/** What PostGIS says of a stored plan: its faults, its leaf grids with their households, and all households of its area. */
export async function storedPlan(client: Client, planId: number): Promise<StoredFacts> {
  const detail = await readPlan(client, planId)
  const { data } = await client.rpc('plan_faults', { plan: planId })
  const [area] = (await listAreas(client)).filter(({ id }) => id === detail.plan.areaId)
  const { buildings } = await readPlanningInput(client, area.id)
  return {
    detail,
    faults: data as unknown[],
    households: new Map(detail.grids.map(({ key, households }) => [key, households])),
    buildings,
    areaHouseholds: buildings.households.reduce((sum, one) => sum + one, 0),
  }
}

export interface StoredFacts {
  detail: PlanDetail
  faults: unknown[]
  households: Map<number, number>
  areaHouseholds: number
  buildings: BuildingColumns
}

/** Opens a building of the open plan by its address, without loading the page again. */
export async function openBuilding(page: Page, building: number): Promise<void> {
  await page.evaluate((id) => {
    const address = new URL(location.href)
    address.searchParams.set('building', String(id))
    history.pushState(history.state, '', address)
    dispatchEvent(new PopStateEvent('popstate', { state: history.state as unknown }))
  }, building)
  await expect(page.locator(`[data-test=picked][data-building="${building}"]`)).toBeVisible()
}

/** A building of a grid with many, next to a building of another grid of its community: it can change sides. */
export function buildingOnBorder({ detail, buildings }: StoredFacts): number {
  const gridOf = new Map(detail.assignment.building.map((id, at) => [id, detail.assignment.grid[at]]))
  const pairs = buildings.id.flatMap((id, one) =>
    buildings.id.flatMap((otherId, other) => {
      const isNear = Math.hypot(
        buildings.lng[one] - buildings.lng[other],
        buildings.lat[one] - buildings.lat[other],
      )
      const sides =
        buildings.community[one] === buildings.community[other] && gridOf.get(id) !== gridOf.get(otherId)
      return sides ? [{ id, distance: isNear }] : []
    }),
  )
  return pairs.reduce((best, pair) => (pair.distance < best.distance ? pair : best)).id
}
