import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { dropColumns } from '../../../src/import/guesses/guess'
import { rankKinds } from '../../../src/import/kinds/rank'
import type { ImportKind } from '../../../src/import/types'
import { runs } from '../../support/runs'
import { collection, linesOf, open, readTable } from './help'

const square = {
  type: 'Polygon',
  coordinates: [
    [
      [1, 1],
      [2, 1],
      [2, 2],
      [1, 1],
    ],
  ],
}
const line = (x: number) => ({
  type: 'LineString',
  coordinates: [
    [x, 1],
    [x + 1, 1],
  ],
})

async function read(text: string, name: string, kind: ImportKind) {
  const { table, settings } = await open(text, name, { kind, categories: { 违停: '0303' } })
  return readTable(table, settings)
}

describe('buildings', () => {
  test('each row is taken or refused with its line and reason', async () => {
    const text = [
      '楼栋编号,楼号,地址,户数,层数,小区,社区,经度,纬度',
      'a,1,幸福路1号,120户,18,幸福里,唐村社区,113.2,35.2',
      'b,2,,,6,,,113.2,35.2',
      'c,3,,很多,6,,,113.2,35.2',
      'd,4,,10,6,,,,35.2',
      'e,5,,10,6,,,东,35.2',
      'f,6,,10,6,,,0,0',
      'a,7,,10,6,,,113.2,35.2',
      'g,8,,10.5,六,,,113.2,35.2',
      'h,9,,10,6,,,113.2,35.2,多余',
    ].join('\n')
    const { read: count, accepted, refused } = await read(text, '楼栋.csv', 'buildings')
    expect(count).toBe(9)
    expect(accepted).toEqual([
      {
        line: 2,
        lines: 1,
        part: 'row',
        source: 'a',
        doubts: [],
        geometry: { type: 'Point', coordinates: [113.2, 35.2] },
        payload: {
          name: '1',
          address: '幸福路1号',
          households: 120,
          storeys: 18,
          doubtful: null,
          compound: '幸福里',
          compoundSource: '幸福里',
          community: '唐村社区',
          communityCode: '',
          street: '',
        },
      },
    ])
    expect(refused.map(({ line, reason, detail }) => [line, reason, detail])).toEqual([
      [3, 'no-households', ''],
      [4, 'not-a-number', '很多'],
      [5, 'no-position', ''],
      [6, 'not-a-number', '东'],
      [7, 'position-impossible', '0, 0'],
      [8, 'duplicate-id', 'a'],
      [9, 'not-a-number', '10.5'],
      [10, 'row-unreadable', ''],
    ])
  })

  test('footprints are taken, and rows without an id have the same one the next time', async () => {
    const text = collection([{ 户数: 12, 名称: '甲' }, square], [{ 户数: 13, 名称: '乙' }, square])
    const [once, twice] = [
      await read(text, 'a.geojson', 'buildings'),
      await read(text, 'b.geojson', 'buildings'),
    ]
    expect(once.accepted.map(({ geometry }) => geometry?.type)).toEqual(['MultiPolygon', 'MultiPolygon'])
    expect(new Set(once.accepted.map(({ source }) => source)).size).toBe(2)
    expect(twice.accepted).toEqual(once.accepted)
  })

  test('what the product refuses to hold never leaves the file', async () => {
    const text = '编号,户数,经度,纬度,政治面貌,地址,备注\n1,10,113,35,群众,王某 11010519491231002X 家,x\n'
    const { table, settings } = await open(text, '楼栋.csv', { kind: 'buildings' })
    expect(dropColumns('buildings', table)).toEqual([
      { column: '政治面貌', topic: 'political' },
      { column: '地址', topic: 'identity-number' },
    ])
    expect(Object.values(settings.mapping)).not.toContain('地址')
    expect(JSON.stringify((await readTable(table, settings)).accepted)).not.toMatch(/群众|110105/)
  })

  test.each([
    ['政治面貌', 'political'],
    ['病史', 'medical'],
    ['姓名', 'person'],
    ['地址', 'identity-number'],
  ])('the refused column %s is taken for nothing, though somebody asks for it', async (column, topic) => {
    const text = `编号,户数,经度,纬度,${column}\n1,10,113,35,王某 11010519491231002X 家\n`
    const { table, settings } = await open(text, '楼栋.csv', { kind: 'buildings' })
    expect(dropColumns('buildings', table).map((one) => one.column)).toEqual([column])
    const mapping = { ...settings.mapping, address: column }
    await expect(readTable(table, { ...settings, mapping })).rejects.toMatchObject({
      code: 'column-refused',
      detail: `${column}: ${topic}`,
    })
  })

  test('an identity number below the rows that were looked at is made unreadable', async () => {
    const rows = Array.from({ length: 201 }, (_, i) => `${i},10,113,35,幸福路${i}号`)
    rows[200] = '200,10,113,35,王某 11010519491231002X 家'
    const { accepted } = await read(`编号,户数,经度,纬度,地址\n${rows.join('\n')}\n`, '楼栋.csv', 'buildings')
    expect(accepted[200].payload.address).toBe('王某 ＊＊＊ 家')
    expect(accepted[200].doubts).toEqual([{ code: 'identity-number-masked', detail: 'address' }])
  })
})

