import type { ServerClock } from '../../lib/time/clock'
import { ruleOf } from './rules'
import { bearerOf, claimsOf } from './token'

/** What the line to the database needs of the world. */
export interface CallSettings {
  fetch: typeof fetch
  clock: ServerClock
  /** Whose page this is; null while nobody has signed in. */
  person: () => string | null
  /** Returns a token of the same person in place of one that was refused, or null when the session has ended. */
  renew: (refused: string) => Promise<string | null>
  /** Told when the device's session is no longer that person's. */
  onOtherPerson: () => void
}

/** One attempt: an answer that has come whole, or why there is none. */
type Outcome = Response | 'no-connection' | 'took-too-long'

const PAUSES_MS = [300, 1000] as const
/** Longer than this nobody is kept waiting for a server that asks for patience. */
const LONGEST_PATIENCE_MS = 5000
/** The status of what got no answer. Not 503, at which supabase-js would try on its own, out of all limits. */
const NO_ANSWER = 504
const UNAVAILABLE: ReadonlySet<number> = new Set([502, 503, 504])
/** Statuses whose answers have no body. */
const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304])

/**
 * Returns the `fetch` through which every call to the database goes. It ends each call in time, makes those that only
 * read again after a pause, renews a token that was refused and asks once more, keeps the server's clock, and lets
 * nothing out under another person's name. What failed is answered as the API answers, with a permanent code (errors.ts).
 */
export function createCall(settings: CallSettings): typeof fetch {
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    const isData = url.includes('/rest/v1/')
    const refusal = isData ? refuseOthers(settings, init) : null
    if (refusal) return refusal
    const response = await attempts(settings, url, init)
    return isData && response.status === 401 ? withNewToken(settings, url, init, response) : response
  }
}

/** A session that became another's, in another window, sends nothing from here. */
function refuseOthers({ person, onOtherPerson }: CallSettings, init: RequestInit): Response | null {
  const { sub } = claimsOf(bearerOf(init.headers))
  if (person() === null || sub === person()) return null
  if (!sub) return failed('signed-out', 401)
  onOtherPerson()
  return failed('other-person', 401)
}

async function withNewToken(
  settings: CallSettings,
  url: string,
  init: RequestInit,
  refused: Response,
): Promise<Response> {
  const used = bearerOf(init.headers)
  if (!claimsOf(used).sub) return refused
  let token: string | null
  try {
    token = await settings.renew(used)
  } catch {
    return failed('no-connection', NO_ANSWER)
  }
  if (token === null) return failed('signed-out', 401)
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${token}`)
  const again = { ...init, headers }
  return refuseOthers(settings, again) ?? attempts(settings, url, again)
}

async function attempts(settings: CallSettings, url: string, init: RequestInit): Promise<Response> {
  const { mayRepeat, limitMs } = ruleOf(init.method ?? 'GET', url)
  const { clock } = settings
  const endsAt = clock.steadyMs() + limitMs
  for (let made = 0; ; made++) {
    const outcome = await attempt(settings, url, init, endsAt - clock.steadyMs())
    const pauseMs = mayRepeat ? pauseAfter(outcome, made) : null
    if (pauseMs === null || clock.steadyMs() + pauseMs >= endsAt) return answered(outcome, url)
    await pause(pauseMs, init.signal)
  }
}

/** Makes one attempt and waits until its answer has come whole. Throws when the caller has given up. */
async function attempt(
  { fetch, clock }: CallSettings,
  url: string,
  init: RequestInit,
  leftMs: number,
): Promise<Outcome> {
  const ending = new AbortController()
  const giveUp = () => ending.abort(init.signal?.reason)
  init.signal?.throwIfAborted()
  init.signal?.addEventListener('abort', giveUp)
  let isLate = false
  const late = new Promise<'took-too-long'>((resolve) => {
    setTimeoutOf(ending.signal, leftMs, () => {
      isLate = true
      ending.abort()
      resolve('took-too-long')
    })
  })
  const sentAt = clock.steadyMs()
  const whole = async (): Promise<Outcome> => {
    const response = await fetch(url, { ...init, signal: ending.signal })
    clock.observeAnswer(response, sentAt)
    const body = BODILESS.has(response.status) ? null : await response.text()
    const { status, statusText, headers } = response
    return new Response(body, { status, statusText, headers })
  }
  try {
    return await Promise.race([whole(), late])
  } catch {
    init.signal?.throwIfAborted()
    return isLate ? 'took-too-long' : 'no-connection'
  } finally {
    init.signal?.removeEventListener('abort', giveUp)
    ending.abort()
  }
}

/** Calls back after so long unless the signal came before. */
function setTimeoutOf(signal: AbortSignal, afterMs: number, act: () => void): void {
  const timer = setTimeout(act, Math.max(0, afterMs))
  signal.addEventListener('abort', () => clearTimeout(timer))
}

/** Returns how long to wait before the next attempt, or null when there shall be none. */
function pauseAfter(outcome: Outcome, made: number): number | null {
  const usual = PAUSES_MS.at(made) ?? null
  if (outcome === 'no-connection') return usual
  if (outcome === 'took-too-long') return null
  if (outcome.status === 429) {
    const asked = (retryAfterSeconds(outcome) ?? 1) * 1000
    return usual !== null && asked <= LONGEST_PATIENCE_MS ? Math.max(usual, asked) : null
  }
  return UNAVAILABLE.has(outcome.status) ? usual : null
}

function retryAfterSeconds(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds : null
}

function pause(forMs: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, forMs)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    })
  })
}

function answered(outcome: Outcome, url: string): Response {
  if (outcome === 'no-connection' || outcome === 'took-too-long') return failed(outcome, NO_ANSWER)
  if (!url.includes('/rest/v1/')) return outcome
  if (UNAVAILABLE.has(outcome.status)) return failed('service-unavailable', NO_ANSWER)
  if (outcome.status === 429)
    return failed('too-many-requests', 429, { retryAfterSeconds: retryAfterSeconds(outcome) })
  return outcome
}

/** An answer of this line's own, in the words of the API and of Auth alike. */
function failed(code: string, status: number, detail?: unknown): Response {
  const details = detail === undefined ? null : JSON.stringify(detail)
  const body = { code, error_code: code, message: code, msg: code, details, hint: null }
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}
