import type { Client } from '../lib/supabase'
import { abortable } from './abortable'

let current: Client | null = null

/** Sets the client that the application's pages share. Called once, before the application is mounted. */
export function setClient(client: Client): void {
  current = client
}

/**
 * Returns the client that the application's pages share; with a signal, one whose calls end with it. Functions of `data`
 * take it as their first argument.
 */
export function client(signal?: AbortSignal): Client {
  if (!current) throw new Error('setClient has not been called')
  return signal ? abortable(current, signal) : current
}
