import { describe, expect, test } from 'vitest'
import { doubtsOf, outcomeOf, refusalsOf, sumOf, valuesOf } from '../help'

// What map services and data portals answer, saved as a file: all of it, or one page of it.

const building = (i: number, more: Record<string, unknown> = {}) => ({
  楼栋编号: `b${i}x`,
  户数: 40,
  社区: '东社区',
  街道: '南街道',
  ...more,
})
const point = (i: number) => ({ type: 'Point', coordinates: [113.2 + i * 0.0004, 35.2] })
const features = [0, 1, 2].map((i) => ({ type: 'Feature', properties: building(i), geometry: point(i) }))
const rows = [0, 1, 2].map((i) => building(i, { 经度: 113.2 + i * 0.0004, 纬度: 35.2 }))
const whole = { type: 'FeatureCollection', features }
const askedOf = ({ questions }: Awaited<ReturnType<typeof outcomeOf>>) =>
  questions.map(({ code, detail }) => `${code} ${detail}`)

describe('a page of an answer says that there is more', () => {
  const pages: [string, unknown, string][] = [
    ['ArcGIS, GeoJSON', { ...whole, exceededTransferLimit: true }, 'exceededTransferLimit'],
    ['ArcGIS, newer', { ...whole, properties: { exceededTransferLimit: true } }, 'exceededTransferLimit'],
    ['WFS 2', { ...whole, numberMatched: 4512, numberReturned: 3 }, 'numberMatched: 3 / 4512'],
    ['GeoServer 1', { ...whole, totalFeatures: 4512 }, 'totalFeatures: 3 / 4512'],
    [
      'OGC API',
      {
        ...whole,
        links: [
          { rel: 'self', href: 'a' },
          { rel: 'next', href: 'b' },
        ],
      },
      'links: next',
    ],
    ['two pages', [whole, { ...whole, exceededTransferLimit: true }], 'exceededTransferLimit'],
    [
      '공공데이터',
      { page: 1, perPage: 3, totalCount: 1300, currentCount: 3, data: rows },
      'totalCount: 3 / 1300',
    ],
    ['CKAN', { success: true, result: { total: 9000, records: rows } }, 'total: 3 / 9000'],
    [
      'in words',
      { response: { header: { code: '00' }, body: { totalCount: '1300', items: rows } } },
      'totalCount: 3 / 1300',
    ],
    ['a further page', { meta: { next: 'https://x.example/api?page=2' }, results: rows }, 'next'],
    ['hasMore', { data: { hasMore: true, list: rows } }, 'hasMore'],
  ]
  test.each(pages)('%s', async (_, document, said) => {
    const text = JSON.stringify(document)
    expect(askedOf(await outcomeOf(text, '楼栋.json'))).toEqual([`incomplete ${said}`])
    const { accepted } = await outcomeOf(text, '楼栋.json', { incomplete: 'take' })
    expect(accepted.filter(({ part }) => part === 'row').length).toBeGreaterThan(0)
  })

  test.each<[string, unknown]>([
    ['a number of all that is all', { ...whole, numberMatched: 3, numberReturned: 3 }],
    ['no more', { ...whole, exceededTransferLimit: false }],
    ['no further page', { count: 3, next: null, results: rows }],
    ['a column of that name', [...rows.map((row) => ({ ...row, total: 9000, next: 'x' }))]],
    [
      'a property of that name',
      {
        ...whole,
        features: features.map((one) => ({ ...one, properties: { ...one.properties, total: 9000 } })),
      },
    ],
    ['all pages', [{ ...whole, exceededTransferLimit: true }, whole]],
  ])('%s asks nothing', async (_, document) =>
    expect(askedOf(await outcomeOf(JSON.stringify(document), '楼栋.json')).join()).not.toContain(
      'incomplete',
    ),
  )

  test('so does a document that was cut between two things', async () => {
    const text = JSON.stringify(whole)
    const cut = text.slice(0, text.lastIndexOf('{"type":"Feature"'))
    expect(askedOf(await outcomeOf(cut, '楼栋.geojson'))).toEqual(['incomplete truncated'])
  })
})

