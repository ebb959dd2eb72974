import { inject } from 'vitest'
import WebSocket from 'ws'
import { connect, type Client } from '../../../src/lib/supabase'
import { emailOf, testPassword, type TestRole } from './roles'

/** Returns a client that has not signed in. */
export function anonymousClient(): Client {
  return clientWith(inject('api').anonKey)
}

/** Returns a client that passes every policy, to arrange and to look behind the scenes. */
export function serviceClient(): Client {
  return clientWith(inject('api').serviceKey)
}

/** Returns a client signed in as the account of a role. What it may do follows from `makeDistrict`. */
export async function signIn(role: TestRole): Promise<Client> {
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

/** Returns a client of the host at `url`; its requests go `through` another `fetch` where one is given. */
export function clientOf(url: string, key: string, through?: typeof fetch): Client {
  const webSocket = WebSocket as unknown as typeof globalThis.WebSocket
  return connect({ url, anonKey: key, keepSession: false, webSocket, fetch: through })
}

function clientWith(key: string): Client {
  return clientOf(inject('api').url, key)
}
