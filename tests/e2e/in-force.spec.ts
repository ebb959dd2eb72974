import { readFile } from 'node:fs/promises'
import { beSignedIn } from './driver/people'
import { chooseGrids, openPlanner, openPlanId, save, splitInTwo, tableByHouseholds } from './driver/planner'
import { changePerson } from './driver/review'
import { RawRows } from './driver/raw'
import { openWallOf, standing } from './driver/wall'
import { expect, type Page, test } from './support/browser'

const DISTRICT = '999901'
const STREET = '999901003'

const numberIn = async (page: Page, selector: string) =>
  Number(((await page.locator(selector).textContent()) ?? '').replace(/\D/g, ''))

/** Opens what is in force in the district and returns its day, its figures and the codes of its grids. */
async function inForceOnPage(page: Page, query = '') {
  await page.goto(`/planner/in-force?area=${DISTRICT}${query}`)
  await expect(page.locator('.in-force[data-ready]')).toBeVisible({ timeout: 60_000 })
  const codes = await page
    .locator('[data-test=grids-in-force] tr[data-grid]')
    .evaluateAll((found) => found.map((row) => (row as HTMLElement).dataset.grid ?? ''))
  return {
    day: await page.getByRole('combobox', { name: '哪一天' }).inputValue(),
    figures: {
      grids: await numberIn(page, '[data-test=grids] .value'),
      households: await numberIn(page, '[data-test=households] .value'),
      codes: codes.sort(),
    },
  }
}

/** Hands out what the page shows and returns the text of the file. */
async function handedOut(page: Page): Promise<string> {
  await page.locator('[data-test=export]').click()
  await page.locator('[data-format=geoJson]').click()
  await page.locator('[data-names=short]').click()
  const coming = page.waitForEvent('download')
  await page.locator('[data-test=hand-out]').click()
  return readFile(await (await coming).path(), 'utf8')
}

test('what is in force: given a plan of the whole district, when one street is drawn anew for today and another for a day to come, then pages, report and export have the rows of the database', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(420_000)
  const rows = await RawRows.of(baseURL ?? '')
  await beSignedIn(page, 'planner')
  const before = await inForceOnPage(page)
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
  expect((await inForceOnPage(page)).figures).toEqual(before.figures)
  const then = await inForceOnPage(page, `&day=${later}`)
  expect(then.figures).toEqual(await rows.inForce(DISTRICT, later))
  expect(then.figures.grids).toBe(before.figures.grids + 1)
  await openPlanner(page, STREET, `?plan=${plan}`)
  await page.locator('[data-test=withdraw]').click()
  await expect(page.locator('.bar [data-state=submitted]')).toBeVisible({ timeout: 30_000 })
  await page.locator('[data-test=publish]').click()
  await page.getByRole('dialog').getByRole('button', { name: '发布' }).click()
  await page.locator('[data-test=published-seen]').click({ timeout: 60_000 })

  // One more grid than before, on every page.
  const now = await inForceOnPage(page)
  expect(now.figures).toEqual(await rows.inForce(DISTRICT, now.day))
  expect(now.figures.grids).toBe(before.figures.grids + 1)
  expect(now.figures.households).toBe(before.figures.households)
  const file = JSON.parse(await handedOut(page)) as { features: { properties: Record<string, unknown> }[] }
  expect(file.features.map(({ properties }) => String(properties.code)).sort()).toEqual(now.figures.codes)
  expect(file.features.reduce((sum, { properties }) => sum + Number(properties.households), 0)).toBe(
    now.figures.households,
  )
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
  await page.goto(`/planner/report?plan=${old}`)
  await expect(page.locator('.report[data-ready]')).toBeVisible({ timeout: 120_000 })
  await expect(page.locator('[data-test=report-standing]')).toContainText('一街重画')
  await page.goto(`/planner/report?plan=${plan}`)
  await expect(page.locator('.report[data-ready]')).toBeVisible({ timeout: 120_000 })
  const inReport = await page.locator('[data-report-level="1"] tbody tr td:first-child').allTextContents()
  expect(inReport.map((code) => code.trim()).sort()).toEqual(
    now.figures.codes.filter((code) => code.startsWith(STREET)),
  )
})
