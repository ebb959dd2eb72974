import { expect, test } from 'vitest'
import { readAccountOptions } from '../../supabase/local/accounts/account'

test('an account has an address, a role and an area', () => {
  const argv = ['Li.Na@Example.cn', '--role', 'planner', '--area', '410802', '--data', '/srv/gridward']
  expect(readAccountOptions(argv)).toEqual({
    email: 'li.na@example.cn',
    role: 'planner',
    area: '410802',
    password: undefined,
    hostArguments: ['--no-demo', '--data', '/srv/gridward'],
  })
})

test.each([
  [[], 'npm run account -- EMAIL --role ROLE --area CODE'],
  [['a@b.cn', '--role', 'planner'], 'npm run account -- EMAIL'],
  [
    ['a@b.cn', '--role', 'king', '--area', '410802'],
    'There is no role "king". The roles are: admin, planner,',
  ],
  [['a@b.cn', '--rank', 'planner'], "Unknown option '--rank'"],
])('%j is refused with a sentence', (argv, sentence) => {
  expect(() => readAccountOptions(argv)).toThrow(sentence)
})
