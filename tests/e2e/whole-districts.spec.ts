import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { sharedPath } from '../support/shared'
import { byKeyboard, byMouse, type Controls } from './driver/controls'
import { chooseDistrict, chooseFile, type FileToImport, makeDistrict, toCheck, write } from './driver/import'
import { beSignedIn } from './driver/people'
import { clerkAs, openPlanId, storedPlan } from './driver/planner'
import { drawGrids, publish } from './driver/planning'
import { expect, type Page, test } from './support/browser'

// The last file in the order of names: from here on there is a district whose code comes before that of the demo's, so that
// pages open with it for whoever belongs to both.
type Row = Record<string, string>

const areas = sharedPath('data', 'china-areas')
const blocks = sharedPath('data', 'singapore-hdb', 'blocks.csv')

const rowsOf = (path: string) =>
  Papa.parse<Row>(readFileSync(path, 'utf8'), { header: true, skipEmptyLines: true }).data

/** What a whole city may take on a machine at work on something else. */
const LONG_MS = 600_000

/** Blocks of flats of two communities, eight a row, forty households each. */
function blocksIn(communities: readonly Row[], street: string): string {
  const lines = communities.flatMap(({ name }, community) =>
    Array.from({ length: 40 }, (_, at) => {
      const [lng, lat] = [113.22 + 0.012 * community + 0.001 * (at % 8), 35.24 + 0.001 * Math.floor(at / 8)]
      return [`${community}-${at}x`, 40, name, street, lng.toFixed(6), lat.toFixed(6)].join(',')
    }),
  )
  return ['楼栋编号,户数,社区,街道,经度,纬度', ...lines, ''].join('\n')
}

test('given the official streets and communities of 解放区 and buildings in two of 57, when it is drawn and published, then the plan is in force for all 57', async ({
  page,
  baseURL,
}) => {
  test.skip(!areas, 'needs ../shared/data/china-areas')
  test.setTimeout(240_000)
  const file = (name: string) => readFileSync(`${areas}/${name}`, 'utf8')
  const own = rowsOf(`${areas}/communities.csv`).filter(({ areaCode }) => areaCode === '410802')
  expect(own).toHaveLength(57)
  const inhabited = own.filter(({ streetCode }) => streetCode === '410802001').slice(0, 2)

  await beSignedIn(page, 'admin')
  await chooseFile(page, { name: 'streets.csv', content: file('streets.csv') })
  await makeDistrict(page, '410802', '解放区')
  await toCheck(page)
  await write(page)
  await chooseFile(page, { name: 'communities.csv', content: file('communities.csv') })
  await chooseDistrict(page, '解放区 410802')
  await toCheck(page)
  await write(page)
  await chooseFile(page, { name: '楼栋.csv', content: blocksIn(inhabited, '民生街道') })
  await chooseDistrict(page, '解放区 410802')
  await toCheck(page)
  // The two communities get their ground from the buildings.
  await page.getByRole('button', { name: '是同一个东西，替换' }).click()
  await write(page)

  await page.locator('[data-test=to-planner]').click()
  const grids = await drawGrids(page)
  expect(grids).toBe(8)
  await publish(page)

  const database = await clerkAs(baseURL ?? '', 'admin')
  const stored = await storedPlan(database, openPlanId(page))
  expect(stored.faults).toEqual([])
  expect(stored.detail.communities).toHaveLength(57)
  expect(stored.detail.plan.state).toBe('published')
  expect([...stored.households.values()].reduce((sum, one) => sum + one, 0)).toBe(2 * 40 * 40)
  const drawnIn = new Set(stored.detail.grids.map(({ community }) => community))
  expect(drawnIn.size).toBe(2)
})

/** A district that is made for a file. */
interface NewDistrict {
  code: string
  name: string
}

/** Brings a file in, into a district that is made for it or one that is there. */
async function bring(
  page: Page,
  controls: Controls,
  { name, content }: FileToImport,
  district: NewDistrict,
  isNew: boolean,
): Promise<void> {
  await page.goto('/import')
  const chooser = page.waitForEvent('filechooser')
  await controls.press(page.locator('[data-test=import-file]'))
  await (await chooser).setFiles([{ name, mimeType: 'text/csv', buffer: Buffer.from(content) }])
  if (isNew) {
    await controls.press(page.locator('[data-test=new-district]'))
    await controls.fill(page.locator('[data-test=district-code]'), district.code)
    await controls.fill(page.locator('[data-test=district-name]'), district.name)
    await controls.press(page.locator('[data-test=district-make]'))
  } else
    await controls.choose(
      page.locator('[data-test=import-district]').getByRole('combobox'),
      `${district.name} ${district.code}`,
    )
  await expect(page.getByText(`${district.name} ${district.code}`).first()).toBeVisible()
  await controls.press(page.locator('[data-test=to-columns]'))
  await controls.press(page.locator('[data-test=to-check]'))
  await expect(page.locator('[data-test=import-write]')).toBeEnabled({ timeout: LONG_MS })
  await controls.press(page.locator('[data-test=import-write]'))
  await expect(page.locator('[data-test=import-done]')).toBeVisible({ timeout: LONG_MS })
}

