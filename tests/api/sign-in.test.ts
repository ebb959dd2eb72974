import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { expect, inject, test } from 'vitest'
import { anonymousClient, serviceClient } from './support/clients'
import { emailOf, testPassword } from './support/roles'

const word = 'a-good-password'

async function newAccount(): Promise<{ id: string; email: string }> {
  const email = `${randomUUID()}@test.gridward.cn`
  const { data, error } = await serviceClient().auth.admin.createUser({ email, password: word })
  if (error) throw error
  return { id: data.user.id, email }
}

async function signedIn(email: string, password = word) {
  const client = anonymousClient()
  const { data, error } = await client.auth.signInWithPassword({ email, password })
  if (error) throw error
  return { client, session: data.session }
}

/** How the API answers with an access token, on its two sides, and what a refresh token brings. */
async function reach({ access_token, refresh_token }: { access_token: string; refresh_token: string }) {
  const { url, anonKey } = inject('api')
  const headers = { apikey: anonKey, authorization: `Bearer ${access_token}` }
  const [rest, user, refreshed] = await Promise.all([
    fetch(`${url}/rest/v1/areas?select=id&limit=1`, { headers }),
    fetch(`${url}/auth/v1/user`, { headers }),
    anonymousClient().auth.refreshSession({ refresh_token }),
  ])
  return { rest: rest.status, user: user.status, refreshed: refreshed.error === null }
}

const inside = { rest: 200, user: 200, refreshed: true }
const outside = { rest: 401, user: 403, refreshed: false }

test('a sign-in is answered as Supabase does, renewed and ended', async () => {
  const { email, id } = await newAccount()
  const { client, session } = await signedIn(email.toUpperCase())
  expect(session).toMatchObject({ token_type: 'bearer', expires_in: 3600, user: { id, email } })
  const renewed = await client.auth.refreshSession()
  expect(renewed.data.session?.refresh_token).not.toBe(session.refresh_token)
  expect(await reach(renewed.data.session ?? session)).toEqual(inside)
  await client.auth.signOut({ scope: 'local' })
  expect(await reach(renewed.data.session ?? session)).toEqual(outside)
})

test('another password, given by the service, ends all sessions at once', async () => {
  const { email, id } = await newAccount()
  const sessions = [(await signedIn(email)).session, (await signedIn(email)).session]
  for (const session of sessions) expect(await reach(session)).toEqual(inside)
  await serviceClient().auth.admin.updateUserById(id, { password: 'another-password' })
  for (const session of sessions) expect(await reach(session)).toEqual(outside)
})

test('another password of one’s own ends the other sessions and keeps this one', async () => {
  const { email } = await newAccount()
  const [own, other] = [await signedIn(email), await signedIn(email)]
  expect(await reach(other.session)).toEqual(inside)
  const { data, error } = await own.client.auth.updateUser({ password: 'another-password' })
  expect({ error, email: data.user?.email }).toEqual({ error: null, email })
  expect(await reach(other.session)).toEqual(outside)
  expect(await reach(own.session)).toEqual(inside)
  await expect(signedIn(email)).rejects.toMatchObject({ code: 'invalid_credentials' })
  await signedIn(email, 'another-password')
})

test('an account that is ended is out at once, and in again when that is lifted', async () => {
  const { email, id } = await newAccount()
  const { session } = await signedIn(email)
  expect(await reach(session)).toEqual(inside)
  const { admin } = serviceClient().auth
  await admin.updateUserById(id, { ban_duration: '87600h' })
  expect(await reach(session)).toEqual(outside)
  await expect(signedIn(email)).rejects.toMatchObject({ code: 'user_banned' })
  await expect(signedIn(email, 'guessed-wrong')).rejects.toMatchObject({ code: 'invalid_credentials' })
  await admin.updateUserById(id, { ban_duration: 'none' })
  expect(await reach((await signedIn(email)).session)).toEqual(inside)
})

test('an account that is removed is out at once', async () => {
  const { email, id } = await newAccount()
  const { session } = await signedIn(email)
  expect(await reach(session)).toEqual(inside)
  expect((await serviceClient().auth.admin.deleteUser(id)).error).toBeNull()
  expect(await reach(session)).toEqual(outside)
  await expect(signedIn(email)).rejects.toMatchObject({ code: 'invalid_credentials' })
})

test.each(['short', '       \t', 'x'.repeat(73), '密'.repeat(25), 'with\0nothing'])(
  'nobody gets %j for a password',
  async (password) => {
    const { email, id } = await newAccount()
    const { admin } = serviceClient().auth
    const { client } = await signedIn(email)
    const refused = [
      await admin.createUser({ email: `${randomUUID()}@test.gridward.cn`, password }),
      await admin.updateUserById(id, { password }),
      await client.auth.updateUser({ password }),
    ]
    expect(refused.map(({ error }) => error?.code)).toEqual(Array(3).fill('weak_password'))
  },
)