describe('what ArcGIS answers', () => {
  const answer = (more: Record<string, unknown>, geometries: unknown[]) =>
    JSON.stringify({
      fields: [
        { name: 'HS', alias: '户数', type: 'esriFieldTypeInteger' },
        {
          name: 'SQ',
          alias: '社区',
          domain: {
            codedValues: [
              { code: 1, name: '东社区' },
              { code: 2, name: '西社区' },
            ],
          },
        },
        { name: 'JD', alias: '街道' },
        { name: 'XM', alias: '户主姓名' },
      ],
      features: geometries.map((geometry, i) => ({
        attributes: { HS: 40, SQ: (i % 2) + 1, JD: '南街道', XM: '某甲' },
        geometry,
      })),
      ...more,
    })

  test('has columns by their titles, and codes by their words', async () => {
    const text = answer(
      { spatialReference: { wkid: 4326 } },
      [0, 1, 2].map((i) => ({ x: 113.2 + i * 0.0004, y: 35.2 })),
    )
    const { file, accepted, dropped, questions } = await outcomeOf(text, '楼栋.json')
    expect([questions, file.columns]).toEqual([[], ['户数', '社区', '街道', '户主姓名']])
    expect(dropped.map(({ column }) => column)).toEqual(['户主姓名'])
    const buildings = accepted.filter(({ part }) => part === 'row')
    expect([sumOf(buildings), valuesOf(buildings, 'community')]).toEqual([
      120,
      ['东社区', '西社区', '东社区'],
    ])
  })

  test('on a grid of whole numbers is where it was', async () => {
    const transform = { originPosition: 'upperLeft', scale: [0.0001, 0.0001], translate: [113.2, 35.21] }
    const text = answer({ spatialReference: { wkid: 4326 }, transform }, [
      { x: 4, y: 100 },
      { x: 8, y: 100 },
    ])
    const { accepted } = await outcomeOf(text, '楼栋.json', { kind: 'buildings' })
    const places = accepted.filter(({ part }) => part === 'row').map(({ geometry }) => geometry)
    expect(
      places.map((one) => (one as unknown as GeoJSON.Point).coordinates.map((x) => x.toFixed(4))),
    ).toEqual([
      ['113.2004', '35.2000'],
      ['113.2008', '35.2000'],
    ])
    const ring = [
      [0, 0],
      [10, 0],
      [0, 10],
      [-10, 0],
      [0, -10],
    ]
    const area = JSON.stringify({
      spatialReference: { wkid: 4326 },
      transform,
      features: [{ attributes: { name: '东社区', street: '南街道' }, geometry: { rings: [ring] } }],
    })
    const { accepted: areas } = await outcomeOf(area, '社区.json', { kind: 'areas' })
    const community = areas.find(({ part }) => part === 'community')!
    const positions = (community.geometry as unknown as GeoJSON.MultiPolygon).coordinates[0][0]
    expect([...new Set(positions.map((one) => one.map((x) => x.toFixed(4)).join()))].sort()).toEqual([
      '113.2000,35.2090',
      '113.2000,35.2100',
      '113.2010,35.2090',
      '113.2010,35.2100',
    ])
  })

  test('may state its system with each geometry', async () => {
    const at = (i: number) => ({
      x: 12601367 + i * 40,
      y: 4191210,
      spatialReference: { wkid: 102100, latestWkid: 3857 },
    })
    const { settings, questions } = await outcomeOf(answer({}, [at(0), at(1)]), '楼栋.json', {
      kind: 'buildings',
    })
    expect([settings.coordinates, questions]).toEqual(['web-mercator', []])
  })

  test('curves cost their feature', async () => {
    const text = answer({ spatialReference: { wkid: 4326 } }, [
      { x: 113.2, y: 35.2 },
      { curveRings: [[[113.2, 35.2]]] },
    ])
    expect(refusalsOf((await outcomeOf(text, '楼栋.json', { kind: 'buildings' })).refused)).toEqual([
      '2 geometry-kind curveRings',
    ])
  })
})

