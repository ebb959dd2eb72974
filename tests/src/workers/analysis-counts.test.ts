import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CaseChunk,
  type CaseColumns,
  joinChunks,
  STILL_OPEN,
} from '../../../src/lib/incidents/case-columns'
import {
  type CaseFilter,
  type CaseWindow,
  countsByDay,
  hourOfWeek,
  WEEK_HOURS,
  WindowCounter,
} from '../../../src/workers/analysis-counts'

const FIRST_DAY = 20_000
const CATEGORIES = [11, 12, 13]
const COMMUNITIES = [5, 6]
const GRIDS = 3

interface Row {
  day: number
  hour: number
  hours: number
  category: number
  community: number
  grid: number
  /** Its place among all, which says where it lies. */
  at?: number
}

const rows = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 12 }),
    hour: fc.integer({ min: 0, max: 23 }),
    hours: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.constant(STILL_OPEN)),
    category: fc.constantFrom(...CATEGORIES),
    community: fc.constantFrom(...COMMUNITIES),
    grid: fc.constantFrom(0, 1, 2, 65535),
  }),
  { maxLength: 60 },
)
const filter: fc.Arbitrary<CaseFilter> = fc.record({
  categories: fc.option(fc.subarray(CATEGORIES)),
  communities: fc.option(fc.subarray(COMMUNITIES)),
  hours: fc.option(fc.subarray([...Array(WEEK_HOURS).keys()])),
  inside: fc.option(
    fc
      .record({ first: fc.integer({ min: 0, max: 60 }), count: fc.integer({ min: 0, max: 30 }) })
      .map(({ first, count }) => strip(first, first + count)),
  ),
})
/** A border around the cases whose places are from the first to before the end: each lies a unit farther east. */
function strip(first: number, end: number): [number, number][] {
  const [west, east] = [(11_300_000 + first) / 1e5, (11_300_000 + end) / 1e5]
  return [
    [west, 34],
    [east, 34],
    [east, 36],
    [west, 36],
  ]
}
const window: fc.Arbitrary<CaseWindow> = fc
  .record({
    question: fc.constantFrom('reported' as const, 'closed' as const, 'open' as const),
    from: fc.integer({ min: -30, max: 400 }),
    length: fc.integer({ min: 1, max: 300 }),
  })
  .map(({ question, from, length }) => ({
    question,
    from: FIRST_DAY * 24 + from,
    until: FIRST_DAY * 24 + from + length,
  }))

function columnsOf(unsorted: readonly Row[]): { columns: CaseColumns; sorted: Row[] } {
  const sorted = [...unsorted]
    .sort((one, other) => one.day - other.day)
    .map((row, at): Row => ({ ...row, at }))
  const starts = Array.from({ length: 14 }, (_, day) => sorted.filter((row) => row.day < day).length)
  const chunk: CaseChunk = {
    firstDay: FIRST_DAY,
    dayStarts: Uint32Array.from(starts),
    x: Int32Array.from(sorted, (_, at) => 11_300_000 + at),
    y: Int32Array.from(sorted, (_, at) => 3_500_000 - at),
    hour: Uint8Array.from(sorted, ({ hour }) => hour),
    hours: Uint16Array.from(sorted, ({ hours }) => hours),
    category: Uint32Array.from(sorted, ({ category }) => category),
    community: Uint32Array.from(sorted, ({ community }) => community),
  }
  return { columns: joinChunks([chunk], CATEGORIES, COMMUNITIES), sorted }
}

const reportedAt = (row: Row) => (FIRST_DAY + row.day) * 24 + row.hour
const closedAt = (row: Row) => (row.hours === STILL_OPEN ? Infinity : reportedAt(row) + row.hours)
const slotOf = (row: Row, { question }: Pick<CaseWindow, 'question'>) =>
  hourOfWeek(question === 'closed' ? Math.min(closedAt(row), 1e9) : reportedAt(row))

