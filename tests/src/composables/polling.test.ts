// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { type Polling, usePolling } from '../../../src/composables/usePolling'

let scope: EffectScope
const work = vi.fn<(signal: AbortSignal) => Promise<void>>()

function start(): Polling {
  scope = effectScope()
  return scope.run(() => usePolling(work, { everyMs: 1000, slowestMs: 8000, timeoutMs: 500 })) as Polling
}

beforeEach(() => {
  vi.useFakeTimers()
  work.mockReset().mockResolvedValue(undefined)
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

it('asks at once and then at its pace', async () => {
  const polling = start()
  await vi.advanceTimersByTimeAsync(3000)
  expect(work).toHaveBeenCalledTimes(4)
  expect(polling.isLost.value).toBe(false)
  expect(polling.succeededAt.value).toBe(Date.now())
})

it('waits longer after each failure, up to its limit, and comes back by itself', async () => {
  work.mockRejectedValue(new Error('gone'))
  const polling = start()
  await vi.advanceTimersByTimeAsync(0)
  expect(polling.isLost.value).toBe(true)
  await vi.advanceTimersByTimeAsync(2000 + 4000 + 8000 + 8000)
  expect(work).toHaveBeenCalledTimes(5)
  work.mockResolvedValue(undefined)
  await vi.advanceTimersByTimeAsync(8000)
  expect(polling.isLost.value).toBe(false)
  await vi.advanceTimersByTimeAsync(1000)
  expect(work).toHaveBeenCalledTimes(7)
})

it('counts an answer that never comes as a failure', async () => {
  work.mockReturnValueOnce(new Promise(() => undefined))
  const polling = start()
  await vi.advanceTimersByTimeAsync(500)
  expect(polling.isLost.value).toBe(true)
  await vi.advanceTimersByTimeAsync(2000)
  expect(polling.isLost.value).toBe(false)
})

it('asks at once when the network returns', async () => {
  work.mockRejectedValue(new Error('gone'))
  start()
  await vi.advanceTimersByTimeAsync(2000)
  work.mockClear()
  window.dispatchEvent(new Event('online'))
  expect(work).toHaveBeenCalledOnce()
})

it('asks once more, not twice at the same time, when it is asked to while it asks', async () => {
  let finish = () => {}
  work.mockReturnValueOnce(new Promise<void>((resolve) => (finish = resolve)))
  const polling = start()
  polling.now()
  polling.now()
  expect(work).toHaveBeenCalledOnce()
  finish()
  await vi.advanceTimersByTimeAsync(0)
  expect(work).toHaveBeenCalledTimes(2)
})

it('ends an attempt that it no longer waits for, so that a late answer is for nobody', async () => {
  work.mockReturnValue(new Promise(() => undefined))
  const polling = start()
  const [signal] = work.mock.calls[0]
  expect(signal.aborted).toBe(false)
  await vi.advanceTimersByTimeAsync(500)
  expect(signal.aborted).toBe(true)
  expect(polling.failure.value).toMatchObject({ code: 'took-too-long' })
})

it('says when the last attempt that succeeded began, not when it ended', async () => {
  work.mockImplementation(() => new Promise((resolve) => setTimeout(resolve, 400)))
  const beganAt = Date.now()
  const polling = start()
  await vi.advanceTimersByTimeAsync(400)
  expect(polling.succeededAt.value).toBe(beganAt)
})

it('gives up the attempt under way when it is to begin anew', async () => {
  let finish = () => {}
  work.mockReturnValueOnce(new Promise<void>((resolve) => (finish = resolve)))
  const polling = start()
  polling.restart()
  expect(work).toHaveBeenCalledTimes(2)
  expect(work.mock.calls[0][0].aborted).toBe(true)
  await vi.advanceTimersByTimeAsync(0)
  finish()
  await vi.advanceTimersByTimeAsync(1000)
  expect(work).toHaveBeenCalledTimes(3)
  expect(polling.isLost.value).toBe(false)
})

it('ends with its scope', async () => {
  start()
  await vi.advanceTimersByTimeAsync(1000)
  scope.stop()
  work.mockClear()
  window.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(work).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})
