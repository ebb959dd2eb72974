import fc from 'fast-check'
import { describe, expect, inject, test } from 'vitest'
import { commitImport, listRecentImports, readTarget } from '../../../src/data/imports/imports'
import { holdable, type StagedRow } from '../../../src/import/rows/stage'
import { dataOf, serviceClient } from '../support/clients'
import { bringFile, buildingsOf, checkFile, newDistrict } from '../support/importing'

const head = '编号,名称,户数,社区,街道,经度,纬度'
const line = (number: number, households: number, name = `${number}号楼`) =>
  `b${number},${name},${households},${number % 2 ? '东' : '西'}社区,南街道,${(113 + (number % 2) * 0.02 + number / 100_000).toFixed(6)},35.2`
const file = (count: number, households: number, name?: string) =>
  [head, ...Array.from({ length: count }, (_, number) => line(number, households, name))].join('\n')

test('an import that is stopped while it is written leaves everything as it was', async () => {
  const client = serviceClient()
  const code = await newDistrict()
  await bringFile(client, code, file(700, 40), 'a.csv')
  const before = await buildingsOf(code)
  const { id, summary } = await checkFile(client, code, file(900, 55, '新名'), 'b.csv')
  expect(summary.replaces).toMatchObject({
    count: 700,
    renamed: { count: 700 },
    households: { was: 28_000, is: 38_500 },
  })
  const stopping = new AbortController()
  const written = commitImport(client, id, (share) => share > 0.3 && stopping.abort(), stopping.signal)
  if (inject('api').backend === 'local') await expect(written).rejects.toThrow()
  else await written
  const after = await buildingsOf(code)
  if (inject('api').backend !== 'local') expect(after).toHaveLength(summary.accepted)
  else {
    expect(after).toEqual(before)
    expect((await listRecentImports(client, code)).map(({ fileName }) => fileName)).toEqual(['a.csv'])
  }
})

test('an import that makes areas and is stopped takes them away again', async () => {
  const client = serviceClient()
  const code = await newDistrict()
  const { id } = await checkFile(client, code, file(1200, 40), 'a.csv')
  const stopping = new AbortController()
  const written = commitImport(client, id, (share) => share > 0.3 && stopping.abort(), stopping.signal)
  if (inject('api').backend !== 'local') return void (await written)
  await expect(written).rejects.toThrow()
  expect(await readTarget(client, code)).toMatchObject({ streets: 0, communities: 0 })
  expect(await buildingsOf(code)).toEqual([])
})

test('what stands 30 m or more from where it was is said before it is written, and the row of another district is not touched', async () => {
  const client = serviceClient()
  const [code, other] = [await newDistrict(), await newDistrict()]
  await bringFile(client, code, file(20, 40), 'a.csv')
  const moved = file(20, 40).replaceAll(',35.2', ',35.201')
  const { summary } = await checkFile(client, code, moved, 'b.csv')
  expect(summary.rows).toEqual({ new: 0, changed: 20, unchanged: 0 })
  expect(summary.replaces.moved).toMatchObject({ count: 20, mostMetres: 111 })
  const areas = `统计代码,名称,上级代码\n${code}001,抢占街道,${code}`
  const rows = [
    { number: 1, line: 2, part: 'street', source: 'x', payload: { name: '抢占街道', code: `${code}001` } },
  ]
  const id = dataOf(
    await client.rpc('start_import', { district_code: other, kind: 'areas', file_name: areas }),
  )
  dataOf(
    await client.rpc('stage_import_rows', { import: id, rows }).then(({ error }) => ({ data: true, error })),
  )
  const checked = dataOf(await client.rpc('check_import', { import: id })) as { summary: { reasons: object } }
  expect(checked.summary.reasons).toEqual({ 'other-district': 1 })
})

