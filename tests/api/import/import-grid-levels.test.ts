import { beforeAll, expect, test } from 'vitest'
import { buildCells } from '../../../geo/index'
import { listAreas } from '../../../src/data/areas'
import { commitImport, type ImportSummary, setImportPlan } from '../../../src/data/imports/imports'
import { readPlanningInput } from '../../../src/data/maps/places'
import { type GridInForce, readGridsInForce, readInForce } from '../../../src/data/plans/in-force'
import { readPlan, type StoredGrid } from '../../../src/data/plans/plans'
import { createScheme } from '../../../src/data/plans/schemes'
import { groundOf } from '../../../src/plan/model/ground'
import { toCellsInput } from '../../../src/plan/model/input'
import { serviceClient } from '../support/clients'
import { drawPlan } from '../support/drawing'
import { bringFile, checkFile, fixture, newDistrict } from '../support/importing'

// Grids of three levels that were drawn elsewhere: their codes, and what lies above each, are in force as the file says.

const LEVELS = [
  ['片区', 'Area', 1200],
  ['网格', 'Grid', 400],
  ['微网格', 'Micro-grid', 80],
] as const

async function district(levels = 3): Promise<{ code: string; id: number; scheme: string }> {
  const code = await newDistrict()
  await bringFile(serviceClient(), code, fixture('areas-wobble.geojson'), 'areas.geojson')
  await bringFile(serviceClient(), code, fixture('areas-buildings.csv'), 'areas-buildings.csv')
  const { id } = (await listAreas(serviceClient())).find((each) => each.code === code)!
  await createScheme(serviceClient(), id, {
    name: '三级',
    nameEn: 'Three levels',
    tolerance: 0.3,
    codeDigits: 16,
    shares: { incidents: 0, visits: 0, area: 0 },
    levels: LEVELS.slice(-levels).map(([name, nameEn, target]) => ({ name, nameEn, target, posts: [] })),
  })
  const { data } = await serviceClient().from('schemes').select('code').eq('district_id', id).single()
  return { code, id, scheme: data!.code }
}

/** Grids of three levels by their numbers, and each building with its grid and its place. */
interface Elsewhere {
  grids: StoredGrid[]
  buildings: { key: number; lng: number; lat: number }[]
}
let elsewhere: Elsewhere
beforeAll(async () => {
  const { code, scheme } = await district()
  const { id } = await drawPlan(serviceClient(), code, scheme)
  const { grids, assignment, plan } = await readPlan(serviceClient(), id)
  const input = await readPlanningInput(serviceClient(), plan.areaId)
  const { placeOf } = groundOf(input, buildCells(toCellsInput(input)))
  const buildings = assignment.building.map((building, at) => {
    const place = placeOf.get(building)!
    return {
      key: assignment.grid[at],
      lng: input.buildings.lng[place],
      lat: input.buildings.lat[place],
    }
  })
  elsewhere = { grids, buildings }
})

/** Codes of the first community of a district: the level is told by nothing but the file. */
const codeOf = (district: string, { level, key }: { level: number; key: number }) =>
  `${district}001001${String(level * 1000 + key)}`
const above = ({ level, parent }: StoredGrid) =>
  elsewhere.grids.find((one) => one.level === level - 1 && one.key === parent)
const byCode = (one: { code: string }, other: { code: string }) => (one.code < other.code ? -1 : 1)

type Properties = Record<string, string | number>
function features(grids: StoredGrid[], properties: (grid: StoredGrid) => Properties): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    features: grids.map((grid) => ({
      type: 'Feature',
      properties: properties(grid),
      geometry: grid.polygon,
    })),
  })
}

/** What is to be in force: each grid with the one above it and what lives in it. */
const expected = (code: string, least = 1) =>
  elsewhere.grids
    .filter(({ level }) => level >= least)
    .map((grid) => ({
      level: grid.level - least + 1,
      code: codeOf(code, grid),
      parent: grid.level > least ? codeOf(code, above(grid)!) : null,
      households: grid.households,
    }))
    .sort(byCode)
const found = (grids: GridInForce[]) =>
  grids
    .map(({ level, code, parentCode, households }) => ({ level, code, parent: parentCode, households }))
    .sort(byCode)

async function inForce(code: string, id: number, text: string, name: string): Promise<GridInForce[]> {
  const brought = await checkFile(serviceClient(), code, text, name, { kind: 'grids' })
  expect(brought.summary).toMatchObject({ refused: 0 })
  await setImportPlan(serviceClient(), brought.id, { from: '2020-01-01' })
  await commitImport(serviceClient(), brought.id)
  return readGridsInForce(serviceClient(), id)
}

test('grids of three levels come in with a column that says which grid is above', async () => {
  const { code, id } = await district()
  const text = features(elsewhere.grids, (grid) => ({
    网格编码: codeOf(code, grid),
    上级网格编码: grid.level > 1 ? codeOf(code, above(grid)!) : '',
  }))
  expect(found(await inForce(code, id, text, '网格.geojson'))).toEqual(expected(code))
  const { levels } = await readInForce(serviceClient(), id)
  expect(levels.map(({ level, households }) => [level, households])).toEqual(
    [1, 2, 3].map((level) => [level, levels[0].households]),
  )
})

test('the grid above is made of those under it where the file has its code and no ground', async () => {
  const { code, id } = await district(2)
  const leaves = elsewhere.grids.filter(({ level }) => level === 3)
  const text = features(leaves, (grid) => ({
    微网格编码: codeOf(code, grid),
    网格编码: codeOf(code, above(grid)!),
  }))
  expect(found(await inForce(code, id, text, '微网格.geojson'))).toEqual(expected(code, 2))
})

