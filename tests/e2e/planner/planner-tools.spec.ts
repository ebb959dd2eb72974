import { type Aim, aimBox, aimRing, aimStroke, OVERSHOOT_METRES } from '../driver/aim'
import { drawPlan, householdsAt, lastEdit, levelsInPanel, lookAt, saved } from '../driver/editing'
import {
  begin,
  boxAround,
  breakOff,
  dash,
  draw,
  lookCloselyAt,
  measured,
  METRES_PER_PIXEL,
  onScreen,
  promisedByBorder,
  rectangleAround,
  ringAround,
  takeUp,
  untilDrawn,
  coloursOfMap,
} from '../driver/hand'
import { beSignedIn } from '../driver/people'
import { expectClosed, look, pointedAt } from '../driver/palette'
import { expectKept, expectPromise, lasso, preview } from '../driver/picking'
import {
  chooseGrids,
  clerk,
  gridsInTable,
  historyOnPage,
  openBuilding,
  openPlanner,
  openPlanId,
  press,
  storedPlan,
  type StoredFacts,
  tableByHouseholds,
} from '../driver/planner'
import { borderDistance } from '../driver/planner-map'
import {
  atEdge,
  borderOfAreas,
  gridsById,
  groupsIn,
  householdsOf,
  idsOf,
  lineThrough,
  middleOf,
  quietBorder,
  smallEstate,
  type Standing,
  standing,
  unevenCommunity,
} from '../driver/figures/standing'
import { groundFaults } from '../driver/together'
import { expect, type Page, test } from '../support/browser'

const STREET = '999901003'
/** How far the hand reaches around its aim, metres; the brush 14 pixels of the screen. */
const BRUSH = { metres: 4.4, doubt: 1 }
const BOX = { metres: 8, doubt: 1.5 }
const RING = { metres: 35, doubt: 3 }
/** Of a stroke that is broken off. */
const RADIUS_PIXELS = 60

test.describe.configure({ mode: 'serial' })
let plan = 0

/** Opens the plan of this spec as its planner, with the table of grids. */
async function sitDown(page: Page): Promise<void> {
  await beSignedIn(page, 'planner')
  await openPlanner(page, STREET, `?plan=${plan}`)
  await expect(page.locator('[data-test=history]')).toBeVisible()
  await tableByHouseholds(page)
}

/** Draws a lasso around an aim and takes what it takes out of any grid; returns it. */
async function takeOut(page: Page, { from, taken }: Aim): Promise<Standing[]> {
  await lookCloselyAt(page, from.at)
  await lasso(page, from.at, RING.metres)
  expect((await preview(page)).buildings).toBe(taken.length)
  await press(page, 'Delete')
  return taken
}

/** Expects a number to differ from another by less than a hundredth. */
function expectWithin(value: number, expected: number): void {
  expect(Math.abs(value / expected - 1)).toBeLessThan(0.01)
}

test('given a drawn street, when buildings are picked by brush, box and lasso, then the page promises what both grids will have, and keeps it', async ({
  page,
  baseURL,
}) => {
  const database = await clerk(baseURL ?? '')
  await beSignedIn(page, 'planner')
  await drawPlan(page, STREET, 'jiefang-400')
  plan = openPlanId(page)
  let facts = await saved(page, database)
  expect(facts.faults).toEqual([])
  await tableByHouseholds(page)

  // The brush, over buildings of one grid in one leap: they go to the grid beside them.
  const stroke = aimStroke(standing(facts), BRUSH)
  await lookCloselyAt(page, middleOf(stroke))
  await takeUp(page, 'brush')
  const [from, to] = await onScreen(page, [stroke.from.at, stroke.to.at])
  await dash(page, from, to, OVERSHOOT_METRES / METRES_PER_PIXEL)
  const [beside] = (await preview(page)).offers.keys()
  facts = await expectKept(page, database, { before: facts, taken: stroke.taken, to: beside })

  // The box, around buildings of two grids: one of the two gets all of them.
  const box = aimBox(standing(facts), BOX)
  await lookCloselyAt(page, middleOf(box))
  await takeUp(page, 'box')
  await draw(page, boxAround(await onScreen(page, [box.from.at, box.to.at]), BOX.metres / METRES_PER_PIXEL))
  facts = await expectKept(page, database, { before: facts, taken: box.taken, to: box.to.grid })

  // The lasso, around buildings of one grid.
  const ring = aimRing(standing(facts), RING)
  await lookCloselyAt(page, ring.from.at)
  await lasso(page, ring.from.at, RING.metres)
  const [next] = (await preview(page)).offers.keys()
  facts = await expectKept(page, database, { before: facts, taken: ring.taken, to: next })

  await expect(page.locator('[data-test=grid-count]')).toContainText(String(facts.households.size))
  expect((await historyOnPage(page)).length).toBe(4)
})

