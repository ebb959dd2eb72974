import { PiniaColada } from '@pinia/colada'
import { ElMessage } from 'element-plus'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './base.css'
import { openLine } from './data/open'
import { readEnvironment } from './env'
import { environmentKey } from './environment-key'
import { i18n, setLanguage } from './i18n'
import { followMissingParts } from './lib/missing-parts'
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

/** Whether the host answers: a proxy before it may still, but has no word of its own. */
async function isHostThere(): Promise<boolean> {
  try {
    return (await fetch('/env.json', { cache: 'no-store' })).ok
  } catch {
    return false
  }
}

async function start(): Promise<void> {
  followMissingParts({
    isHostThere,
    reload: () => location.reload(),
    tell: () => void ElMessage.error(i18n.global.t('errors.no-connection')),
  })
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

// `browser.js` has said why.
if (!('tooOld' in document.documentElement.dataset)) void start()
