// @vitest-environment happy-dom
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import type * as I18n from '../../src/i18n'
import type * as Languages from '../../src/lib/languages'
import { factsOf, LANGUAGE_TAGS, languageOf, nameIn, nextLanguage } from '../../src/lib/languages'

const folders = readdirSync('src/locales', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

it('has a folder of words for each language, and a language for each folder', () => {
  expect([...LANGUAGE_TAGS].sort()).toEqual(folders.sort())
})

it('goes through all languages and comes back', () => {
  let language = LANGUAGE_TAGS[0]
  const seen = LANGUAGE_TAGS.map(() => (language = nextLanguage(language)))
  expect([...seen].sort()).toEqual([...LANGUAGE_TAGS].sort())
  expect(language).toBe(LANGUAGE_TAGS[0])
})

it('falls back to the first language', () => {
  expect(languageOf('xx')).toBe(LANGUAGE_TAGS[0])
  expect(factsOf('xx')).toBe(factsOf(LANGUAGE_TAGS[0]))
})

it('says the English name of a thing where there is one', () => {
  expect(nameIn({ name: '东街', nameEn: 'East Street' }, 'en')).toBe('East Street')
  expect(nameIn({ name: '东街', nameEn: null }, 'en')).toBe('东街')
  expect(nameIn({ name: '东街', nameEn: 'East Street' }, 'zh-CN')).toBe('东街')
})

it('is asked of nothing else in the source: no file names a language', () => {
  const tags = new RegExp(`'(${LANGUAGE_TAGS.join('|')})'`)
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.(ts|vue)$/.test(path) && !path.startsWith('locales'),
  )
  expect(sources.filter((path) => tags.test(readFileSync(`src/${path}`, 'utf8')))).toEqual([])
})

it('has a third language once there is a third folder, and nothing else is touched', async () => {
  const folder = mkdtempSync(resolve('tests/.languages-'))
  try {
    for (const part of ['lib', 'locales', 'i18n.ts'])
      cpSync(join('src', part), join(folder, part), { recursive: true })
    const added = join(folder, 'locales/la')
    cpSync(join(folder, 'locales/en'), added, { recursive: true })
    rewrite(join(added, 'language.ts'), [
      ['English', 'Latina'],
      ['rank: 2', 'rank: 3'],
    ])
    rewrite(join(added, 'common.ts'), [['Try again', 'Iterum']])

    const load = (file: string): Promise<unknown> => import(/* @vite-ignore */ join(folder, file))
    const languages = (await load('lib/languages.ts')) as typeof Languages
    const { i18n, setLanguage } = (await load('i18n.ts')) as typeof I18n
    expect(languages.LANGUAGE_TAGS).toEqual([...LANGUAGE_TAGS, 'la'])
    expect(languages.factsOf('la').ownName).toBe('Latina')
    expect([languages.nextLanguage('la'), languages.languageOf('la')]).toEqual([LANGUAGE_TAGS[0], 'la'])
    await setLanguage('la')
    expect(i18n.global.t('common.retry')).toBe('Iterum')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

function rewrite(path: string, changes: [from: string, to: string][]): void {
  let text = readFileSync(path, 'utf8')
  for (const [from, to] of changes) {
    expect(text).toContain(from)
    text = text.replace(from, to)
  }
  writeFileSync(path, text)
}
