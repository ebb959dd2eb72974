import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { inject } from 'vitest'
import WebSocket from 'ws'
import type { Database } from '../../../src/lib/database'
import { emailOf, testPassword, type TestRole } from './roles'

/** A client of the API under test. */
export type TestClient = SupabaseClient<Database>

/** Returns a client that has not signed in. */
export function anonymousClient(): TestClient {
  return clientWith(inject('api').anonKey)
}

/** Returns a client that passes every policy, to arrange and to look behind the scenes. */
export function serviceClient(): TestClient {
  return clientWith(inject('api').serviceKey)
}

/** Returns a client signed in as the account of a role. What it may do follows from `makeDistrict`. */
export async function signIn(role: TestRole): Promise<TestClient> {
  const client = anonymousClient()
  const { error } = await client.auth.signInWithPassword({ email: emailOf(role), password: testPassword })
  if (error) throw error
  return client
}

/** Returns the data of an answer, or throws its error with the code and details in the message. */
export function dataOf<T>({ data, error }: { data: T; error: { message: string } | null }): NonNullable<T> {
  if (error) throw new Error(JSON.stringify(error))
  return data as NonNullable<T>
}

function clientWith(key: string): TestClient {
  return createClient<Database>(inject('api').url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: WebSocket as unknown as typeof globalThis.WebSocket },
  })
}
