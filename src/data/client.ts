import type { Client } from '../lib/supabase'
import { abortable } from './abortable'

let current: Client | null = null
let pushes = false

/**
 * Sets the client that the application's pages share, and whether its database pushes changes (Supabase Realtime). Called
 * once, before the application is mounted.
 */
export function setClient(client: Client, hasPush = false): void {
  current = client
  pushes = hasPush
}

/** Whether the database says by itself that something changed. */
export function hasPush(): boolean {
  return pushes
}

/**
 * Returns the client that the application's pages share; with a signal, one whose calls end with it. Functions of `data`
 * take it as their first argument.
 */
export function client(signal?: AbortSignal): Client {
  if (!current) throw new Error('setClient has not been called')
  return signal ? abortable(current, signal) : current
}
