import { expect, test } from 'vitest'
import type { Backend } from '../../supabase/local/backend'
import { checkAddress, createHandler, listen } from '../../supabase/local/serve/server'

const keys = { jwtSecret: 'secret', anonKey: 'sb_publishable_x', serviceKey: 'sb_secret_x' }

/** A backend whose database answers like `query`. */
function backendWith(query: () => Promise<unknown[]>): Backend {
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

test('pages may load nothing from elsewhere', async () => {
  const policy = (await working.request('/')).headers.get('content-security-policy')
  expect(policy).toContain("default-src 'self'")
  expect(policy).toContain("object-src 'none'")
})

test('health says so when the database does not answer', async () => {
  const backend = backendWith(() => Promise.reject(new Error('gone')))
  const response = await createHandler({ backend, keys, demo: false }).request('/health')
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ status: 'busy', migrations: 12 })
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