function isIn(row: Row, { question, from, until }: CaseWindow): boolean {
  if (question === 'reported') return from <= reportedAt(row) && reportedAt(row) < until
  if (question === 'closed') return from <= closedAt(row) && closedAt(row) < until
  return reportedAt(row) < until && closedAt(row) >= until
}

/** The same counts with a plain loop over the rows. */
function plain(
  all: readonly Row[],
  asked: CaseWindow,
  { categories, communities, hours, inside: border }: CaseFilter,
) {
  const lng = ({ at = 0 }: Row) => (11_300_000.5 + at) / 1e5
  const isWithin = (row: Row) => !border || (border[0][0] <= lng(row) && lng(row) < border[1][0])
  const inside = all.filter((row) => isIn(row, asked) && isWithin(row))
  const ofKind = (row: Row) => !categories || categories.includes(row.category)
  const ofPlace = (row: Row) => !communities || communities.includes(row.community)
  const ofHour = (row: Row) => !hours || hours.includes(slotOf(row, asked))
  const count = (own: (row: Row) => boolean) => inside.filter(own).length
  return {
    total: count((row) => ofKind(row) && ofPlace(row) && ofHour(row)),
    byHourOfWeek: Array.from({ length: WEEK_HOURS }, (_, slot) =>
      count((row) => ofKind(row) && ofPlace(row) && slotOf(row, asked) === slot),
    ),
    byCategory: CATEGORIES.map((id) => count((row) => ofPlace(row) && ofHour(row) && row.category === id)),
    byCommunity: COMMUNITIES.map((id) => count((row) => ofKind(row) && ofHour(row) && row.community === id)),
    byGrid: Array.from({ length: GRIDS }, (_, grid) =>
      count((row) => ofKind(row) && ofHour(row) && row.grid === grid),
    ),
  }
}

const asLists = ({ total, ...lists }: WindowCounter['counts']) => ({
  total,
  ...Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, [...list]])),
})

describe('a window over cases', () => {
  test('counts what a plain loop counts, wherever it was before', () => {
    fc.assert(
      fc.property(
        rows,
        filter,
        fc.array(window, { minLength: 1, maxLength: 5 }),
        (given, chosen, windows) => {
          const { columns, sorted } = columnsOf(given)
          const grids = Uint16Array.from(sorted, ({ grid }) => grid)
          const told = new Int32Array(sorted.length)
          const counter = new WindowCounter(columns, grids, GRIDS, (row, sign) => (told[row] += sign), chosen)
          for (const next of windows) {
            counter.move(next)
            expect(asLists(counter.counts)).toEqual(plain(sorted, next, chosen))
          }
          const last = windows.at(-1)!
          const noArea = { ...chosen, communities: null, inside: null }
          expect([...told]).toEqual(sorted.map((row) => plain([row], last, noArea).total))
        },
      ),
    )
  })

  test('counts by day what a plain loop counts', () => {
    fc.assert(
      fc.property(rows, filter, window, (given, chosen, { question }) => {
        const { columns, sorted } = columnsOf(given)
        const expected = Array.from({ length: columns.dayStarts.length - 1 }, (_, day) => {
          const isLast = day === columns.dayStarts.length - 2
          const from = (columns.firstDay + day) * 24
          const until = question === 'closed' && isLast ? 1e9 : from + 24
          return plain(sorted, { question, from, until }, chosen).total
        })
        expect([...countsByDay(columns, question, chosen)]).toEqual(expected)
      }),
    )
  })

  test('begins anew under another filter', () => {
    fc.assert(
      fc.property(rows, filter, filter, window, (given, first, second, asked) => {
        const { columns, sorted } = columnsOf(given)
        const grids = Uint16Array.from(sorted, ({ grid }) => grid)
        const counter = new WindowCounter(columns, grids, GRIDS, undefined, first)
        counter.move(asked)
        counter.begin(second)
        counter.move(asked)
        expect(asLists(counter.counts)).toEqual(plain(sorted, asked, second))
      }),
    )
  })
})
