import { expectInside, signInByClick } from './driver/people'
import {
  chooseGrids,
  clerk,
  gridsInTable,
  historyOnPage,
  openBuilding,
  openPlanner,
  buildingOnBorder,
  planOnTable,
  press,
  save,
  splitInTwo,
  storedPlan,
  tableByHouseholds,
} from './driver/planner'
import { drawGrids } from './driver/planning'
import { expect, test } from './support/browser'

const STREET = '999901004'

test('given a street, when a planner draws, splits, merges, moves, undoes, mends and submits, and a leader publishes, then PostGIS agrees at every step', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(300_000)
  const database = await clerk(baseURL ?? '')
  await signInByClick(page, 'planner')
  await expectInside(page)
  await openPlanner(page, STREET)
  const drawn = await drawGrids(page)
  await tableByHouseholds(page)
  const first = await gridsInTable(page)
  expect(first.size).toBe(drawn)

  // Split the largest, merge the parts again, rebalance nothing that is locked.
  const [[largest, households]] = first
  await chooseGrids(page, [largest])
  const part = await splitInTwo(page)
  const split = await gridsInTable(page)
  expect((split.get(largest) ?? 0) + (split.get(part) ?? 0)).toBe(households)
  await chooseGrids(page, [largest, part])
  await page.locator('[data-test=merge]').click()
  await expect(page.locator('tr[data-grid]')).toHaveCount(drawn)
  expect((await gridsInTable(page)).get(largest)).toBe(households)
  await page.locator('[data-test=lock]').click()
  await save(page)

  const plan = planOnTable(page)
  const stored = await storedPlan(database, plan)
  expect(stored.faults).toEqual([])
  expect(stored.households).toEqual(await gridsInTable(page))
  expect([...stored.households.values()].reduce((sum, one) => sum + one, 0)).toBe(stored.areaHouseholds)

  // After a reload the history is there; one building goes to a neighbouring grid.
  const building = buildingOnBorder(stored)
  await openPlanner(page, STREET, `?plan=${plan}&building=${building}`)
  await expect(page.locator('[data-offer]').first()).toBeVisible()
  const from = await page.locator('[data-test=building-grid]').textContent()
  await page.locator('[data-offer]').first().click()
  await expect(page.locator('[data-test=building-grid]')).not.toHaveText(from ?? '')
  await press(page, 'Escape')
  expect((await historyOnPage(page))[0]).toContain('1 栋划入网格')
  expect((await historyOnPage(page)).length).toBe(5)

  // Back five steps to the empty plan, and forward again.
  await press(page, 'Control+z', 5)
  await expect(page.locator('[data-test=grid-count]')).toContainText('0 户')
  await press(page, 'Control+Shift+z', 5)
  await expect(page.locator('[data-test=grid-count]')).toContainText(
    stored.areaHouseholds.toLocaleString('zh-CN'),
  )

  // A building without a grid keeps the plan from being submitted.
  await openBuilding(page, building)
  await page.locator('[data-test=unassign]').click()
  await press(page, 'Escape')
  await expect(page.locator('[data-fault=building-unassigned]')).toBeVisible()
  await page.locator('[data-test=submit]').click()
  await expect(page.getByText('还有必须改的问题')).toBeVisible()
  await press(page, 'Control+z')
  await expect(page.locator('[data-fault=building-unassigned]')).toBeHidden()
  await page.locator('[data-test=submit]').click()
  await expect(page.locator('.bar [data-state=submitted]')).toBeVisible({ timeout: 30_000 })

  await page.getByRole('button', { name: '账号' }).click()
  await page.getByText('退出登录').click()
  await expect(page).toHaveURL(/sign-in/)
  await signInByClick(page, 'leader')
  await expectInside(page)
  await openPlanner(page, STREET, `?plan=${plan}`)
  await page.locator('[data-test=publish]').click()
  await page.getByRole('dialog').getByRole('button', { name: '发布' }).click()
  await expect(page.locator('.bar [data-state=published]')).toBeVisible({ timeout: 60_000 })

  const published = await storedPlan(database, plan)
  expect(published.faults).toEqual([])
  expect(published.detail.grids).toHaveLength(drawn)
  for (const { code } of published.detail.grids) expect(code).toMatch(/^999901004\d{6}$/)
  expect(new Set(published.detail.grids.map(({ code }) => code)).size).toBe(drawn)
})
