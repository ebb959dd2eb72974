import gcoord from 'gcoord'
import { describe, expect, test } from 'vitest'
import { doubtsOf, outcomeOf, refusalsOf, valuesOf } from './help'

// What went wrong in silence in other import tools, each as a file of its own.

const utf8 = (text: string) => new TextEncoder().encode(text)
const list = (rows: string[], head = '编号,户数,社区,经度,纬度') => utf8([head, ...rows].join('\n') + '\n')
const toMercator = (place: [number, number]) => gcoord.transform(place, gcoord.WGS84, gcoord.WebMercator)
const many = (row: (i: number) => string, count = 12) => Array.from({ length: count }, (_, i) => row(i))

describe('positions that are none', () => {
  test('whole degrees are refused, one by one', async () => {
    const rows = many((i) => `b-${i}x,40,东社区,${i < 2 ? '113,35' : `113.2${10 + i},35.2`}`)
    const { accepted, refused } = await outcomeOf(list(rows), '楼栋.csv')
    expect(refusalsOf(refused)).toEqual(['2 position-coarse 113, 35', '3 position-coarse 113, 35'])
    expect(accepted).toHaveLength(10)
  })

  test('also where all other rows are refused for something else', async () => {
    const rows = many(
      (i) => `b-${i}x,${i === 0 ? 40 : ''},东社区,${i === 0 ? '113,35' : `113.2${10 + i},35.2`}`,
    )
    const { accepted, refused } = await outcomeOf(list(rows), '楼栋.csv', { kind: 'buildings' })
    expect([accepted, refusalsOf(refused)[0]]).toEqual([[], '2 position-coarse 113, 35'])
  })

  test.each([
    ['gcj02', '113,35'],
    ['bd09', '113,35'],
    ['yx:wgs84', '35,113'],
  ])('whole degrees in %s are those that the file has', async (system, whole) => {
    const isSwapped = system.startsWith('yx:')
    const place = (i: number) => (isSwapped ? `35.2,113.2${10 + i}` : `113.2${10 + i},35.2`)
    const rows = many((i) => `b-${i}x,40,东社区,${i === 1 ? whole : place(i)}`)
    const { accepted, refused } = await outcomeOf(list(rows), '楼栋.csv', { coordinates: system })
    expect(refusalsOf(refused)).toEqual(['3 position-coarse 113, 35'])
    expect(accepted).toHaveLength(11)
  })

  test('metres that come to a whole degree are as fine as others', async () => {
    const [east, north] = toMercator([113, 35])
    const rows = many((i) => `b-${i}x,40,东社区,${east + i * 40},${north}`)
    const { refused } = await outcomeOf(list(rows), '楼栋.csv', { coordinates: 'web-mercator' })
    expect(refused).toEqual([])
  })

  test('the spot of a geocoder that found nothing is a doubt', async () => {
    const rows = many((i) => `b-${i}x,40,东社区,${i < 5 ? '113.2345,35.2' : `113.2${10 + i},35.2`}`)
    const { accepted } = await outcomeOf(list(rows), '楼栋.csv')
    expect(doubtsOf(accepted)).toEqual([2, 3, 4, 5, 6].map((line) => `${line} position-shared`))
  })

  test('a hundred requests at one place are usual, most of them are not', async () => {
    const head = '工单号,事件类型,上报时间,经度,纬度'
    const row = (share: number) => (i: number) =>
      `w-${i}x,井盖,2026-03-01 08:00,113.2${i < share ? '000' : 100 + i},35.2`
    const few = await outcomeOf(list(many(row(20), 200), head), '工单.csv')
    expect(doubtsOf(few.accepted)).toEqual([])
    const most = await outcomeOf(list(many(row(90), 200), head), '工单.csv')
    expect(doubtsOf(most.accepted)).toHaveLength(90)
  })

  test('numbers as small as radians are a question', async () => {
    const { questions } = await outcomeOf(list(many((i) => `b-${i}x,40,东,1.97${i},0.61${i}`)), '楼栋.csv')
    expect(questions.map(({ code, proposal }) => [code, proposal])).toEqual([['coordinates', '']])
  })

  test('a shape over the date line is refused alone', async () => {
    const box = (west: number, east: number) => ({
      type: 'Polygon',
      coordinates: [
        [
          [west, -17],
          [east, -17],
          [east, -16.9],
          [west, -16.9],
          [west, -17],
        ],
      ],
    })
    const features = [box(179.9, -179.9), box(179.8, 179.9)].map((geometry, i) => ({
      type: 'Feature',
      properties: { 名称: `${i}社区`, 街道: '南街道' },
      geometry,
    }))
    const text = JSON.stringify({ type: 'FeatureCollection', features })
    const { accepted, refused } = await outcomeOf(utf8(text), 'areas.geojson')
    expect(refusalsOf(refused)).toEqual(['1 geometry-invalid ±180°'])
    expect(
      valuesOf(
        accepted.filter(({ part }) => part === 'community'),
        'name',
      ),
    ).toEqual(['1社区'])
  })
})

