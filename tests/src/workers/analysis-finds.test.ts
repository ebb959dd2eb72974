import { describe, expect, test } from 'vitest'
import { type CaseChunk, joinChunks, STILL_OPEN } from '../../../src/lib/incidents/case-columns'
import type { CaseFilter } from '../../../src/workers/analysis-counts'
import { type AlarmQuestion, alarmsIn, repeatsIn } from '../../../src/workers/analysis-finds'
import { MetresOf } from '../../../src/workers/analysis-places'
import { generator } from '../../support/random-district'

const FIRST_DAY = 20_000
const COMMUNITIES = Array.from({ length: 40 }, (_, at) => 100 + at)
const FRAME = { lng: 113.02, lat: 35.015 }

interface Report {
  day: number
  community: number
  category: number
  x: number
  y: number
}

function columnsOf(reports: readonly Report[], days: number) {
  const rows = [...reports].sort((one, other) => one.day - other.day)
  const dayStarts = new Uint32Array(days + 1)
  for (const { day } of rows) dayStarts[day + 1]++
  for (let day = 0; day < days; day++) dayStarts[day + 1] += dayStarts[day]
  const chunk: CaseChunk = {
    firstDay: FIRST_DAY,
    dayStarts,
    x: Int32Array.from(rows, ({ x }) => x),
    y: Int32Array.from(rows, ({ y }) => y),
    hour: new Uint8Array(rows.length).fill(9),
    hours: new Uint16Array(rows.length).fill(STILL_OPEN),
    category: Uint32Array.from(rows, ({ category }) => category),
    community: Uint32Array.from(rows, ({ community }) => community),
  }
  return joinChunks([chunk], [4, 5], COMMUNITIES)
}

/** Three years, some two a week in each community and category; `more` reports beside them. */
function district(seed: number, more: readonly Report[] = []) {
  const random = generator(seed)
  const days = 3 * 364
  const reports: Report[] = []
  for (const community of COMMUNITIES)
    for (const category of [4, 5])
      for (let day = 0; day < days; day++)
        if (random() < 2 / 7)
          reports.push({
            day,
            community,
            category,
            x: 11_300_000 + Math.floor(random() * 4000),
            y: 3_500_000 + Math.floor(random() * 3000),
          })
  return columnsOf([...reports, ...more], days)
}

