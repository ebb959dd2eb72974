import { combine, parseDbf, parseShp } from 'shpjs'
import { expect, test } from 'vitest'
import { LANGUAGE_TAGS } from '../../../../src/lib/languages'
import { dedicate } from '../../../../src/plan/edits/edits'
import { buildingColumns, type FieldNames, gridColumns } from '../../../../src/plan/files/columns'
import { type ExportWords, planContents } from '../../../../src/plan/files/export'
import { gridsGeoJson } from '../../../../src/plan/files/geojson'
import { sheetsOf } from '../../../../src/plan/files/sheets'
import { shapefilesOf } from '../../../../src/plan/files/shapefiles'
import { drawnPlan, smallGround } from '../small-district'

const words: ExportWords = {
  codes: new Map([['1-1', '990101001001001']]),
  plan: { name: '规划甲', effectiveFrom: '2026-03-01' },
  placeOf: (id) => ({
    district: '区',
    street: '街道',
    community: `社区${id - 10}`,
    communityCode: `9901010010${id}`,
  }),
  kindOf: (kind) => kind ?? '综合',
  staffOf: () => ({ posts: 3, people: ['甲一', '甲二'] }),
  standingOf: () => '现行',
}
const titleOf = (key: string) => `名${key}`
const day = new Date('2026-03-05T00:00:00Z')

/** The attributes of a layer as another program reads them. */
function attributes(files: Record<string, Uint8Array>, name: string): Record<string, unknown>[] {
  return combine([
    parseShp(Buffer.from(files[`${name}.shp`])),
    parseDbf(Buffer.from(files[`${name}.dbf`]), Buffer.from(files[`${name}.cpg`])),
  ]).features.map(({ properties }) => properties as Record<string, unknown>)
}

test('a plan becomes shapefiles of its grids and buildings that another program reads', async () => {
  const live = await drawnPlan(smallGround())
  const files = shapefilesOf(planContents(live, words), { names: 'short', titleOf, day })
  const grids = attributes(files, 'grids_level_1')
  const buildings = attributes(files, 'buildings')
  expect(grids).toHaveLength(live.draft.grids.size)
  expect(buildings).toHaveLength(live.ground.input.buildings.id.length)
  expect(new Set(grids.map(({ community }) => community))).toEqual(new Set(['社区1', '社区2']))
  for (const grid of grids) {
    const own = buildings.filter((building) => building.grid === grid.code)
    expect(own.length).toBe(grid.buildings)
    expect(own.reduce((sum, { households }) => sum + Number(households), 0)).toBe(grid.households)
  }
})

test('the grids of a draft are named by the numbers on the map, in order, so that buildings find them', async () => {
  const live = await drawnPlan(smallGround())
  const contents = planContents(live, { ...words, codes: new Map() })
  const numbers = contents.buildings.map(({ grid }) => grid)
  for (const number of numbers) expect(number).toMatch(/^\d{3}$/)
  const grids = gridsGeoJson(contents, titleOf).features
  expect(new Set(grids.map(({ properties }) => String(properties?.名code)))).toEqual(new Set(numbers))
  expect(numbers).toEqual([...numbers].sort())
})

test('the three formats have the same columns, and each says of a grid where it lies, of which plan it is and who serves there', async () => {
  const live = await drawnPlan(smallGround())
  const contents = planContents(live, words)
  const [feature] = gridsGeoJson(contents, titleOf).features
  expect(Object.keys(feature.properties ?? {})).toEqual(gridColumns.map(({ key }) => `名${key}`))
  expect(feature.properties).toMatchObject({
    名district: '区',
    名street: '街道',
    名plan: '规划甲',
    名effectiveFrom: '2026-03-01',
    名standing: '现行',
    名posts: 3,
    名people: '甲一、甲二',
  })
  const [grids, buildings] = sheetsOf(contents, titleOf, { grids: '网格', buildings: '楼栋' })
  expect(grids.data[0].map((cell) => (cell as { value: string }).value)).toEqual(
    gridColumns.map(({ key }) => `名${key}`),
  )
  expect(grids.data).toHaveLength(1 + live.draft.grids.size)
  expect(buildings.data).toHaveLength(1 + live.ground.input.buildings.id.length)
  for (const sheet of [grids, buildings]) {
    expect(sheet.stickyRowsCount).toBe(1)
    expect(sheet.columns).toHaveLength(sheet.data[0].length)
  }
  const files = shapefilesOf(contents, { names: 'short', titleOf, day })
  const fields = new TextDecoder().decode(files['fields.csv'])
  for (const { short, chinese, key } of [...gridColumns, ...buildingColumns]) {
    expect(short).toMatch(/^[a-z0-9_]{1,10}$/)
    expect(fields).toContain(`"${short}","${chinese}","名${key}"`)
  }
})

test('names in Chinese fit into an attribute table, and come with the same in short English beside them', async () => {
  const live = await drawnPlan(smallGround())
  const contents = planContents(live, words)
  const files = shapefilesOf(contents, { names: 'chinese', titleOf, day })
  const bytes = (name: string) => new TextEncoder().encode(name).length
  for (const columns of [gridColumns, buildingColumns]) {
    const names = columns.map(({ chinese }) => chinese)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(bytes(name)).toBeLessThanOrEqual(10)
  }
  for (const layer of ['grids_level_1', 'buildings']) {
    const [chinese, short] = [attributes(files, layer), attributes(files, `${layer}_short`)]
    expect(chinese.map(({ 户数 }) => 户数)).toEqual(short.map(({ households }) => households))
    expect(chinese.map(({ 社区 }) => 社区)).toEqual(short.map(({ community }) => community))
  }
  const without: FieldNames = 'short'
  const alone = Object.keys(shapefilesOf(contents, { names: without, titleOf, day }))
  expect(alone.filter((name) => name.includes('_short'))).toEqual([])
})

test('every column has a title in every language', () => {
  const files = import.meta.glob<{ columns: Record<string, string> }>('../../../../src/locales/*/export.ts', {
    eager: true,
    import: 'default',
  })
  for (const tag of LANGUAGE_TAGS) {
    const { columns } = files[`../../../../src/locales/${tag}/export.ts`]
    for (const { key } of [...gridColumns, ...buildingColumns])
      expect(columns[key], `${tag} ${key}`).toBeTruthy()
  }
})

test('a dedicated grid is handed out with its kind and without target and deviation, in every format', async () => {
  const live = await drawnPlan(smallGround())
  const [facts, ...others] = live.draft.grids.values()
  live.apply(dedicate(live, facts, 'park').patch)
  const contents = planContents(live, words)
  const kinds = { park: [null, null], 综合: [400, expect.any(Number)] }
  for (const { row } of contents.grids)
    expect([row.target, row.deviation]).toEqual(kinds[row.kind as keyof typeof kinds])
  expect(contents.grids.map(({ row }) => row.kind).sort()).toEqual(['park', ...others.map(() => '综合')])
  const files = shapefilesOf(contents, { names: 'short', titleOf, day })
  // A field of blanks, which is no number.
  const park = attributes(files, 'grids_level_1').filter(({ kind }) => kind === 'park')
  expect(park).toEqual([expect.objectContaining({ target: NaN, deviation: NaN })])
  const [sheet] = sheetsOf(contents, titleOf, { grids: '网格', buildings: '楼栋' })
  expect(JSON.stringify(sheet.data)).toContain('"park"')
  expect(
    gridsGeoJson(contents, titleOf).features.map(({ properties }) => properties?.名kind as string),
  ).toContain('park')
})
