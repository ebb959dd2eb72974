import { afterEach, expect, it, vi } from 'vitest'
import { keepPurging } from '../../supabase/local/purge'

afterEach(() => {
  vi.useRealTimers()
})

it('purges at once and every hour until it is stopped', () => {
  vi.useFakeTimers()
  const query = vi.fn().mockResolvedValue([])
  const stop = keepPurging({ query })
  vi.advanceTimersByTime(2 * 3_600_000)
  expect(query.mock.calls).toEqual(Array.from({ length: 3 }, () => ['select private.forget_what_is_over()']))
  stop()
  vi.advanceTimersByTime(24 * 3_600_000)
  expect(query).toHaveBeenCalledTimes(3)
})

it('tells what went wrong and goes on', async () => {
  vi.useFakeTimers()
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const query = vi.fn().mockRejectedValueOnce(new Error('gone')).mockResolvedValue([])
  const stop = keepPurging({ query })
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(told).toHaveBeenCalledTimes(1)
  expect(query).toHaveBeenCalledTimes(2)
  stop()
})
