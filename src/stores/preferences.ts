import { useLocalStorage, usePreferredDark } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { type Language, LANGUAGE_TAGS, languageOf } from '../lib/languages'
import { palette, type ThemeName } from '../lib/theme'

export type ThemeChoice = ThemeName | 'auto'

const KEY = 'gridward.preferences'

interface Kept {
  language: Language
  theme: ThemeChoice
}

/** Language and appearance, kept on this device. */
export const usePreferences = defineStore('preferences', () => {
  const kept = useLocalStorage<Kept>(
    KEY,
    { language: LANGUAGE_TAGS[0], theme: 'auto' },
    { mergeDefaults: true, writeDefaults: false, listenToStorageChanges: false },
  )
  const language = computed<Language>({
    get: () => languageOf(kept.value.language),
    set: (chosen) => (kept.value.language = chosen),
  })
  const theme = computed<ThemeChoice>({
    get: () => kept.value.theme,
    set: (chosen) => (kept.value.theme = chosen),
  })
  const systemIsDark = usePreferredDark()
  /** A page that has a theme of its own (the wall) sets it here while it is shown. */
  const themeOfPage = ref<ThemeName | null>(null)

  const themeName = computed<ThemeName>(() => {
    if (themeOfPage.value) return themeOfPage.value
    if (theme.value !== 'auto') return theme.value
    return systemIsDark.value ? 'dark' : 'light'
  })
  const colours = computed(() => palette(themeName.value))

  return { language, theme, themeOfPage, themeName, colours }
})
