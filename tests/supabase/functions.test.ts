import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FunctionEnvironment } from '../../supabase/functions/_shared/environment'
import { callerOf } from '../../supabase/functions/_shared/network'
import { defineFunction } from '../../supabase/functions/_shared/serve'
import { join } from '../../supabase/functions/join/handler'

/** What the backend was asked for, by path, and what it answers; `hangs` never answers, and ends with its signal. */
const asked: string[] = []
const hangs = Symbol('hangs')
let answers: Record<string, unknown> = {}

const environment: FunctionEnvironment = {
  url: 'http://here',
  anonKey: 'anon',
  serviceKey: 'service',
  addressOf: () => '192.0.2.1',
  fetch: (input, init) => {
    const path = (input as string).replace(/^http:\/\/here\/(rest\/v1\/rpc|auth\/v1)\//, '')
    asked.push(`${init?.method} ${path} ${typeof init?.body === 'string' ? init.body : ''}`)
    if (answers[path] !== hangs) return Promise.resolve(Response.json(answers[path] ?? null))
    return new Promise((_, reject) => {
      const end = () => reject(new DOMException('ended', 'AbortError'))
      if (init?.signal?.aborted) end()
      init?.signal?.addEventListener('abort', end)
    })
  },
}
const request = (content: object) =>
  new Request('http://here/functions/v1/x', { method: 'POST', body: JSON.stringify(content) })

beforeEach(() => {
  asked.length = 0
  answers = { count_attempt: 0 }
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a function that runs out of time', () => {
  const limits = { mostBytes: 1000, withinMs: 30, rate: { most: 1, withinSeconds: 1 } }

  it('is refused in words, while it waits for the database', async () => {
    answers.slow = hangs
    const slow = defineFunction('slow', limits, (_, backend) => backend.rpc('slow', {}))
    const response = await slow(request({}), environment)
    expect(response.status).toBe(504)
    expect(await response.json()).toMatchObject({ code: 'P0001', message: 'took-too-long' })
  })

  it('is refused when it is busy with itself, too', async () => {
    const busy = defineFunction('busy', limits, () => new Promise(() => undefined))
    expect((await busy(request({}), environment)).status).toBe(504)
  })

  it('is refused when the time was over before it began', async () => {
    const counting = () => new Promise<Response>((done) => setTimeout(() => done(Response.json(0)), 60))
    const busy = defineFunction('busy', limits, () => new Promise(() => undefined))
    expect((await busy(request({}), { ...environment, fetch: counting })).status).toBe(504)
  })

  it('takes back what it had begun: the code of an invitation is free again at once', async () => {
    vi.useFakeTimers()
    answers.invitation_for = {
      id: 7,
      name: '李',
      signIn: 'w1',
      address: 'w1@x',
      userId: null,
      district: '区',
    }
    answers['admin/users'] = hangs
    const answering = join(request({ code: 'AAAA', password: 'a-good-password' }), environment)
    await vi.waitFor(() => expect(asked.some((one) => one.includes('admin/users'))).toBe(true))
    vi.advanceTimersByTime(20_000)
    expect((await answering).status).toBe(504)
    await vi.waitFor(() => expect(asked.at(-1)).toContain('finish_invitation {"invitation":7,"person":null}'))
  })
})

it('refusals are counted apart from calls, so that a whole office can be let in', async () => {
  const limits = {
    mostBytes: 1000,
    withinMs: 5000,
    rate: { most: 300, withinSeconds: 600 },
    refusals: { most: 30, withinSeconds: 600 },
  }
  const counted = () =>
    asked.filter((one) => one.includes('count_attempt')).map((one) => /"most":(\d+)/.exec(one)?.[1])
  const right = defineFunction('right', limits, () => Promise.resolve(1))
  expect((await right(request({}), environment)).status).toBe(200)
  expect(counted()).toEqual(['300'])
  const wrong = defineFunction('wrong', limits, () => Promise.reject(new Error('wrong')))
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  expect((await wrong(request({}), environment)).status).toBe(500)
  expect(counted()).toEqual(['300', '300', '30'])
})

describe('who calls', () => {
  const forwarded = { 'x-forwarded-for': '198.51.100.7, 192.0.2.1' }

  it('is not whom the caller says: the proxy in front adds the address that it saw at the end', () => {
    expect(callerOf(new Headers(forwarded), 'http://kong:8000')).toBe('192.0.2.1')
    const claimed = { ...forwarded, 'cf-connecting-ip': '198.51.100.8' }
    expect(callerOf(new Headers(claimed), 'http://kong:8000')).toBe('192.0.2.1')
    expect(callerOf(new Headers(), 'http://kong:8000')).toBe('unknown')
  })

  it('on Supabase itself is whom Cloudflare saw, which stands before it', () => {
    const seen = { ...forwarded, 'cf-connecting-ip': '203.0.113.9' }
    expect(callerOf(new Headers(seen), 'https://abc.supabase.co')).toBe('203.0.113.9')
    expect(callerOf(new Headers(seen), 'https://abc.supabase.co.example.cn')).toBe('192.0.2.1')
  })

  it('is counted by the network: one caller has many addresses of IPv6', async () => {
    const limits = { mostBytes: 1000, withinMs: 1000, rate: { most: 1, withinSeconds: 1 } }
    const here = defineFunction('here', limits, () => Promise.resolve({}))
    const addresses = ['2001:db8::1', '2001:db8:0:0:ffff::2', '2001:db8:0:1::1', '192.0.2.1']
    for (const address of addresses) await here(request({}), { ...environment, addressOf: () => address })
    const subjects = asked.map((one) => /"subject":"(\w+)"/.exec(one)?.[1])
    expect(subjects[0]).toBe(subjects[1])
    expect(new Set(subjects).size).toBe(3)
  })
})
