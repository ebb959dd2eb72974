import { afterEach, expect, it, vi } from 'vitest'
import { keepGivingUp } from '../../supabase/local/unfinished'

afterEach(() => {
  vi.useRealTimers()
})

it.each([
  ['pglite', '0'],
  ['postgres', '1 day'],
] as const)('gives unfinished imports up at the start of %s and every ten minutes', async (kind, atStart) => {
  vi.useFakeTimers()
  const query = vi.fn().mockResolvedValue([])
  const stop = await keepGivingUp({ query, kind })
  vi.advanceTimersByTime(1_200_000)
  expect(query.mock.calls.map(([, idle]: unknown[]) => idle)).toEqual([[atStart], ['1 day'], ['1 day']])
  stop()
  vi.advanceTimersByTime(6_000_000)
  expect(query).toHaveBeenCalledTimes(3)
})
