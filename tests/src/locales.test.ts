import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from '../../src/locales/en'
import type { Words } from '../../src/locales/collect'
import zhCn from '../../src/locales/zh-CN'

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

const chinese = flatten(zhCn)
const english = flatten(en)

describe('the words of the interface', () => {
  it('exist in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  })

  it('have the same blanks in both languages', () => {
    for (const [key, text] of chinese)
      expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text))
  })

  it('are not blank', () => {
    for (const [key, text] of [...chinese, ...english]) expect(text.trim(), key).not.toBe('')
  })

  it('are there for every key that the code names', () => {
    const named = sources(join(import.meta.dirname, '../../src')).flatMap((text) =>
      [...text.matchAll(/(?<![\w.])t\('([\w.-]+)'/g)].map(([, key]) => key),
    )
    expect(named.length).toBeGreaterThan(10)
    expect([...new Set(named)].filter((key) => !chinese.has(key))).toEqual([])
  })
})
