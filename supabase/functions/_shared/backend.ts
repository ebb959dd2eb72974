import type { FunctionEnvironment } from './environment.ts'
import { FunctionFailure } from './failure.ts'

/** Tokens of a session as Auth answers them. */
export interface Session {
  access_token: string
  refresh_token: string
}

/** The database and Auth as a function calls them: with the service key, but for signing in. */
export interface Backend {
  /** Calls a function of the database and returns its answer; throws a FunctionFailure with the code that it raised. */
  rpc: <T>(name: string, values: object) => Promise<T>
  /** Makes an account that may sign in at once and returns its id; throws `sign-in-taken`, `weak-password`. */
  createUser: (email: string, password: string) => Promise<string>
  /** Gives an account another password; its sessions end. Throws `weak-password`. */
  setPassword: (userId: string, password: string) => Promise<void>
  /** Removes an account that was made in vain. */
  removeUser: (userId: string) => Promise<void>
  /** Begins a session. */
  signIn: (email: string, password: string) => Promise<Session>
}

/** What is looked at in an answer that refuses. */
interface Refused {
  code?: string
  error_code?: string
  message?: string
  details?: unknown
}

const AUTH_CODES: Readonly<Record<string, string>> = {
  email_exists: 'sign-in-taken',
  user_already_exists: 'sign-in-taken',
  weak_password: 'weak-password',
  over_request_rate_limit: 'too-many-requests',
}

/** Returns the database and Auth of an environment; calls end with `signal`. */
export function backendOf(environment: FunctionEnvironment, signal: AbortSignal): Backend {
  const { url, anonKey, serviceKey } = environment
  async function call<T>(method: string, path: string, key: string, content?: object): Promise<T> {
    const response = await environment.fetch(url + path, {
      method,
      signal,
      headers: { apikey: key, authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: content === undefined ? undefined : JSON.stringify(content),
    })
    const text = await response.text()
    if (response.ok) return (text === '' ? null : JSON.parse(text)) as T
    throw failureOf(response.status, text)
  }
  return {
    rpc: (name, values) => call('POST', `/rest/v1/rpc/${name}`, serviceKey, values),
    createUser: async (email, password) => {
      const made = await call<{ id: string }>('POST', '/auth/v1/admin/users', serviceKey, {
        email,
        password,
        email_confirm: true,
      })
      return made.id
    },
    setPassword: async (userId, password) => {
      await call('PUT', `/auth/v1/admin/users/${userId}`, serviceKey, { password })
    },
    removeUser: async (userId) => {
      await call('DELETE', `/auth/v1/admin/users/${userId}`, serviceKey)
    },
    signIn: (email, password) =>
      call('POST', '/auth/v1/token?grant_type=password', anonKey, { email, password }),
  }
}

function failureOf(status: number, text: string): FunctionFailure {
  let refused: Refused = {}
  try {
    refused = JSON.parse(text) as Refused
  } catch {
    // What is no JSON has no code either.
  }
  const known = AUTH_CODES[refused.error_code ?? refused.code ?? '']
  if (known) return new FunctionFailure(known, status === 429 ? 429 : 422)
  if (refused.code === 'P0001' && refused.message)
    return new FunctionFailure(refused.message, 400, refused.details ?? null)
  return new FunctionFailure('unexpected-answer', 502)
}
