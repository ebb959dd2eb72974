import { readPlan, startPlan, listPlans } from '../../../src/data/plans/plans'
import { listAreas } from '../../../src/data/areas'
import type { Client } from '../../../src/lib/supabase'
import { type Browser, expect, type Locator, type Page } from '../support/browser'
import { beSignedIn, type DemoRole } from './people'
import { openBuilding, openPlanner, storedPlan, type StoredFacts } from './planner'

/** Starts a draft for an area as a branch of the plan in force that covers all of it, and returns its number. */
export async function branchOfPresent(database: Client, areaCode: string, name: string): Promise<number> {
  const area = (await listAreas(database)).find(({ code }) => code === areaCode)
  if (!area) throw new Error(`There is no area ${areaCode}.`)
  const present = (await listPlans(database, area.districtId)).find(
    ({ inForce, areaCode: whole }) => inForce > 0 && areaCode.startsWith(whole),
  )
  if (!present) throw new Error('No plan is in force.')
  return startPlan(database, { areaId: area.id, schemeId: present.schemeId, name, basedOn: present.id })
}

/** Somebody sits down at a desk of their own and opens a plan. */
export async function sitDown(page: Page, role: DemoRole, areaCode: string, plan: number): Promise<Page> {
  await beSignedIn(page, role)
  await openPlanner(page, areaCode, `?plan=${plan}`)
  await expect(page.locator('.bar [data-test=save]')).toBeVisible()
  return page
}

/** Leaves the open plan for another one of the list. */
export async function changePlan(page: Page, plan: number): Promise<void> {
  await page.getByRole('button', { name: '全部规划' }).click()
  await page.locator(`[data-plan="${plan}"]`).click()
  await expect(page.locator('.bar [data-test=save]')).toBeVisible()
}

/** A page in a browser context of its own: other cookies, another session. */
export async function otherDesk(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage()
}

/** A building that changed its grid. */
export interface Move {
  building: number
  from: number
  to: number
}

/** What PostGIS finds wrong with the ground of a plan; a moved building may well break a rule of good grids. */
export function groundFaults({ faults }: StoredFacts): unknown[] {
  const ofRules = ['grid-crosses-barrier', 'grid-in-pieces']
  return (faults as { code: string }[]).filter(({ code }) => !ofRules.includes(code))
}

/** The grid of a building in the database. */
export async function gridInDatabase(database: Client, plan: number, building: number): Promise<number> {
  const { assignment } = await readPlan(database, plan)
  return assignment.grid[assignment.building.indexOf(building)]
}

/** Buildings of a community, those first that stand nearest to one of another grid. */
function byBorder(
  { detail, buildings }: StoredFacts,
  community: number,
): { building: number; grid: number }[] {
  const gridOf = new Map(detail.assignment.building.map((id, at) => [id, detail.assignment.grid[at]]))
  const inside = buildings.id.flatMap((id, at) => (buildings.community[at] === community ? [{ id, at }] : []))
  const distance = (one: number, other: number) =>
    Math.hypot(buildings.lng[one] - buildings.lng[other], buildings.lat[one] - buildings.lat[other])
  return inside
    .map(({ id, at }) => {
      const others = inside.filter((other) => gridOf.get(other.id) !== gridOf.get(id))
      return {
        building: id,
        grid: gridOf.get(id) ?? -1,
        near: Math.min(...others.map((other) => distance(at, other.at))),
      }
    })
    .sort((one, other) => one.near - other.near)
}

/** Moves a building of a community to the grid beside it; `from` names the grid that it has to be in. */
export async function moveBuilding(
  page: Page,
  stored: StoredFacts,
  { community, from, but = [] }: { community: number; from?: number; but?: readonly number[] },
): Promise<Move> {
  const candidates = byBorder(stored, community).filter(
    ({ building, grid }) => (from === undefined || grid === from) && !but.includes(building),
  )
  for (const { building, grid } of candidates) {
    await openBuilding(page, building)
    const offer = page.locator('[data-offer]').first()
    if ((await offer.count()) === 0) continue
    const to = Number(await offer.getAttribute('data-offer'))
    await page.keyboard.press('1')
    await expect(page.locator('[data-test=building-grid]')).toHaveText(String(to).padStart(3, '0'))
    return { building, from: grid, to }
  }
  throw new Error('No building of the community can change sides.')
}

/** Saves against a newer version and returns the dialog that asks what is to be done. */
export async function saveIntoDialog(page: Page): Promise<Locator> {
  await page.locator('[data-test=save]').click()
  const dialog = page.getByRole('dialog', { name: '草稿已有更新的版本' })
  await expect(dialog).toBeVisible({ timeout: 30_000 })
  return dialog
}

/** Grids that the dialog says the other changed. */
export async function gridsOfTheirs(dialog: Locator): Promise<number[]> {
  const rows = await dialog
    .locator('[data-theirs]')
    .evaluateAll((found) => found.map((row) => row.dataset.theirs))
  return rows.map((id) => Number(id?.split('-')[1])).sort((one, other) => one - other)
}

/** What becomes of the own changes, as the dialog says. */
export async function fatesInDialog(dialog: Locator): Promise<(string | undefined)[]> {
  return dialog.locator('[data-fate]').evaluateAll((found) => found.map((item) => item.dataset.fate))
}

/** The communities of a plan, those with the most grids first. */
export async function communitiesByGrids(
  database: Client,
  plan: number,
): Promise<{ stored: StoredFacts; communities: number[] }> {
  const stored = await storedPlan(database, plan)
  const count = (community: number) =>
    stored.detail.grids.filter((grid) => grid.community === community).length
  const communities = [...stored.detail.communities].sort((one, other) => count(other) - count(one))
  return { stored, communities }
}
