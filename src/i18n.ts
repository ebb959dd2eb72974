import type { Language as ElementWords } from 'element-plus/es/locale'
import { shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import type { Words } from './locales/collect'
import { type Language, LANGUAGE_TAGS } from './lib/languages'

interface LanguageFile {
  default: Words
  elementWords: ElementWords
}
const loaders = import.meta.glob<LanguageFile>('./locales/*/index.ts')

/** What the components of Element Plus say in the language of the interface; undefined until it is there. */
export const elementWords = shallowRef<ElementWords>()

/** The interface's words. The first language is the one to fall back to; each is loaded when first chosen. */
export const i18n = createI18n<false>({
  legacy: false,
  locale: LANGUAGE_TAGS[0],
  fallbackLocale: LANGUAGE_TAGS[0],
})

const loaded = new Map<Language, LanguageFile>()

async function load(language: Language): Promise<LanguageFile> {
  const file = loaded.get(language) ?? (await loaders[`./locales/${language}/index.ts`]())
  if (!loaded.has(language)) i18n.global.setLocaleMessage(language, file.default)
  loaded.set(language, file)
  return file
}

/** Loads every language there is: what is searched is found by its name in any of them. */
export async function loadEveryLanguage(): Promise<void> {
  await Promise.all(LANGUAGE_TAGS.map(load))
}

/** Loads a language if it isn't there yet, makes it current, and tells the document. */
export async function setLanguage(language: Language): Promise<void> {
  const file = await load(language)
  elementWords.value = file.elementWords
  i18n.global.locale.value = language
  document.documentElement.lang = language
}