describe('areas', () => {
  test('codes tell level, parent and district', async () => {
    const text = [
      'code,name,streetCode,areaCode',
      '999902,某区,,',
      '999902001,某街道,,999902',
      '999902001001,某社区,999902001,999902',
      '410305001001,唐村社区,410305001,410305',
      '9999020010,短,,',
      ',无码社区,999902001,999902',
      '999902001002,,999902001,999902',
    ].join('\n')
    const { accepted, refused } = await read(text, 'communities.csv', 'areas')
    expect(accepted.map(({ part, source, payload }) => [part, source, payload.parentCode])).toEqual([
      ['district', '999902', ''],
      ['street', '999902001', ''],
      ['community', '999902001001', '999902001'],
      ['community', '/无码社区', '999902001'],
    ])
    expect(refused.map(({ reason }) => reason)).toEqual(['other-district', 'code-malformed', 'no-name'])
  })
})

describe('lines and base map', () => {
  test('pieces of one thing are joined; outlines, links and paths are no barriers', async () => {
    const text = collection(
      [{ id: 1, kind_detail: 'primary', name: '中山路' }, line(1)],
      [{ id: 1, kind_detail: 'primary', name: '中山路' }, line(2)],
      [{ id: 2, kind_detail: 'primary_link' }, line(1)],
      [{ id: 3, kind: 'water', name: '黄浦江' }, square],
      [{ id: 3, kind: 'water', name: '黄浦江', boundary: true }, line(1)],
    )
    const { read: count, accepted, refused } = await read(text, 'roads.geojson', 'barriers')
    expect([count, accepted.map(({ lines }) => lines)]).toEqual([5, [2, 1]])
    expect(accepted.map(({ source, payload, geometry }) => [source, payload.kind, geometry?.type])).toEqual([
      ['1', 'main_road', 'MultiLineString'],
      ['3/area', 'river', 'MultiLineString'],
    ])
    expect(accepted[0].geometry).toMatchObject({ coordinates: [line(1).coordinates, line(2).coordinates] })
    expect(refused.map(({ reason }) => reason)).toEqual(['not-a-barrier', 'outline-of-area'])
  })

  test('the base map knows layers by class, by group, by file; points by their names', async () => {
    const text = collection(
      [{ id: 1, kind: 'path', kind_detail: 'footway' }, line(1)],
      [{ id: 2, kind: 'residential', kind_detail: null }, square],
      [
        { id: 3, kind: 'residential', name: '某里' },
        { type: 'Point', coordinates: [1, 1] },
      ],
      [
        { id: 4, kind: 'park' },
        { type: 'Point', coordinates: [1, 1] },
      ],
      [{ id: 5, kind: 'qwerty' }, square],
      [{ id: 6 }, square],
    )
    const { accepted, refused } = await read(text, 'landuse.geojson', 'base-map')
    expect(accepted.map(({ payload }) => [payload.layer, payload.class])).toEqual([
      ['road', 'path'],
      ['land', 'residential'],
      ['place', 'residential'],
      ['land', ''],
    ])
    expect(refused.map(({ reason }) => reason)).toEqual(['no-name', 'class-unknown'])
  })
})

describe('incidents', () => {
  test('states of another system become ours; a closing time closes', async () => {
    const text = [
      'id,类别,描述,状态,上报时间,结案时间,经度,纬度',
      '1,违停,堵路,已结案,2026-03-01 08:00,2026-03-01 10:00,113,35',
      '2,违停,,处理中,2026-03-01 08:00,,113,35',
      '3,违停,,待受理,2026-03-01 08:00,2026-03-01 07:00,113,35',
      '4,外星人,,,2026-03-01 08:00,,113,35',
      '5,违停,,,昨天,,113,35',
      '6,违停,,,,,113,35',
      '7,违停,,closed,2026-03-01 08:00,,113,35',
    ].join('\n')
    const { accepted, refused } = await read(text, '事件.csv', 'incidents')
    expect(
      accepted.map(({ payload: { state, closedAt, description } }) => [state, closedAt, description]),
    ).toEqual([
      ['closed', '2026-03-01T02:00:00.000Z', '违停：堵路'],
      ['in_progress', null, '违停'],
      ['closed', '2026-03-01T00:00:00.000Z', '违停'],
    ])
    expect(refused.map(({ reason }) => reason)).toEqual([
      'closed-before-reported',
      'category-unknown',
      'not-a-time',
      'no-time',
    ])
  })
})

