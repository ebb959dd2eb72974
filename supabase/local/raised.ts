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
 * Lets what SQL raises (`raise exception`, P0001) reach the caller as PostgREST tells it: status 400, with code,
 * message and details. lite answers 500 with a sentence, but passes on an error that names its own answer
 * (SQLSTATE PGRST), so that is what it is given.
 *
 * lite also prints every error of the database, stack and all. What a caller asked wrongly is no fault of the host, so
 * one line is left of it.
 */
export function tellRaised(connection: Connection): void {
  const normalize = connection.normalizeDbError.bind(connection)
  connection.normalizeDbError = (thrown) => {
    const error = normalize(thrown) as Raised | null
    if (error?.code === 'P0001') return inOneLine(namingItsAnswer(error), error)
    return error && inOneLine(error, error)
  }
}

function namingItsAnswer({ message = '', detail, hint }: Raised): Error {
  const answer = { code: 'P0001', message, details: detail ?? null, hint: hint ?? null }
  return Object.assign(new Error(JSON.stringify(answer)), {
    code: 'PGRST',
    detail: JSON.stringify({ status: 400, headers: {} }),
  })
}

/** Lets `error` be printed as the code and message of `raised`; an error without a code of the database keeps its stack. */
function inOneLine<Thrown extends object>(error: Thrown, { code, message = '' }: Raised): Thrown {
  if (typeof code !== 'string') return error
  return Object.defineProperty(error, inspect.custom, {
    value: () => `The database refused a request: ${code} ${message}`,
  })
}
