import { mount } from '@vue/test-utils'
import { useWords, type Words } from '../../../../src/features/figures/useWords'
import { i18n, setLanguage } from '../../../../src/i18n'

/** The words of the pages of figures in a language, as a page has them. */
export async function wordsIn(language: 'zh-CN' | 'en'): Promise<Words> {
  await setLanguage(language)
  let words: Words | undefined
  mount({ setup: () => ((words = useWords()), () => null) }, { global: { plugins: [i18n] } })
  return words!
}
