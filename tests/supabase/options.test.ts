import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readHostOptions } from '../../supabase/local/options'

test('without flags the host listens on this machine only, with a demo, in ./data', () => {
  expect(readHostOptions([], {})).toEqual({
    folder: resolve('data'),
    host: '127.0.0.1',
    names: [],
    behindProxy: false,
    publicDemo: false,
    port: 8080,
    demo: true,
    databaseUrl: undefined,
  })
})

test('every flag has an environment variable, and the flag wins', () => {
  const environment = {
    GRIDWARD_DATA: '/srv/a',
    GRIDWARD_HOST: '0.0.0.0',
    GRIDWARD_PORT: '9000',
    GRIDWARD_DEMO: '0',
    GRIDWARD_NAMES: 'grid.example.cn, grid.local',
    GRIDWARD_BEHIND_PROXY: '1',
    GRIDWARD_PUBLIC_DEMO: 'yes',
    DATABASE_URL: 'postgres://localhost/gridward',
  }
  const fromEnvironment = readHostOptions([], environment)
  expect(fromEnvironment).toEqual({
    folder: resolve('/srv/a'),
    host: '0.0.0.0',
    names: ['grid.example.cn', 'grid.local'],
    behindProxy: true,
    publicDemo: true,
    port: 9000,
    demo: false,
    databaseUrl: 'postgres://localhost/gridward',
  })
  const flags = ['--data', '/srv/b', '--host', '::1', '--port', '0', '--name', 'a.cn', '--name', 'b.cn']
  expect(readHostOptions(flags, environment)).toMatchObject({
    folder: resolve('/srv/b'),
    host: '::1',
    names: ['a.cn', 'b.cn'],
    port: 0,
  })
  expect(readHostOptions(['--no-demo'], {}).demo).toBe(false)
})

test.each([
  ['0', false],
  ['false', false],
  ['No', false],
  ['off', false],
  ['', true],
  ['1', true],
  ['TRUE', true],
])('GRIDWARD_DEMO=%s: %s', (written, demo) => {
  expect(readHostOptions([], { GRIDWARD_DEMO: written }).demo).toBe(demo)
})

test.each([
  [['--port', 'eighty'], {}, 'The port must be a number from 0 to 65535, not "eighty".'],
  [['--port', '70000'], {}, 'not "70000"'],
  [['--prot', '80'], {}, "Unknown option '--prot'"],
  [['extra'], {}, "Unexpected argument 'extra'"],
  [['--data'], {}, "'--data <value>' argument missing"],
  [
    [],
    { GRIDWARD_DEMO: 'nope' },
    'GRIDWARD_DEMO is 1 or 0 (true or false, yes or no, on or off), not "nope".',
  ],
  [[], { GRIDWARD_BEHIND_PROXY: 'nope' }, 'GRIDWARD_BEHIND_PROXY is 1 or 0'],
  [[], { DATABASE_URL: 'mysql://localhost' }, 'DATABASE_URL must begin with postgres://'],
])('%j %j is refused with a sentence', (argv, environment, sentence) => {
  expect(() => readHostOptions(argv, environment)).toThrow(sentence)
})
