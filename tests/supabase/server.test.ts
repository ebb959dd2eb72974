import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { Backend } from '../../supabase/local/backend'
import { Disk } from '../../supabase/local/folder/disk'
import { createHealth } from '../../supabase/local/serve/health'
import { checkAddress, createHandler, listen } from '../../supabase/local/serve/server'

const keys = { jwtSecret: 'secret', anonKey: 'sb_publishable_x', serviceKey: 'sb_secret_x' }

/** A backend whose database answers like `query`. */
function backendWith(query: (sql?: string) => Promise<unknown[]>): Backend {
  const database = { kind: 'pglite', query } as unknown as Backend['database']
  return {
    database,
    facts: { postgres: '18.3', postgis: '3.6.2', migrations: 12 },
    fetch: (request) => Promise.resolve(new Response(new URL(request.url).pathname)),
    close: () => Promise.resolve(),
  }
}

const working = createHandler({ backend: backendWith(() => Promise.resolve([])), keys, demo: true }, () =>
  Promise.resolve(new Response('the application')),
)

test('the API, the configuration and the pages are told apart by their addresses', async () => {
  const bodyOf = async (path: string) => (await working.request(path)).text()
  expect(await bodyOf('/rest/v1/areas')).toBe('/rest/v1/areas')
  expect(await bodyOf('/auth/v1/settings')).toBe('/auth/v1/settings')
  expect(await bodyOf('/planner')).toBe('the application')
  expect(await bodyOf('/env.json')).toContain('planner@demo.gridward.cn')
})

test.each([
  '/rest/v1/people',
  '/rest/v1/rpc/changes',
  '/auth/v1/settings',
  '/env.json',
  '/health',
  '/functions/v1/x',
])('what %s answers is kept by nobody on the way', async (path) => {
  expect((await working.request(path)).headers.get('cache-control')).toBe('no-store')
})

test('pages may be kept as they say themselves', async () => {
  expect((await working.request('/planner')).headers.get('cache-control')).toBeNull()
})

test('pages may load nothing from elsewhere', async () => {
  const policy = (await working.request('/')).headers.get('content-security-policy')
  expect(policy).toContain("default-src 'self'")
  expect(policy).toContain("object-src 'none'")
})

async function healthOf(query: () => Promise<unknown[]>, disk?: Disk) {
  const backend = { ...backendWith(query), disk }
  const response = await createHandler({ backend, keys, demo: false }).request('/health')
  return { code: response.status, body: (await response.json()) as { status: string; message: string } }
}

test('health tells in words whether the database reads and writes', async () => {
  const asked: string[] = []
  const backend = backendWith((sql = '') => {
    asked.push(sql)
    return Promise.resolve([])
  })
  const handler = createHandler({ backend, keys, demo: false })
  const answers = await Promise.all(Array.from({ length: 5 }, async () => handler.request('/health')))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  expect(await answers[0].json()).toMatchObject({ status: 'ok', migrations: 12 })
  expect(asked, 'five who ask at once are one examination').toHaveLength(1)
  expect(asked[0]).toMatch(/insert into .* select .* from/s)
})

test('health says what the database said when it fails', async () => {
  const { code, body } = await healthOf(() => Promise.reject(new Error('stack depth limit exceeded')))
  expect(code).toBe(503)
  expect(body).toMatchObject({ status: 'failing', reason: 'stack depth limit exceeded', migrations: 12 })
  expect(body.message).toContain('故障')
})

test('health says that the disk is full until the database has written again', async () => {
  const full = Object.assign(new Error('could not extend file "base/5/1"'), { code: '53100' })
  const disk = new Disk()
  expect((await healthOf(() => Promise.reject(full), disk)).body.status).toBe('disk-full')
  expect((await healthOf(() => Promise.resolve([]), disk)).body.status).toBe('ok')
})

test('health says busy when others keep the database', async () => {
  const backend = backendWith(() => new Promise(() => undefined))
  const app = new Hono().get('/health', createHealth(backend, 1))
  expect(await (await app.request('/health')).json()).toMatchObject({ status: 'busy' })
})

test('a port in use is named before anything else is done', async () => {
  const { address, close } = await listen(working, '127.0.0.1', 0)
  const port = Number(new URL(address).port)
  await expect(checkAddress('127.0.0.1', port)).rejects.toThrow(`Port ${port} is in use by another program.`)
  await close()
  await expect(checkAddress('127.0.0.1', port)).resolves.toBeUndefined()
})

test('an address that this machine does not have is named', async () => {
  await expect(checkAddress('192.0.2.1', 0)).rejects.toThrow('This machine has no address 192.0.2.1.')
})
