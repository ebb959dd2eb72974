import { expect, inject, test } from 'vitest'

test('health tells which database runs and how far its migrations are', async () => {
  const { url, backend } = inject('api')
  const response = await fetch(`${url}/health`)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    status: 'ok',
    message: expect.stringContaining('正常') as string,
    database: backend === 'local' ? 'pglite' : 'postgres',
    postgres: expect.stringMatching(/^\d+\.\d+/) as string,
    postgis: expect.stringMatching(/^3\.\d+/) as string,
    migrations: expect.any(Number) as number,
    uptimeSeconds: expect.any(Number) as number,
  })
})

test('the application is told its key, and no accounts outside a demo', async () => {
  const { url, anonKey } = inject('api')
  const response = await fetch(`${url}/env.json`)
  expect(await response.json()).toEqual({ supabaseUrl: '', anonKey, demo: false, demoAccounts: [] })
})

test('without a key the API answers nobody', async () => {
  const response = await fetch(`${inject('api').url}/auth/v1/token?grant_type=password`, { method: 'POST' })
  expect(response.status).toBe(401)
})