test('given an open plan, when commands are looked for in the palette, then the keyboard does them, says why one cannot be done, and Enter presses what has the focus', async ({
  page,
}) => {
  await sitDown(page)
  const table = page.locator('[data-test=table]')
  await table.focus()

  // By its English name on a Chinese page: it is refused, with the reason, and Escape leads back.
  await look(page, 'rebalance')
  await expect
    .poll(() => pointedAt(page))
    .toEqual({ command: 'rebalance', reason: '请选两个以上相邻的网格（按住 Shift 点选）。' })
  await press(page, 'Enter')
  await expect(page.locator('[data-test=palette-input]')).toBeVisible()
  await press(page, 'Escape')
  await expectClosed(page)
  await expect(table).toBeFocused()

  // What can be done is done, and the focus is where it was.
  await look(page, '网格表')
  await press(page, 'Enter')
  await expectClosed(page)
  await expect(table).toHaveAttribute('aria-expanded', 'false')
  await expect(table).toBeFocused()
  await press(page, 'Enter')
  await expect(table).toHaveAttribute('aria-expanded', 'true')

  // The same list stands behind keys and help.
  await press(page, 'j')
  await expect(page.getByText('请选两个以上相邻的网格（按住 Shift 点选）。')).toBeVisible()
  await press(page, '?')
  await expect(page.getByRole('dialog').getByText('查找命令')).toBeVisible()
})

test('given a plan, when it is opened and read again, then its map is never black before its first picture', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await sitDown(page)
  await page.reload({ waitUntil: 'commit' })
  await page.locator('.planner .canvas').waitFor()
  const colours = await coloursOfMap(page, 12)
  await untilDrawn(page)
  colours.push(...(await coloursOfMap(page, 1)))
  for (const [red, green, blue] of colours) expect(red + green + blue).toBeGreaterThan(120)
})

test('given a plan, when whole estates, what no grid holds, or what is left over is taken, then exactly that moves', async ({
  page,
  baseURL,
}) => {
  const database = await clerk(baseURL ?? '')
  await sitDown(page)
  let facts = await storedPlan(database, plan)

  // A touch of one building takes its whole estate, which becomes a grid of its own.
  const estate = smallEstate(standing(facts))
  await lookCloselyAt(page, estate[0].at)
  await takeUp(page, 'brush')
  await press(page, 'c')
  const [touched] = await onScreen(page, [estate[0].at])
  await page.mouse.click(...touched)
  expectPromise(await preview(page), facts, estate)
  await press(page, 'n')
  await expect(page.locator('[data-test=picked]')).toBeHidden()
  await press(page, 'c')
  facts = await saved(page, database)
  const key = gridsById(facts).get(estate[0].id) ?? -1
  expect(idsOf(standing(facts).filter(({ grid }) => grid === key))).toEqual(idsOf(estate))
  expect(facts.households.get(key)).toBe(householdsOf(estate))

  // Of buildings that were taken out and those around them, a wider lasso takes only the former.
  const aim = aimRing(standing(facts), RING)
  const out = await takeOut(page, aim)
  facts = await saved(page, database)
  const free = standing(facts).filter(({ grid }) => grid < 0)
  expect(idsOf(free)).toEqual(idsOf(out))
  await press(page, 'u')
  await lasso(page, aim.from.at, 1.4 * RING.metres)
  const [into] = (await preview(page)).offers.keys()
  facts = await expectKept(page, database, { before: facts, taken: free, to: into })
  await press(page, 'u')

  // What is left over in two communities is filled, one after the other; what has a grid stays there.
  const [here, there] = new Set(standing(facts).map(({ community }) => community))
  const before = gridsById(facts)
  const first = await takeOut(page, aimRing(standing(facts), RING, here))
  const second = await takeOut(page, aimRing(standing(facts), RING, there))
  await press(page, 'Escape')
  await expect(page.locator('[data-fill]')).toHaveCount(2)
  await page.locator(`[data-fill="${here}"]`).click()
  await expect(page.locator('[data-fill]')).toHaveCount(0)
  facts = await saved(page, database)
  expect(idsOf(standing(facts).filter(({ grid }) => grid < 0))).toEqual(idsOf(second))
  await page.locator('[data-test=fill]').click()
  await expect(page.locator('[data-test=fill]')).toHaveCount(0)
  facts = await saved(page, database)
  const filled = idsOf([...first, ...second])
  for (const { id, grid } of standing(facts))
    expect(filled.has(id) ? grid >= 0 : grid === before.get(id)).toBe(true)
  expect(await gridsInTable(page)).toEqual(facts.households)
  expect([...facts.households.values()].reduce((sum, one) => sum + one, 0)).toBe(facts.areaHouseholds)
})

