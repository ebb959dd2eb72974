import { inspect } from 'node:util'

/** The parts of a database error that are looked at. */
interface Raised {
  code?: unknown
  message?: string
  detail?: string | null
  hint?: string | null
}

interface Connection {
  normalizeDbError(thrown: unknown): unknown
}

/**
 * Lets errors of the database reach the caller as PostgREST tells them: its status, code, message and details. lite
 * answers 500 with a sentence to most, but passes on an error that names its own answer (SQLSTATE PGRST), so that is what
 * it is given for those that it does not know.
 *
 * lite also prints every error of the database, stack and all. What a caller asked wrongly is no fault of the host, so
 * one line is left of it.
 */
export function tellRaised(connection: Connection): void {
  const normalize = connection.normalizeDbError.bind(connection)
  connection.normalizeDbError = (thrown) => {
    const error = asValue(normalize(thrown) as Raised | null)
    const status = typeof error?.code === 'string' ? statusOf(error.code) : undefined
    if (error && status) return inOneLine(namingItsAnswer(error, status), error)
    return error && inOneLine(error, error)
  }
}

/** PostGIS calls a text that is no geometry an internal error; it is a value that its type does not have. */
function asValue(error: Raised | null): Raised | null {
  if (error?.code !== 'XX000' || !/geometry|geojson/i.test(error.message ?? '')) return error
  return { code: '22P02', message: 'invalid input syntax for type geometry' }
}

/** Beginnings of SQLSTATE with the status that PostgREST answers, longest first; where nothing stands here lite is right. */
const statuses: readonly (readonly [state: string, status: number])[] = [
  ['P0001', 400],
  ['57P01', 503],
  ['53400', 500],
  ['23505', 0],
  ['23503', 0],
  ['23502', 0],
  ['25006', 0],
  ['0L', 403],
  ['0P', 403],
  ['28', 403],
  ['08', 503],
  ['53', 503],
  ['09', 500],
  ['25', 500],
  ['2D', 500],
  ['38', 500],
  ['39', 500],
  ['3B', 500],
  ['40', 500],
  ['54', 500],
  ['55', 500],
  ['57', 500],
  ['58', 500],
  ['F0', 500],
  ['HV', 500],
  ['P0', 500],
  ['XX', 500],
  ['42', 0],
  ['22', 0],
  ['21', 0],
]

/** Returns the status for a SQLSTATE, or undefined where lite answers as PostgREST does. */
function statusOf(state: string): number | undefined {
  if (!/^(\d|F0|HV|P0|XX)[0-9A-Z]*$/.test(state) || state.length !== 5) return undefined
  const known = statuses.find(([beginning]) => state.startsWith(beginning))
  return known ? known[1] || undefined : 400
}

function namingItsAnswer({ code, message = '', detail, hint }: Raised, status: number): Error {
  const answer = { code, message, details: detail ?? null, hint: hint ?? null }
  return Object.assign(new Error(JSON.stringify(answer)), {
    code: 'PGRST',
    detail: JSON.stringify({ status, headers: {} }),
  })
}

/** Lets `error` be printed as the code and message of `raised`; an error without a code of the database keeps its stack. */
function inOneLine<Thrown extends object>(error: Thrown, { code, message = '' }: Raised): Thrown {
  if (typeof code !== 'string') return error
  return Object.defineProperty(error, inspect.custom, {
    value: () => `The database refused a request: ${code} ${message}`,
  })
}