test.each([
  ['ArcGIS', { error: { code: 498, message: 'Invalid token.', details: [] } }, '498 Invalid token.'],
  ['another', { error: { code: 404, message: 'not found' } }, '404 not found'],
])('the failure of a service (%s) is called one', async (_, document, said) =>
  expect(outcomeOf(JSON.stringify(document), '楼栋.json')).rejects.toMatchObject({
    code: 'file-is-service-error',
    detail: said,
  }),
)

describe('a name twice in one object', () => {
  const twice = (i: number, first: string, second: string) =>
    `{"type":"Feature","properties":{"楼栋编号":"b${i}x","户数":${first},"社区":"东社区","街道":"南街道","\\u6237数":${second}},"geometry":${JSON.stringify(point(i))}}`
  const collectionOf = (...parts: string[]) => `{"type":"FeatureCollection","features":[${parts.join(',')}]}`

  test('is asked about where its values differ', async () => {
    const text = collectionOf(twice(0, '40', '41'), twice(1, '50', '51'))
    const { questions, file } = await outcomeOf(text, '楼栋.geojson')
    expect(file.columns).toContain('户数 (2)')
    expect(questions.map(({ code, subject, options }) => [code, subject, options])).toEqual([
      ['column', 'households', ['户数', '户数 (2)']],
    ])
  })

  test('is one where they are the same', async () => {
    const { accepted, questions } = await outcomeOf(
      collectionOf(twice(0, '40', '40'), twice(1, '50', '50')),
      '楼栋.geojson',
    )
    expect([questions, sumOf(accepted)]).toEqual([[], 90])
  })

  test('on which the meaning of a feature hangs costs that feature', async () => {
    const odd = `{"type":"Feature","properties":${JSON.stringify(building(1))},"geometry":${JSON.stringify(point(1))},"geometry":${JSON.stringify(point(9))}}`
    const text = collectionOf(JSON.stringify(features[0]), odd, JSON.stringify(features[2]))
    const { refused, accepted } = await outcomeOf(text, '楼栋.geojson')
    expect([refusalsOf(refused), sumOf(accepted)]).toEqual([['2 row-unreadable geometry × 2'], 80])
  })

  test('on which the document hangs is refused in words', async () => {
    const list = JSON.stringify(features)
    await expect(
      outcomeOf(`{"type":"FeatureCollection","features":${list},"features":[]}`, '楼栋.geojson'),
    ).rejects.toMatchObject({
      code: 'file-name-twice',
      detail: 'features',
    })
  })

  test('in a list of objects, and in a feature a line, is kept too', async () => {
    const list = `[{"户数":40,"社区":"东社区","经度":113.2,"纬度":35.2,"户数":41},{"户数":50,"社区":"东社区","经度":113.3,"纬度":35.2,"户数":51}]`
    expect((await outcomeOf(list, '楼栋.json')).file.columns).toContain('户数 (2)')
    const lines = `${twice(0, '40', '41')}\n${twice(1, '50', '51')}\n`
    expect((await outcomeOf(lines, '楼栋.geojsonl')).file.columns).toContain('户数 (2)')
  })

  test('is none in text', async () => {
    const text = JSON.stringify({
      ...whole,
      features: features.map((one) => ({
        ...one,
        properties: { ...one.properties, 备注: '{"户数":1,"户数":2}' },
      })),
    })
    const { file, accepted } = await outcomeOf(text, '楼栋.geojson')
    expect([file.columns.includes('户数 (2)'), sumOf(accepted), doubtsOf(accepted)]).toEqual([false, 120, []])
  })
})
