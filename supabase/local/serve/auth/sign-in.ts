import type { Context } from 'hono'
import { findCredentials } from '../../accounts/accounts'
import { checkPassword } from '../../accounts/passwords'
import { readGiven } from '../given'
import type { ApiParts } from '../parts'
import { refuseAuth, refuseForNow } from '../refusals'
import type { SignInGuard } from './sign-in-guard'

/**
 * Answers a sign-in by e-mail address and password. Accounts that are there and that are not are told apart neither by the
 * answer nor by its time; failures are counted by `guard`.
 */
export async function signIn(
  context: Context,
  { backend, sessions }: ApiParts,
  guard: SignInGuard,
  address: string | undefined,
): Promise<Response> {
  const { email, password } = await readGiven(context)
  if (typeof email !== 'string' || email.trim() === '' || typeof password !== 'string' || password === '')
    return refuseAuth(context, 400, 'validation_failed', 'Give an e-mail address and a password.')
  const attempt = guard.begin(email, address)
  if (typeof attempt === 'number') return refuseForNow(context, Math.ceil(attempt / 1000))
  const found = await findCredentials(backend.database, email)
  if (!(await checkPassword(password, found?.hashed)) || !found) {
    attempt.failed()
    return refuseCredentials(context)
  }
  attempt.succeeded()
  if (found.ended) return refuseAuth(context, 403, 'user_banned', 'This account has been ended.')
  const session = await sessions.begin(found)
  if (!session) return refuseCredentials(context)
  const user = await readUser(context, { backend }, session.access_token)
  return context.json({ ...session, user, weak_password: null })
}

async function readUser(
  context: Context,
  { backend }: Pick<ApiParts, 'backend'>,
  token: string,
): Promise<unknown> {
  const headers = { apikey: context.req.header('apikey') ?? context.req.query('apikey') ?? '' }
  const answer = await backend.fetch(
    new Request(new URL('/auth/v1/user', context.req.url), {
      headers: { ...headers, authorization: `Bearer ${token}` },
    }),
  )
  return answer.json()
}

function refuseCredentials(context: Context): Response {
  return refuseAuth(context, 400, 'invalid_credentials', 'Invalid login credentials')
}
