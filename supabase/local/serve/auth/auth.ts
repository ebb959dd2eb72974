import { Hono, type Context } from 'hono'
import type { Keys } from '../../folder/folder'
import { QueueFull } from '../../../../src/lib/queue'
import { createAdmin } from './admin'
import { addressOf } from '../client-address'
import { isService } from '../given'
import { changeOwnPassword } from './own-password'
import type { ApiParts } from '../parts'
import { refuseAuth, refuseForNow } from '../refusals'
import { signIn } from './sign-in'
import { SignInGuard } from './sign-in-guard'

const mail = [
  'mail_not_delivered',
  'This host sends no mail, so there are no codes and no links by mail.',
] as const
const provider = ['provider_disabled', 'Nobody signs in through another service here.'] as const

/** What Supabase's Auth has and this host keeps closed, and why. Whatever is not opened below is closed as well. */
const closed: Readonly<Record<string, readonly [code: string, message: string]>> = {
  '/signup': ['signup_disabled', 'Accounts are made by an administrator.'],
  '/otp': mail,
  '/magiclink': mail,
  '/recover': mail,
  '/verify': mail,
  '/resend': mail,
  '/reauthenticate': mail,
  '/invite': mail,
  '/authorize': provider,
  '/callback': provider,
}

/**
 * Answers `/auth/v1`: only what is named here is open. Passwords are checked and changed by the host itself, away from
 * the database's queue; lite renews and ends sessions and tells who is signed in.
 */
export function createAuth(parts: ApiParts): Hono {
  const { backend, keys, sessions } = parts
  const guard = new SignInGuard()
  const forward = (context: Context) => backend.fetch(context.req.raw)
  const auth = new Hono()
  auth.onError((thrown, context) => {
    if (thrown instanceof QueueFull) return refuseForNow(context, 10)
    throw thrown
  })
  auth.route('/admin', createAdmin(backend.database, keys, sessions))
  auth.options('*', forward)
  auth.get('/health', forward)
  auth.get('/settings', forward)
  auth.post('/token', async (context) => {
    const kind = context.req.query('grant_type')
    if (kind === 'refresh_token') return forward(context)
    if (kind === 'pkce') return refuseAuth(context, 403, ...provider)
    if (kind !== 'password') return refuseAuth(context, 400, 'invalid_credentials', 'unsupported_grant_type')
    if (!hasKey(context, keys)) return refuseKeyless(context)
    return signIn(context, parts, guard, addressOf(context, parts.behindProxy))
  })
  auth.get('/user', forward)
  auth.put('/user', (context) => changeOwnPassword(context, parts))
  auth.post('/logout', async (context) => {
    const answer = await forward(context)
    sessions.forget()
    return answer
  })
  auth.all('*', (context) => {
    const path = context.req.path.slice(context.req.path.indexOf('/v1') + '/v1'.length)
    const [code, message] = Object.hasOwn(closed, path) ? closed[path] : []
    return code && message
      ? refuseAuth(context, 403, code, message)
      : refuseAuth(context, 404, 'not_found', 'This host has no such address.')
  })
  return auth
}

function hasKey(context: Context, { anonKey, serviceKey }: Keys): boolean {
  const given = context.req.header('apikey') ?? context.req.query('apikey')
  return given === anonKey || isService(given, serviceKey)
}

function refuseKeyless(context: Context): Response {
  return context.json({ message: 'Invalid API key', hint: 'Double check your Supabase `apikey`' }, 401)
}
