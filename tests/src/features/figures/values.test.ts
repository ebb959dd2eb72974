import { describe, expect, test } from 'vitest'
import { type Indicator, isCountedBy, type UnitFigures } from '../../../../src/data/indicators'
import { periodOf, readPeriod } from '../../../../src/features/figures/period'
import {
  classLimits,
  difference,
  mostImproved,
  mostWorsened,
  ranked,
  valueOf,
} from '../../../../src/features/figures/values'

const closure: Indicator = {
  code: 'onTimeClosure',
  rank: 1,
  kind: 'share',
  basis: 'cases',
  better: 'more',
  name: '按期结案率',
  nameEn: 'On-time closure',
  formula: '',
  formulaEn: '',
  units: null,
  version: 1,
  versionSince: '2026-11-30',
}
const unit = (id: string, above: number, below: number): UnitFigures => ({
  id,
  code: id,
  name: id,
  nameEn: null,
  parent: null,
  values: { onTimeClosure: [above, below] },
})

describe('periods', () => {
  test.each([
    ['days7', '2026-11-23', '2026-11-29'],
    ['days28', '2026-11-02', '2026-11-29'],
    // 29 November 2026 is a Sunday: its week is not over.
    ['week', '2026-11-16', '2026-11-22'],
    ['month', '2026-11-01', '2026-11-29'],
    ['lastMonth', '2026-10-01', '2026-10-31'],
    ['quarter', '2026-10-01', '2026-11-29'],
  ] as const)('%s', (span, firstDay, lastDay) => {
    expect(periodOf(span, '2026-11-29')).toEqual({ firstDay, lastDay })
  })
  test('an address that names days goes before a span, in whichever order; nonsense is the last 28 days', () => {
    expect(readPeriod({ first: '2026-03-31', last: '2026-03-01', span: 'week' }, '2026-11-29')).toEqual({
      firstDay: '2026-03-01',
      lastDay: '2026-03-31',
      span: null,
    })
    expect(readPeriod({ first: 'x', last: '2026-99-01', span: 'y' }, '2026-11-29').span).toBe('days28')
  })
})

test('without a whole period to compare with there is no difference', () => {
  const [row] = ranked(closure, [unit('a', 9, 10)], undefined, undefined)
  expect([row.last, row.year, row.sinceLast, row.sinceYear]).toEqual([null, null, null, null])
  expect(difference('count', { above: 35, below: null, value: 35 }, null)).toBeNull()
})

describe('a ranking', () => {
  const now = [unit('a', 9, 10), unit('b', 2, 10), unit('c', 0, 0), unit('d', 8, 10)]
  const last = [unit('a', 5, 10), unit('b', 4, 10), unit('d', 8, 10)]
  const rows = ranked(closure, now, last, [])
  test('begins with the worst and ends with what has nothing to count', () => {
    expect(rows.map(({ id }) => id)).toEqual(['b', 'd', 'a', 'c'])
    expect(rows.at(-1)!.now.value).toBeNull()
  })
  test('says what changed most either way', () => {
    expect(mostWorsened(closure, rows)).toMatchObject({ id: 'b', sinceLast: -0.2 })
    expect(mostImproved(closure, rows)).toMatchObject({ id: 'a', sinceLast: 0.4 })
  })
  test('makes no sentence of a handful of cases', () => {
    expect(mostWorsened(closure, ranked(closure, [unit('a', 0, 4)], [unit('a', 4, 4)], []))).toBeNull()
  })
  test('compares rates by points and counts by shares', () => {
    const count = (above: number) => ({ above, below: null, value: above })
    expect(difference('count', count(12), count(10))).toBeCloseTo(0.2)
    expect(difference('count', count(12), count(0))).toBeNull()
    expect(valueOf({ code: 'cameIn', kind: 'count' }, undefined)).toEqual(count(0))
  })
  test('has classes whose limits do not depend on the units of a rate', () => {
    expect(classLimits(closure, rows)).toEqual([0.05, 0.1, 0.2, 0.35, 0.5])
    const counted = rows.map((row, place) => ({
      ...row,
      now: { above: place * 7, below: null, value: place * 7 },
    }))
    expect(classLimits({ kind: 'count' }, counted)).toEqual([5, 10, 15, 20])
  })
})

test('a percentile is the hours themselves, of as many cases; where none was handled there is none', () => {
  const p90 = { ...closure, code: 'handlingHoursP90', kind: 'percentile' as const, better: 'less' as const }
  const of = (above: number, below: number) => ({ ...unit('a', 0, 0), values: { handlingHoursP90: [above, below] as [number, number] } }) // prettier-ignore
  expect(valueOf(p90, of(15, 40))).toEqual({ above: 15, below: 40, value: 15 })
  expect(valueOf(p90, undefined).value).toBeNull()
  expect(ranked(p90, [of(3, 40), { ...of(15, 2), id: 'b', code: 'b' }], undefined, undefined).map(({ id }) => id)).toEqual(['b', 'a']) // prettier-ignore
})

test('posts, visits and ground are offered by the units that the registry names', () => {
  const workload = { basis: 'standing' as const, units: ['district', 'grid', 'department'] as const }
  expect((['district', 'grid', 'department'] as const).every((one) => isCountedBy(workload, one, 'district'))).toBe(true) // prettier-ignore
  expect((['compound', 'class', 'category', 'source', 'hour', 'weekday'] as const).some((one) => isCountedBy(workload, one, 'district'))).toBe(false) // prettier-ignore
  // A department's people are of the whole district.
  expect(isCountedBy(workload, 'department', 'street')).toBe(false)
  expect(isCountedBy({ basis: 'cases', units: null }, 'department', 'street')).toBe(true)
})
