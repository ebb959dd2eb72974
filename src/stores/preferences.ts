import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { Language } from '../lib/format'
import { palette, type ThemeName } from '../lib/theme'

export type ThemeChoice = ThemeName | 'auto'

const KEY = 'gridward.preferences'

interface Kept {
  language: Language
  theme: ThemeChoice
}

function kept(): Partial<Kept> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Kept>
  } catch {
    return {}
  }
}

/** Language and appearance, kept on this device. */
export const usePreferences = defineStore('preferences', () => {
  const before = kept()
  const language = ref<Language>(before.language === 'en' ? 'en' : 'zh-CN')
  const theme = ref<ThemeChoice>(before.theme ?? 'auto')
  const systemIsDark = ref(matchMedia('(prefers-color-scheme: dark)').matches)
  /** A page that has a theme of its own (the wall) sets it here while it is shown. */
  const themeOfPage = ref<ThemeName | null>(null)

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (event) => {
    systemIsDark.value = event.matches
  })
  watch([language, theme], () => {
    localStorage.setItem(KEY, JSON.stringify({ language: language.value, theme: theme.value }))
  })

  const themeName = computed<ThemeName>(() => {
    if (themeOfPage.value) return themeOfPage.value
    if (theme.value !== 'auto') return theme.value
    return systemIsDark.value ? 'dark' : 'light'
  })
  const colours = computed(() => palette(themeName.value))

  return { language, theme, themeOfPage, themeName, colours }
})
