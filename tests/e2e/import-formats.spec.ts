import { readFileSync } from 'node:fs'
import {
  answer,
  check,
  chooseDistrict,
  chooseFile,
  chooseParts,
  drop,
  firstRow,
  legend,
  makeDistrict,
  toCheck,
  write,
} from './driver/import'
import { beSignedIn } from './driver/people'
import { expect, test } from './support/browser'

const fixture = (name: string) => readFileSync(new URL(`../fixtures/import/formats/${name}`, import.meta.url))

test.beforeEach(async ({ page }) => {
  await beSignedIn(page, 'admin')
})

test('given a GeoPackage that is named as GCJ-02, when it is chosen, then the system is said and the rows are shown as they will be written', async ({
  page,
}) => {
  await chooseFile(page, { name: 'points-gcj02.gpkg', content: fixture('points.gpkg') })
  await expect(page.locator('[data-test=coordinate-preview]')).toContainText('GCJ-02')
  await makeDistrict(page, '999912', '图层区')
  expect(await check(page)).toEqual({ read: 5, accepted: 5, refused: 0, households: 210 })
  await expect(firstRow(page)).toContainText('113.19358, 35.20048')
})

test('given a workbook of two sheets, when the question which one is answered, then that one is written', async ({
  page,
}) => {
  await chooseFile(page, { name: '两张表.xlsx', content: fixture('sheets.xlsx') })
  await makeDistrict(page, '999913', '表格区')
  await answer(page, 'layer', '楼栋')
  expect(await check(page)).toEqual({ read: 3, accepted: 3, refused: 0, households: 123 })
  await write(page)
})

test('given a district whose communities are there, when a list without positions and then buildings are checked, then the map says that there is nothing to draw, and then shows the buildings among the communities', async ({
  page,
}) => {
  await chooseFile(page, { name: '社区.csv', content: '统计代码,名称,街道\n999914001001,东社区,南街道\n' })
  await makeDistrict(page, '999914', '对照区')
  await toCheck(page)
  await expect(page.locator('[data-test=preview-nothing]')).toBeVisible()

  const head = '楼栋编号,户数,社区,街道,经度,纬度\n'
  const buildings = (lat: string) =>
    `${head}b-1x,40,东社区,南街道,113.2,${lat}\nb-2x,41,东社区,南街道,113.2004,${lat}\n`
  await chooseFile(page, { name: '楼栋.csv', content: buildings('35.2') })
  await chooseDistrict(page, '对照区 999914')
  await check(page)
  await expect(legend(page)).toContainText('将划出的社区')
  await write(page)

  await chooseFile(page, { name: '新楼栋.csv', content: buildings('35.2001').replaceAll('b-', 'c-') })
  await chooseDistrict(page, '对照区 999914')
  await check(page)
  await expect(legend(page)).toContainText('已有社区')
  await expect(legend(page)).not.toContainText('将划出的社区')
})

test('given one part of a Shapefile, when it is chosen alone, then the page says which part is missing', async ({
  page,
}) => {
  await chooseParts(page, [{ name: '楼栋.shp', content: fixture('points.shp') }])
  await expect(page.getByRole('alert')).toContainText('楼栋.dbf')
})

test('given a file that was chosen before the page knew the districts, when these are known, then it goes into the first and the way on is open', async ({
  page,
}) => {
  await page.route('**/rpc/import_targets*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await route.continue()
  })
  await chooseFile(page, {
    name: '楼栋.csv',
    content: '楼栋编号,户数,社区,经度,纬度\nb-1x,40,东社区,113.2,35.2\nb-2x,41,东社区,113.2004,35.2\n',
  })
  await expect(page.locator('[data-test=to-columns]')).toBeEnabled()
})

test('given a file on the page, when another is dropped on the page or on its map, then that one is opened instead', async ({
  page,
}) => {
  await chooseFile(page, { name: 'points-gcj02.gpkg', content: fixture('points.gpkg') })
  const map = page.locator('[data-test=coordinate-preview] canvas').first()
  await expect(map).toBeVisible()

  const list = (name: string) =>
    `楼栋编号,户数,社区,街道,高德经度,高德纬度\n${name},40,东社区,南街道,113.2,35.2\n`
  const settled = page.locator('[data-step=file]:not([data-busy])')
  await expect(settled).toBeVisible()
  await drop(map, { name: '掉在地图上.csv', content: list('b-1x') })
  await expect(page.getByText('掉在地图上.csv').first()).toBeVisible()
  await expect(page.getByText('points-gcj02.gpkg')).toHaveCount(0)

  await expect(settled).toBeVisible()
  await drop(page.locator('[data-step=file] > header'), { name: '掉在页面上.csv', content: list('b-2x') })
  await expect(page.getByText('掉在页面上.csv').first()).toBeVisible()
  await expect(page.getByText('掉在地图上.csv')).toHaveCount(0)
})
