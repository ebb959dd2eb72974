import { readPlan } from '../../src/data/plans/plans'
import { chooseDistrict, chooseFile, makeDistrict, toCheck, write } from './driver/import'
import { gridsInReport, handedOut, handedOutAsWorkbook, inForceOnPage } from './driver/in-force'
import { openNoticeBoards } from './driver/paper'
import { beSignedIn } from './driver/people'
import { clerkAs, openPlanId, openPlanner, storedPlan } from './driver/planner'
import { drawGrids, publish } from './driver/planning'
import { RawRows } from './driver/figures/raw'
import { openWallOf, standing } from './driver/wall'
import { expect, type Page, test } from './support/browser'

const DISTRICT = '999918'
const NAME = '旧格区'
/** A day on which the grids were in force already. */
const FROM = '2024-03-01'
const PLAN = '二〇二四年的网格'

type Box = [west: number, south: number, east: number, north: number]

/** A community of a street: five rows of eight blocks of flats with as many households each. */
interface Community {
  code: string
  name: string
  street: string
  blockHouseholds: number
  /** How many of the eight columns of blocks lie in its western grid; the others lie in its eastern one. */
  western: number
  /** By how much the outlines of its grids overlap, degrees; below nought they leave a gap. */
  overlap: number
}

const COLUMNS = 8
const ROWS = 5
const STEP = 0.001
const SOUTH = 35.64

const communities: Community[] = [
  {
    code: '999918001001',
    name: '槐荫社区',
    street: '槐树街道',
    blockHouseholds: 20,
    western: 4,
    overlap: 3e-5,
  },
  {
    code: '999918002001',
    name: '柳荫社区',
    street: '柳树街道',
    blockHouseholds: 32,
    western: 5,
    overlap: -3e-5,
  },
]
const westOf = (community: Community) => 113.62 + communities.indexOf(community) * (COLUMNS + 1) * STEP
const boxOf = (community: Community): Box => [
  westOf(community),
  SOUTH,
  westOf(community) + (COLUMNS + 1) * STEP,
  SOUTH + (ROWS + 1) * STEP,
]

function feature(properties: Record<string, string>, [west, south, east, north]: Box) {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ].map(([lng, lat]) => [Number(lng.toFixed(6)), Number(lat.toFixed(6))])
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } }
}
const collectionOf = (features: object[]) => JSON.stringify({ type: 'FeatureCollection', features })

/** Each street is its one community. */
const areasFile = collectionOf(
  communities.flatMap((community) => [
    feature({ 统计代码: community.code.slice(0, 9), 名称: community.street }, boxOf(community)),
    feature({ 统计代码: community.code, 名称: community.name }, boxOf(community)),
  ]),
)

const buildingsFile = [
  '楼栋编号,户数,社区,街道,经度,纬度',
  ...communities.flatMap((community) =>
    Array.from({ length: COLUMNS * ROWS }, (_, at) =>
      [
        `${community.code}-${at}`,
        community.blockHouseholds,
        community.name,
        community.street,
        (westOf(community) + STEP * (1 + (at % COLUMNS))).toFixed(6),
        (SOUTH + STEP * (1 + Math.floor(at / COLUMNS))).toFixed(6),
      ].join(','),
    ),
  ),
  '',
].join('\n')

/** The two grids of each community, drawn apart from one another: code, outline, and what lives in them. */
const given = communities.flatMap((community) => {
  const [west, south, east, north] = boxOf(community)
  const middle = west + STEP * (community.western + 0.5)
  const [inWest, inEast] = [community.western, COLUMNS - community.western]
  return [
    {
      code: `${community.code}01`,
      box: [west, south, middle + community.overlap / 2, north] as Box,
      columns: inWest,
    },
    {
      code: `${community.code}02`,
      box: [middle - community.overlap / 2, south, east, north] as Box,
      columns: inEast,
    },
  ].map(({ columns, ...grid }) => ({ ...grid, households: columns * ROWS * community.blockHouseholds }))
})
const gridsFile = collectionOf(
  given.map(({ code, box }) => feature({ 网格编码: code, 网格名称: `第 ${code.slice(-2)} 网格` }, box)),
)
const households = given.reduce((sum, grid) => sum + grid.households, 0)

async function bring(page: Page, name: string, content: string): Promise<void> {
  await chooseFile(page, { name, content })
  await chooseDistrict(page, `${NAME} ${DISTRICT}`)
  await toCheck(page)
  await write(page)
}

