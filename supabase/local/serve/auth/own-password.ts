import type { Context } from 'hono'
import { decode } from 'hono/jwt'
import { changeAccount, findCredentials } from '../../accounts/accounts'
import { checkPassword, hashPassword, isPassword } from '../../accounts/passwords'
import { readGiven } from '../given'
import type { ApiParts } from '../parts'
import { refuseAuth, refuseWeak } from '../refusals'

/**
 * Gives the signed-in person another password and ends all other sessions of the account. Nothing else of an account is
 * changed here: another address would have to be confirmed by mail.
 */
export async function changeOwnPassword(
  context: Context,
  { backend, sessions }: ApiParts,
): Promise<Response> {
  const { headers, signal } = context.req.raw
  const asked = new Headers(headers)
  for (const name of ['content-length', 'content-type']) asked.delete(name)
  const me = () => backend.fetch(new Request(context.req.url, { headers: asked, signal }))
  const found = await me()
  if (!found.ok) return found
  const { id, email } = (await found.json()) as { id: string; email: string }
  const { password, email: address, phone, data } = await readGiven(context)
  if ([address, phone, data].some((other) => other !== undefined && other !== null))
    return refuseAuth(
      context,
      403,
      'mail_not_delivered',
      'Only the password can be changed: this host sends no mail.',
    )
  if (!isPassword(password)) return refuseWeak(context)
  const before = await findCredentials(backend.database, email)
  if (await checkPassword(password, before?.hashed))
    return refuseAuth(
      context,
      422,
      'same_password',
      'New password should be different from the old password.',
    )
  const hashed = await hashPassword(password)
  const ownSession = sessionOf(context)
  await backend.database.transaction((queries) => changeAccount(queries, id, { hashed }, ownSession))
  sessions.forget()
  return me()
}

/** The session of a token that has been checked. */
function sessionOf(context: Context): string | undefined {
  const token = context.req.header('authorization')?.slice('Bearer '.length) ?? ''
  const { session_id: session } = decode(token).payload
  return typeof session === 'string' ? session : undefined
}
