import type { ServerClock } from '../../lib/time/clock'
import { claimsOf } from './token'

/** Where the session is kept between visits, as supabase-js asks for it. */
export interface SessionStore {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
  removeItem: (key: string) => void
}

interface KeptSession {
  access_token?: string
  expires_at?: number
}

/**
 * Keeps the session in the browser and says when its token ends by this device's clock. supabase-js compares that end
 * with this device's time: a display three hours fast renewed its token at each request, one two hours slow never did.
 * The token itself says its end by the server's clock, and how far that is from here is known.
 */
export function sessionStore(storage: Storage, clock: ServerClock): SessionStore {
  return {
    getItem(key) {
      const text = storage.getItem(key)
      return text && byThisDevice(text, clock)
    },
    setItem: (key, value) => storage.setItem(key, value),
    removeItem: (key) => storage.removeItem(key),
  }
}

function byThisDevice(text: string, clock: ServerClock): string {
  try {
    const session = JSON.parse(text) as KeptSession
    const { exp } = claimsOf(session.access_token ?? '')
    if (!exp) return text
    return JSON.stringify({ ...session, expires_at: Math.round(clock.onThisDevice(exp * 1000) / 1000) })
  } catch {
    return text
  }
}
