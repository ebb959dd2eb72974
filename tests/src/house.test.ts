import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'

/** What git knows, tracked or new. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
  maxBuffer: 1 << 24,
})
  .split('\n')
  .filter(Boolean)

const MOST_FILES = 25
const MOST_LINES = 250

/** Records that grow with time, and what is one list by its nature. */
const MAY_BE_LARGER = [
  'docs/decisions',
  'supabase/migrations',
  'supabase/schemas',
  'supabase/tests',
  'tests/fixtures/import',
  'tests/fixtures/import/formats',
]
test(`a folder has at most ${MOST_FILES} files`, () => {
  const counts = new Map<string, number>()
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
  const large = [...counts]
    .filter(([folder, count]) => folder !== '.' && count > MOST_FILES)
    .map(([folder]) => folder)
  expect(large.filter((folder) => !MAY_BE_LARGER.includes(folder))).toEqual([])
})

test(`a file of a page has at most ${MOST_LINES} lines`, () => {
  const long = files.filter(
    (file) => /^src\/features\/.*\.(ts|vue)$/.test(file) && existsSync(file) && lines(file) > MOST_LINES,
  )
  expect(long).toEqual([])
})

function lines(file: string): number {
  return readFileSync(file, 'utf8').split('\n').length - 1
}
