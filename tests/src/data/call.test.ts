import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCall } from '../../../src/data/call/call'
import { ServerClock } from '../../../src/lib/time/clock'
import { answer } from '../../../src/lib/errors'
import { connect } from '../../../src/lib/supabase'
import { abortable } from '../../../src/data/abortable'
import { tokenOf } from './tokens'

const fetched = vi.fn<typeof fetch>()
const renew = vi.fn<(token: string) => Promise<string | null>>()
const onOtherPerson = vi.fn()
let person: string | null
let clock: ServerClock
let call: typeof fetch

const READ = 'https://host/rest/v1/rpc/incident_changes'
const WRITE = 'https://host/rest/v1/rpc/move_incident'
const as = (token: string) => ({ method: 'POST', headers: { authorization: `Bearer ${token}` } })
const ok = (body: unknown = {}, headers = {}) => new Response(JSON.stringify(body), { status: 200, headers })
const status = (code: number, headers = {}) => new Response('<html>', { status: code, headers })
const never = (_input: unknown, init?: RequestInit) =>
  new Promise<Response>((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError')))
  })
const lost = () => Promise.reject(new TypeError('Failed to fetch'))

async function codeOf(response: Promise<Response>): Promise<string> {
  return (await response).ok ? 'ok' : ((await (await response).json()) as { code: string }).code
}

beforeEach(() => {
  vi.useFakeTimers()
  for (const mock of [fetched, renew, onOtherPerson]) mock.mockReset()
  person = 'me'
  clock = new ServerClock()
  call = createCall({ fetch: fetched, clock, person: () => person, renew, onOtherPerson })
})
afterEach(() => {
  expect(vi.getTimerCount(), 'timers left behind').toBe(0)
  vi.useRealTimers()
})

describe('a call that is not answered', () => {
  it('ends in time, says so, and lets go of the request', async () => {
    fetched.mockImplementation(never)
    const code = codeOf(call(READ, as(tokenOf('me'))))
    await vi.advanceTimersByTimeAsync(9_900)
    expect(fetched.mock.calls[0][1]?.signal?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(200)
    expect(await code).toBe('took-too-long')
    expect(fetched).toHaveBeenCalledOnce()
    expect(fetched.mock.calls[0][1]?.signal?.aborted).toBe(true)
  })

  it('ends in time where the answer begins but never ends', async () => {
    fetched.mockImplementation(() => Promise.resolve(new Response(new ReadableStream({}))))
    const code = codeOf(call(READ, as(tokenOf('me'))))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await code).toBe('took-too-long')
  })

  it('is given up when nobody wants it any more', async () => {
    fetched.mockImplementation(never)
    const wanted = new AbortController()
    const response = call(READ, { ...as(tokenOf('me')), signal: wanted.signal })
    wanted.abort()
    await expect(response).rejects.toThrow()
    expect(fetched.mock.calls[0][1]?.signal?.aborted).toBe(true)
  })
})

describe('a call that fails', () => {
  it('is made again after growing pauses where it only reads', async () => {
    fetched.mockImplementationOnce(lost).mockImplementationOnce(() => Promise.resolve(status(502)))
    fetched.mockImplementation(() => Promise.resolve(ok()))
    const code = codeOf(call(READ, as(tokenOf('me'))))
    await vi.advanceTimersByTimeAsync(299)
    expect(fetched).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(fetched).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(1000)
    expect(await code).toBe('ok')
    expect(fetched).toHaveBeenCalledTimes(3)
  })

  it.each([
    ['no-connection', lost],
    ['service-unavailable', () => Promise.resolve(status(503))],
    ['too-many-requests', () => Promise.resolve(status(429))],
  ])('is made once where it writes: %s', async (code, failing) => {
    fetched.mockImplementation(failing)
    expect(await codeOf(call(WRITE, as(tokenOf('me'))))).toBe(code)
    expect(fetched).toHaveBeenCalledOnce()
  })

  it('waits as long as a busy server asks for, if that is not long', async () => {
    fetched.mockImplementationOnce(() => Promise.resolve(status(429, { 'retry-after': '2' })))
    fetched.mockImplementation(() => Promise.resolve(ok()))
    const code = codeOf(call(READ, as(tokenOf('me'))))
    await vi.advanceTimersByTimeAsync(1_999)
    expect(fetched).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await code).toBe('ok')
    fetched.mockImplementation(() => Promise.resolve(status(429, { 'retry-after': '60' })))
    const response = await call(READ, as(tokenOf('me')))
    expect(await response.json()).toMatchObject({
      code: 'too-many-requests',
      details: '{"retryAfterSeconds":60}',
    })
  })

  it('keeps what the database said', async () => {
    fetched.mockResolvedValue(new Response('{"code":"P0001","message":"not-allowed"}', { status: 400 }))
    const response = await call(READ, as(tokenOf('me')))
    expect([response.status, await response.json()]).toEqual([400, { code: 'P0001', message: 'not-allowed' }])
  })
})