test('given a locked border and a pinned building, when grids are balanced anew, then both stay, and the page says why neither can be moved', async ({
  page,
  baseURL,
}) => {
  const database = await clerk(baseURL ?? '')
  await sitDown(page)
  const before = await storedPlan(database, plan)
  const uneven = unevenCommunity(before)
  const saidBefore = (await historyOnPage(page)).length
  const { middle, beside, pieces } = quietBorder(before, uneven)

  // Shift takes another building along.
  await lookCloselyAt(page, middle)
  const sites = await onScreen(
    page,
    beside.map((one) => one.at),
  )
  await page.mouse.click(...sites[0])
  await page.keyboard.down('Shift')
  await page.mouse.click(...sites[1])
  await page.keyboard.up('Shift')
  expect((await preview(page)).buildings).toBe(2)
  await press(page, 'Escape')

  // Locked with a click, the border is not to be dragged.
  await takeUp(page, 'lock')
  const [at] = await onScreen(page, [middle])
  await page.mouse.click(...at)
  await expect.poll(() => lastEdit(page)).toContain('锁定边界')
  await takeUp(page, 'border')
  await begin(page, [at, [at[0] + 30, at[1] + 30]])
  expect(await promisedByBorder(page)).toContain('边界已锁定')
  await page.mouse.up()
  const isLocked = page.getByText('边界已锁定')
  await expect(isLocked).toBeVisible()

  // Pinned with a key, the building is not to be moved, nor is one over the locked border.
  const pinned = atEdge(before, beside[0].grid, beside)
  await openBuilding(page, pinned.id)
  await press(page, 'h')
  await expect.poll(() => lastEdit(page)).toContain('固定 1 栋')
  await page.locator('[data-offer]').first().click()
  await expect(page.getByText('有楼栋已固定在本网格')).toBeVisible()
  await expect(isLocked).toBeHidden()
  await openBuilding(page, beside[0].id)
  await page.locator(`[data-offer="${beside[1].grid}"]`).click()
  await expect(isLocked).toBeVisible()
  expect(await historyOnPage(page)).toHaveLength(saidBefore + 2)

  // Around them everything else is drawn anew.
  await press(page, 'Escape')
  const grids = before.detail.grids.filter(({ community }) => community === uneven)
  await chooseGrids(
    page,
    grids.map(({ key }) => key),
  )
  await press(page, 'r')
  await expect.poll(() => lastEdit(page), { timeout: 30_000 }).toContain('重新平衡')
  const after = await saved(page, database)
  expect(after.detail.assignment).not.toEqual(before.detail.assignment)
  const now = gridsById(after)
  expect(now.get(pinned.id)).toBe(pinned.grid)
  const sides = beside.map(({ id }) => now.get(id) ?? -1)
  for (const piece of pieces) expect(borderDistance(after.detail.grids, sides, piece)).toBeLessThan(0.5)
  expect(await gridsInTable(page)).toEqual(after.households)
})

test('given a grid, when a line is drawn through it, then the page foretells its two parts at each step, and makes them', async ({
  page,
  baseURL,
}) => {
  const database = await clerk(baseURL ?? '')
  await sitDown(page)
  const before = await storedPlan(database, plan)
  const [[key, households]] = [...(await gridsInTable(page))].sort((a, b) => b[1] - a[1])
  const line = lineThrough(
    standing(before).filter(({ grid }) => grid === key),
    before.detail.grids.find((grid) => grid.key === key)!.polygon.coordinates,
  )
  await chooseGrids(page, [key])
  await page.locator('[data-test=table]').click()
  await lookCloselyAt(page, [line[0][0], (line[0][1] + line[1][1]) / 2], 16)
  await takeUp(page, 'split')
  const [from, to] = await onScreen(page, line)
  await page.mouse.click(...from)
  await page.mouse.move(from[0], from[1] + 10)
  expect(await promisedByBorder(page)).toBe('')
  await page.mouse.move(...to)
  await expect.poll(() => promisedByBorder(page)).toHaveProperty('size', 2)
  const promised = (await promisedByBorder(page)) as Map<number, [number, number]>
  expect([...promised.values()].map(([was]) => was).sort((a, b) => b - a)).toEqual([households, 0])
  await page.mouse.click(...to)
  await expect.poll(() => lastEdit(page)).toContain('分为 2 格')
  const after = await saved(page, database)
  for (const [grid, [, foretold]] of promised) expect(after.households.get(grid)).toBe(foretold)
  expect(after.faults).toEqual([])
})

