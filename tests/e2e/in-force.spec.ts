import { gridsInReport, handedOut, inForceOnPage } from './driver/in-force'
import { beSignedIn } from './driver/people'
import { chooseGrids, openPlanner, openPlanId, save, splitInTwo, tableByHouseholds } from './driver/planner'
import { changePerson } from './driver/review'
import { RawRows } from './driver/figures/raw'
import { openWallOf, standing } from './driver/wall'
import { expect, test } from './support/browser'

const DISTRICT = '999901'
const STREET = '999901003'

test('what is in force: given a plan of the whole district, when one street is drawn anew for today and another for a day to come, then pages, report and export have the rows of the database', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(420_000)
  const rows = await RawRows.of(baseURL ?? '')
  await beSignedIn(page, 'planner')
  const before = await inForceOnPage(page, DISTRICT)
  expect(before.figures).toEqual(await rows.inForce(DISTRICT, before.day))

  // A street begins from what is in force, under another name; one grid is split.
  await openPlanner(page, STREET)
  await page.locator('[data-test=new-plan]').click()
  await page.locator('[data-test=plan-name]').fill('一街另画')
  await page.locator('.origin').click()
  await page.locator('[role=option]:visible', { hasText: /现行/ }).first().click()
  await page.locator('[data-test=start-plan]').click()
  await expect(page.locator('.bar h1')).toHaveText('一街另画', { timeout: 60_000 })
  await tableByHouseholds(page)
  const largest = Number(await page.locator('tr[data-grid]').first().getAttribute('data-grid'))
  await chooseGrids(page, [largest])
  await splitInTwo(page)
  await save(page)
  const plan = openPlanId(page)

  // Renamed and duplicated in passing: the copy stays a draft and changes nothing.
  await page.locator('[data-test=plan-menu] button').click()
  await page.locator('[data-test=renamePlan]').click()
  await page.locator('[data-test=act-name]').fill('一街重画')
  await page.getByRole('dialog').getByRole('button', { name: '改名' }).click()
  await expect(page.locator('.bar h1')).toHaveText('一街重画')
  await page.locator('[data-test=submit]').click()
  await expect(page.locator('.bar [data-state=submitted]')).toBeVisible({ timeout: 60_000 })
  await page.locator('[data-test=plan-menu] button').click()
  await page.locator('[data-test=duplicatePlan]').click()
  await page.getByRole('dialog').getByRole('button', { name: '复制' }).click()
  await expect(page.locator('.bar h1')).toHaveText('一街重画（副本）', { timeout: 60_000 })

  // The list finds it by its name.
  await page.goto(`/planner/${STREET}`)
  await page.locator('input[data-test=plan-search]').fill('重画')
  await expect(page.locator('[data-plan]')).toHaveCount(2)

  // Published for a day to come: today nothing changes. Taken back, and published for today.
  await changePerson(page, 'leader')
  await openPlanner(page, STREET, `?plan=${plan}`)
  await page.locator('[data-test=publish]').click()
  const dialog = page.getByRole('dialog')
  const later = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
  await dialog.locator('.el-date-editor input').fill(later)
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: '发布' }).click()
  await page.locator('[data-test=published-seen]').click({ timeout: 60_000 })
  await expect(page.locator('[data-test=pending]')).toBeVisible()
  expect((await inForceOnPage(page, DISTRICT)).figures).toEqual(before.figures)
  const then = await inForceOnPage(page, DISTRICT, later)
  expect(then.figures).toEqual(await rows.inForce(DISTRICT, later))
  expect(then.figures.grids).toBe(before.figures.grids + 1)
  await openPlanner(page, STREET, `?plan=${plan}`)
  await page.locator('[data-test=withdraw]').click()
  await expect(page.locator('.bar [data-state=submitted]')).toBeVisible({ timeout: 30_000 })
  await page.locator('[data-test=publish]').click()
  await page.getByRole('dialog').getByRole('button', { name: '发布' }).click()
  await page.locator('[data-test=published-seen]').click({ timeout: 60_000 })

  // One more grid than before, on every page.
  const now = await inForceOnPage(page, DISTRICT)
  expect(now.figures).toEqual(await rows.inForce(DISTRICT, now.day))
  expect(now.figures.grids).toBe(before.figures.grids + 1)
  expect(now.figures.households).toBe(before.figures.households)
  expect(await handedOut(page)).toEqual(now.figures)
  await openWallOf(page, DISTRICT)
  expect((await standing(page)).grids).toBe(now.figures.grids)
  await page.goto(`/planner/${DISTRICT}`)
  await expect(page.locator('[data-test=in-force-now]')).toContainText(
    now.figures.grids.toLocaleString('zh-CN'),
    { timeout: 60_000 },
  )

  // The plan of the district says where it was replaced; its report too, and that of the street has the grids of the street.
  const listed = page.locator('[data-plan]', { hasText: '现行' })
  await listed.first().click()
  await expect(page.locator('[data-test=replaced-note]')).toBeVisible({ timeout: 60_000 })
  const old = openPlanId(page)
  await gridsInReport(page, old)
  await expect(page.locator('[data-test=report-standing]')).toContainText('一街重画')
  expect(await gridsInReport(page, plan)).toMatchObject({
    codes: now.figures.codes.filter((code) => code.startsWith(STREET)),
  })
})