describe('a token that is refused', () => {
  const [before, after] = [tokenOf('me', 1), tokenOf('me', 2)]
  const onlyAfter = (_input: unknown, init?: RequestInit) =>
    Promise.resolve(
      new Headers(init?.headers).get('authorization') === `Bearer ${after}` ? ok() : status(401),
    )

  it('is renewed once, and the call is made again, writing too: nothing was done', async () => {
    fetched.mockImplementation(onlyAfter)
    renew.mockResolvedValue(after)
    expect(await codeOf(call(WRITE, as(before)))).toBe('ok')
    expect(renew.mock.calls).toEqual([[before]])
    expect(fetched).toHaveBeenCalledTimes(2)
  })

  it('ends the session where it cannot be renewed', async () => {
    fetched.mockImplementation(onlyAfter)
    renew.mockResolvedValue(null)
    expect(await codeOf(call(READ, as(before)))).toBe('signed-out')
  })

  it('is a lost connection, not an ended session, where renewing it gets no answer', async () => {
    fetched.mockImplementation(onlyAfter)
    renew.mockRejectedValue(new Error('gone'))
    expect(await codeOf(call(READ, as(before)))).toBe('no-connection')
  })

  it('is not renewed for ever', async () => {
    fetched.mockImplementation(() => Promise.resolve(status(401)))
    renew.mockResolvedValue(after)
    expect((await call(READ, as(before))).status).toBe(401)
    expect(renew).toHaveBeenCalledOnce()
  })

  it('is not exchanged for one of another person', async () => {
    fetched.mockImplementation(() => Promise.resolve(status(401)))
    renew.mockResolvedValue(tokenOf('somebody else'))
    expect(await codeOf(call(WRITE, as(before)))).toBe('other-person')
    expect(fetched).toHaveBeenCalledOnce()
  })
})

describe('one session, one person', () => {
  it('sends nothing under another name, and says so', async () => {
    expect(await codeOf(call(WRITE, as(tokenOf('somebody else'))))).toBe('other-person')
    expect(onOtherPerson).toHaveBeenCalledOnce()
    expect(fetched).not.toHaveBeenCalled()
  })

  it('sends nothing once the session is gone', async () => {
    expect(await codeOf(call(READ, as('the key that anybody has')))).toBe('signed-out')
    expect(onOtherPerson).not.toHaveBeenCalled()
    expect(fetched).not.toHaveBeenCalled()
  })

  it('lets anybody sign in', async () => {
    person = null
    fetched.mockResolvedValue(ok())
    expect(await codeOf(call(READ, as(tokenOf('somebody'))))).toBe('ok')
  })
})

it('is the only one that repeats: supabase-js does not begin again where a call has failed', async () => {
  person = null
  const supabase = connect({
    url: 'https://host',
    anonKey: 'key',
    keepSession: false,
    fetch: call,
    webSocket: class {} as never,
  })
  for (const failing of [lost, () => Promise.resolve(status(503))]) {
    fetched.mockReset().mockImplementation(failing)
    const read = Promise.resolve(supabase.from('areas').select('id')).then(({ error }) => error?.message)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await read).toMatch(/no-connection|service-unavailable/)
    expect(fetched).toHaveBeenCalledTimes(3)
  }
})

it('keeps the server clock from every answer', async () => {
  fetched.mockImplementation(() => Promise.resolve(ok({}, { date: 'Mon, 23 Nov 2026 04:00:00 GMT' })))
  await call(READ, as(tokenOf('me')))
  expect(Math.abs(clock.nowMs() - Date.parse('2026-11-23T04:00:00Z'))).toBeLessThanOrEqual(1000)
})

it('is what supabase-js calls through, signal and failure codes included', async () => {
  person = null
  const supabase = connect({
    url: 'https://host',
    anonKey: 'key',
    keepSession: false,
    fetch: call,
    webSocket: class {} as never,
  })
  fetched.mockImplementation(never)
  const wanted = new AbortController()
  const from = abortable(supabase, wanted.signal).from('areas').select('id').then(answer)
  const rpc = abortable(supabase, wanted.signal).rpc('changes').then(answer)
  const both = Promise.allSettled([from, rpc])
  await vi.advanceTimersByTimeAsync(10)
  expect(fetched).toHaveBeenCalledTimes(2)
  wanted.abort()
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  const late = Promise.resolve(supabase.rpc('changes').then(answer)).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await late).toMatchObject({ code: 'took-too-long', isTransient: true })
})
