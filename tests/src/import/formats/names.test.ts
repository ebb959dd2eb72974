import { describe, expect, test } from 'vitest'
import { isReadAlone, readExtensions } from '../../../../src/import/formats/names'
import { LANGUAGE_TAGS } from '../../../../src/lib/languages'

type Texts = Record<string, unknown>
const files = import.meta.glob<Texts>('../../../../src/locales/*/{errors,formats,import}.ts', {
  eager: true,
  import: 'default',
})
const wordsOf = (tag: string, file: string): Texts => files[`../../../../src/locales/${tag}/${file}.ts`]

/** Types see to it that each that is read has a name in words. */
const formatNames = Object.keys(wordsOf('en', 'formats').format as Texts)

describe.each(LANGUAGE_TAGS)('in %s', (tag) => {
  test.each([
    ['import', 'dropHint'],
    ['errors', 'file-unreadable'],
    ['errors', 'archive-damaged'],
    ['errors', 'archive-holds-nothing'],
  ])('%s.%s names every format that is read', (file, key) => {
    const sentence = JSON.stringify(wordsOf(tag, file)[key]).toLowerCase()
    expect(formatNames.filter((name) => !sentence.includes(name))).toEqual([])
  })
})

test('an ending stands for one format, and each but parts and archives is read alone', () => {
  expect(new Set(readExtensions).size).toBe(readExtensions.length)
  const alone = readExtensions.filter((extension) => isReadAlone(`a.${extension.toUpperCase()}`))
  expect(alone).toEqual(expect.arrayContaining(['csv', 'geojson', 'topojson', 'gpkg', 'fgb', 'kml', 'xlsx']))
  for (const other of ['shp', 'dbf', 'zip', 'kmz']) expect(alone).not.toContain(other)
  expect(isReadAlone('csv')).toBe(false)
})
