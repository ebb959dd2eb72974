import {
  clear,
  drawPlan,
  householdsAt,
  lastEdit,
  levelsInPanel,
  lookAt,
  lookAtBorderGroup,
  makeScheme,
  saved,
} from '../driver/editing'
import { beSignedIn } from '../driver/people'
import {
  chooseGrids,
  clerk,
  gridsInTable,
  historyOnPage,
  openBuilding,
  openPlanner,
  tableByHouseholds,
} from '../driver/planner'
import { expect, test } from '../support/browser'

const STREET = '999901004'

test('given a plan, buildings taken out are filled in again, a locked grid refuses, and incidents follow, as PostGIS counts them', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(180_000)
  const database = await clerk(baseURL ?? '')
  await beSignedIn(page, 'planner')
  await drawPlan(page, STREET, 'jiefang-400')
  const drawn = await saved(page, database)
  const [building, other] = drawn.detail.assignment.building

  await openBuilding(page, building)
  await page.keyboard.press('Delete')
  await openBuilding(page, other)
  await page.keyboard.press('Delete')
  await clear(page)
  await expect(page.locator('[data-fault=building-unassigned]')).toHaveCount(2)
  await page.keyboard.press('f')
  await expect(page.locator('[data-fault=building-unassigned]')).toHaveCount(0)
  expect(await lastEdit(page)).toContain('补齐 2 栋')
  const filled = await saved(page, database)
  expect(filled.faults).toEqual([])
  expect([...filled.households.values()].reduce((sum, one) => sum + one, 0)).toBe(filled.areaHouseholds)

  await tableByHouseholds(page)
  const [[largest]] = await gridsInTable(page)
  await chooseGrids(page, [largest])
  const shown = page.locator('[data-test=grid-incidents]')
  await expect(shown).toBeVisible({ timeout: 30_000 })
  const plan = Number(new URL(page.url()).searchParams.get('plan'))
  const yearAgo = new Date()
  yearAgo.setFullYear(yearAgo.getFullYear() - 1)
  const { data } = await database.rpc('plan_incidents', { plan, since: yearAgo.toISOString() })
  const counted =
    (data as { key: number; incidents: number }[]).find(({ key }) => key === largest)?.incidents ?? 0
  const number = Number((await shown.textContent())?.replace(/\D/g, ''))
  expect(Math.abs(number - counted)).toBeLessThanOrEqual(Math.max(2, 0.03 * counted))

  await page.keyboard.press('o')
  const inside = filled.detail.assignment.building[filled.detail.assignment.grid.indexOf(largest)]
  await openBuilding(page, inside)
  await page.keyboard.press('Delete')
  await expect(page.getByText('网格已锁定')).toBeVisible()
  await expect(page.locator('[data-test=building-grid]')).toHaveText(String(largest).padStart(3, '0'))

  // What was not saved outlives a reload and a look at the other plans.
  const said = await historyOnPage(page)
  expect(said[0]).toContain('锁定网格')
  const address = page.url()
  await expect(page.locator('.bar [data-kept=true]')).toBeVisible()
  for (const leave of [() => page.reload(), () => page.getByRole('button', { name: '全部规划' }).click()]) {
    await leave()
    await page.goto(address)
    await expect(page.getByText('已恢复上次未保存的 1 步修改')).toBeVisible({ timeout: 60_000 })
    expect(await historyOnPage(page)).toEqual(said)
  }
  const after = await saved(page, database)
  expect(after.detail.grids.find(({ key }) => key === largest)?.locked).toBe(true)
  await page.reload()
  await expect(page.locator('.bar').getByText('已保存')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('已恢复')).toHaveCount(0)
})

test('given a plan of two levels under a scheme of its own, which it then holds, a group goes whole to another area grid, areas merge and are drawn apart again, and PostGIS finds them nested', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(180_000)
  const database = await clerk(baseURL ?? '')
  await beSignedIn(page, 'planner')
  await openPlanner(page, STREET)
  const wish = { name: '八百一百', upper: 800, post: '楼栋联络员' }
  const scheme = await makeScheme(page, 'jianxi-1000-100', wish)
  await drawPlan(page, STREET, scheme)
  const drawn = await saved(page, database)
  expect(drawn.faults).toEqual([])
  const sizes = { upper: householdsAt(drawn, 1).size, lower: householdsAt(drawn, 2).size }
  expect(await levelsInPanel(page)).toEqual(sizes)
  await expect(page.locator('[data-test=posts-needed]')).toContainText(`楼栋联络员${sizes.lower} 岗，可兼`)

  const building = await lookAtBorderGroup(page, drawn)
  const group = drawn.detail.assignment.grid[drawn.detail.assignment.building.indexOf(building)]
  const target = Number(await page.locator('[data-offer]').first().getAttribute('data-offer'))
  await page.keyboard.press('1')
  await clear(page)
  expect(await lastEdit(page)).toContain('1 个楼栋组划入片区')
  const moved = await saved(page, database)
  expect(moved.faults).toEqual([])
  const before = householdsAt(drawn, 1).get(target) ?? 0
  const own = householdsAt(drawn, 2).get(group) ?? 0
  expect(householdsAt(moved, 1).get(target)).toBe(before + own)
  expect(moved.detail.assignment).toEqual(drawn.detail.assignment)

  const area = moved.detail.grids.find(({ level, key }) => level === 1 && key === target)
  const beside = moved.detail.grids.find(
    ({ level, key, community }) => level === 1 && key !== target && community === area?.community,
  )
  await lookAt(page, { level: 1 })
  await page.locator('[data-test=table]').click()
  await chooseGrids(page, [target, beside?.key ?? -1])
  await page.keyboard.press('j')
  await expect(page.locator(`tr[data-grid="${beside?.key}"]`)).toHaveCount(0)
  await page.keyboard.press('p')
  await clear(page)
  await expect.poll(() => lastEdit(page)).toContain('分为 2 个')
  const apart = await saved(page, database)
  expect(apart.faults).toEqual([])
  expect(householdsAt(apart, 1).size).toBe(householdsAt(moved, 1).size)
  expect(apart.detail.assignment).toEqual(drawn.detail.assignment)

  await openPlanner(page, STREET)
  await page.locator('[data-test=new-plan]').click()
  await page.locator(`[data-edit="${scheme}"]`).click()
  await expect(page.locator('[data-test=scheme-held]')).toContainText('有 1 个规划按本方案划分')
  await expect(page.locator('[data-test=upper-target] input')).toBeDisabled()
  await page.locator('[data-test=scheme-copy]').click()
  await expect(page.locator('[data-test=upper-target] input')).toBeEnabled()
})
