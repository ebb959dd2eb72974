import { describe, expect, it } from 'vitest'
import { lastMonths, monthBefore, monthOf, shareOfMonth } from '../../../src/lib/time/months'

describe('months', () => {
  it('are those of the district, whose day begins before it does in Greenwich', () => {
    expect(monthOf(new Date('2026-02-28T15:59:00Z'))).toBe('2026-02')
    expect(monthOf(new Date('2026-02-28T16:00:00Z'))).toBe('2026-03')
  })

  it('count back over the turn of the year', () => {
    expect(monthBefore('2026-01', 1)).toBe('2025-12')
    expect(monthBefore('2026-03', 15)).toBe('2024-12')
  })

  it('are half over when their middle day begins, whatever their length', () => {
    expect(['2026-11-01', '2026-11-16', '2028-02-29'].map(shareOfMonth)).toEqual([0, 0.5, 28 / 29])
  })

  it('come oldest first and end with the one given', () => {
    expect(lastMonths('2026-02', 3)).toEqual(['2025-12', '2026-01', '2026-02'])
  })
})
