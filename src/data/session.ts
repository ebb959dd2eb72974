import { toDataError } from '../lib/errors'
import { addressOf } from '../lib/sign-in'
import type { Client } from '../lib/supabase'
import type { membership } from './contracts/changes'
import type { Shape } from './contracts/contract'

/** Who is signed in. */
export interface User {
  id: string
  email: string
}

/** Signs in with work number, telephone or email and password, and returns the user; throws `wrong-credentials`, `no-connection` … */
export async function signIn(client: Client, given: string, password: string): Promise<User> {
  const email = addressOf(given)
  const { data, error } = await client.auth.signInWithPassword({ email, password })
  if (error) throw toDataError(error)
  return { id: data.user.id, email: data.user.email ?? email }
}

/** Ends the session on this device. */
export async function signOut(client: Client): Promise<void> {
  const { error } = await client.auth.signOut({ scope: 'local' })
  if (error) throw toDataError(error)
}

/** Returns the user of the session that this device has kept, or null. */
export async function currentUser(client: Client): Promise<User | null> {
  const { data, error } = await client.auth.getSession()
  if (error) throw toDataError(error)
  const { session } = data
  return session ? { id: session.user.id, email: session.user.email ?? '' } : null
}

/** Calls back when the session ends or becomes another user's; returns the function that stops it. */
export function onUserChange(client: Client, changed: (user: User | null) => void): () => void {
  const { data } = client.auth.onAuthStateChange((_event, session) => {
    changed(session ? { id: session.user.id, email: session.user.email ?? '' } : null)
  })
  return () => data.subscription.unsubscribe()
}

/** A role in an area. */
export type Membership = Shape<typeof membership>
