import { expect, test } from 'vitest'
import type { Database } from '../../supabase/local/database/types'
import { readHostOptions } from '../../supabase/local/options'
import { checkDemoIsPrivate } from '../../supabase/local/start/demo-is-private'

/** A database about which these facts have been noted. */
function databaseWith(...facts: string[]): Database {
  const query = (_: string, [fact]: string[]) => Promise.resolve(facts.includes(fact) ? [{ at: 'then' }] : [])
  return { query } as unknown as Database
}

const check = (argv: string[], ...facts: string[]) =>
  checkDemoIsPrivate(databaseWith(...facts), readHostOptions(argv, {}))

test.each([
  [['--host', '0.0.0.0'], []],
  [
    ['--host', '192.168.1.4'],
    ['started', 'demo'],
  ],
  [
    ['--host', '0.0.0.0', '--no-demo'],
    ['started', 'demo'],
  ],
  [['--name', 'grid.example.cn'], []],
  [['--behind-proxy'], []],
])('%j with %j is refused in words', async (argv, facts) => {
  await expect(check(argv, ...facts)).rejects.toThrow('The demo has accounts whose password everybody knows')
})

test.each([
  [[], []],
  [
    ['--host', '127.0.0.1'],
    ['started', 'demo'],
  ],
  [['--host', '::1', '--name', 'localhost'], []],
  [['--host', '0.0.0.0', '--no-demo'], []],
  [['--host', '0.0.0.0'], ['started']],
  [
    ['--host', '0.0.0.0', '--public-demo'],
    ['started', 'demo'],
  ],
])('%j with %j is not', async (argv, facts) => {
  await expect(check(argv, ...facts)).resolves.toBeUndefined()
})
