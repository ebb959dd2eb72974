import { expect, test } from 'vitest'
import { bulletinPeriod, valuesOf } from '../../../../src/features/figures/bulletin/bulletin'

test.each([
  ['week', '2026-11-29', 0, '2026-11-23', '2026-11-29'],
  ['week', '2026-11-29', -1, '2026-11-16', '2026-11-22'],
  ['month', '2026-02-10', 0, '2026-02-01', '2026-02-28'],
  ['month', '2026-01-31', -1, '2025-12-01', '2025-12-31'],
  ['month', '2026-12-05', 1, '2027-01-01', '2027-01-31'],
  ['quarter', '2026-02-10', 0, '2026-01-01', '2026-03-31'],
  ['quarter', '2026-02-10', -1, '2025-10-01', '2025-12-31'],
  ['quarter', '2026-12-31', 1, '2027-01-01', '2027-03-31'],
  ['year', '2026-07-01', 0, '2026-01-01', '2026-12-31'],
  ['year', '2028-02-29', -1, '2027-01-01', '2027-12-31'],
] as const)('a %s around %s, %i on', (kind, day, steps, firstDay, lastDay) => {
  expect(bulletinPeriod(kind, day, steps)).toEqual({ firstDay, lastDay })
})

test('on-time closure is a share, less deferred where that is asked for, and none where nothing was due', () => {
  const rates: Record<string, [number, number | null]> = {
    cameIn: [9, null],
    onTimeClosure: [3, 6],
    onTimeClosureLess: [3, 4],
  }
  expect(valuesOf(rates, false)).toMatchObject({ cameIn: 9, onTimeClosure: 0.5, filedCases: 0 })
  expect(valuesOf(rates, true).onTimeClosure).toBe(0.75)
  expect(valuesOf({}, false).onTimeClosure).toBeNull()
})
