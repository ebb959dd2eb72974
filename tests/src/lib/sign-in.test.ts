import { expect, test } from 'vitest'
import { addressOf, signInOf } from '../../../src/lib/sign-in'

test.each([
  ['Wang@Example.CN ', 'wang@example.cn'],
  ['W1001', 'w1001@sign-in.invalid'],
  ['138 0000 2002', '13800002002@sign-in.invalid'],
  ['+86-13800002002', '13800002002@sign-in.invalid'],
  ['138-0000-2002', '13800002002@sign-in.invalid'],
])('%s signs in as %s', (given, address) => {
  expect(addressOf(given)).toBe(address)
})

test('an account is shown as it signs in', () => {
  expect(signInOf('w1001@sign-in.invalid')).toBe('w1001')
  expect(signInOf('wang@example.cn')).toBe('wang@example.cn')
})
