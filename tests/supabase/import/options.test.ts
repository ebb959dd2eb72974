import { describe, expect, test } from 'vitest'
import { readImportOptions } from '../../../supabase/local/import/options'

const read = (line: string, environment: NodeJS.ProcessEnv = {}) =>
  readImportOptions(line.split(' '), environment)

describe('the command line of an import', () => {
  test('a file alone leaves everything to be guessed', () => {
    expect(read('blocks.csv')).toMatchObject({
      file: 'blocks.csv',
      kind: undefined,
      changes: {},
      mapping: {},
      yes: false,
      hostArguments: ['--no-demo'],
    })
  })

  test('says kind, district, columns, areas, categories and the way out', () => {
    const options = read(
      'incidents a.csv --district 999903 --name X --map state=status --map dueAt= --areas-from borough,zip --category Noise=07 --utc-offset=-05:00 --yes --refused r.csv',
    )
    expect(options).toMatchObject({
      kind: 'incidents',
      file: 'a.csv',
      district: '999903',
      name: 'X',
      mapping: { state: 'status', dueAt: '', street: 'borough', community: 'zip' },
      categories: { Noise: '07' },
      changes: { utcOffset: '-05:00', deriveAreas: true },
      yes: true,
      refused: 'r.csv',
    })
  })

  test('a district needs no file', () => {
    expect(read('district --code 999902 --name X')).toMatchObject({
      file: undefined,
      district: '999902',
      name: 'X',
    })
  })

  test('the address of a host comes from the environment too', () => {
    expect(read('a.csv', { GRIDWARD_URL: 'http://x', GRIDWARD_EMAIL: 'a@b' })).toMatchObject({
      url: 'http://x',
      email: 'a@b',
    })
  })

  test.each([
    ['a.csv b.csv', /one file/],
    ['district x.csv --code 999902', /no file/],
    ['a.csv --district 12', /six digits/],
    ['a.csv --coordinates mars', /--coordinates is one of/],
    ['a.csv --map households', /NAME=VALUE/],
    ['a.csv --utc-offset=8', /\+08:00/],
    ['a.csv --utc-offset=Asia/Nowhere', /America\/New_York/],
    ['a.csv --areas-from a,b,c', /one or two columns/],
    ['a.csv --nonsense', /nonsense/],
  ])('%s is refused with a sentence', (line, sentence) => expect(() => read(line)).toThrow(sentence))
})
