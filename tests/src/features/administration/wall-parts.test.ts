import { expect, test } from 'vitest'
import { WALL_PARTS } from '../../../../src/data/district/settings'
import { LANGUAGE_TAGS } from '../../../../src/lib/languages'

const files = import.meta.glob<{ settings: { parts: object } }>(
  '../../../../src/locales/*/administration.ts',
  {
    eager: true,
    import: 'default',
  },
)

test.each(LANGUAGE_TAGS)('each part of a wall that may be left out has a name in %s', (tag) => {
  const { parts } = files[`../../../../src/locales/${tag}/administration.ts`].settings
  expect(Object.keys(parts).sort()).toEqual([...WALL_PARTS].sort())
})
