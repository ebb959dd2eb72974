import * as v from 'valibot'
import { DataError, toDataError } from '../lib/errors'
import type { Client } from '../lib/supabase'
import { moment, orNull, shape, text, truth } from './contracts/shapes'

const invited = shape({ name: text, signIn: text, address: text, isReset: truth, district: text })
const begun = shape({ code: text, expiresAt: moment, secret: text })
const asked = shape({
  isGranted: truth,
  session: orNull(shape({ accessToken: text, refreshToken: text })),
})

/** Whose invitation a code is. */
export type Invited = v.InferOutput<typeof invited>
/** A wall that shows a code and waits. */
export type Pairing = v.InferOutput<typeof begun>

/** Calls a function of `supabase/functions` and returns its answer. Throws a DataError, `answer-otherwise` too. */
async function invoke<T>(
  client: Client,
  name: string,
  body: object,
  agreed: v.GenericSchema<unknown, T>,
): Promise<T> {
  const answered: { data: unknown; error: unknown } = await client.functions.invoke(name, { body })
  if (answered.error) throw await failureOf(answered.error)
  const read = v.safeParse(agreed, answered.data)
  if (!read.success) throw new DataError('answer-otherwise', { function: name })
  return read.output
}

/** The answer that refused is kept by supabase-js as `context`. */
async function failureOf(error: unknown): Promise<DataError> {
  const { context } = error as { context?: unknown }
  if (!(context instanceof Response)) return toDataError(error)
  const refused: unknown = await context.json().catch(() => null)
  return toDataError(refused ?? error, context.status)
}

/** Returns whose invitation a code is. Throws `code-unknown`, `code-used`, `code-expired`, `too-many-requests`. */
export async function lookAtInvitation(client: Client, code: string): Promise<Invited> {
  return invoke(client, 'join', { code }, invited)
}

/** Takes an invitation with a password of one's own. Throws what looking at it throws, and `weak-password`. */
export async function acceptInvitation(client: Client, code: string, password: string): Promise<Invited> {
  return invoke(client, 'join', { code, password }, invited)
}

/** Begins the pairing of this wall. Throws `too-many-requests`. */
export async function beginPairing(client: Client): Promise<Pairing> {
  return invoke(client, 'pairing', {}, begun)
}

/** Tells whether the code was entered, and is signed in as the display then. Throws `pairing-over`. */
export async function askPairing(client: Client, secret: string): Promise<boolean> {
  const { session } = await invoke(client, 'pairing', { secret }, asked)
  if (!session) return false
  const { error } = await client.auth.setSession({
    access_token: session.accessToken,
    refresh_token: session.refreshToken,
  })
  if (error) throw toDataError(error)
  return true
}
