import { describe, expect, test } from 'vitest'
import { readTime } from '../../../../src/import/dates'
import { readPair } from '../../../../src/import/coordinates'
import { isRangeOfCounts, readWordedCount } from '../../../../src/import/values/counts'
import { readCount } from '../../../../src/import/values/values'
import { doubtsOf, outcomeOf, refusalsOf, sumOf, valuesOf } from '../help'

// One value that is otherwise costs its row, and nobody is asked about the other rows.

const COUNT = 30
const ODD = 7
const place = (i: number) => `${(113.2 + i * 0.0004).toFixed(4)},35.2`
const many = (head: string, line: (i: number) => string) =>
  [head, ...Array.from({ length: COUNT }, (_, i) => line(i))].join('\n')
const buildings = (households: (i: number) => string, at = place) =>
  many('楼栋编号,户数,社区,街道,经度,纬度', (i) => `b${i}x,${households(i)},东社区,南街道,${at(i)}`)
const cases = (time: (i: number) => string, state: (i: number) => string = () => '已结案') =>
  many(
    '案件编号,事件类型,上报时间,状态,经度,纬度',
    (i) => `A2025-${i}k,垃圾,${time(i)},${state(i)},${place(i)}`,
  )
const odd =
  (value: string, usual = '40') =>
  (i: number) =>
    i === ODD ? value : usual

test.each([
  ['1.204', 'number-unclear'],
  ['"1,5"', 'not-a-number'],
  ['30-40户', 'count-is-range'],
  ['几十户', 'count-is-range'],
])('a count of %s among others is refused alone', async (value, reason) => {
  const { questions, accepted, refused } = await outcomeOf(buildings(odd(value)), '楼栋.csv')
  expect(questions).toEqual([])
  expect(sumOf(accepted)).toBe(40 * (COUNT - 1))
  expect(refusalsOf(refused)).toEqual([`${ODD + 2} ${reason} ${value.replaceAll('"', '')}`])
})

test('several of them are still asked about', async () => {
  const { questions } = await outcomeOf(
    buildings((i) => (i % 10 ? '40' : '1.204')),
    '楼栋.csv',
  )
  expect(questions.map(({ code }) => code)).toEqual(['number-format'])
})

test.each(['38518200,3896400', '1132004,352000'])(
  'a place at %s does not make the file one in metres',
  async (at) => {
    const text = buildings(
      () => '40',
      (i) => (i === ODD ? at : place(i)),
    )
    const { questions, accepted, refused } = await outcomeOf(text, '楼栋.csv')
    expect([questions, accepted.filter(({ part }) => part === 'row').length]).toEqual([[], COUNT - 1])
    expect(refusalsOf(refused)[0]).toContain('position-impossible')
  },
)

describe('times and states', () => {
  test('a date that may be one of two is refused alone', async () => {
    const { questions, refused } = await outcomeOf(cases(odd('03/05/2025', '2025-03-05')), '案件.csv')
    expect([questions, refusalsOf(refused)]).toEqual([[], [`${ODD + 2} day-unclear 03/05/2025`]])
  })

  test('dates of which each proves its order are read, whatever the others prove', async () => {
    const { questions, accepted } = await outcomeOf(cases(odd('31/12/2024', '12/30/2024')), '案件.csv')
    expect(questions).toEqual([])
    expect(new Set(valuesOf(accepted, 'reportedAt'))).toEqual(
      new Set(['2024-12-29T16:00:00.000Z', '2024-12-30T16:00:00.000Z']),
    )
  })

  test('a day under a state is a doubt of its row, a word is asked about', async () => {
    const text = (state: string) => cases(() => '2025-03-05', odd(state, '已结案'))
    const { questions, accepted } = await outcomeOf(text('2025-03-06'), '案件.csv')
    expect(questions).toEqual([])
    expect(doubtsOf(accepted).filter((doubt) => doubt.includes('state'))).toEqual([
      `${ODD + 2} state-unclear`,
    ])
    expect((await outcomeOf(text('挂账'), '案件.csv')).questions.map(({ code }) => code)).toEqual(['state'])
  })
})

test('a code that was damaged among others is refused alone', async () => {
  const text = many('统计代码,名称', (i) => `${i === ODD ? '4.10802E+11' : 410802001001 + i},第${i}社区`)
  const { questions, refused } = await outcomeOf(text, '社区.csv')
  expect([questions, refusalsOf(refused)]).toEqual([[], [`${ODD + 2} code-damaged 4.10802E+11`]])
})

