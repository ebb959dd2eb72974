import { hash } from '@node-rs/bcrypt'
import { beforeEach, expect, test, vi } from 'vitest'
import { QueueFull } from '../../src/lib/queue'

const work = vi.hoisted(() => ({ verified: [] as string[] }))

vi.mock('@node-rs/bcrypt', async (original) => {
  const real = await original<{ verify: (password: string, hashed: string) => Promise<boolean> }>()
  const verify: typeof real.verify = (password, hashed) => {
    work.verified.push(hashed.slice(0, 7))
    return real.verify(password, hashed)
  }
  return { ...real, verify }
})

const { checkPassword, hashPassword, isPassword } = await import('../../supabase/local/accounts/passwords')

beforeEach(() => {
  work.verified = []
})

test('a password is known again, and only that', async () => {
  const hashed = await hashPassword('a-good-password')
  expect(await checkPassword('a-good-password', hashed)).toBe(true)
  expect(await checkPassword('a-good-passwork', hashed)).toBe(false)
})

test('hashes that the database made before are understood', async () => {
  const made = '$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'
  expect(await checkPassword('surely-not-this', made)).toBe(false)
  expect(work.verified).toEqual(['$2a$10$'])
})

test('where there is no account, or none with a password, the same work is done in vain', async () => {
  const known = await hashPassword('a-good-password')
  for (const hashed of [known, undefined, null])
    expect(await checkPassword('guessed-wrong', hashed)).toBe(false)
  expect(work.verified).toEqual(Array(3).fill(known.slice(0, 7)))
})

test('everybody else goes on while a password is hashed', async () => {
  const hashing = hashPassword('a-good-password').then(() => 'the hash')
  const others = new Promise<string>((resolve) => setImmediate(() => resolve('the others')))
  expect(await Promise.race([hashing, others])).toBe('the others')
  await hashing
})

test('of very many passwords at once some are refused, and then it goes on', async () => {
  const known = await hash('a-good-password', 4)
  const tries = await Promise.allSettled(
    Array.from({ length: 70 }, () => checkPassword('a-good-password', known)),
  )
  const refused = tries.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(70 - 62)
  expect(refused[0]).toMatchObject({ reason: expect.any(QueueFull) as Error })
  expect(await checkPassword('a-good-password', known)).toBe(true)
})

test.each([
  ['12345678', true],
  ['1234567', false],
  ['密码密码密码密码', true],
  ['密'.repeat(24), true],
  ['密'.repeat(25), false],
  ['        ', false],
  ['1234\u00005678', false],
  [12345678, false],
])('%j may become a password: %s', (given, expected) => {
  expect(isPassword(given)).toBe(expected)
})