/** Goes to the planner from a file that was brought, and has the engine draw a plan. Returns the plan. */
async function draw(page: Page, controls: Controls): Promise<number> {
  await controls.press(page.locator('[data-test=to-planner]'))
  await expect(page.locator('.planner')).toHaveAttribute('data-stage', 'ready', { timeout: LONG_MS })
  await controls.press(page.locator('[data-test=new-plan]'))
  await controls.press(page.locator('[data-test=start-plan]'))
  await expect(page.locator('[data-test=partition]')).toBeEnabled({ timeout: LONG_MS })
  await controls.press(page.locator('[data-test=partition]'))
  await expect(page.locator('[data-test=grid-count]').first()).toContainText(/\d\d/, { timeout: LONG_MS })
  await expect(page.locator('[data-test=partition-take]')).toBeHidden({ timeout: LONG_MS })
  return openPlanId(page)
}

/** Submits the plan and publishes it. */
async function handIn(page: Page, controls: Controls): Promise<void> {
  await controls.press(page.locator('[data-test=submit]'))
  await expect(page.locator('.bar [data-state=submitted]')).toBeVisible({ timeout: LONG_MS })
  await controls.press(page.locator('[data-test=publish]'))
  await controls.press(page.getByRole('dialog').getByRole('button', { name: '发布' }))
  await expect(page.locator('[data-test=published-seen]')).toBeVisible({ timeout: LONG_MS })
  await controls.press(page.locator('[data-test=published-seen]'))
  await expect(page.locator('.bar [data-state=published]')).toBeVisible()
}

/** Expects that the plan is stored without a fault and holds every household. */
async function expectWhole(address: string, plan: number, households: number): Promise<void> {
  const stored = await storedPlan(await clerkAs(address, 'admin'), plan)
  expect(stored.faults).toEqual([])
  expect(stored.detail.plan.state).toBe('published')
  expect(stored.detail.grids.length).toBeGreaterThan(households / 800)
  expect(stored.areaHouseholds).toBe(households)
  expect([...stored.households.values()].reduce((sum, one) => sum + one, 0)).toBe(households)
}

const householdsOf = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + Number(row.households), 0)

for (const [name, way, codes] of [
  ['without a mouse', byKeyboard, { tampines: '999916', singapore: '999917' }],
  ['with a mouse', byMouse, { tampines: '999919', singapore: '999920' }],
] as const) {
  test(`${name}: given the blocks of Tampines, when they are imported, drawn, submitted and published, then they are in force`, async ({
    page,
    baseURL,
  }) => {
    test.skip(!blocks, 'needs ../shared/data/singapore-hdb/blocks.csv')
    test.skip(!process.env.GRIDWARD_E2E_LONG, 'takes a minute: GRIDWARD_E2E_LONG=1 has it run')
    test.setTimeout(LONG_MS)
    const controls = way(page)
    const tampines = rowsOf(blocks!).filter((row) => row.planning_area === 'TAMPINES')

    await controls.signIn('admin')
    const file = { name: 'tampines.csv', content: Papa.unparse(tampines) }
    await bring(page, controls, file, { code: codes.tampines, name: '淡滨尼' }, true)
    const plan = await draw(page, controls)
    await handIn(page, controls)
    await expectWhole(baseURL ?? '', plan, householdsOf(tampines))
  })

  test(`${name}: given the subzones and all blocks of Singapore, when they are imported, drawn, submitted and published, then they are in force`, async ({
    page,
    baseURL,
  }) => {
    test.skip(!blocks, 'needs ../shared/data/singapore-hdb')
    test.skip(!process.env.GRIDWARD_E2E_LONG, 'takes minutes: GRIDWARD_E2E_LONG=1 has it run')
    test.setTimeout(3 * LONG_MS)
    const controls = way(page)
    const singapore = { code: codes.singapore, name: '新加坡' }
    const read = (file: string) => ({
      name: file,
      content: readFileSync(sharedPath('data', 'singapore-hdb', file)!, 'utf8'),
    })

    await controls.signIn('admin')
    await test.step('the subzones', () => bring(page, controls, read('subzones.geojson'), singapore, true))
    await test.step('the blocks', () => bring(page, controls, read('blocks.csv'), singapore, false))
    const plan = await test.step('drawn', () => draw(page, controls))
    await test.step('published', () => handIn(page, controls))
    await expectWhole(baseURL ?? '', plan, householdsOf(rowsOf(blocks!)))
  })
}