describe('two thousand rows of anything at all: each is taken or refused, and what was accepted is written', () => {
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.double(),
    fc.constantFrom('', '41', 41, -1, 0.5, 1e15, '1e400', 'x'.repeat(5000), '\uD800', [], {}, true),
  )
  /** A value that is right for its field, more often than not. */
  const mostly = (right: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 6, arbitrary: right }, { weight: 1, arbitrary: anything })
  // Beside the buildings that are there, whose communities reach this far.
  const position = fc
    .tuple(fc.constantFrom(113, 113.02), fc.nat(200), fc.integer({ min: -200, max: 200 }))
    .map(([lng, east, north]) => [lng + east / 1e6, 35.2 + north / 1e6])
  const ring = fc.array(position, { minLength: 3, maxLength: 6 }).map((all) => [...all, all[0]])
  const line = fc.array(position, { minLength: 2, maxLength: 4 })
  const geometry = fc.oneof(
    position.map((coordinates) => ({ type: 'Point', coordinates })),
    line.map((coordinates) => ({ type: 'LineString', coordinates })),
    ring.map((one) => ({ type: 'Polygon', coordinates: [one] })),
    fc.tuple(ring, ring).map((coordinates) => ({ type: 'Polygon', coordinates })),
    fc.array(position, { maxLength: 3 }).map((coordinates) => ({ type: 'MultiPoint', coordinates })),
    anything,
  )
  const time = fc
    .integer({ min: 0, max: 1000 })
    .map((hours) => new Date(1.7e12 + hours * 3_600_000).toISOString())
  const belongs = { community: anything, communityCode: anything, street: anything }
  const payloads = {
    buildings: {
      ...{ name: anything, address: anything, storeys: anything, doubtful: anything, ...belongs },
      ...{ compound: anything, compoundSource: anything, households: mostly(fc.nat(900)) },
    },
    incidents: {
      ...{
        description: anything,
        address: anything,
        dueAt: anything,
        closedAt: mostly(fc.constant(null)),
        ...belongs,
      },
      ...{
        category: mostly(fc.constant('0303')),
        state: mostly(fc.constant('reported')),
        reportedAt: mostly(time),
      },
    },
    'service-points': {
      ...{ nameEn: anything, address: anything, telephone: anything },
      ...{ name: mostly(fc.constant('服务站')), kind: mostly(fc.constant('other')) },
    },
    barriers: { name: anything, kind: mostly(fc.constant('main_road')), class: anything },
    'base-map': { name: anything, nameEn: anything, layer: mostly(fc.constant('road')), class: anything },
  }
  const tables = {
    buildings: 'buildings',
    incidents: 'incidents',
    'service-points': 'service_points',
    barriers: 'barriers',
    'base-map': 'base_features',
  } as const

  test.each(Object.keys(payloads) as (keyof typeof payloads)[])('%s', async (kind) => {
    const client = serviceClient()
    const code = await newDistrict()
    await bringFile(client, code, file(20, 40), 'a.csv')
    const row = fc.record({
      payload: fc.oneof(
        { weight: 9, arbitrary: fc.record<Record<string, unknown>>(payloads[kind]) },
        { weight: 1, arbitrary: anything },
      ),
      geometry,
    })
    const rows = fc
      .sample(row, { numRuns: 2000, seed: 15 })
      .map((one, at) => ({ number: at + 1, line: at + 1, source: `odd-${at}`, ...one }))
    const id = dataOf(await client.rpc('start_import', { district_code: code, kind, file_name: 'x' }))
    for (let from = 0; from < rows.length; from += 500) {
      const chunk = holdable(rows.slice(from, from + 500) as unknown as StagedRow[])
      expect((await client.rpc('stage_import_rows', { import: id, rows: chunk as never })).error).toBeNull()
    }
    const check = async () =>
      dataOf(await client.rpc('check_import', { import: id })) as {
        summary?: { accepted: number; refused: number }
      }
    let { summary } = await check()
    while (!summary) ({ summary } = await check())
    expect(summary.accepted + summary.refused).toBe(rows.length)
    expect(Math.min(summary.accepted, summary.refused)).toBeGreaterThan(100)
    await commitImport(client, id)
    const district = dataOf(await client.from('areas').select('id').eq('code', code).single())
    const { count } = await client
      .from(tables[kind])
      .select('id', { count: 'exact', head: true })
      .eq('district_id', district.id)
      .like('source_id', 'odd-%')
    expect(count).toBe(summary.accepted)
  })
})

test('a boundary that reader and database both mend has one doubt', async () => {
  const client = serviceClient()
  const code = await newDistrict()
  const crossed = [
    [113, 35],
    [113.01, 35.01],
    [113.01, 35],
    [113, 35.01],
  ]
  const feature = {
    type: 'Feature',
    properties: { 名称: '东社区', 街道: '南街道' },
    geometry: { type: 'Polygon', coordinates: [crossed] },
  }
  const text = JSON.stringify({ type: 'FeatureCollection', features: [feature] })
  const { summary } = await checkFile(client, code, text, 'areas.geojson', {
    kind: 'areas',
    level: 'community',
  })
  expect([summary.accepted, summary.doubts]).toEqual([1, { 'geometry-mended': 1 }])
})

test('one bad row is a refused row, whatever is wrong with it', async () => {
  const client = serviceClient()
  const code = await newDistrict()
  await bringFile(client, code, file(20, 40), 'a.csv')
  const point = { type: 'Point', coordinates: [113.02, 35.2] }
  const payload = { name: 'x', address: '', households: 10 }
  const odd = [
    { payload: { ...payload, households: 99_999_999_999 } },
    { payload: { ...payload, households: '多' } },
    { payload: { ...payload, households: null } },
    { payload: null },
    { geometry: { type: 'Circle', coordinates: [] } },
    { geometry: { type: 'Point', coordinates: ['a', 'b'] } },
    { geometry: { type: 'Point', coordinates: [400, 95] } },
    { geometry: null },
    {
      geometry: {
        type: 'LineString',
        coordinates: [
          [113, 35],
          [113.1, 35],
        ],
      },
    },
    { part: 'galaxy' },
    { source: 'good' },
  ]
  const rows = [
    { number: 1, line: 1, source: 'good', payload, geometry: point },
    { number: 2, line: 2, source: 'tall', payload: { ...payload, storeys: 61_000 }, geometry: point },
    ...odd.map((one, at) => ({
      number: at + 3,
      line: at + 3,
      source: `s${at}`,
      payload,
      geometry: point,
      ...one,
    })),
  ]
  const id = dataOf(
    await client.rpc('start_import', { district_code: code, kind: 'buildings', file_name: 'x' }),
  )
  expect((await client.rpc('stage_import_rows', { import: id, rows })).error).toBeNull()
  const { summary } = dataOf(await client.rpc('check_import', { import: id })) as {
    summary: { accepted: number; refused: number; doubts: object }
  }
  expect(summary).toMatchObject({ accepted: 2, refused: odd.length, doubts: { 'value-left-out': 1 } })
  await commitImport(client, id)
  expect(await buildingsOf(code)).toHaveLength(22)
})
