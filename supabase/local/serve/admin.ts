import { timingSafeEqual } from 'node:crypto'
import { Hono, type Context } from 'hono'
import { createAccount, findAccount, listAccounts, setPassword } from '../accounts'
import type { Database } from '../database/types'
import type { Keys } from '../folder'

interface Given {
  email?: unknown
  password?: unknown
}

const shortestPassword = 8

/**
 * Answers what lite leaves out of Supabase's Auth: making accounts, listing them and setting passwords
 * (`auth.admin.createUser`, `listUsers`, `updateUserById` of supabase-js), for the service key only.
 */
export function createAdmin(database: Database, keys: Keys): Hono {
  const admin = new Hono()
  admin.use(async (context, next) =>
    isService(context, keys.serviceKey)
      ? next()
      : refuse(context, 403, 'not_admin', 'This needs the service key.'),
  )
  admin.post('/users', async (context) => {
    const { email, password } = await context.req.json<Given>()
    if (typeof email !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(email))
      return refuse(context, 422, 'validation_failed', 'An account needs an e-mail address.')
    if (!isPassword(password)) return refuseWeak(context)
    if (await findAccount(database, email))
      return refuse(context, 422, 'email_exists', `There is an account ${email} already.`)
    await database.transaction((queries) => createAccount(queries, email, password))
    return context.json(await findAccount(database, email))
  })
  admin.get('/users', async (context) =>
    context.json({ users: await listAccounts(database), aud: 'authenticated' }),
  )
  admin.put('/users/:id', async (context) => {
    const { password } = await context.req.json<Given>()
    if (!isPassword(password)) return refuseWeak(context)
    const changed = await setPassword(database, context.req.param('id'), password)
    return changed
      ? context.json(changed)
      : refuse(context, 404, 'user_not_found', 'There is no such account.')
  })
  return admin
}

function isPassword(password: unknown): password is string {
  return typeof password === 'string' && password.length >= shortestPassword
}

function refuseWeak(context: Context): Response {
  return refuse(context, 422, 'weak_password', `A password has at least ${shortestPassword} characters.`)
}

function isService(context: Context, serviceKey: string): boolean {
  const given = Buffer.from(context.req.header('apikey') ?? '')
  const expected = Buffer.from(serviceKey)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function refuse(context: Context, status: 403 | 404 | 422, code: string, message: string): Response {
  return context.json({ code: status, error_code: code, msg: message }, status)
}