test('a line among areas does not make them a base map', async () => {
  const area = (i: number) => [113 + i * 0.01, 35, 113.01 + i * 0.01, 35.01]
  const features = Array.from({ length: COUNT }, (_, i) => {
    const [west, south, east, north] = area(i)
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ]
    return {
      type: 'Feature',
      properties: { 名称: `第${i}社区`, 街道: '南街道' },
      geometry:
        i === ODD
          ? { type: 'LineString', coordinates: ring.slice(0, 2) }
          : { type: 'Polygon', coordinates: [ring] },
    }
  })
  const { settings, questions, refused } = await outcomeOf(
    JSON.stringify({ type: 'FeatureCollection', features }),
    '社区.geojson',
  )
  expect([settings.kind, questions, refusalsOf(refused)]).toEqual([
    'areas',
    [],
    [`${ODD + 1} geometry-kind MultiLineString`],
  ])
})

test.each<[string, number | undefined]>([
  ['1.2万户', 12_000],
  ['约1.2万', 12_000],
  ['0.5千户', 500],
  ['1万余户', 10_000],
  ['1万2千户', 12_000],
  ['3百多户', 300],
  ['1千20百', undefined],
  ['120万户', undefined],
  ['万', 10_000],
])('%s households', (text, value) => expect(readWordedCount(text)?.value).toBe(value))

test.each<[string, boolean]>([
  ['30-40户', true],
  ['30～40', true],
  ['120户至130户', true],
  ['三四十户', true],
  ['十几户', true],
  ['数百户', true],
  ['2025-03-05', false],
  ['3-2-1', false],
  ['四十户', false],
])('%s is a range: %s', (text, isRange) => expect(isRangeOfCounts(text)).toBe(isRange))

test.each<[string, string | null]>([
  ['二〇二五年三月五日', '2025-03-04T16:00:00.000Z'],
  ['2025年十月一日', '2025-09-30T16:00:00.000Z'],
  ['二○二五年十二月三十一日 14:05', '2025-12-31T06:05:00.000Z'],
  ['二O二五年十月十日上午九时', '2025-10-10T01:00:00.000Z'],
  ['贰零贰伍年叁月拾伍日', '2025-03-14T16:00:00.000Z'],
  ['二〇二五年三月廿一日下午三点半', '2025-03-21T07:30:00.000Z'],
  ['2025年3月5号', '2025-03-04T16:00:00.000Z'],
  // Without 日 it may be of the lunar calendar.
  ['二〇二五年八月十五', null],
  ['农历二〇二五年三月五日', null],
  ['二〇二五年二月三十日', null],
  ['二五年三月五日', null],
  ['十月一日', null],
])('%s is %s', (text, instant) => expect(readTime(text, '+08:00')).toBe(instant))

describe('division codes where the names of communities are expected', () => {
  const coded = (code: string, other = '') =>
    many(
      `楼栋编号,户数,社区,经度,纬度${other && ',社区名称'}`,
      (i) => `b${i}x,40,${code},${place(i)}${other}`,
    )

  test('are codes, and names are taken from where there are some', async () => {
    const { settings } = await outcomeOf(coded('410802001001'), '楼栋.csv')
    expect(settings.mapping).toMatchObject({ communityCode: '社区' })
    expect(settings.mapping.community).toBeUndefined()
    const both = await outcomeOf(coded('410802001001', ',东社区'), '楼栋.csv')
    expect(both.settings.mapping).toMatchObject({ communityCode: '社区', community: '社区名称' })
  })

  test('name nothing where a spreadsheet damaged them', async () => {
    const { accepted } = await outcomeOf(coded('4.10802E+11'), '楼栋.csv')
    expect(accepted.filter(({ part }) => part === 'community')).toEqual([])
    expect(doubtsOf(accepted)).toContain('2 code-damaged')
  })
})

test.each<[string, [number, number] | null]>([
  ['POINT ZM (113.2 35.2 3 4)', [113.2, 35.2]],
  ['POINT M(113.2 35.2 1)', [113.2, 35.2]],
  ['SRID=4326;POINTZ(113.2 35.2 1)', [113.2, 35.2]],
  // As forms on telephones write it: latitude, longitude, height, how exact.
  ['35.2 113.2 80.1 4.5', [113.2, 35.2]],
  ['35.2 33.4 80.1 4.5', [33.4, 35.2]],
  ['113.2,35.2,113.3,35.3', null],
  ['113.2 35.2 1 2 3', null],
])('%s is a position: %j', (text, position) => expect(readPair(text, '位置')).toEqual(position))

test('a count that a program reckoned is whole', () => {
  expect(readCount('39.99999999999999')).toBe(40)
  expect(readCount('39.9999')).toBeNaN()
})
