import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { sharedPath } from '../support/shared'
import { check, chooseFile, makeDistrict, write } from './driver/import'
import { beSignedIn } from './driver/people'
import { drawGrids, publish } from './driver/planning'
import { openWallOf, standing } from './driver/wall'
import { expect, test } from './support/browser'

const blocks = sharedPath('data', 'singapore-hdb', 'blocks.csv')

/** The blocks of one planning area, as a file of their own. */
function blocksOf(planningArea: string): { text: string; households: number; count: number } {
  const { data } = Papa.parse<Record<string, string>>(readFileSync(blocks!, 'utf8'), { header: true })
  const own = data.filter((row) => row.planning_area === planningArea)
  const households = own.reduce((sum, row) => sum + Number(row.households), 0)
  return { text: Papa.unparse(own), households, count: own.length }
}

test('given only a list of buildings, when it is imported, drawn at 400 and published, then the wall has the same grids, households and posts', async ({
  page,
}) => {
  test.skip(!blocks, 'needs ../shared/data/singapore-hdb/blocks.csv')
  test.setTimeout(300_000)
  const toaPayoh = blocksOf('TOA PAYOH')
  expect(toaPayoh.count).toBe(283)
  await beSignedIn(page, 'admin')

  await chooseFile(page, { name: 'toa-payoh.csv', content: toaPayoh.text })
  await makeDistrict(page, '999911', '大巴窑')
  expect(await check(page)).toEqual({ read: 283, accepted: 283, refused: 0, households: toaPayoh.households })
  await write(page)

  await page.locator('[data-test=to-planner]').click()
  const grids = await drawGrids(page)
  expect(grids).toBeGreaterThan(toaPayoh.households / 800)
  await publish(page)

  await openWallOf(page, '999911')
  expect(await standing(page)).toEqual({ filledGrids: 0, grids, visited: 0, households: toaPayoh.households })
})
