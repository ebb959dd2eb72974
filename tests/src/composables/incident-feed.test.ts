// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { type IncidentFeed, useIncidentFeed } from '../../../src/composables/useIncidentFeed'
import { setClient } from '../../../src/data/client'
import type { IncidentChanges } from '../../../src/data/incidents/incident-changes'
import { incidentSaid } from '../../support/said'

const PAGE = 2
/** What happened in the area, in order; a cursor is how much of it was seen. */
let happened: number[] = []
let isDown = false
let scope: EffectScope
/** What the fake channel is told to call, and whether it is there. */
let pushed: (() => void)[] = []
let told: ((status: string) => void) | undefined
const removed = vi.fn()
const channel = {
  on: (_kind: string, _of: unknown, call: () => void) => (pushed.push(call), channel),
  subscribe: (call: (status: string) => void) => ((told = call), channel),
}
let subject = 'west'
const began = vi.fn<() => Promise<void>>()
const apply = vi.fn<(changes: IncidentChanges) => boolean | Promise<boolean>>()
const seen: number[] = []

function says({ after = null }: { after?: number | null }) {
  const from = after ?? happened.length
  const ids = happened.slice(from, from + PAGE)
  const cursor = from + ids.length
  const incidents = ids.map((id) => incidentSaid({ id }))
  return { incidents, cursor, more: cursor < happened.length, now: new Date().toISOString() }
}

function start(): IncidentFeed {
  scope = effectScope()
  const settings = { areaId: () => 7, subject: () => subject, begin: () => began(), apply, everyMs: 3_000 }
  return scope.run(() => useIncidentFeed(settings))!
}

beforeEach(() => {
  vi.useFakeTimers()
  happened = [1, 2]
  isDown = false
  subject = 'west'
  seen.length = 0
  began.mockReset().mockResolvedValue()
  apply.mockReset().mockImplementation(({ incidents }) => {
    seen.push(...incidents.map(({ id }) => id))
    return true
  })
  pushed = []
  told = undefined
  removed.mockReset()
  connect(false)
})

function connect(hasPush: boolean): void {
  const fake = {
    channel: () => channel,
    removeChannel: removed,
    rpc: (_name: string, parameters: { after?: number }) => ({
      abortSignal: () =>
        Promise.resolve(
          isDown
            ? { data: null, error: { message: 'no-connection' } }
            : { data: says(parameters), error: null },
        ),
    }),
  }
  setClient(fake as never, hasPush)
}
afterEach(() => {
  scope.stop()
  expect(vi.getTimerCount(), 'timers left behind').toBe(0)
  vi.useRealTimers()
})

describe('what happens to incidents', () => {
  it('comes once, in its order, from when the beginning was read, however much it is', async () => {
    began.mockImplementationOnce(() => Promise.resolve(void happened.push(3)))
    start()
    await vi.advanceTimersByTimeAsync(0)
    happened.push(4, 5, 6, 7)
    await vi.advanceTimersByTimeAsync(3_000)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(seen).toEqual([3, 4, 5, 6, 7])
    expect(began).toHaveBeenCalledOnce()
  })

  it('waits while the connection is lost, and nothing is missed', async () => {
    const feed = start()
    await vi.advanceTimersByTimeAsync(0)
    isDown = true
    happened.push(3)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(feed.isLost.value).toBe(true)
    happened.push(4)
    isDown = false
    await vi.advanceTimersByTimeAsync(30_000)
    expect([seen, feed.isLost.value]).toEqual([[3, 4], false])
  })

  it('comes again when it could not be put in its place', async () => {
    start()
    await vi.advanceTimersByTimeAsync(0)
    happened.push(3)
    apply.mockImplementationOnce(() => Promise.reject(new Error('the page of the list failed')))
    await vi.advanceTimersByTimeAsync(3_000)
    expect(seen).toEqual([])
    await vi.advanceTimersByTimeAsync(6_000)
    expect(seen).toEqual([3])
  })

  it('begins anew where it cannot tell, when what was shown is gone, and for another subject', async () => {
    const feed = start()
    await vi.advanceTimersByTimeAsync(0)
    apply.mockReturnValueOnce(false)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(began).toHaveBeenCalledTimes(2)
    feed.forget()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(began).toHaveBeenCalledTimes(3)
    subject = 'east'
    await vi.advanceTimersByTimeAsync(3_000)
    expect(began).toHaveBeenCalledTimes(4)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(began).toHaveBeenCalledTimes(4)
  })

  it('drops what was asked for a subject that was left', async () => {
    const feed = start()
    await vi.advanceTimersByTimeAsync(0)
    let come = (_taken: boolean) => {}
    apply.mockImplementationOnce(() => new Promise((resolve) => (come = resolve)))
    happened.push(3)
    await vi.advanceTimersByTimeAsync(3_000)
    subject = 'east'
    feed.restart()
    await vi.advanceTimersByTimeAsync(0)
    expect(began).toHaveBeenCalledTimes(2)
    come(true)
    happened.push(4)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(seen).toEqual([4])
    expect(began).toHaveBeenCalledTimes(2)
  })

  it('is asked for at once when the database pushes, not more than once a second, and by polling without it', async () => {
    connect(true)
    start()
    await vi.advanceTimersByTimeAsync(0)
    told?.('SUBSCRIBED')
    await vi.advanceTimersByTimeAsync(1_000)
    happened.push(3)
    pushed[1]()
    await vi.advanceTimersByTimeAsync(0)
    expect(seen).toEqual([3])
    happened.push(4)
    for (let burst = 0; burst < 20; burst++) pushed[0]()
    await vi.advanceTimersByTimeAsync(999)
    expect(seen).toEqual([3])
    await vi.advanceTimersByTimeAsync(1)
    expect(seen).toEqual([3, 4])
    told?.('CHANNEL_ERROR')
    happened.push(5)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(seen).toEqual([3, 4, 5])
    scope.stop()
    expect(removed).toHaveBeenCalledWith(channel)
  })

  it('opens no channel to a database that does not push', async () => {
    start()
    await vi.advanceTimersByTimeAsync(0)
    expect([pushed, told]).toEqual([[], undefined])
  })
})
