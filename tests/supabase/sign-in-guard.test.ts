import { expect, test } from 'vitest'
import { SignInGuard } from '../../supabase/local/serve/auth/sign-in-guard'

/** A guard whose clock is moved by hand. */
function guardAt(): { guard: SignInGuard; pass: (ms: number) => void } {
  let now = 1_000
  return { guard: new SignInGuard(() => now), pass: (ms) => (now += ms) }
}

/** Fails until it has to wait, and returns how often that went and for how long it has to wait then. */
function failUntilPaused(attempt: (index: number) => unknown): { failures: number; waitMs: number } {
  for (let failures = 0; failures < 1000; failures++) {
    const answer = attempt(failures)
    if (typeof answer === 'number') return { failures, waitMs: answer }
  }
  throw new Error('It was never paused.')
}

test('an account may fail five times; the pauses after that double up to five minutes', () => {
  const { guard, pass } = guardAt()
  const pauses: number[] = []
  let address = 0
  for (let round = 0; round < 12; round++) {
    const { failures, waitMs } = failUntilPaused(() => guard.begin('a@b.cn', `10.0.0.${address++}`))
    expect(failures).toBe(round === 0 ? 5 : 1)
    pauses.push(waitMs / 1000)
    pass(waitMs)
  }
  expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300])
})

test('an address may fail twenty times whatever the account', () => {
  const { guard } = guardAt()
  expect(failUntilPaused((index) => guard.begin(`a${index}@b.cn`, '10.0.0.1'))).toEqual({
    failures: 20,
    waitMs: 2_000,
  })
  expect(guard.begin('other@b.cn', '10.0.0.2')).toBeTypeOf('object')
})

test.each([
  ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', true],
  ['2001:db8:0:1::1', '2001:0DB8::1:0:0:0:1', true],
  ['2001:db8:0:1::1', '2001:db8:0:2::1', false],
  ['::ffff:10.0.0.1', '10.0.0.1', true],
  ['::1', '::2', true],
])('%s and %s are one caller: %s', (first, second, same) => {
  const { guard } = guardAt()
  failUntilPaused((index) => guard.begin(`a${index}@b.cn`, first))
  expect(typeof guard.begin('other@b.cn', second)).toBe(same ? 'number' : 'object')
})

test('spaces and capitals make no other account', () => {
  const { guard } = guardAt()
  const spellings = ['a@b.cn', 'A@b.cn', ' a@b.cn']
  expect(failUntilPaused((index) => guard.begin(spellings[index % 3], undefined)).failures).toBe(5)
})

test('success forgets the failures of the account, and its own attempt at the address only', () => {
  const { guard } = guardAt()
  for (let round = 0; round < 3; round++) {
    for (let failure = 0; failure < 4; failure++) guard.begin('a@b.cn', '10.0.0.1')
    const attempt = guard.begin('a@b.cn', '10.0.0.1')
    if (typeof attempt === 'object') attempt.succeeded()
  }
  expect(guard.begin('a@b.cn', '10.0.0.2')).toBeTypeOf('object')
  expect(failUntilPaused((index) => guard.begin(`b${index}@b.cn`, '10.0.0.1')).failures).toBe(20 - 12)
})

test('attempts that wait for their answer count, so that many at once gain nothing', () => {
  const { guard } = guardAt()
  const atOnce = Array.from({ length: 50 }, () => guard.begin('a@b.cn', '10.0.0.1'))
  expect(atOnce.filter((answer) => typeof answer === 'object')).toHaveLength(5)
})

test('what is refused makes the pause no longer, and a quarter of an hour forgets', () => {
  const { guard, pass } = guardAt()
  failUntilPaused(() => guard.begin('a@b.cn', undefined))
  for (let refused = 0; refused < 100; refused++) guard.begin('a@b.cn', undefined)
  expect(guard.begin('a@b.cn', undefined)).toBe(2_000)
  pass(15 * 60_000)
  expect(failUntilPaused(() => guard.begin('a@b.cn', undefined)).failures).toBe(5)
})

test('no number of callers takes more memory than ten thousand accounts and addresses each', () => {
  const { guard } = guardAt()
  for (let index = 0; index < 30_000; index++)
    guard.begin(`a${index}@b.cn`, `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`)
  expect(guard.size).toBe(20_000)
})
