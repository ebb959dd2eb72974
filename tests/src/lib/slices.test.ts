import { afterEach, expect, it, vi } from 'vitest'
import { atOnce, type Steps } from '../../../geo/index'
import { inSlices } from '../../../src/lib/slices'

afterEach(() => void vi.restoreAllMocks())

function* counting(to: number, seen: number[]): Steps<number> {
  for (let step = 1; step <= to; step++) {
    seen.push(step)
    yield
  }
  return to
}

it('does all steps at once', () => {
  const seen: number[] = []
  expect(atOnce(counting(3, seen))).toBe(3)
  expect(seen).toEqual([1, 2, 3])
})

it('rests when a slice is over, and comes to the same', async () => {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 5))
  const seen: number[] = []
  const result = inSlices(counting(9, seen), 12)
  expect(seen.length).toBeLessThan(9)
  expect(await result).toBe(9)
  expect(seen).toHaveLength(9)
})

it('passes on what goes wrong in a later slice', async () => {
  function* failing(): Steps<never> {
    yield
    throw new Error('broken')
  }
  await expect(inSlices(failing(), 0)).rejects.toThrow('broken')
})
