import { describe, expect, it } from 'vitest'
import * as format from '../../../src/lib/format'

const HOUR = 3_600_000

describe('numbers', () => {
  it('are grouped and limited in decimals', () => {
    expect(format.formatNumber(989921, 'zh-CN')).toBe('989,921')
    expect(format.formatNumber(12.345, 'en', 1)).toBe('12.3')
    expect(format.formatNumber(null, 'en')).toBe('–')
    expect(format.formatNumber(Number.NaN, 'zh-CN')).toBe('–')
  })

  it('keep their decimals where figures of one kind stand together', () => {
    expect(format.formatDecimal(0.5, 'zh-CN')).toBe('0.50')
    expect(format.formatDecimal(12, 'en', 1)).toBe('12.0')
    expect(format.formatDecimal(undefined, 'en')).toBe('–')
  })

  it('show shares with their decimals so that they line up', () => {
    expect(format.formatShare(0.9, 'zh-CN')).toBe('90.0 %')
    expect(format.formatShare(undefined, 'en')).toBe('–')
    expect(format.formatFraction(412, 1518, 'en')).toBe('412 / 1,518')
  })

  it('sign changes, and do not sign nothing', () => {
    expect(format.formatChange(0.12)).toBe('+12 %')
    expect(format.formatChange(-0.061)).toBe('−6 %')
    expect(format.formatChange(-0.001)).toBe('±0 %')
  })
})

describe('dates', () => {
  it('are those of the district, whatever the zone of the machine', () => {
    expect(format.formatDate('2026-11-22T16:30:00Z', 'zh-CN')).toBe('2026/11/23')
    expect(format.formatDate('2026-11-25T16:30:00Z', 'en')).toBe('26 Nov 2026')
    expect(format.formatDate('2026-11-05T16:05:00Z', 'en', 'dateTime')).toBe('6 Nov, 00:05')
    expect(format.formatDate('2026-11-05T16:05:00Z', 'zh-CN', 'dateTime')).toBe('11/06 00:05')
    const now = Date.parse('2026-11-27T00:00:00Z')
    expect(format.formatMoment('2026-11-05T16:05:00Z', 'zh-CN', now)).toBe('11/06 00:05')
    expect(format.formatMoment('2024-06-10T01:30:00Z', 'zh-CN', now)).toBe('2024/06/10 09:30')
    expect(format.formatMoment('2024-06-10T01:30:00Z', 'en', now)).toBe('10 Jun 2024, 09:30')
    expect(format.formatMoment('2025-12-31T16:30:00Z', 'en', now)).toBe('1 Jan, 00:30')
    expect(format.formatDate('2026-11-22T16:05:00Z', 'zh-CN', 'time')).toBe('00:05')
    expect(format.formatDate('2026-11-05T16:30:00Z', 'en', 'monthDay')).toBe('6 Nov')
    expect(format.formatDate('2026-11-05T16:30:00Z', 'zh-CN', 'monthDay')).toBe('11/6')
  })
})

describe('lengths', () => {
  it('of time come in the unit that fits', () => {
    expect(format.formatDuration(42_000, 'zh-CN')).toBe('42秒钟')
    expect(format.formatDuration(6.5 * HOUR, 'en')).toBe('6.5 hours')
    expect(format.formatDuration(60 * HOUR, 'en')).toBe('2.5 days')
  })

  it('of the past are told in words and never lie in the future', () => {
    const now = Date.parse('2026-11-23T04:00:00Z')
    expect(format.formatAge(now - 5 * 60_000, now, 'zh-CN')).toBe('5分钟前')
    expect(format.formatAge(now + 9_000, now, 'en')).toBe('now')
  })

  it('of ground are hectares in the words of the language, always with two decimals', () => {
    expect(format.formatHectares(55_900, 'zh-CN')).toBe('5.59公顷')
    expect(format.formatHectares(55_000, 'en')).toBe('5.50 ha')
    expect(format.formatHectares(undefined, 'en')).toBe('–')
  })

  it('of ways are in metres, then kilometres', () => {
    expect(format.formatDistance(50, 'en')).toBe('50 m')
    expect(format.formatDistance(1500, 'en')).toBe('1.5 km')
  })
})

describe('days that end', () => {
  it('what goes on until midnight goes on to the end of the day before', () => {
    expect(format.formatLastDay('2026-11-30T16:00:00+00:00', 'zh-CN')).toBe('2026/11/30')
    expect(format.formatLastDay('2026-12-31T16:00:00Z', 'en')).toBe('31 Dec 2026')
    expect(format.formatLastDay('2026-11-30T08:30:00Z', 'zh-CN')).toContain('16:30')
  })
})
