import { expect, test } from 'vitest'
import { dayAt, mondayOf, movedDay, shownDay } from '../../../src/lib/time/days'

test('a day begins at midnight of the district, not of Greenwich', () => {
  expect(dayAt(Date.parse('2026-11-28T15:59:59Z'))).toBe('2026-11-28')
  expect(dayAt(Date.parse('2026-11-28T16:00:00Z'))).toBe('2026-11-29')
})

test('days are counted over months and years, and weeks begin on Monday', () => {
  expect([movedDay('2026-12-31', 1), movedDay('2028-03-01', -1)]).toEqual(['2027-01-01', '2028-02-29'])
  expect(['2026-11-29', '2026-11-30', '2027-01-03'].map(mondayOf)).toEqual([
    '2026-11-23',
    '2026-11-30',
    '2026-12-28',
  ])
})

test('a day that a calendar of the device shows is over by the calendar of the district', () => {
  const today = dayAt(Date.parse('2026-11-29T17:00:00Z'))
  expect(shownDay(new Date(2026, 10, 29)) < today).toBe(true)
  expect(shownDay(new Date(2026, 10, 30)) < today).toBe(false)
})
