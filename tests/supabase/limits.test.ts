import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ruleOf } from '../../src/data/call/rules'
import type { Backend } from '../../supabase/local/backend'
import { answersTo } from '../../supabase/local/serve/host-names'
import { statementTimeoutMs } from '../../supabase/local/serve/limits'
import { createHandler, listen, type Listening } from '../../supabase/local/serve/server'

const keys = { jwtSecret: 'secret', anonKey: 'sb_publishable_x', serviceKey: 'sb_secret_x' }
const anon = { apikey: keys.anonKey, 'content-type': 'application/json' }

/** What the database was asked: the path and the length of the body. */
let asked: string[]
let listening: Listening

beforeEach(async () => {
  asked = []
  const backend = {
    database: { kind: 'pglite', query: () => Promise.resolve([]) } as unknown as Backend['database'],
    facts: { postgres: '18.3', postgis: '3.6.2', migrations: 12 },
    fetch: async (request: Request) => {
      const { pathname } = new URL(request.url)
      asked.push(`${pathname} ${(await request.arrayBuffer()).byteLength}`)
      return Response.json([])
    },
    close: () => Promise.resolve(),
  }
  const host = { backend, keys, demo: false, answersTo: answersTo('127.0.0.1', ['grid.example.cn']) }
  listening = await listen(createHandler(host), '127.0.0.1', 0)
})
afterEach(() => listening.close())

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${listening.address}${path}`, { ...init, headers: { ...anon, ...init.headers } })

const post = (path: string, length: number) => ask(path, { method: 'POST', body: 'x'.repeat(length) })

/** Writes to the host as it stands and returns what comes back until it has closed, or `patience` answers have come. */
function speak(parts: string[], until = (heard: string) => heard.includes('\r\n\r\n')): Promise<string> {
  const { hostname, port } = new URL(listening.address)
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect(Number(port), hostname, () => parts.forEach((part) => socket.write(part)))
    socket.on('data', (chunk) => {
      heard += chunk.toString()
      if (until(heard)) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(heard))
  })
}

test.each([
  ['/rest/v1/rpc/report_incident', 64 * 1024],
  ['/rest/v1/incidents', 256 * 1024],
  ['/rest/v1/rpc/anything', 256 * 1024],
])('a body to %s has at most %i bytes, and a longer one is nothing to the database', async (path, most) => {
  expect((await post(path, most)).status).toBe(200)
  expect((await post(path, most + 1)).status).toBe(413)
  expect(asked).toEqual([`${path} ${most}`])
})

test('imports and plans may be long', async () => {
  expect((await post('/rest/v1/rpc/stage_import_rows', 5_000_000)).status).toBe(200)
  expect((await post('/rest/v1/rpc/save_plan', 20_000_000)).status).toBe(200)
})

test('sign-in takes 16 KB', async () => {
  const answer = await post('/auth/v1/token?grant_type=password', 16 * 1024 + 1)
  expect(answer.status).toBe(413)
  expect(await answer.json()).toMatchObject({ error_code: 'request_too_large' })
})

test('a body without a length is counted as it comes, and one that says too little is cut there', async () => {
  const head = `POST /rest/v1/incidents HTTP/1.1\r\nHost: localhost\r\napikey: ${keys.anonKey}\r\n`
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
  const heard = await speak([`${head}Transfer-Encoding: chunked\r\n\r\n`, ...Array<string>(6).fill(chunk)])
  expect(heard).toMatch(/^HTTP\/1.1 413 /)
  expect(await speak([`${head}Content-Length: 2\r\n\r\n`, '[]'])).toMatch(/^HTTP\/1.1 200 /)
  expect(asked).toEqual(['/rest/v1/incidents 2'])
})

test('whoever is slow with a body has not reached the database, and others are answered', async () => {
  const { hostname, port } = new URL(listening.address)
  const head = `POST /rest/v1/incidents HTTP/1.1\r\nHost: localhost\r\napikey: ${keys.anonKey}\r\nContent-Length: 100\r\n\r\n{`
  const slow = connect(Number(port), hostname)
  await new Promise<void>((resolve) => slow.write(head, () => resolve()))
  expect((await ask('/rest/v1/areas')).status).toBe(200)
  expect(asked).toEqual(['/rest/v1/areas 0'])
  slow.destroy()
})

test('an address has at most 8,000 characters', async () => {
  const path = '/rest/v1/areas?id=in.('
  expect((await ask(path + '1'.repeat(8_000 - path.length))).status).toBe(200)
  expect((await ask(path + '1'.repeat(8_001 - path.length))).status).toBe(414)
  expect(asked).toHaveLength(1)
})

test.each([
  ['id,areas(id)', 200],
  ['id,a:areas!parent(id,buildings(count()))&limit=100', 200],
  ['id,a:areas!parent(id,buildings(count()))&limit=101', 400],
  ['id,a:areas!parent(id,buildings(count()))', 400],
  ['id,"odd((((name"', 200],
  ['count()', 200],
  ['a(b(c(id)))', 400],
  ['a(id),b(id),c(id),d(id)', 400],
  ['...a(...b(...c(id)))', 400],
])('select=%s: %i', async (select, status) => {
  const answer = await ask(`/rest/v1/plans?select=${select}`)
  expect(answer.status).toBe(status)
  expect(asked).toHaveLength(status === 200 ? 1 : 0)
})

test.each([
  ['', 400],
  ['?select=id', 400],
  ['?limit=1&order=id', 400],
  ['?id=', 400],
  ['?or=()', 400],
  ['?areas.code=eq.1', 400],
  ['?id=eq.1', 200],
  ['?data->a.b=eq.1', 200],
  ['?or=(id.eq.1,id.eq.2)', 200],
  ['?not.and=(id.eq.1,code.eq.2)', 200],
])('changing or removing rows with %j: %i', async (query, status) => {
  for (const method of ['PATCH', 'DELETE']) {
    const answer = await ask(`/rest/v1/areas${query}`, { method, ...(method === 'PATCH' && { body: '{}' }) })
    expect(answer.status).toBe(status)
    if (status === 400) expect(await answer.json()).toMatchObject({ code: '21000' })
  }
  expect(asked).toHaveLength(status === 200 ? 2 : 0)
})

test.each([
  ['name=like.*a*b*c*', 200],
  ['name=ilike.a**b', 200],
  ['name=eq.match.me', 200],
  ['name=like.*a*b*c*d*', 400],
  ['name=not.ilike.%25a%25b%25c%25d%25', 400],
  ['name=like(any).{*a*b*c*d*}', 400],
  ['name=match.(a%2B)%2B$', 400],
  ['name=not.imatch.x', 400],
  ['or=(name.match.x,id.eq.1)', 400],
  ['or=(id.eq.1,and(name.like.*a*b*c*d*,id.eq.2))', 400],
  ['areas.or=(name.imatch.x)', 400],
])('%s: %i', async (query, status) => {
  expect((await ask(`/rest/v1/areas?${query}`)).status).toBe(status)
})

test.each([
  ['localhost', 200],
  ['127.0.0.1:1', 200],
  ['grid.example.cn', 200],
  ['rebound.example.com', 421],
  ['192.168.1.4', 421],
])('for the name %s: %i', async (name, status) => {
  for (const path of ['/rest/v1/areas', '/health', '/env.json', '/auth/v1/settings'])
    expect(await speak([`GET ${path} HTTP/1.1\r\nHost: ${name}\r\n\r\n`])).toMatch(
      new RegExp(`^HTTP/1.1 ${status} `),
    )
})

test('a connection rests longer than pages wait between two questions', async () => {
  const answer = await ask('/health')
  expect(Number(/timeout=(\d+)/.exec(answer.headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(60)
})

test('what writes on many rows is not ended while its caller would still wait, up to ten minutes', () => {
  const patient = ['save_plan', 'submit_plan', 'publish_plan', 'check_import', 'commit_import']
  for (const name of patient) {
    const path = `/rest/v1/rpc/${name}`
    expect(statementTimeoutMs(path)).toBeGreaterThanOrEqual(Math.min(ruleOf('POST', path).limitMs, 600_000))
  }
})
