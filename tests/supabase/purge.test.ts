import { afterEach, expect, it, vi } from 'vitest'
import { keepPurging } from '../../supabase/local/purge'

afterEach(() => {
  vi.useRealTimers()
})

it('purges at once and every hour until it is stopped', () => {
  vi.useFakeTimers()
  const query = vi.fn().mockResolvedValue([])
  const stop = keepPurging({ kind: 'pglite', query })
  vi.advanceTimersByTime(2 * 3_600_000)
  const contacts = ['select private.purge_contacts()']
  const imports = (age: string) => ['select private.purge_imports($1::text::interval)', [age]]
  expect(query.mock.calls).toEqual([
    contacts,
    imports('0'),
    contacts,
    imports('1 day'),
    contacts,
    imports('1 day'),
  ])
  stop()
  vi.advanceTimersByTime(24 * 3_600_000)
  expect(query).toHaveBeenCalledTimes(6)
})

it('tells what went wrong and goes on', async () => {
  vi.useFakeTimers()
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const query = vi.fn().mockRejectedValueOnce(new Error('gone')).mockResolvedValue([])
  const stop = keepPurging({ kind: 'postgres', query })
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(told).toHaveBeenCalledTimes(1)
  expect(query).toHaveBeenCalledTimes(4)
  stop()
})
