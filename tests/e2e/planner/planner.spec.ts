import { readBaseMap } from '../../../src/data/maps/basemap'
import { readPlanningInput } from '../../../src/data/maps/places'
import { comparePlans } from '../../../src/data/plans/plan-outputs'
import { listPlans } from '../../../src/data/plans/plans'
import type { Client } from '../../../src/lib/supabase'
import { expectA4, openNoticeBoards, print, readQrCode } from '../driver/paper'
import { beSignedIn } from '../driver/people'
import {
  buildingOnBorder,
  chooseGrids,
  clerk,
  gridsInTable,
  historyOnPage,
  openBuilding,
  openPlanner,
  openPlanId,
  press,
  save,
  splitInTwo,
  type StoredFacts,
  storedPlan,
  tableByHouseholds,
} from '../driver/planner'
import { areNeighbours, dragOntoRoad, wholeArea } from '../driver/planner-map'
import { drawGrids } from '../driver/planning'
import { answerAndSettle, changePerson, conversation, remarkOnMap, sendBack } from '../driver/review'
import { expect, type Page, test } from '../support/browser'

const STREET = '999901004'

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, one) => total + one, 0)
}

/** Saves, and expects PostGIS to find no fault and the same households in every grid as the page. */
async function expectAgreement(page: Page, database: Client): Promise<StoredFacts> {
  await save(page)
  const stored = await storedPlan(database, openPlanId(page))
  expect(stored.faults).toEqual([])
  expect(stored.households).toEqual(await gridsInTable(page))
  expect(sum(stored.households.values())).toBe(stored.areaHouseholds)
  return stored
}

/** A grid of a split with its smallest neighbour that was no part of it: small ones that make a grid too large together. */
function smallNeighbours(
  { detail: { grids }, households }: StoredFacts,
  parts: readonly number[],
): [number, number] {
  const pairs = grids
    .filter(({ key }) => !parts.includes(key))
    .flatMap(({ key }) => parts.map((part): [number, number] => [part, key]))
  const size = ([one, other]: [number, number]) => (households.get(one) ?? 0) + (households.get(other) ?? 0)
  const found = pairs.sort((a, b) => size(a) - size(b)).find((pair) => areNeighbours(grids, ...pair))
  if (!found) throw new Error('No two grids are neighbours.')
  return found
}

