import { serverClock } from './lib/time/clock'

/** An account of the demo database, offered on the sign-in page. */
export interface DemoAccount {
  email: string
  password: string
  role: string
}

/** Which database this application speaks to. */
export interface Environment {
  supabaseUrl: string
  anonKey: string
  /** The database pushes changes: hosted Supabase does, the local host is asked every few seconds. */
  realtime: boolean
  demo: boolean
  demoAccounts: DemoAccount[]
}

const LIMIT_MS = 20_000

/**
 * Returns the environment: from the build (`VITE_SUPABASE_URL`, `VITE_SUPABASE_ANON_KEY`) for hosted Supabase, else
 * from `/env.json` of the host that served the page. Throws when the host has no such file.
 */
export async function readEnvironment(): Promise<Environment> {
  const { VITE_SUPABASE_URL, VITE_SUPABASE_ANON_KEY } = import.meta.env as Record<string, string | undefined>
  if (VITE_SUPABASE_URL && VITE_SUPABASE_ANON_KEY) {
    return {
      supabaseUrl: VITE_SUPABASE_URL,
      anonKey: VITE_SUPABASE_ANON_KEY,
      realtime: true,
      demo: false,
      demoAccounts: [],
    }
  }
  const sentAt = serverClock.steadyMs()
  const response = await fetch('/env.json', { cache: 'no-store', signal: AbortSignal.timeout(LIMIT_MS) })
  serverClock.observeAnswer(response, sentAt)
  if (!response.ok) throw new Error(`/env.json answered ${response.status}`)
  const given = (await response.json()) as Partial<Environment> & { anonKey: string }
  return {
    supabaseUrl: new URL(given.supabaseUrl ?? '/', location.origin).href.replace(/\/$/, ''),
    anonKey: given.anonKey,
    realtime: given.realtime ?? false,
    demo: given.demo ?? false,
    demoAccounts: given.demoAccounts ?? [],
  }
}