test('given a stroke of any tool, when it is broken off, then the plan is as it was and the map can be moved; and measures agree with a computation', async ({
  page,
  baseURL,
}) => {
  const database = await clerk(baseURL ?? '')
  await sitDown(page)
  const facts = await storedPlan(database, plan)
  const table = await gridsInTable(page)
  const { middle } = quietBorder(facts, unevenCommunity(facts))
  await lookCloselyAt(page, middle)
  const [at] = await onScreen(page, [middle])

  for (const tool of ['brush', 'border', 'box', 'lasso']) {
    await takeUp(page, tool)
    await begin(page, [at, ...ringAround(at, RADIUS_PIXELS).slice(0, 6)])
    await breakOff(page)
    await expect(page.locator('[data-tool=select]')).toHaveAttribute('aria-pressed', 'true')
    await expect(page.locator('[data-test=picked]')).toBeHidden()
  }
  await expect(page.locator('.bar').getByText('已保存')).toBeVisible()
  expect(await gridsInTable(page)).toEqual(table)
  expect((await onScreen(page, [middle]))[0]).toEqual(at)
  await draw(page, [at, [at[0] + 60, at[1]]])
  await expect.poll(async () => (await onScreen(page, [middle]))[0][0] - at[0]).toBeGreaterThan(40)

  // A stroke that leaves the map ends where it is let go: what the hand passes afterwards is not picked.
  const stroke = aimStroke(standing(facts), BRUSH)
  await lookCloselyAt(page, middleOf(stroke))
  await takeUp(page, 'brush')
  const [from, other] = await onScreen(page, [stroke.from.at, stroke.to.at])
  await begin(page, [from, [from[0] + 1, from[1]]])
  await page.locator('[data-test=picked]').hover()
  await page.mouse.up()
  const { households } = await preview(page)
  await page.mouse.move(...other)
  await page.mouse.move(...from)
  expect((await preview(page)).households).toBe(households)
  await press(page, 'Escape')

  // A length of two pieces, and an area of four corners.
  const [east, north] = [300, 180]
  const corners = rectangleAround(middle, east, north)
  await lookCloselyAt(page, middle, 16)
  const places = await onScreen(page, corners)
  await takeUp(page, 'measure')
  for (const place of places.slice(0, 2)) await page.mouse.click(...place)
  await page.mouse.dblclick(...places[2])
  const length = await measured(page)
  expectWithin(length.metres, east + north)
  expect(length.squareMetres).toBeNull()
  for (const place of [...places, places[0]]) await page.mouse.click(...place)
  const area = await measured(page)
  expectWithin(area.metres, 2 * (east + north))
  expectWithin(area.squareMetres ?? 0, east * north)
})

test('given a plan of two levels, when the border of an area is pulled over a group, then the group changes sides whole, as it was promised', async ({
  page,
  baseURL,
}) => {
  const database = await clerk(baseURL ?? '')
  await beSignedIn(page, 'planner')
  await drawPlan(page, STREET, 'jianxi-1000-100')
  const before = await saved(page, database)
  const { middle, group, to } = borderOfAreas(before)

  await lookAt(page, { level: 1 })
  await lookCloselyAt(page, middle)
  await takeUp(page, 'border')
  await begin(page, await onScreen(page, [middle, group.label]))
  const promised = Number(
    (await page.locator('[data-test=groups-households]').textContent())?.replace(/\D/g, ''),
  )
  const sides = await promisedByBorder(page)
  await page.mouse.up()
  await expect(page.locator('[data-test=groups]')).toBeHidden()
  await expect.poll(() => lastEdit(page)).toContain('楼栋组划入片区')

  const after = await saved(page, database)
  expect(groundFaults(after)).toEqual([])
  expect(after.detail.assignment).toEqual(before.detail.assignment)
  const parents = (facts: StoredFacts) => new Map(groupsIn(facts).map(({ key, parent }) => [key, parent]))
  const moved = groupsIn(before).filter(({ key, parent }) => parents(after).get(key) !== parent)
  expect(moved.map(({ key }) => key)).toContain(group.key)
  for (const { key, parent } of moved) expect([parent, parents(after).get(key)]).toEqual([group.parent, to])
  const gain = moved.reduce((sum, { households }) => sum + households, 0)
  expect(promised).toBe(gain)
  const [areasBefore, areasAfter] = [householdsAt(before, 1), householdsAt(after, 1)]
  const both = [group.parent ?? -1, to]
  expect(sides).toEqual(new Map(both.map((key) => [key, [areasBefore.get(key), areasAfter.get(key)]])))
  expect(areasAfter.get(to)).toBe((areasBefore.get(to) ?? 0) + gain)
  expect(areasAfter.get(group.parent ?? -1)).toBe((areasBefore.get(group.parent ?? -1) ?? 0) - gain)
  expect(await levelsInPanel(page)).toEqual({ upper: areasAfter.size, lower: householdsAt(after, 2).size })
})
