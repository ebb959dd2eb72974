import { plainAnswer } from './plain-text'

/**
 * What went wrong between the application and its database. `code` is permanent and kebab-case; its words are the
 * locale key `errors.<code>`. `detail` is what the database added, parsed from JSON where it is JSON.
 */
export class DataError extends Error {
  readonly code: string
  readonly detail: unknown

  constructor(code: string, detail?: unknown, cause?: unknown) {
    super(code, { cause })
    this.name = 'DataError'
    this.code = code
    this.detail = detail
  }

  /**
   * Whether the same call may fare better in a moment. What is not transient is an answer: the right was taken away, the
   * thing is gone, the words were refused. What was shown before must then go.
   */
  get isTransient(): boolean {
    return TRANSIENT.has(this.code)
  }
}

/** Failures that the line to the database names itself. */
const OWN_CODES: ReadonlySet<string> = new Set([
  'no-connection',
  'took-too-long',
  'service-unavailable',
  'too-many-requests',
  'signed-out',
  'other-person',
])
const TRANSIENT: ReadonlySet<string> = new Set([
  'no-connection',
  'took-too-long',
  'service-unavailable',
  'too-many-requests',
  'changed-meanwhile',
  'unexpected',
])

/** The parts of an error of PostgREST, Auth or fetch that are looked at. */
interface Failure {
  code?: unknown
  message?: unknown
  details?: unknown
  status?: unknown
  name?: unknown
}

const CODES: Readonly<Record<string, string>> = {
  '42501': 'not-allowed',
  '23505': 'already-exists',
  '23503': 'still-referenced',
  '23514': 'value-refused',
  '23502': 'value-missing',
  '22P02': 'value-refused',
  '40001': 'changed-meanwhile',
  '57014': 'took-too-long',
  PGRST116: 'not-found',
  PGRST202: 'server-too-old',
  PGRST301: 'signed-out',
  PGRST302: 'signed-out',
  PGRST303: 'signed-out',
  invalid_credentials: 'wrong-credentials',
  over_request_rate_limit: 'too-many-requests',
  user_banned: 'account-ended',
  session_not_found: 'signed-out',
  refresh_token_not_found: 'signed-out',
}

const PERMANENT_CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/

function parsed(detail: unknown): unknown {
  if (typeof detail !== 'string') return detail ?? undefined
  try {
    return JSON.parse(detail) as unknown
  } catch {
    return detail
  }
}

function codeOf(failure: Failure): string {
  const message = typeof failure.message === 'string' ? failure.message : ''
  if (OWN_CODES.has(message)) return message
  if (failure.code === 'P0001' && PERMANENT_CODE.test(message)) return message
  if (typeof failure.code === 'string' && CODES[failure.code]) return CODES[failure.code]
  if (/fetch|network|load failed/i.test(message) || failure.name === 'AuthRetryableFetchError')
    return 'no-connection'
  if (failure.name === 'AbortError' || failure.name === 'TimeoutError') return 'took-too-long'
  if (/invalid login credentials/i.test(message)) return 'wrong-credentials'
  if (failure.status === 401) return 'signed-out'
  if (failure.status === 429) return 'too-many-requests'
  if (failure.status === 403) return 'not-allowed'
  return 'unexpected'
}

/** Returns any failure of a call as a DataError; a DataError is returned as it is. `status` is that of its answer. */
export function toDataError(failure: unknown, status?: number): DataError {
  if (failure instanceof DataError) return failure
  if (typeof failure !== 'object' || failure === null) return new DataError('unexpected', String(failure))
  const { code: given, message, name, details, status: own } = failure as Failure
  const parts = { code: given, message, name, details, status: own ?? status }
  const code = codeOf(parts)
  const detail = code === 'unexpected' ? (parts.message ?? parts.details) : parsed(parts.details)
  return new DataError(code, detail, failure)
}

/**
 * Returns the data of an answer of supabase-js, without characters that turn the reading direction of what people wrote
 * around, or throws its failure as a DataError.
 */
export function answer<T>({ data, error, status }: { data: T | null; error: unknown; status?: number }): T {
  if (error) throw toDataError(error, status)
  return plainAnswer(data) as T
}
