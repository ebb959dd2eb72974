import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** What need not say that it could not be read, and why. */
const REASONS: Record<string, string> = {
  'src/features/import/file/CoordinatePreview.vue': 'the ground under a preview; a file is shown without it',
  'src/features/wall/WallBoard.vue':
    'a wall says that it is stale, and shows no part before it knows which may be shown',
}

test('a component that reads says when it could not: an empty list would be taken for one', () => {
  const silent = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.vue'))
    .filter((name) => {
      const text = readFileSync(name, 'utf8')
      return text.includes('useRead(') && !text.includes('failure')
    })
  expect(silent.sort()).toEqual(Object.keys(REASONS).sort())
})
