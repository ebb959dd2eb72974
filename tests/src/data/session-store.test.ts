import { expect, it } from 'vitest'
import { sessionStore } from '../../../src/data/call/session-store'
import { ServerClock } from '../../../src/lib/time/clock'
import { tokenOf } from './tokens'

const HOUR_MS = 3_600_000
const serverMs = Date.parse('2026-11-23T04:00:00Z')

/** A device whose clock is wrong by so much, with a session whose token ends in an hour. */
function device(wrongByMs: number) {
  let steadyMs = 0
  let wallMs = serverMs + wrongByMs
  const clock = new ServerClock({ steady: () => steadyMs, wall: () => wallMs })
  clock.observe({ atMs: serverMs, resolutionMs: 0, sentAt: 0, receivedAt: 0, source: 'database' })
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as unknown as Storage
  const store = sessionStore(storage, clock)
  const exp = (serverMs + HOUR_MS) / 1000
  store.setItem(
    'session',
    JSON.stringify({ access_token: tokenOf('me', exp), expires_at: exp, user: { id: 'me' } }),
  )
  return {
    store,
    /** What supabase-js thinks is left of the token. */
    leftMs: () =>
      (JSON.parse(store.getItem('session') ?? '{}') as { expires_at: number }).expires_at * 1000 - wallMs,
    pass: (ms: number) => ((steadyMs += ms), (wallMs += ms)),
    setClock: (byMs: number) => (wallMs += byMs),
  }
}

it.each([0, 3 * HOUR_MS, -2 * HOUR_MS, 10 * 60_000])(
  'a token ends an hour after it was made, on a device whose clock is wrong by %i ms',
  (wrongByMs) => {
    const { leftMs, pass } = device(wrongByMs)
    expect(leftMs()).toBe(HOUR_MS)
    pass(HOUR_MS)
    expect(leftMs()).toBe(0)
  },
)

it('and on one whose clock is set while it lasts', () => {
  const { leftMs, setClock } = device(0)
  setClock(3 * HOUR_MS)
  expect(leftMs()).toBe(HOUR_MS)
  setClock(-8 * HOUR_MS)
  expect(leftMs()).toBe(HOUR_MS)
})

it('leaves everything else as it is', () => {
  const { store } = device(0)
  store.setItem('other', '{"a":1}')
  store.setItem('broken', '{')
  expect([store.getItem('other'), store.getItem('broken'), store.getItem('none')]).toEqual([
    '{"a":1}',
    '{',
    null,
  ])
})
