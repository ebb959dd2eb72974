// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope, nextTick, ref } from 'vue'
import { type AsyncState, useAsync } from '../../../src/composables/useAsync'
import { DataError } from '../../../src/lib/errors'
import { useTopics } from '../../../src/stores/topics'

let scope: EffectScope
const source = ref('west')
const fetchIt = vi.fn<(value: string, signal: AbortSignal) => Promise<string>>()
const settle = () => vi.advanceTimersByTimeAsync(0)

function start(topics: readonly 'plans'[] = []): AsyncState<string> {
  scope = effectScope()
  return scope.run(() => useAsync(source, fetchIt, { topics })) as AsyncState<string>
}
async function choose(area: string): Promise<void> {
  source.value = area
  await nextTick()
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  setActivePinia(createPinia())
  source.value = 'west'
  fetchIt.mockReset().mockImplementation((area) => Promise.resolve(`cases of ${area}`))
})
afterEach(() => {
  scope.stop()
  expect(vi.getTimerCount(), 'timers left behind').toBe(0)
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('what is shown belongs to what was asked for', () => {
  it('shows nothing of the former under another, neither on the way nor after a failure', async () => {
    const state = start()
    await settle()
    expect(state.data.value).toBe('cases of west')
    fetchIt.mockRejectedValue(new DataError('no-connection'))
    await choose('east')
    expect(state.data.value).toBe(null)
    await settle()
    expect(state.data.value).toBe(null)
    expect(state.failure.value).toMatchObject({ code: 'no-connection' })
  })

  it('keeps what it knows while the same is asked for again in vain', async () => {
    const state = start()
    await settle()
    fetchIt.mockRejectedValue(new DataError('no-connection'))
    await state.reload()
    expect(state.data.value).toBe('cases of west')
    expect(state.failure.value).toMatchObject({ code: 'no-connection' })
  })

  it.each(['not-allowed', 'signed-out', 'incident-not-found', 'area-unknown'])(
    'keeps nothing where the answer is %s',
    async (code) => {
      const state = start()
      await settle()
      fetchIt.mockRejectedValue(new DataError(code))
      await state.reload()
      expect(state.data.value).toBe(null)
      expect(state.failure.value).toMatchObject({ code })
    },
  )

  it('ends a call that was overtaken, and drops its answer when it comes all the same', async () => {
    let late = (_value: string) => {}
    fetchIt.mockReturnValueOnce(new Promise((resolve) => (late = resolve)))
    const state = start()
    await choose('east')
    await settle()
    expect(fetchIt.mock.calls[0][1].aborted).toBe(true)
    late('cases of west')
    await settle()
    expect(state.data.value).toBe('cases of east')
  })

  it('is as old as its question, not as its answer', async () => {
    fetchIt.mockImplementation(async (area) => {
      await new Promise((resolve) => setTimeout(resolve, 7_000))
      return area
    })
    const askedAt = Date.now()
    const state = start()
    await vi.advanceTimersByTimeAsync(7_000)
    expect(state.loadedAt.value).toBe(askedAt)
  })
})

describe('what failed once', () => {
  it('recovers by itself, after growing pauses', async () => {
    fetchIt.mockRejectedValue(new DataError('no-connection'))
    const state = start()
    await vi.advanceTimersByTimeAsync(2_000 + 4_000)
    expect(fetchIt).toHaveBeenCalledTimes(3)
    fetchIt.mockResolvedValue('there')
    await vi.advanceTimersByTimeAsync(8_000)
    expect(state.data.value).toBe('there')
    expect(state.failure.value).toBe(null)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(fetchIt).toHaveBeenCalledTimes(4)
  })

  it('is tried at once when the network returns', async () => {
    fetchIt.mockRejectedValueOnce(new DataError('took-too-long'))
    const state = start()
    await settle()
    window.dispatchEvent(new Event('online'))
    await settle()
    expect(state.data.value).toBe('cases of west')
  })

  it('is not asked for again and again where it was refused', async () => {
    fetchIt.mockRejectedValue(new DataError('not-allowed'))
    start()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(fetchIt).toHaveBeenCalledOnce()
  })
})

describe('what is read once and may change', () => {
  it('is read anew when one of its topics has changed, and stays meanwhile', async () => {
    const topics = useTopics()
    topics.learn({ 1: { plans: 3, people: 1 } })
    const state = start(['plans'])
    await settle()
    topics.learn({ 1: { plans: 3, people: 2 } })
    await settle()
    expect(fetchIt).toHaveBeenCalledOnce()
    let arrive = (_value: string) => {}
    fetchIt.mockReturnValue(new Promise((resolve) => (arrive = resolve)))
    topics.learn({ 1: { plans: 4, people: 2 } })
    await settle()
    expect(state.data.value).toBe('cases of west')
    arrive('a plan with 19 new grids')
    await settle()
    expect(state.data.value).toBe('a plan with 19 new grids')
  })
})