describe('names', () => {
  test('one community in several spellings is one, and is said', async () => {
    const names = [
      '东社区',
      '东 社区',
      '東社區',
      '东社区居委会',
      ' 东社区　',
      '东&nbsp;社区',
      '西社区',
      '1-1社区',
      '11社区',
    ]
    const rows = names.map((name, i) => `b-${i}x,40,${name},113.2${10 + i},35.2`)
    const { accepted } = await outcomeOf(list(rows), '楼栋.csv')
    expect(valuesOf(accepted, 'community')).toEqual([
      ...Array<string>(6).fill('东社区'),
      '西社区',
      '1-1社区',
      '11社区',
    ])
    expect(doubtsOf(accepted)).toEqual([3, 4, 5, 7].map((line) => `${line} spelled-otherwise`))
  })

  test('marks that a web page wrote are marks', async () => {
    const head = '编号,名称,户数,社区,经度,纬度'
    const rows = many((i) => `b-${i}x,A&amp;B &#19996;,40,东,113.2${10 + i},35.2`, 3)
    expect(valuesOf((await outcomeOf(list(rows, head), '楼栋.csv')).accepted, 'name')).toEqual(
      Array(3).fill('A&B 东'),
    )
  })
})

describe('features of other programs', () => {
  const feature = (properties: unknown, i: number) => ({
    type: 'Feature',
    properties,
    geometry: { type: 'Point', coordinates: [113.2 + i / 1000, 35.2] },
  })
  const attributes = (i: number) => ({ 编号: `b-${i}x`, 户数: 40, 社区: '东社区' })

  test.each([
    ['a text of JSON', (i: number) => JSON.stringify(attributes(i))],
    ['an object within', (i: number) => ({ tags: attributes(i) })],
  ])('whose attributes are %s', async (_, properties) => {
    const features = [0, 1, 2].map((i) => feature(properties(i), i))
    const { accepted } = await outcomeOf(
      utf8(JSON.stringify({ type: 'FeatureCollection', features })),
      'x.geojson',
    )
    expect(valuesOf(accepted, 'households')).toEqual([40, 40, 40])
  })

  test('a collection of none says so', async () => {
    await expect(
      outcomeOf(utf8('{"type":"FeatureCollection","features":null}'), 'x.geojson'),
    ).rejects.toThrow('file-no-rows')
  })

  test('lines that are called boundaries are asked about', async () => {
    const line = (i: number) => ({
      ...feature({ name: `${i}社区` }, i),
      geometry: {
        type: 'LineString',
        coordinates: [
          [113.2, 35.2],
          [113.21, 35.2],
          [113.21, 35.21],
          [113.2, 35.2],
        ],
      },
    })
    const text = JSON.stringify({ type: 'FeatureCollection', features: [line(0), line(1)] })
    const { questions } = await outcomeOf(utf8(text), '社区边界.geojson')
    expect(questions.map(({ code, proposal }) => [code, proposal])).toEqual([['kind', '']])
  })
})
