import type { Enum } from '../lib/database'
import { toDataError } from '../lib/errors'
import type { Client } from '../lib/supabase'

/** Who is signed in. */
export interface User {
  id: string
  email: string
}

/** Signs in with email and password and returns the user; throws `wrong-credentials`, `no-connection` … */
export async function signIn(client: Client, email: string, password: string): Promise<User> {
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

/** What a person may do, in an area and everything below it. */
export type MemberRole = Enum<'member_role'>

/** A role in an area. */
export interface Membership {
  role: MemberRole
  areaId: number
}
