import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './base.css'
import { openLine } from './data/open'
import { readEnvironment } from './env'
import { environmentKey } from './environment-key'
import { i18n, setLanguage } from './i18n'
import { steadyNow } from './lib/clock'
import { themeStyleSheet } from './lib/theme-variables'
import { router } from './router'
import { usePreferences } from './stores/preferences'
import { useSession } from './stores/session'

function addThemes(): void {
  const style = document.createElement('style')
  style.textContent = themeStyleSheet()
  document.head.append(style)
}

const RETRY_MS = 15_000

/** Says on an otherwise empty page that the service is missing; tries again by itself, or at once by a button. */
function showMissingHost(): void {
  const { t } = i18n.global
  const note = document.createElement('main')
  note.className = 'host-missing'
  const button = Object.assign(document.createElement('button'), { textContent: t('common.retry') })
  button.addEventListener('click', () => location.reload())
  const title = Object.assign(document.createElement('h1'), { textContent: t('shell.hostMissing') })
  const hint = Object.assign(document.createElement('p'), { textContent: t('shell.hostMissingHint') })
  setTimeout(() => location.reload(), RETRY_MS)
  note.append(title, hint, button)
  document.querySelector('#app')?.replaceChildren(note)
}

const RELOADED_KEY = 'gridward.reloaded'
const RELOAD_PAUSE_MS = 60_000

/** After an upgrade of the host, parts of the page that is open are gone: load the new one, but not again right after that. */
function reloadWhenOutdated(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const wasJustReloaded = sessionStorage.getItem(RELOADED_KEY) !== null && steadyNow() < RELOAD_PAUSE_MS
    if (wasJustReloaded) return
    event.preventDefault()
    sessionStorage.setItem(RELOADED_KEY, '1')
    location.reload()
  })
}

async function start(): Promise<void> {
  reloadWhenOutdated()
  addThemes()
  const pinia = createPinia()
  const preferences = usePreferences(pinia)
  document.documentElement.dataset.theme = preferences.themeName
  await setLanguage(preferences.language)
  try {
    const environment = await readEnvironment()
    openLine(environment.supabaseUrl, environment.anonKey, environment.realtime)
    await useSession(pinia).restore()
    createApp(App)
      .use(pinia)
      .use(PiniaColada)
      .use(i18n)
      .use(router)
      .provide(environmentKey, environment)
      .mount('#app')
  } catch (failure) {
    console.error(failure)
    showMissingHost()
  }
}

void start()