test('service points are sorted by their words', async () => {
  const text = '名称,类型,电话,经度,纬度\n唐村党群服务中心,,0391-1,113,35\n北区派出所,,,113,35\n,,,113,35\n'
  const { accepted, refused } = await read(text, '服务点.csv', 'service-points')
  expect(accepted.map(({ payload }) => [payload.kind, payload.telephone])).toEqual([
    ['community_service', '0391-1'],
    ['police', ''],
  ])
  expect(refused.map(({ reason }) => reason)).toEqual(['no-name'])
})

test('a list of buildings with the telephone of a person is no list of service points', async () => {
  const { table, settings } = await open(
    '编号,名称,户数,姓名,电话,经度,纬度\n1,甲,20,王某,1,113,35\n',
    'a.csv',
  )
  expect(settings.kind).toBe('buildings')
  expect(dropColumns('buildings', table).map(({ column, topic }) => [column, topic])).toEqual([
    ['姓名', 'person'],
    ['电话', 'person'],
  ])
  expect(settings.mapping.name).toBe('名称')
})

test('columns that are missing are named before anything is read', async () => {
  await expect(read('id,地址\n1,某路\n', '楼栋.csv', 'buildings')).rejects.toMatchObject({
    code: 'mapping-incomplete',
    detail: 'lng, lat, households',
  })
})

describe('the kind of a file is guessed', () => {
  test.each([
    ['a.csv', '编号,户数,经度,纬度\n1,20,113,35\n', 'buildings'],
    ['a.csv', '案件编号,类别,上报时间,经度,纬度\n1,违停,2026-01-01,3,4\n', 'incidents'],
    ['a.csv', '编号,名称,户数,社区,经度,纬度,街道\n1,1号楼,2,东社区,3,4,南街道\n', 'buildings'],
    ['唐村社区.csv', '编号,名称,户数,社区,经度,纬度,街道\n1,1号楼,2,东社区,3,4,南街道\n', 'buildings'],
    [
      'a.csv',
      '名称,户数,社区代码,街道编码,街道,经度,纬度\n1号楼,2,999902001001,999902001,南街道,3,4\n',
      'buildings',
    ],
    ['a.csv', '社区名称,街道,户数\n东社区,南街道,3000\n', 'areas'],
    ['a.csv', '案件编号,类别,影响户数,上报时间,经度,纬度\n1,违停,3,2026-01-01,3,4\n', 'incidents'],
    ['streets.csv', 'code,name,areaCode\n999902001,某街道,999902\n', 'areas'],
    ['服务点.csv', '名称,电话,经度,纬度\n甲,1,3,4\n', 'service-points'],
    ['roads.geojson', collection([{ id: 1, kind: 'path' }, line(1)]), 'base-map'],
    ['社区边界.geojson', collection([{ 名称: '甲' }, square]), 'areas'],
    ['桥.geojson', collection([{ name: '甲' }, line(1)]), 'crossings'],
  ])('%s %s', async (name, text, kind) =>
    expect(rankKinds((await open(text, name)).table)[0].kind).toBe(kind),
  )
})

test('accepted and refused are what was read, whatever the rows hold', async () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom('', '0', '12', '-3', '113.2', '35.2', '2026-01-01', '违停', 'NIL', '1,2'),
  )
  const rows = fc.array(fc.tuple(cell, cell, cell, cell, cell), { minLength: 1, maxLength: 20 })
  const header: Partial<Record<ImportKind, string[]>> = {
    buildings: ['id', '户数', '经度', '纬度', '层数'],
    incidents: ['id', '类别', '经度', '纬度', '上报时间'],
    'service-points': ['id', '名称', '经度', '纬度', '电话'],
    areas: ['code', '名称', 'id', '所属街道', '所属街道代码'],
  }
  const fields: Partial<Record<ImportKind, string[]>> = {
    buildings: ['source', 'households', 'lng', 'lat', 'storeys'],
    incidents: ['source', 'category', 'lng', 'lat', 'reportedAt'],
    'service-points': ['source', 'name', 'lng', 'lat', 'telephone'],
    areas: ['code', 'name', 'source', 'parentName', 'parentCode'],
  }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<ImportKind>('buildings', 'incidents', 'service-points', 'areas'),
      rows,
      async (kind, cells) => {
        const kept = cells.filter((row) => row.some((one) => one.trim() !== ''))
        fc.pre(kept.length > 0)
        const columns = header[kind]!
        const mapping = Object.fromEntries(fields[kind]!.map((field, i) => [field, columns[i]]))
        const { table, settings } = await open(Papa.unparse([columns, ...cells]), 'x.csv', { kind, mapping })
        const result = await readTable(table, settings)
        expect(linesOf(result) + result.refused.length).toBe(result.read)
        expect(result.read).toBe(kept.length)
        const lines = [...result.accepted, ...result.refused].map((row) => row.line)
        expect(new Set(lines).size).toBe(lines.length)
      },
    ),
    runs(2000),
  )
})
