import { Hono, type Context } from 'hono'
import {
  changeAccount,
  findAccount,
  insertAccount,
  listAccounts,
  removeAccount,
  type AccountChange,
} from '../../accounts/accounts'
import type { Database } from '../../database/types'
import type { Keys } from '../../folder/folder'
import { hashPassword, isPassword } from '../../accounts/passwords'
import type { Sessions } from '../../accounts/sessions'
import { isService, readGiven } from '../given'
import { refuseAuth, refuseWeak } from '../refusals'

/**
 * Answers what lite leaves out of Supabase's Auth: making accounts, listing, changing, ending and removing them
 * (`auth.admin.createUser`, `listUsers`, `updateUserById`, `deleteUser` of supabase-js), for the service key only.
 */
export function createAdmin(database: Database, keys: Keys, sessions: Sessions): Hono {
  const admin = new Hono()
  admin.use(async (context, next) =>
    isService(context.req.header('apikey'), keys.serviceKey)
      ? next()
      : refuseAuth(context, 403, 'not_admin', 'This needs the service key.'),
  )
  admin.post('/users', async (context) => {
    const { email, password } = await readGiven(context)
    if (typeof email !== 'string' || email.length > 254 || !/^[^@\s]+@[^@\s]+$/.test(email))
      return refuseAuth(context, 422, 'validation_failed', 'An account needs an e-mail address.')
    if (!isPassword(password)) return refuseWeak(context)
    const hashed = await hashPassword(password)
    const made = await database.transaction(async (queries) =>
      (await findAccount(queries, email)) ? undefined : insertAccount(queries, email, hashed),
    )
    return made
      ? context.json(await findAccount(database, email))
      : refuseAuth(context, 422, 'email_exists', `There is an account ${email} already.`)
  })
  admin.get('/users', async (context) =>
    context.json({ users: await listAccounts(database), aud: 'authenticated' }),
  )
  admin.put('/users/:id', async (context) => {
    const { password, ban_duration: ban } = await readGiven(context)
    if (password !== undefined && !isPassword(password)) return refuseWeak(context)
    const endedUntil = readBan(ban, Date.now())
    if (endedUntil === 'unreadable' || (password === undefined && ban === undefined))
      return refuseAuth(context, 422, 'validation_failed', 'Give a password, or a ban_duration like "24h".')
    const change: AccountChange = { endedUntil }
    if (isPassword(password)) change.hashed = await hashPassword(password)
    const changed = await database.transaction((queries) =>
      changeAccount(queries, context.req.param('id'), change),
    )
    sessions.forget()
    return changed ? context.json(changed) : refuseUnknown(context)
  })
  admin.delete('/users/:id', async (context) => {
    const removed = await database.transaction((queries) => removeAccount(queries, context.req.param('id')))
    sessions.forget()
    return removed ? context.json({}) : refuseUnknown(context)
  })
  admin.all('*', (context) => refuseAuth(context, 404, 'not_found', 'This host has no such address.'))
  return admin
}

/** Returns until when a ban lasts, null where it is lifted, undefined where nothing is said of it. */
function readBan(given: unknown, nowMs: number): string | null | undefined {
  if (given === undefined) return undefined
  if (given === 'none') return null
  const hours = typeof given === 'string' ? Number(/^(\d{1,7})h$/.exec(given)?.[1]) : NaN
  return hours > 0 ? new Date(nowMs + hours * 3_600_000).toISOString() : 'unreadable'
}

function refuseUnknown(context: Context): Response {
  return refuseAuth(context, 404, 'user_not_found', 'There is no such account.')
}
