import { afterEach, expect, test } from 'vitest'
import { dayAt, movedDay, startOfDay } from '../../../src/lib/time/days'
import { formatDate } from '../../../src/lib/format'
import { monthOf } from '../../../src/lib/time/months'
import { FIRST_ZONE, setTimeZone } from '../../../src/lib/time/zone'

afterEach(() => setTimeZone(FIRST_ZONE))

test('days, months and times of the day are those of the time zone of the district', () => {
  const moment = Date.parse('2026-02-28T17:30:00Z')
  expect([dayAt(moment), monthOf(new Date(moment)), formatDate(moment, 'zh-CN', 'time')]).toEqual([
    '2026-03-01',
    '2026-03',
    '01:30',
  ])
  setTimeZone('Asia/Urumqi')
  expect([dayAt(moment), monthOf(new Date(moment)), formatDate(moment, 'zh-CN', 'time')]).toEqual([
    '2026-02-28',
    '2026-02',
    '23:30',
  ])
})

test('a day begins when the clocks of the district say so, over changes of the clock as well', () => {
  const begins: Record<string, [day: string, begins: string][]> = {
    'Asia/Shanghai': [['2026-11-30', '2026-11-29T16:00:00.000Z']],
    'Asia/Urumqi': [['2026-11-30', '2026-11-29T18:00:00.000Z']],
    'Asia/Kathmandu': [['2026-11-30', '2026-11-29T18:15:00.000Z']],
    'Pacific/Kiritimati': [['2026-11-30', '2026-11-29T10:00:00.000Z']],
    'Pacific/Pago_Pago': [['2026-11-30', '2026-11-30T11:00:00.000Z']],
    'Europe/Berlin': [
      ['2026-03-29', '2026-03-28T23:00:00.000Z'],
      ['2026-03-30', '2026-03-29T22:00:00.000Z'],
      ['2026-10-25', '2026-10-24T22:00:00.000Z'],
    ],
    // Midnight is skipped here, and comes twice there.
    'America/Sao_Paulo': [['2018-11-04', '2018-11-04T03:00:00.000Z']],
    'America/Havana': [['2026-11-01', '2026-11-01T04:00:00.000Z']],
  }
  for (const [zone, days] of Object.entries(begins)) {
    setTimeZone(zone)
    for (const [day, at] of days) expect([zone, startOfDay(day)]).toEqual([zone, at])
  }
})

test('each day of three years begins where the one before ends, in every zone', () => {
  for (const zone of ['Asia/Shanghai', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Beirut', 'UTC']) {
    setTimeZone(zone)
    for (let day = '2025-01-01'; day < '2028-01-01'; day = movedDay(day, 1)) {
      const start = Date.parse(startOfDay(day))
      expect([zone, dayAt(start), dayAt(start - 1)]).toEqual([zone, day, movedDay(day, -1)])
    }
  }
})

test('a zone that the browser does not know changes nothing', () => {
  setTimeZone('Asia/Urumqi')
  expect(() => setTimeZone('Asia/Nowhere')).toThrow(RangeError)
  expect(startOfDay('2026-03-01')).toBe('2026-02-28T18:00:00.000Z')
})
