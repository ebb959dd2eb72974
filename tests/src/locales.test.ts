import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LANGUAGE_TAGS } from '../../src/lib/languages'
import type { Words } from '../../src/locales/collect'

function flatten(words: Words, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(words)) {
    const path = prefix + key
    if (typeof value === 'string') flat.set(path, value)
    else for (const [inner, text] of flatten(value, `${path}.`)) flat.set(inner, text)
  }
  return flat
}

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\w+\}/g))].sort()
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.(ts|vue)$/.test(entry.name) ? [readFileSync(path, 'utf8')] : []
  })
}

const files = import.meta.glob<Words>('../../src/locales/*/index.ts', { eager: true, import: 'default' })
const wordsOf = (tag: string) => flatten(files[`../../src/locales/${tag}/index.ts`])
const first = wordsOf(LANGUAGE_TAGS[0])

describe.each(LANGUAGE_TAGS)('the words of the interface in %s', (tag) => {
  const words = wordsOf(tag)

  it('are those of the first language', () => {
    expect([...words.keys()].sort()).toEqual([...first.keys()].sort())
  })

  it('have the same blanks as in the first', () => {
    for (const [key, text] of first)
      expect(placeholders(words.get(key) ?? ''), key).toEqual(placeholders(text))
  })

  it('are not blank', () => {
    for (const [key, text] of words) expect(text.trim(), key).not.toBe('')
  })

  it('are there for every key that the code names', () => {
    const named = sources(join(import.meta.dirname, '../../src')).flatMap((text) =>
      [...text.matchAll(/(?<![\w.])t\('([\w.-]+)'/g)].map(([, key]) => key),
    )
    expect(named.length).toBeGreaterThan(10)
    expect([...new Set(named)].filter((key) => !words.has(key))).toEqual([])
  })
})
