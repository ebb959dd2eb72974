import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon'
import { drawPlan, saved } from '../driver/editing'
import { lookCloselyAt, METRES_PER_PIXEL, onScreen, rectangleAround, takeUp } from '../driver/hand'
import { beSignedIn } from '../driver/people'
import { chooseGrids, clerk, gridsInTable, tableByHouseholds } from '../driver/planner'
import { expect, test } from '../support/browser'

test('given a line that comes within some pixels of a corner of a grid, then it snaps to it and the page says so, and not while Alt is held', async ({
  page,
  baseURL,
}) => {
  const database = await clerk(baseURL ?? '')
  await beSignedIn(page, 'planner')
  await drawPlan(page, '999901002001', 'jiefang-400')
  const { detail } = await saved(page, database)
  await tableByHouseholds(page)
  const [[key]] = [...(await gridsInTable(page))].sort((a, b) => b[1] - a[1])
  const polygon = detail.grids.find((grid) => grid.key === key)?.polygon
  const corner = polygon?.coordinates[0][0][0] as [number, number]
  /** A line begins inside of the grid, whichever side of its corner that is. */
  const sides = [1, -1].flatMap((east) => [1, -1].map((south) => [90 * east, 70 * south] as const))
  const inside = sides.find(([right, down]) => {
    const at = rectangleAround(corner, 2 * right * METRES_PER_PIXEL, 2 * down * METRES_PER_PIXEL)[1]
    return polygon && booleanPointInPolygon([...at], polygon)
  })!
  await chooseGrids(page, [key])
  await page.locator('[data-test=table]').click()
  await lookCloselyAt(page, corner)
  await takeUp(page, 'split')
  const [[x, y]] = await onScreen(page, [corner])
  const snaps = page.locator('.planner p.snap')
  await page.mouse.click(x + inside[0], y + inside[1])
  await page.mouse.move(x + 40, y + 45)
  await page.mouse.move(x + 4, y + 4)
  await expect(snaps).toContainText('吸附到网格边界')
  await page.keyboard.down('Alt')
  await page.mouse.move(x + 3, y + 4)
  await expect(snaps).toBeHidden()
  await page.keyboard.up('Alt')
  await page.mouse.move(x + 4, y + 3)
  await expect(snaps).toContainText('吸附到网格边界')
  await page.keyboard.press('Escape')
  await expect(snaps).toBeHidden()
})
