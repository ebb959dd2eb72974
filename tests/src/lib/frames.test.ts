// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { afterFrame } from '../../../src/lib/frames'

beforeEach(
  () =>
    void vi.useFakeTimers({
      toFake: ['requestAnimationFrame', 'cancelAnimationFrame', 'setTimeout', 'clearTimeout'],
    }),
)
afterEach(() => void vi.useRealTimers())

it('waits for the frame to be drawn, and for the next to begin', () => {
  const order: string[] = []
  afterFrame(() => order.push('after'))
  requestAnimationFrame(() => order.push('frame'))
  expect(order).toEqual([])
  vi.advanceTimersToNextFrame()
  vi.advanceTimersByTime(1)
  expect(order).toEqual(['frame'])
  vi.runAllTimers()
  expect(order).toEqual(['frame', 'after'])
})

it('can be called off before the frame and after each', () => {
  const then = vi.fn()
  const [early, between, late] = [afterFrame(then), afterFrame(then), afterFrame(then)]
  early()
  vi.advanceTimersToNextFrame()
  between()
  vi.advanceTimersToNextFrame()
  late()
  vi.runAllTimers()
  expect(then).not.toHaveBeenCalled()
})