test('given a district with its grids as polygons, when they are published as they are and one street is drawn anew, then what is in force is that of the database on every page, report and file', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(420_000)
  const [kept, redrawn] = communities
  const rows = await RawRows.of(baseURL ?? '')
  await beSignedIn(page, 'admin')

  await test.step('communities, buildings and grids', async () => {
    await chooseFile(page, { name: '街道与社区.geojson', content: areasFile })
    await makeDistrict(page, DISTRICT, NAME)
    await toCheck(page)
    await write(page)
    await bring(page, '楼栋.csv', buildingsFile)
    await chooseFile(page, { name: '网格.geojson', content: gridsFile })
    await chooseDistrict(page, `${NAME} ${DISTRICT}`)
    await toCheck(page)
    await page.locator('input[data-test=grids-name]').fill(PLAN)
    await page.locator('[data-test=import-grids]').getByRole('combobox').fill(FROM)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await write(page)
  })

  const old = await test.step('in force as they were given', async () => {
    const { day, figures } = await inForceOnPage(page, DISTRICT)
    expect(figures).toEqual({
      grids: given.length,
      households,
      codes: given.map(({ code }) => code).sort(),
    })
    expect(figures).toEqual(await rows.inForce(DISTRICT, day))
    expect(await handedOut(page)).toEqual(figures)
    const plan = Number(await page.locator('[data-plan]').first().getAttribute('data-plan'))
    const { plan: brought, grids } = await readPlan(await clerkAs(baseURL ?? '', 'admin'), plan)
    expect(brought).toMatchObject({ name: PLAN, effectiveFrom: FROM, state: 'published' })
    expect(new Map(grids.map((grid) => [grid.code, grid.households]))).toEqual(
      new Map(given.map((grid) => [grid.code, grid.households])),
    )
    await page.goto(`/planner/in-force?area=${DISTRICT}&day=2024-02-29`)
    await expect(page.locator('.in-force[data-ready]')).toBeVisible({ timeout: 60_000 })
    await expect(page.locator('tr[data-grid]')).toHaveCount(0)
    return { plan, figures }
  })

  const fresh = await test.step('one street drawn anew', async () => {
    await openPlanner(page, redrawn.code.slice(0, 9))
    const drawn = await drawGrids(page)
    expect(drawn).toBeGreaterThan(2)
    await publish(page)
    const stored = await storedPlan(await clerkAs(baseURL ?? '', 'admin'), openPlanId(page))
    expect(stored.faults).toEqual([])
    return { plan: openPlanId(page), grids: drawn }
  })

  await test.step('every page, report and file', async () => {
    const { day, figures } = await inForceOnPage(page, DISTRICT)
    expect(figures).toEqual(await rows.inForce(DISTRICT, day))
    expect({ ...figures, codes: figures.codes.filter((code) => code.startsWith(kept.code)) }).toEqual({
      grids: 2 + fresh.grids,
      households,
      codes: old.figures.codes.filter((code) => code.startsWith(kept.code)),
    })
    expect(await handedOut(page)).toEqual(figures)
    expect(await handedOutAsWorkbook(page)).toEqual(figures)
    expect((await inForceOnPage(page, DISTRICT, FROM)).figures).toEqual(old.figures)

    await page.goto(`/planner/${DISTRICT}`)
    const now = page.locator('[data-test=in-force-now]')
    await expect(now).toContainText(households.toLocaleString('zh-CN'), { timeout: 60_000 })
    await expect(now).toContainText(`${2 + fresh.grids} 个网格`)
    await openWallOf(page, DISTRICT)
    expect(await standing(page)).toMatchObject({ grids: 2 + fresh.grids, households })

    const ofStreet = figures.codes.filter((code) => code.startsWith(redrawn.code))
    expect(await gridsInReport(page, fresh.plan)).toEqual({
      grids: fresh.grids,
      households: COLUMNS * ROWS * redrawn.blockHouseholds,
      codes: ofStreet,
    })
    expect(await openNoticeBoards(page, fresh.plan, redrawn.code)).toBe(fresh.grids)
    expect(await gridsInReport(page, old.plan)).toEqual(old.figures)
    await expect(page.locator('[data-test=report-standing]')).toContainText('柳树街道')
  })
})
