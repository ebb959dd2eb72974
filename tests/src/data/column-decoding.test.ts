import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeColumns, type IncidentColumns } from '../../../src/data/incidents/column-decoding'
import { joinChunks, STILL_OPEN } from '../../../src/lib/incidents/case-columns'
import { bytesPerCase } from '../../support/bytes-per-case'

interface Row {
  day: number
  community: number
  category: number
  hour: number
  hours: number
  x: number
  y: number
}

const COMMUNITIES = [7, 9, 400]
const CATEGORIES = [3, 70_000]
const CORNERS: Record<number, [number, number]> = { 7: [-3, 100], 9: [11_300_000, 0], 400: [5, -9] }
const DAYS = 33

const rows = fc.array(
  fc.record<Row>({
    day: fc.integer({ min: 0, max: DAYS - 1 }),
    community: fc.constantFrom(...COMMUNITIES),
    category: fc.constantFrom(...CATEGORIES),
    hour: fc.integer({ min: 0, max: 23 }),
    hours: fc.oneof(fc.integer({ min: 0, max: STILL_OPEN - 1 }), fc.constant(STILL_OPEN)),
    x: fc.integer({ min: 0, max: 65535 }),
    y: fc.integer({ min: 0, max: 65535 }),
  }),
  { maxLength: 80 },
)

function morton({ x, y }: Pick<Row, 'x' | 'y'>): number {
  let code = 0n
  for (let bit = 0n; bit < 16n; bit++)
    code |= (((BigInt(x) >> bit) & 1n) << (2n * bit)) | (((BigInt(y) >> bit) & 1n) << (2n * bit + 1n))
  return Number(code)
}

const base64 = (bytes: number[]) => Buffer.from(bytes).toString('base64')

/** A month as the database writes it. */
function encoded(given: readonly Row[]): { columns: IncidentColumns; sorted: Row[] } {
  const place = ({ community }: Row) => COMMUNITIES.indexOf(community)
  const sorted = [...given].sort(
    (one, other) => one.day - other.day || place(one) - place(other) || morton(one) - morton(other),
  )
  const steps = sorted.map((row, at) => {
    const before = sorted[at - 1] as Row | undefined
    const isFirst = !before || before.day !== row.day || before.community !== row.community
    return morton(row) - (isFirst ? 0 : morton(before))
  })
  const plane = (of: (row: Row, at: number) => number, shift: number) =>
    sorted.map((row, at) => Math.floor(of(row, at) / 2 ** shift) % 256)
  const category = (row: Row) => CATEGORIES.indexOf(row.category)
  const counts = Array.from({ length: DAYS * COMMUNITIES.length }, (_, cell) => {
    const [day, own] = [Math.floor(cell / COMMUNITIES.length), cell % COMMUNITIES.length]
    return sorted.filter((row) => row.day === day && place(row) === own).length
  })
  const columns = [
    plane(({ hour }) => hour, 0),
    plane(({ hours }) => hours, 8),
    plane(({ hours }) => hours, 0),
    plane(category, 8),
    plane(category, 0),
    ...[24, 16, 8, 0].map((shift) => plane((_, at) => steps[at], shift)),
  ].flat()
  const written: IncidentColumns = {
    month: '2026-03-01',
    version: 'a',
    cases: sorted.length,
    firstDay: '2026-02-28',
    days: DAYS,
    communities: COMMUNITIES.map((id) => [id, ...CORNERS[id]]),
    categories: CATEGORIES,
    runs: base64([16, 8, 0].flatMap((shift) => counts.map((count) => (count >> shift) & 255))),
    columns: base64(columns),
  }
  return { columns: written, sorted }
}

describe('columns of a month', () => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { columns, sorted } = encoded(given)
        const read = decodeColumns(columns)
        expect(read.firstDay).toBe(Date.parse('2026-02-28') / 86_400_000)
        const days = sorted.map((_, at) => read.dayStarts.findLastIndex((start) => start <= at))
        const back = sorted.map((_, at): Row => ({
          day: days[at],
          community: read.community[at],
          category: read.category[at],
          hour: read.hour[at],
          hours: read.hours[at],
          x: read.x[at] - CORNERS[read.community[at]][0],
          y: read.y[at] - CORNERS[read.community[at]][1],
        }))
        // Cases of one place are in any order.
        const inOrder = (list: readonly Row[]) => list.map((row) => JSON.stringify(row)).sort()
        expect(inOrder(back)).toEqual(inOrder(sorted))
      }),
    )
  })

  test('with bytes missing are no answer', () => {
    const { columns } = encoded([
      { day: 1, community: 7, category: 3, hour: 1, hours: 2, x: 3, y: 4 },
      { day: 2, community: 7, category: 3, hour: 1, hours: 2, x: 3, y: 4 },
    ])
    expect(() => decodeColumns({ ...columns, columns: columns.columns.slice(4) })).toThrow('answer-otherwise')
    expect(() => decodeColumns({ ...columns, runs: '' })).toThrow('answer-otherwise')
  })
})

describe('months joined', () => {
  test('keep days in their order, a day that two months share in one piece', () => {
    fc.assert(
      fc.property(rows, rows, (one, other) => {
        const later = { ...encoded(other).columns, month: '2026-04-01', firstDay: '2026-03-31' }
        const chunks = [decodeColumns(encoded(one).columns), decodeColumns(later)]
        const columns = joinChunks(chunks, CATEGORIES, COMMUNITIES)
        expect(columns.hour.length).toBe(one.length + other.length)
        expect(columns.dayStarts.at(-1)).toBe(columns.hour.length)
        const position = (row: number) => [columns.x[row] + columns.west, columns.y[row] + columns.south]
        const all = chunks.flatMap(({ x, y }) => [...x].map((east, row) => [east, y[row]]))
        expect(all.map((_, row) => position(row))).toEqual(all)
        const ids = chunks.flatMap(({ category }) => [...category])
        expect(ids.map((_, row) => columns.categories[columns.category[row]])).toEqual(ids)
      }),
    )
  })

  test('take at most twelve bytes a case in a district', () => {
    const chunk = decodeColumns(encoded([]).columns)
    expect(bytesPerCase(joinChunks([chunk], CATEGORIES, COMMUNITIES))).toBeLessThanOrEqual(12)
  })
})
