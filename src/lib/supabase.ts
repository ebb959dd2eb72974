import { createClient } from '@supabase/supabase-js'
import type { Database } from './database'

/** Where the database is and how a client reaches it. */
export interface Connection {
  /** Address without a trailing slash, e.g. `https://grid.example.cn`. */
  url: string
  anonKey: string
  /** Keep the session in the browser's storage and renew it; off for command line and tests. */
  keepSession: boolean
  /** The WebSocket class where the platform has none (Node 20). */
  webSocket?: typeof WebSocket
  /** Where the session is kept; left out, the browser's storage. */
  sessionStore?: {
    getItem: (key: string) => string | null
    setItem: (key: string, value: string) => void
    removeItem: (key: string) => void
  }
  /** Answers requests in place of the network: the line of the pages, or a host in the same process. */
  fetch?: typeof fetch
}

/** Returns a client for a connection. Touches nothing of the browser, so the command line and tests use it too. */
export function connect({ url, anonKey, keepSession, webSocket, sessionStore, fetch }: Connection) {
  return createClient<Database>(url, anonKey, {
    auth: {
      persistSession: keepSession,
      autoRefreshToken: keepSession,
      detectSessionInUrl: false,
      ...(sessionStore && { storage: sessionStore }),
    },
    ...(webSocket && { realtime: { transport: webSocket } }),
    ...(fetch && { global: { fetch } }),
  })
}

export type Client = ReturnType<typeof connect>
