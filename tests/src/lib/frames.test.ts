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

it('waits for the frame, and for its drawing', () => {
  const order: string[] = []
  afterFrame(() => order.push('after'))
  requestAnimationFrame(() => order.push('frame'))
  expect(order).toEqual([])
  vi.advanceTimersToNextFrame()
  vi.runAllTimers()
  expect(order).toEqual(['frame', 'after'])
})

it('can be called off before the frame and after it', () => {
  const then = vi.fn()
  const early = afterFrame(then)
  const late = afterFrame(then)
  early()
  vi.advanceTimersToNextFrame()
  late()
  vi.runAllTimers()
  expect(then).not.toHaveBeenCalled()
})