test("a planner's day: given a street, when its grids are drawn, edited, reviewed, published, compared and put up, then PostGIS agrees at every step", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(420_000)
  const database = await clerk(baseURL ?? '')
  await beSignedIn(page, 'planner')
  await openPlanner(page, STREET)
  const drawn = await drawGrids(page)
  await tableByHouseholds(page)
  const first = await gridsInTable(page)
  expect(first.size).toBe(drawn)
  await expectAgreement(page, database)
  const plan = openPlanId(page)

  // Split the grid that is too large.
  const [[largest, households]] = first
  await chooseGrids(page, [largest])
  const part = await splitInTwo(page)
  const split = await gridsInTable(page)
  expect((split.get(largest) ?? 0) + (split.get(part) ?? 0)).toBe(households)
  let stored = await expectAgreement(page, database)

  // Merge one part with its smallest neighbour: now one grid is too large and the other part too small.
  const parts = [largest, part]
  const small = smallNeighbours(stored, parts)
  await chooseGrids(page, small)
  await page.locator('[data-test=merge]').click()
  await expect(page.locator('tr[data-grid]')).toHaveCount(drawn)
  expect((await gridsInTable(page)).get(small[0])).toBe(
    sum(small.map((key) => stored.households.get(key) ?? 0)),
  )
  stored = await expectAgreement(page, database)

  // Drag a border onto a road.
  await press(page, 'Escape')
  const input = await readPlanningInput(database, stored.detail.plan.areaId)
  const baseMap = await readBaseMap(database, stored.detail.plan.areaId)
  const uneven = [...new Set([...parts, ...small])]
  const even = stored.detail.grids.filter(({ key }) => !uneven.includes(key))
  const moved = await dragOntoRoad(page, { input, baseMap, grids: even })
  stored = await expectAgreement(page, database)
  expect(moved.metresTo(stored.detail.grids)).toBeLessThan(2 * moved.metresPerPixel)
  expect(moved.metresTo(moved.before)).toBeGreaterThan(3)
  if (typeof moved.promised === 'string') expect(moved.promised).toBe('没有楼栋换格')
  else for (const [key, [, after]] of moved.promised) expect(stored.households.get(key)).toBe(after)

  // Lock one grid and rebalance it with its neighbours and the uneven ones: it stays as it is, they do not.
  const [locked] = moved.grids
  await chooseGrids(page, [locked])
  await page.locator('[data-test=lock]').click()
  const around = stored.detail.grids
    .map(({ key }) => key)
    .filter((key) => key !== locked && areNeighbours(stored.detail.grids, key, locked))
  await chooseGrids(page, [
    locked,
    ...new Set([...around, ...uneven.filter((key) => stored.households.has(key))]),
  ])
  await page.locator('[data-test=rebalance]').click()
  await expect.poll(async () => (await historyOnPage(page))[0]).toContain('重新平衡')
  const before = stored
  stored = await expectAgreement(page, database)
  expect(stored.households.get(locked)).toBe(before.households.get(locked))
  expect(new Set(buildingsOf(stored, locked))).toEqual(new Set(buildingsOf(before, locked)))
  expect(stored.households).not.toEqual(before.households)

  // After a reload the history is there; back five steps, and forward again.
  await openPlanner(page, STREET, `?plan=${plan}`)
  await tableByHouseholds(page)
  const sentences = await historyOnPage(page)
  expect(sentences).toHaveLength(6)
  await press(page, 'Control+z', 5)
  await expect.poll(() => gridsInTable(page)).toEqual(first)
  await press(page, 'Control+Shift+z', 5)
  await expect.poll(() => gridsInTable(page)).toEqual(stored.households)
  expect(await historyOnPage(page)).toEqual(sentences)

  // A building without a grid keeps the plan from being submitted, here and in the database.
  const building = buildingOnBorder(stored)
  await openBuilding(page, building)
  const from = await page.locator('[data-test=building-grid]').textContent()
  await page.locator('[data-test=unassign]').click()
  await press(page, 'Escape')
  await expect(page.locator('[data-fault=building-unassigned]')).toBeVisible()
  await page.locator('[data-test=submit]').click()
  // Its ground is in no grid either.
  await expect(page.getByText(/还有必须改的问题（[12] 项）/)).toBeVisible()
  await expect(page.locator('[data-test=picked]')).toBeVisible()
  await press(page, 'Escape')
  await save(page)
  const faulty = await storedPlan(database, plan)
  expect(faulty.faults).toEqual(
    expect.arrayContaining([expect.objectContaining({ code: 'building-unassigned', building })]),
  )
  expect((await database.rpc('submit_plan', { plan })).error?.message).toBe('plan-has-faults')

  // Mended, it is submitted.
  await press(page, 'Control+z')
  await expect(page.locator('[data-fault=building-unassigned]')).toBeHidden()
  await openBuilding(page, building)
  await expect(page.locator('[data-test=building-grid]')).toHaveText(from ?? '')
  await press(page, 'Escape')
  await expectAgreement(page, database)
  await page.locator('[data-test=submit]').click()
  await expect(page.locator('.bar [data-state=submitted]')).toBeVisible({ timeout: 30_000 })

  // The leader remarks on the map and sends it back once.
  await changePerson(page, 'leader')
  await openPlanner(page, STREET, `?plan=${plan}`)
  const onScreen = await wholeArea(page, input)
  const [{ label }] = stored.detail.grids
  await remarkOnMap(page, onScreen(label), '这一格请与物业核对')
  await sendBack(page, '其余可以')

  // The planner finds the remark, answers it, and submits again.
  await changePerson(page, 'planner')
  await openPlanner(page, STREET, `?plan=${plan}`)
  await expect(page.locator('[data-pin="1"]')).toBeVisible()
  await answerAndSettle(page, 1, '已核对')
  await answerAndSettle(page, 2, '谢谢')
  await expect(page.locator('[data-pin]')).toHaveCount(0)
  await page.locator('[data-test=submit]').click()
  await expect(page.locator('.bar [data-state=submitted]')).toBeVisible({ timeout: 30_000 })
  const talk = await conversation(page)
  expect(talk[0]).toContain('提交审核')
  expect(talk.at(-1)).toContain('新建草稿')
  expect(talk).toHaveLength(8)

  // Published: codes by the rule, nothing lost, the plan of before superseded here.
  await changePerson(page, 'leader')
  await openPlanner(page, STREET, `?plan=${plan}`)
  await page.locator('[data-test=publish]').click()
  await expect(page.locator('[data-replaced]')).toHaveCount(1, { timeout: 30_000 })
  await page.getByRole('dialog').getByRole('button', { name: '发布' }).click()
  await expect(page.locator('[data-test=published]')).toBeVisible({ timeout: 60_000 })
  await page.locator('[data-test=published-seen]').click()
  await expect(page.locator('.bar [data-state=published]')).toBeVisible()
  const published = await storedPlan(database, plan)
  expect(published.faults).toEqual([])
  expect(published.households).toEqual(stored.households)
  for (const { code } of published.detail.grids) expect(code).toMatch(/^999901004\d{6}$/)
  expect(new Set(published.detail.grids.map(({ code }) => code)).size).toBe(stored.households.size)

  // Compared with the plan that was in force.
  const listed = await listPlans(database, published.detail.plan.districtId)
  const former = listed.find(
    ({ id, inForce, areaCode }) => id !== plan && inForce > 0 && STREET.startsWith(areaCode),
  )
  expect(former).toBeDefined()
  await page.locator('[data-test=compare]').click()
  await expect(page.locator('.compare[data-ready]')).toBeVisible({ timeout: 30_000 })
  const difference = await comparePlans(database, former?.id ?? 0, plan)
  expect(difference.households).toBe(stored.areaHouseholds)
  await expect(page.locator('[data-test=moved-households]')).toContainText(
    difference.movedHouseholds.toLocaleString('zh-CN'),
  )

  // One notice board a grid, each one page of A4, whose code leads to the report.
  const [community] = input.communities
  const boards = await openNoticeBoards(page, plan, community.code)
  const ofCommunity = published.detail.grids.filter((grid) => grid.community === community.id)
  expect(boards).toBe(ofCommunity.length)
  const sheets = await print(page)
  expect(sheets).toHaveLength(boards)
  sheets.forEach(expectA4)
  const codes = ofCommunity.map(({ code }) => code).sort()
  for (const [at, code] of codes.entries()) expect(await readQrCode(page, at)).toContain(code)
})

function buildingsOf({ detail: { assignment } }: StoredFacts, key: number): number[] {
  return assignment.building.filter((_, at) => assignment.grid[at] === key)
}
