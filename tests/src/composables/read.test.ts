// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type App, effectScope, type EffectScope, nextTick, ref } from 'vue'
import { type ReadState, useRead } from '../../../src/composables/useRead'
import { DataError } from '../../../src/lib/errors'
import { useSession } from '../../../src/stores/session'
import { useTopics } from '../../../src/stores/topics'
import { storesApp } from '../../support/said'

/** What nobody shows any more is kept so long at most. */
const KEPT_MS = 600_000

let scope: EffectScope
const source = ref('west')
const fetchIt = vi.fn<(value: string, signal: AbortSignal) => Promise<string>>()
const settle = () => vi.advanceTimersByTimeAsync(0)

let app: App

function start(topics: readonly 'plans'[] = []): ReadState<string> {
  scope = effectScope()
  return app.runWithContext(() => scope.run(() => useRead('cases', source, fetchIt, { topics })))!
}
async function choose(area: string): Promise<void> {
  source.value = area
  await nextTick()
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  app = storesApp()
  source.value = 'west'
  fetchIt.mockReset().mockImplementation((area) => Promise.resolve(`cases of ${area}`))
})
afterEach(() => {
  scope.stop()
  vi.advanceTimersByTime(KEPT_MS)
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

  it('asks anew for what was given up, when it is wanted again before the call has ended', async () => {
    fetchIt.mockReturnValueOnce(new Promise(() => undefined))
    const state = start()
    await choose('east')
    await choose('west')
    await settle()
    expect(state.data.value).toBe('cases of west')
  })

  it('does not bring back what was refused, when the next attempt fails for a moment', async () => {
    const state = start()
    await settle()
    fetchIt.mockRejectedValueOnce(new DataError('not-allowed'))
    await state.reload()
    fetchIt.mockRejectedValue(new DataError('no-connection'))
    await state.reload()
    expect(state.data.value).toBe(null)
    expect(state.failure.value).toMatchObject({ code: 'no-connection' })
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
    const topics = app.runWithContext(() => useTopics())
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

  it('is kept for the next page that shows it, and read anew there if it has changed since', async () => {
    const topics = app.runWithContext(() => useTopics())
    topics.learn({ 1: { plans: 3 } })
    start(['plans'])
    await settle()
    scope.stop()
    const again = start(['plans'])
    await settle()
    expect(again.data.value).toBe('cases of west')
    expect(fetchIt).toHaveBeenCalledOnce()
    scope.stop()
    topics.learn({ 1: { plans: 4 } })
    fetchIt.mockResolvedValue('newer')
    const later = start(['plans'])
    await settle()
    expect(later.data.value).toBe('newer')
  })

  it('is read anew when the rights of the person have changed', async () => {
    const session = app.runWithContext(() => useSession())
    start(['plans'])
    await settle()
    scope.stop()
    session.memberships = [{ role: 'viewer', areaId: 1 }]
    fetchIt.mockRejectedValue(new DataError('not-allowed'))
    const state = start(['plans'])
    await settle()
    expect(state.data.value).toBe(null)
  })

  it('without topics is read at each opening', async () => {
    start()
    await settle()
    scope.stop()
    await vi.advanceTimersByTimeAsync(1)
    start()
    await settle()
    expect(fetchIt).toHaveBeenCalledTimes(2)
  })

  it('is asked for once by two that show the same', async () => {
    const one = start(['plans'])
    const first = scope
    const other = start(['plans'])
    await settle()
    expect(fetchIt).toHaveBeenCalledOnce()
    expect([one.data.value, other.data.value]).toEqual(['cases of west', 'cases of west'])
    first.stop()
    expect(other.data.value).toBe('cases of west')
  })

  it('is nobody else’s: another person on this device asks for their own', async () => {
    const session = app.runWithContext(() => useSession())
    session.user = { id: 'one', email: '' }
    const state = start(['plans'])
    await settle()
    fetchIt.mockReturnValue(new Promise(() => undefined))
    session.user = { id: 'other', email: '' }
    await settle()
    expect(state.data.value).toBe(null)
  })
})
