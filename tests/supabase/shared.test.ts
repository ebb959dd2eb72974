import { sign } from 'hono/jwt'
import { beforeEach, describe, expect, test } from 'vitest'
import { SharedAnswers } from '../../supabase/local/shared/answers'
import { sharing } from '../../supabase/local/shared/index'

describe('answers that are kept', () => {
  let now: number
  let computed: number
  let answers: SharedAnswers
  const compute = () => Promise.resolve(Response.json({ computed: ++computed }))
  const numberOf = async (response: Promise<Response>) =>
    ((await (await response).json()) as { computed: number }).computed

  beforeEach(() => {
    now = computed = 0
    answers = new SharedAnswers(() => now)
  })

  test('are computed once for all who ask at once', async () => {
    const asked = Array.from({ length: 20 }, () => numberOf(answers.get('wall', compute)))
    expect(new Set(await Promise.all(asked))).toEqual(new Set([1]))
    expect(await numberOf(answers.get('another wall', compute))).toBe(2)
  })

  test('are given for a second, counted from when they were asked for', async () => {
    let finish: (response: Response) => void = () => undefined
    const slow = numberOf(answers.get('wall', () => new Promise((resolve) => (finish = resolve))))
    now = 900
    finish(await compute())
    expect(await slow).toBe(1)
    expect(await numberOf(answers.get('wall', compute))).toBe(1)
    expect(computed).toBe(1)
  })

  test('are given up to three seconds while another is computed, once, for those who ask next', async () => {
    await answers.get('wall', compute)
    now = 2_900
    let finish: (response: Response) => void = () => undefined
    const slow = () => new Promise<Response>((resolve) => (finish = resolve))
    expect(await numberOf(answers.get('wall', slow))).toBe(1)
    expect(await numberOf(answers.get('wall', compute))).toBe(1)
    expect(computed).toBe(1)
    finish(Response.json({ computed: 77 }))
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await numberOf(answers.get('wall', compute))).toBe(77)
    now = 2_900 + 3_000
    expect(await numberOf(answers.get('wall', compute))).toBe(2)
  })

  test('are not given after three seconds, though another is being computed, nor when that fails', async () => {
    await answers.get('wall', compute)
    now = 2_000
    expect(await numberOf(answers.get('wall', () => Promise.reject(new Error('gone'))))).toBe(1)
    now = 3_001
    expect(await numberOf(answers.get('wall', compute))).toBe(2)
  })

  test('that were being renewed when somebody wrote are not kept', async () => {
    await answers.get('wall', compute)
    now = 2_000
    let finish: (response: Response) => void = () => undefined
    await answers.get('wall', () => new Promise((resolve) => (finish = resolve)))
    answers.noteWrite()
    finish(Response.json({ computed: 77 }))
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await numberOf(answers.get('wall', compute))).toBe(2)
  })

  test('are not given to whoever asks after a write, also when they are still being computed', async () => {
    let finish: (response: Response) => void = () => undefined
    const before = numberOf(answers.get('wall', () => new Promise((resolve) => (finish = resolve))))
    answers.noteWrite()
    const after = numberOf(answers.get('wall', () => Promise.resolve(Response.json({ computed: 99 }))))
    finish(Response.json({ computed: 1 }))
    expect([await before, await after]).toEqual([1, 99])
    expect(await numberOf(answers.get('wall', compute))).toBe(99)
  })

  test('are not kept when they are failures', async () => {
    await answers.get('wall', () => Promise.resolve(new Response('no', { status: 400 })))
    await expect(answers.get('wall', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
    expect(await numberOf(answers.get('wall', compute))).toBe(1)
  })
})

describe('who shares an answer', () => {
  const secret = 'a secret of this test'
  const people: Record<string, string> = {
    '00000000-0000-4000-8000-000000000001': 'leader of 1',
    '00000000-0000-4000-8000-000000000002': 'leader of 1',
    '00000000-0000-4000-8000-000000000003': 'leader of 2',
  }
  const [first, second, elsewhere] = Object.keys(people)
  const later = Math.floor(Date.now() / 1000) + 600
  const token = (sub: string, more: object = {}) =>
    sign({ sub, role: 'authenticated', exp: later, ...more }, secret, 'HS256')
  let asked: number
  let held: Record<string, string>
  let ask: (request: Request) => Promise<Response>

  beforeEach(() => {
    asked = 0
    held = { ...people }
    const query = (_: string, [person]: unknown[] = []) => Promise.resolve([{ held: held[person as string] }])
    const functions = {
      isReading: (name: string) => name !== 'report',
      isShareable: (name: string) => name === 'wall_statistics',
    }
    ask = sharing({ query } as never, secret, functions, async (request) => {
      asked++
      return Response.json({ asked, body: await request.text() })
    })
  })

  const call = async (bearer: string, name = 'wall_statistics', body = '{"area":1}') => {
    const headers = { authorization: `Bearer ${bearer}`, apikey: 'key' }
    const request = new Request(`http://host/rest/v1/rpc/${name}`, { method: 'POST', headers, body })
    return ((await (await ask(request)).json()) as { asked: number }).asked
  }

  test('whoever may do the same gets the same, whoever may do something else does not', async () => {
    expect(await call(await token(first))).toBe(1)
    expect(await call(await token(second))).toBe(1)
    expect(await call(await token(elsewhere))).toBe(2)
    expect(await call(await token(first), 'wall_statistics', '{"area":2}')).toBe(3)
    expect(await call(await token(first), 'my_drafts')).toBe(4)
  })

  test.each([
    ['of another signature', () => sign({ sub: first, role: 'authenticated', exp: later }, 'other', 'HS256')],
    ['that has ended', () => token(first, { exp: later - 1200 })],
    ['of another role', () => token(first, { role: 'service_role' })],
    ['without a person', () => token('nobody')],
  ])('a token %s gets nothing that was kept', async (_, made) => {
    expect(await call(await token(first))).toBe(1)
    expect(await call(await made())).toBe(2)
    expect(await call(await made())).toBe(3)
  })

  test('after a write everything is asked anew, rights too', async () => {
    const mine = await token(first)
    expect(await call(mine)).toBe(1)
    held[first] = 'leader of 2'
    await call(await token(second), 'report')
    expect(await call(mine)).toBe(3)
    expect(await call(await token(second))).toBe(4)
    expect(await call(mine), 'the other still shares with those of 2').toBe(3)
  })
})