describe('what is unusual now', () => {
  const TODAY = FIRST_DAY + 3 * 364

  const asked = { groups: [0, 1], today: TODAY, lately: 'week', by: 'community' } as const
  const units = (columns: ReturnType<typeof district>) => ({
    ids: columns.communities,
    unitOf: (row: number) => columns.community[row],
  })
  const alarms = (columns: ReturnType<typeof district>, part: Partial<AlarmQuestion> = {}) =>
    alarmsIn(columns, { ...asked, ...part }, units(columns))

  test('is found where more was reported in the last week, with what was expected', () => {
    const more = Array.from({ length: 14 }, (_, at) => ({
      day: 3 * 364 - 1 - (at % 7),
      community: 107,
      category: 5,
      x: 11_300_000,
      y: 3_500_000,
    }))
    const [first] = alarms(district(3, more))
    expect(first).toMatchObject({ unit: 107, group: 1 })
    expect(first.observed).toBeGreaterThanOrEqual(14)
    expect(first.expected).toBeGreaterThan(0.5)
    expect(first.expected).toBeLessThan(4)
    expect(first.upper).toBeLessThan(first.observed)
    expect(first.falseShare).toBeLessThan(0.05)
    const { level, trend, season, dayKind } = first.parts
    expect(level * trend * season * dayKind).toBeCloseTo(first.expected, 6)
  })

  test('is found where the trend changes, not where it goes on as it did', () => {
    /** Reports beside the usual ones that grow by a share each week, for so many weeks until today. */
    const growing = (weeks: number, community: number, perWeek: number) =>
      Array.from({ length: weeks }, (_, week) =>
        Array.from({ length: Math.round(2 * (Math.exp(perWeek * week) - 1)) }, (__, at) => ({
          day: (156 - weeks + week) * 7 + (at % 7),
          community,
          category: 5,
          x: 11_300_000,
          y: 3_500_000,
        })),
      ).flat()
    const found = alarms(district(5, [...growing(24, 107, 0.09), ...growing(156, 120, 0.01)]))
    expect(found[0]).toMatchObject({ unit: 107, group: 1 })
    expect(found[0].falseShare).toBeLessThan(0.05)
    expect(found.map(({ unit, group }) => `${unit} ${group}`)).not.toContain('120 1')
  })

  test('is not more often said than one in a hundred where nothing is', () => {
    const found = Array.from({ length: 10 }, (_, seed) => alarms(district(seed + 20)).length)
    // 800 series: eight by chance, at most 1.2 times as many.
    expect(found.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(9.6)
  })

  test('is found on the last day alone, with what its weekday makes of it', () => {
    const more = Array.from({ length: 7 }, () => ({
      day: 3 * 364 - 1,
      community: 107,
      category: 5,
      x: 11_300_000,
      y: 3_500_000,
    }))
    // Mondays have a report more in every community: one that is expected is no alarm.
    const mondays = COMMUNITIES.flatMap((community) =>
      Array.from({ length: 156 }, (_, week) => ({
        day: week * 7 + ((11 - (FIRST_DAY % 7)) % 7),
        community,
        category: 5,
        x: 11_300_000,
        y: 3_500_000,
      })),
    )
    const [first] = alarms(district(3, [...more, ...mondays]), { lately: 'day' })
    expect(first).toMatchObject({ unit: 107, group: 1 })
    expect(first.expected).toBeLessThan(1)
    expect(first.parts.dayKind).not.toBe(1)
    const { level, trend, season, dayKind } = first.parts
    expect(level * trend * season * dayKind).toBeCloseTo(first.expected, 6)
  })

  test('is told by whatever units rows lie in, and not of those that lie in none', () => {
    const more = Array.from({ length: 14 }, (_, at) => ({
      day: 3 * 364 - 1 - (at % 7),
      community: 107,
      category: 5,
      x: 11_300_000,
      y: 3_500_000,
    }))
    const columns = district(3, more)
    const place = COMMUNITIES.indexOf(107)
    const found = alarmsIn(columns, asked, {
      ids: [70],
      unitOf: (row) => (columns.community[row] === place ? 0 : 65535),
    })
    expect(found).toMatchObject([{ unit: 70, group: 1 }])
  })

  test('needs a history', () => {
    expect(alarms(district(1), { today: FIRST_DAY + 5 })).toEqual([])
    expect(alarms(district(1), { today: FIRST_DAY + 21 })).toEqual([])
  })
})

describe('repeat places', () => {
  const all = { categories: null, communities: null, hours: null, inside: null }
  const window = { question: 'reported', from: FIRST_DAY * 24, until: (FIRST_DAY + 10) * 24 } as const
  const places = [
    ...[0, 1, 2, 3].map((day) => ({ day, community: 101, category: 4, x: 11_302_000 + day, y: 3_501_000 })),
    ...[0, 1, 2].map((day) => ({ day, community: 102, category: 5, x: 11_303_000, y: 3_501_000 + day })),
    ...[0, 1].map((day) => ({ day, community: 103, category: 5, x: 11_301_000, y: 3_502_000 })),
    { day: 40, community: 102, category: 5, x: 11_303_000, y: 3_501_000 },
  ]

  test('are where at least three lie within 50 m in the window, the fullest first', () => {
    const columns = columnsOf(places, 50)
    const found = repeatsIn(columns, new MetresOf(columns, FRAME), FRAME, window, all)
    expect(found).toMatchObject([
      { cases: 4, community: 101, category: 4 },
      { cases: 3, community: 102, category: 5 },
    ])
    expect(found[0].lng).toBeCloseTo(113.02, 3)
    expect(found[0].lat).toBeCloseTo(35.01, 3)
  })

  test('are those of the chosen area and categories', () => {
    const columns = columnsOf(places, 50)
    const metres = new MetresOf(columns, FRAME)
    const of = (filter: Partial<CaseFilter>) =>
      repeatsIn(columns, metres, FRAME, window, { ...all, ...filter }).map(({ community }) => community)
    expect(of({ communities: [102] })).toEqual([102])
    expect(of({ categories: [4] })).toEqual([101])
    const border = [[113.025, 35], [113.035, 35], [113.035, 35.02], [113.025, 35.02]] // prettier-ignore
    expect(of({ inside: border })).toEqual([102])
  })
})
