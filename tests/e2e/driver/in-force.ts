import { readFile } from 'node:fs/promises'
import readWorkbook from 'read-excel-file/node'
import { expect, type Page } from '../support/browser'

/** Grids that are in force, as a page, a file or the rows of the database have them. */
export interface GridsInForce {
  grids: number
  households: number
  codes: string[]
}

const numberIn = async (page: Page, selector: string) =>
  Number(((await page.locator(selector).textContent()) ?? '').replace(/\D/g, ''))

/** Opens what is in force in an area, today or on a day, and returns that day, its figures and the codes of its grids. */
export async function inForceOnPage(
  page: Page,
  area: string,
  on = '',
): Promise<{ day: string; figures: GridsInForce }> {
  await page.goto(`/planner/in-force?area=${area}${on && `&day=${on}`}`)
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

/** Hands out what the page shows in a format with short names and returns the file. */
export async function fileOf(page: Page, format: 'geoJson' | 'workbook'): Promise<Buffer> {
  await page.locator('[data-test=export]').click()
  await page.locator(`[data-format=${format}]`).click()
  await page.locator('[data-names=short]').click()
  const coming = page.waitForEvent('download')
  await page.locator('[data-test=hand-out]').click()
  return readFile(await (await coming).path())
}

/** Hands out what the page shows as GeoJSON and returns what the file says of its grids. */
export async function handedOut(page: Page): Promise<GridsInForce> {
  const { features } = JSON.parse((await fileOf(page, 'geoJson')).toString('utf8')) as {
    features: { properties: Record<string, unknown> }[]
  }
  return {
    grids: features.length,
    households: features.reduce((sum, { properties }) => sum + Number(properties.households), 0),
    codes: features.map(({ properties }) => String(properties.code)).sort(),
  }
}

/** Opens the report of a plan and returns what it says of the grids that hold the buildings. */
export async function gridsInReport(page: Page, plan: number): Promise<GridsInForce> {
  await page.goto(`/planner/report?plan=${plan}`)
  await expect(page.locator('.report[data-ready]')).toBeVisible({ timeout: 120_000 })
  const rows = await page
    .locator('[data-report-level="1"] tbody tr')
    .evaluateAll((found) => found.map((row) => [...row.children].map((cell) => cell.textContent ?? '')))
  return {
    grids: rows.length,
    households: rows.reduce((sum, cells) => sum + Number(cells[4].replace(/\D/g, '')), 0),
    // Behind the code of a grid that was replaced stands by which plan.
    codes: rows.map(([code]) => code.match(/\d+/)?.[0] ?? '').sort(),
  }
}

/** Hands out what the page shows as a workbook and returns what its first sheet says of the grids. */
export async function handedOutAsWorkbook(page: Page): Promise<GridsInForce> {
  const [{ data }] = await readWorkbook(await fileOf(page, 'workbook'))
  const [titles, ...rows] = data
  const [code, households] = ['code', 'households'].map((title) => titles.indexOf(title))
  return {
    grids: rows.length,
    households: rows.reduce((sum, row) => sum + Number(row[households]), 0),
    codes: rows.map((row) => String(row[code])).sort(),
  }
}
