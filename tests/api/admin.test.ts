import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anonymousClient, serviceClient, signIn } from './support/clients'

const newEmail = () => `${randomUUID()}@test.gridward.cn`

const signInWith = async (email: string, password: string) =>
  (await anonymousClient().auth.signInWithPassword({ email, password })).error?.code

test('the service makes an account, which can sign in, and gives it another password', async () => {
  const email = newEmail()
  const { admin } = serviceClient().auth
  const { data, error } = await admin.createUser({
    email: email.toUpperCase(),
    password: 'first-password',
    email_confirm: true,
  })
  expect(error).toBeNull()
  expect(data.user?.email).toBe(email)
  expect(await signInWith(email, 'first-password')).toBeUndefined()

  await admin.updateUserById(data.user?.id ?? '', { password: 'second-password' })
  expect(await signInWith(email, 'first-password')).toBe('invalid_credentials')
  expect(await signInWith(email, 'second-password')).toBeUndefined()
})

test('accounts are listed', async () => {
  const { data } = await serviceClient().auth.admin.listUsers()
  expect(data.users.map(({ email }) => email)).toContain('planner@test.gridward.cn')
})

test.each([
  [{ email: 'no-address', password: 'long-enough' }, 'validation_failed'],
  [{ email: newEmail(), password: 'short' }, 'weak_password'],
  [{ email: 'planner@test.gridward.cn', password: 'long-enough' }, 'email_exists'],
])('%j is refused: %s', async (attributes, code) => {
  const { error } = await serviceClient().auth.admin.createUser(attributes)
  expect(error?.code).toBe(code)
})

test('an account that is not there gets no password', async () => {
  const { error } = await serviceClient().auth.admin.updateUserById(randomUUID(), { password: 'long-enough' })
  expect(error?.code).toBe('user_not_found')
})

test('nobody else makes or lists accounts, administrators of a district included', async () => {
  for (const client of [anonymousClient(), await signIn('admin')]) {
    const made = await client.auth.admin.createUser({ email: newEmail(), password: 'long-enough' })
    expect(made.error?.code).toBe('not_admin')
    expect((await client.auth.admin.listUsers()).error?.code).toBe('not_admin')
  }
})