test('eight characters and 72 bytes are enough and not too much', async () => {
  const { email, id } = await newAccount()
  for (const password of ['12345678', '密'.repeat(24)]) {
    await serviceClient().auth.admin.updateUserById(id, { password })
    await signedIn(email, password)
  }
})

/** Asks as another caller than the rest of the tests: Linux answers on all of 127. */
function askFrom(
  localAddress: string,
  body: object,
): Promise<{ status: number; after: string; body: object }> {
  const { url, anonKey } = inject('api')
  return new Promise((resolve, reject) => {
    const headers = { apikey: anonKey, 'content-type': 'application/json' }
    const options = { method: 'POST', localAddress, headers }
    const asked = request(`${url}/auth/v1/token?grant_type=password`, options, (answer) => {
      let text = ''
      answer.on('data', (chunk) => (text += chunk))
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          after: answer.headers['retry-after'] ?? '',
          body: JSON.parse(text) as object,
        }),
      )
    })
    asked.on('error', reject)
    asked.end(JSON.stringify(body))
  })
}

test('an account that is there and one that is not are answered alike, until both are paused alike', async () => {
  const { email } = await newAccount()
  const answersFor = async (address: string, account: string) => {
    const answers = []
    for (let index = 0; index < 6; index++)
      answers.push(await askFrom(address, { email: account, password: 'guessed-wrong' }))
    return answers
  }
  const known = await answersFor('127.0.1.1', email)
  expect(await answersFor('127.0.1.2', `${randomUUID()}@test.gridward.cn`)).toEqual(known)
  expect(known.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 429])
  expect(known[5]).toMatchObject({
    after: '2',
    body: {
      error_code: 'over_request_rate_limit',
      msg: expect.stringContaining('after 2 seconds') as string,
    },
  })
  expect((await askFrom('127.0.1.3', { email, password: word })).status).toBe(429)
})

test('one caller who tries many accounts is paused, and nobody else is', async () => {
  const guess = () =>
    askFrom('127.0.1.4', { email: `${randomUUID()}@test.gridward.cn`, password: 'guessed-wrong' })
  const statuses = (await Promise.all(Array.from({ length: 25 }, guess))).map(({ status }) => status)
  expect(statuses.filter((status) => status === 400)).toHaveLength(20)
  expect(statuses.filter((status) => status === 429)).toHaveLength(5)
  const right = { email: emailOf('planner'), password: testPassword }
  expect((await askFrom('127.0.1.4', right)).status).toBe(429)
  expect((await askFrom('127.0.1.5', right)).status).toBe(200)
})

const open = ['/token', '/user', '/logout', '/health', '/settings']
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

test('whatever else the library opens for sign-in is closed, with and without a key', async () => {
  const { url, anonKey, serviceKey } = inject('api')
  const source = await readFile(fileURLToPath(import.meta.resolve('@supabase/lite')), 'utf8')
  const routes = [...source.matchAll(/\.(?:get|post|put|delete|patch|all)\("(\/[a-z.][a-z./-]*)"/g)]
  const paths = [...new Set(routes.map(([, path]) => path))].filter((path) => !open.includes(path))
  for (const known of [
    '/otp',
    '/magiclink',
    '/recover',
    '/verify',
    '/resend',
    '/authorize',
    '/callback',
    '/signup',
  ])
    expect(paths).toContain(known)
  const strange = [
    '/OTP',
    '/otp/',
    '//otp',
    '/%6ftp',
    '/x/../otp',
    '/factors',
    '/admin/users/../../otp',
    '/sso',
  ]
  const body = JSON.stringify({ email: emailOf('planner'), type: 'magiclink', token: '123456' })
  for (const path of [...paths, ...strange])
    for (const method of methods)
      for (const key of [anonKey, serviceKey, '']) {
        const headers: Record<string, string> = {
          'content-type': 'application/json',
          ...(key && { apikey: key }),
        }
        const init = { method, headers, redirect: 'manual' as const, ...(method !== 'GET' && { body }) }
        const answer = await fetch(`${url}/auth/v1${path}?provider=github&grant_type=pkce`, init)
        expect([403, 404], `${method} ${path}`).toContain(answer.status)
        const { error_code } = (await answer.json()) as { error_code?: string }
        expect(error_code, `${method} ${path}`).toMatch(
          /^(mail_not_delivered|provider_disabled|signup_disabled|not_found|not_admin)$/,
        )
      }
})

test.each([
  [() => anonymousClient().auth.signInWithOtp({ email: emailOf('planner') }), 'mail_not_delivered'],
  [() => anonymousClient().auth.resetPasswordForEmail(emailOf('planner')), 'mail_not_delivered'],
  [() => anonymousClient().auth.signUp({ email: 'new@test.gridward.cn', password: word }), 'signup_disabled'],
  [
    async () => (await signedIn((await newAccount()).email)).client.auth.updateUser({ email: 'x@y.cn' }),
    'mail_not_delivered',
  ],
])('a client is told why: %#', async (ask, code) => {
  expect((await ask()).error?.code).toBe(code)
})
