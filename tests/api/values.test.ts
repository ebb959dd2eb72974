import { beforeAll, expect, inject, test } from 'vitest'
import { dataOf, serviceClient } from './support/clients'
import { makeDistrict, type TestDistrict } from './support/district'

// The same on every stack: what is expected here is what PostgREST answers.

let own: TestDistrict

beforeAll(async () => {
  own = await makeDistrict(36.4)
})

const key = () => ({ apikey: inject('api').serviceKey })

async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const headers = { ...key(), 'content-type': 'application/json', ...init.headers }
  const answer = await fetch(`${inject('api').url}/rest/v1/${path}`, { ...init, headers })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}

const insert = (path: string, body: unknown, prefer = 'return=representation') =>
  ask(path, { method: 'POST', body: JSON.stringify(body), headers: { prefer } })

const crs = { type: 'name', properties: { name: 'EPSG:4326' } }

test.each([
  ['POINT(113.1234567891 36.4)', { type: 'Point', crs, coordinates: [113.1234567891, 36.4] }],
  ['POINT(-0.5 -1e-9)', { type: 'Point', crs, coordinates: [-0.5, -1e-9] }],
])('a point %s is printed as GeoJSON', async (written, expected) => {
  const row = {
    district_id: own.districtId,
    kind: 'health_station',
    name: 'a',
    source_id: written,
    position: `SRID=4326;${written}`,
  }
  const { status, body } = await insert('service_points?select=position', row)
  expect({ status, body }).toEqual({ status: 201, body: [{ position: expected }] })
})

test('areas and lines are printed as GeoJSON', async () => {
  const { body } = await ask(`areas?id=eq.${own.communityIds[0]}&select=boundary`)
  const ring = [
    [113, 36.4],
    [113.01, 36.4],
    [113.01, 36.41],
    [113, 36.41],
    [113, 36.4],
  ]
  expect(body).toEqual([{ boundary: { type: 'MultiPolygon', crs, coordinates: [[ring]] } }])
  const line = {
    district_id: own.districtId,
    kind: 'main_road',
    name: 'a',
    source_id: 'L1',
    line: 'SRID=4326;MULTILINESTRING((113 36,113.1 36.1),(114 37,115 38))',
  }
  const coordinates = [
    [
      [113, 36],
      [113.1, 36.1],
    ],
    [
      [114, 37],
      [115, 38],
    ],
  ]
  expect((await insert('barriers?select=line', line)).body).toEqual([
    { line: { type: 'MultiLineString', crs, coordinates } },
  ])
})

test('times have a T and the whole of their offset, numerics are numbers', async () => {
  const membership = `memberships?area_id=eq.${own.districtId}&role=eq.viewer`
  const since = '2026-01-02T03:04:05.678+08:00'
  const { body } = await ask(`${membership}&select=since,until`, {
    method: 'PATCH',
    body: JSON.stringify({ since }),
    headers: { prefer: 'return=representation' },
  })
  expect(body).toEqual([{ since: '2026-01-01T19:04:05.678+00:00', until: null }])
  expect((await ask('schemes?code=eq.jiefang-400&select=tolerance')).body).toEqual([{ tolerance: 0.1 }])
  const deadlines = dataOf(await serviceClient().from('category_deadlines').select('amount').limit(20))
  for (const { amount } of deadlines) expect(amount).toBeTypeOf('number')
})

const person = (source_id: string) => ({ district_id: own.districtId, name: 'a', source_id })

test('columns that are named and left out are null, or their default when that is asked for', async () => {
  const columns = 'columns=district_id,name,source_id,on_duty&select=on_duty'
  const bothWays = async (rows: unknown) => [
    (await insert(`people?${columns}`, rows)).body,
    (await insert(`people?${columns}`, rows, 'return=representation, missing=default')).body,
  ]
  for (const rows of [person('M1'), [person('M1'), person('M2')]]) {
    const [asNull, asDefault] = await bothWays(rows)
    expect(asNull).toMatchObject({ code: expect.stringMatching(/^(23502|P0001)$/) as string })
    expect(asDefault).toEqual(Array(Array.isArray(rows) ? 2 : 1).fill({ on_duty: true }))
    await ask(`people?district_id=eq.${own.districtId}`, { method: 'DELETE' })
  }
})

test('what a table checks is refused as a value, not as a fault of the host', async () => {
  const bad = [
    await insert('areas', { kind: 'district', code: 'bad', name: 'x', district_id: 0, path: '' }),
    await insert('people', { ...person('C2'), district_id: 'abc' }),
    await insert('people', {}),
    await insert('people', [{}]),
  ]
  expect(bad.map(({ status }) => status)).toEqual([400, 400, 400, 400])
  expect(bad[0].body).toMatchObject({ code: '23514' })
})

test('what looks like a number is compared as it is written', async () => {
  const sources = ['9999012026120100008', '9999012026120100009', '007', '7', '1.0', '1', '1e3', '1000']
  await insert(
    'people',
    sources
      .map((source) => person(`number ${source}`))
      .map((row, at) => ({ ...row, source_id: sources[at] })),
  )
  const found = async (filter: string) => {
    const { body } = await ask(`people?district_id=eq.${own.districtId}&select=source_id&order=id&${filter}`)
    return (body as { source_id: string }[]).map(({ source_id }) => source_id)
  }
  try {
    for (const source of sources) {
      expect(await found(`source_id=eq.${encodeURIComponent(source)}`)).toEqual([source])
      expect(await found(`source_id=in.(${encodeURIComponent(source)},x)`)).toEqual([source])
      expect(await found(`or=(source_id.eq.${encodeURIComponent(source)},source_id.eq.x)`)).toEqual([source])
    }
    expect(await found('source_id=in.(007,1.0,9999012026120100009)')).toHaveLength(3)
    expect(await found('and=(source_id.in.(7,1),source_id.neq.1.0)')).toEqual(['7', '1'])
  } finally {
    await ask(`people?district_id=eq.${own.districtId}`, { method: 'DELETE' })
  }
})

test('a table is not embedded in itself without saying how', async () => {
  const { status, body } = await ask(`areas?id=eq.${own.streetId}&select=id,areas(id)`)
  expect({ status, body }).toMatchObject({ status: 300, body: { code: 'PGRST201' } })
})
