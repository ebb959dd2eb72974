import { steadyNow } from './time/clock'

const RELOADED_KEY = 'gridward.reloaded'
const RELOAD_PAUSE_MS = 60_000

/** What is done about a part of the page that could not be loaded. */
export interface MissingParts {
  /** Whether the host answers at the moment. */
  isHostThere: () => Promise<boolean>
  reload: () => void
  /** Says that there is no connection. */
  tell: () => void
}

/**
 * Listens for parts of the page that are not to be had. After an upgrade of the host those of the page that is open are gone: the
 * new one is loaded, but not again right after that. While the host does not answer nothing is: a wall would stand before an empty
 * page, and what was typed would be lost.
 */
export function followMissingParts({ isHostThere, reload, tell }: MissingParts): void {
  window.addEventListener('vite:preloadError', () => {
    const wasJustReloaded = sessionStorage.getItem(RELOADED_KEY) !== null && steadyNow() < RELOAD_PAUSE_MS
    if (wasJustReloaded) return
    void isHostThere().then((isThere) => {
      if (!isThere) return tell()
      sessionStorage.setItem(RELOADED_KEY, '1')
      reload()
    })
  })
}
