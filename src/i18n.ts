import { createI18n } from 'vue-i18n'
import type { Language } from './lib/format'
import type { Words } from './locales/collect'

const loaders: Record<Language, () => Promise<{ default: Words }>> = {
  'zh-CN': () => import('./locales/zh-CN'),
  en: () => import('./locales/en'),
}

/** The interface's words. Chinese is the language to fall back to; each language is loaded when first chosen. */
export const i18n = createI18n<false>({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
})

const loaded = new Set<Language>()

/** Loads a language if it isn't there yet, makes it current, and tells the document. */
export async function setLanguage(language: Language): Promise<void> {
  if (!loaded.has(language)) {
    const words = await loaders[language]()
    i18n.global.setLocaleMessage(language, words.default)
    loaded.add(language)
  }
  i18n.global.locale.value = language
  document.documentElement.lang = language
}