test('with a column that says the level, a grid is under the one in which it lies', async () => {
  const { code, id } = await district()
  const text = features(elsewhere.grids, (grid) => ({
    网格编码: codeOf(code, grid),
    网格层级: LEVELS[grid.level - 1][0],
  }))
  expect(found(await inForce(code, id, text, '网格.geojson'))).toEqual(expected(code))
})

/** Buildings with the codes of their grids, in as many columns as there are levels. */
function listOf(code: string, least: number): string {
  const titles = ['片区编码', '网格编码', '微网格编码'].slice(least - 1)
  const rows = elsewhere.buildings.map(({ key, lng, lat }) => {
    const leaf = elsewhere.grids.find((grid) => grid.level === 3 && grid.key === key)!
    const chain = [above(above(leaf)!)!, above(leaf)!, leaf].slice(least - 1)
    return [lng, lat, ...chain.map((grid) => codeOf(code, grid))].join()
  })
  return [['经度', '纬度', ...titles].join(), ...rows].join('\n')
}

test.each([1, 2])('columns of codes on buildings are the levels, from level %i on', async (least) => {
  const { code, id } = await district(4 - least)
  expect(found(await inForce(code, id, listOf(code, least), '楼栋网格.csv'))).toEqual(expected(code, least))
})

async function refusals(code: string, text: string, name: string): Promise<[ImportSummary, string[]]> {
  const { id, summary } = await checkFile(serviceClient(), code, text, name, { kind: 'grids' })
  const { data } = await serviceClient().from('import_rows').select('detail').eq('import_id', id)
  return [summary, [...new Set(data!.map(({ detail }) => detail))].filter(Boolean)]
}

test('what does not fit is refused by name, and nothing of its community comes in', async () => {
  const { code } = await district()
  const [middle, lower] = [2, 3].map((level) => elsewhere.grids.filter((grid) => grid.level === level))
  const communities = new Set(elsewhere.grids.map(({ community }) => community)).size
  const leaf = lower[0]
  const elsewhereMiddle = middle.find(({ key }) => key !== leaf.parent)!
  const plain = (grid: StoredGrid): Properties => ({
    网格编码: codeOf(code, grid),
    上级网格编码: grid.level > 1 ? codeOf(code, above(grid)!) : '',
  })
  const differing = (properties: Properties) => (grid: StoredGrid) => ({
    ...plain(grid),
    ...(grid === leaf && properties),
  })
  const unknown = `${code}0010019999`
  const own = codeOf(code, leaf)
  const cases: [string, string, string][] = [
    ['grid-parent-unknown', features(elsewhere.grids, differing({ 上级网格编码: unknown })), unknown],
    ['grid-without-parent', features(elsewhere.grids, differing({ 上级网格编码: '' })), own],
    [
      'grid-in-several-grids',
      features(elsewhere.grids, differing({ 上级网格编码: codeOf(code, elsewhereMiddle) })),
      own,
    ],
    ['code-malformed', features(elsewhere.grids, differing({ 上级网格编码: '12' })), '12'],
    [
      'code-digits-differ',
      features(lower, differing({ 上级网格编码: `${code}001001999` })),
      `${code}001001999`,
    ],
    [
      'grid-in-several-grids',
      listOf(code, 2).replace(new RegExp(codeOf(code, above(leaf)!)), codeOf(code, elsewhereMiddle)),
      codeOf(code, elsewhereMiddle),
    ],
    [
      'grid-without-grids',
      features(
        elsewhere.grids.filter(
          (grid) => grid.level === 2 || (grid.level === 3 && grid.parent !== leaf.parent),
        ),
        (grid) => ({ 网格编码: codeOf(code, grid), 网格层级: grid.level === 2 ? '一级' : '二级' }),
      ),
      codeOf(code, above(leaf)!),
    ],
  ]
  for (const [reason, text, name] of cases) {
    const [{ reasons, grids }, details] = await refusals(
      code,
      text,
      text.startsWith('{') ? '网格.geojson' : '楼栋.csv',
    )
    expect(Object.keys(reasons)).toEqual([reason])
    expect(
      details.every((detail) => detail.includes(name)),
      `${reason}: ${details.join()}`,
    ).toBe(true)
    expect(grids).toMatchObject({ communities: communities - 1 })
  }
})

test('a level in words that are no level costs its row, and a scheme of as many levels has to be there', async () => {
  const { code } = await district(2)
  const text = features(elsewhere.grids, (grid) => ({ 网格编码: codeOf(code, grid), 网格层级: '甲' }))
  expect((await refusals(code, text, '网格.geojson'))[0].reasons).toEqual({
    'level-unknown': elsewhere.grids.length,
  })
  const three = features(elsewhere.grids, (grid) => ({ 网格编码: codeOf(code, grid), 网格层级: grid.level }))
  const { id, summary } = await checkFile(serviceClient(), code, three, '网格.geojson', { kind: 'grids' })
  const counts = [1, 2, 3].map((level) => elsewhere.grids.filter((grid) => grid.level === level).length)
  expect(summary.grids).toMatchObject({ levels: counts, grids: counts[2], codes: counts[2] })
  await expect(commitImport(serviceClient(), id)).rejects.toMatchObject({ code: 'scheme-of-levels-missing' })
})
