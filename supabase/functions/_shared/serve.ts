import { type Backend, backendOf } from './backend.ts'
import type { FunctionHandler } from './environment.ts'
import { failureAnswer, FunctionFailure } from './failure.ts'
import { networkOf } from './network.ts'

/** How far a function may be used by whoever calls it. */
export interface FunctionLimits {
  /** Most bytes of a request. */
  mostBytes: number
  /** An answer takes at most so long. */
  withinMs: number
  /** Most calls of one address within a stretch of time. */
  rate: Rate
  /** Most of them that were refused; a whole office behind one address may be let in at once, not whoever guesses. */
  refusals?: Rate
}

interface Rate {
  most: number
  withinSeconds: number
}

const UNDOING_MS = 5_000

/** What is asked of a function. */
export type Content = Readonly<Record<string, unknown>>

const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, apikey, content-type, x-client-info',
  'access-control-allow-methods': 'POST, OPTIONS',
}

/**
 * Makes a function that takes a JSON object by POST and answers JSON. What is too long, too often or takes too long is
 * refused (413, 429, 504), what is not understood too (400, 405), each with a permanent code. Attempts are counted in the
 * database, so that several hosts count together. Calls to the backend end with the time of the function; what is left
 * half done is taken back by `undoing`, which has a time of its own.
 */
export function defineFunction(
  name: string,
  limits: FunctionLimits,
  answer: (content: Content, backend: Backend, undoing: () => Backend) => Promise<unknown>,
): FunctionHandler {
  return async (request, environment) => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: HEADERS })
    const ending = new AbortController()
    const timer = setTimeout(() => ending.abort(), limits.withinMs)
    try {
      if (request.method !== 'POST') throw new FunctionFailure('method-not-allowed', 405)
      const content = await readContent(request, limits.mostBytes)
      const backend = backendOf(environment, ending.signal)
      const subject = `${name} ${networkOf(environment.addressOf(request))}`
      await keepRate(backend, subject, limits.rate)
      const undoing = () => backendOf(environment, AbortSignal.timeout(UNDOING_MS))
      const answering = answer(content, backend, undoing).catch(async (thrown: unknown) => {
        if (limits.refusals && !ending.signal.aborted)
          await keepRate(backend, `${subject} refused`, limits.refusals)
        throw thrown
      })
      const answered = await Promise.race([answering, lateAt(ending.signal)])
      return new Response(JSON.stringify(answered), { headers: HEADERS })
    } catch (thrown) {
      return refuse(name, ending.signal.aborted ? new FunctionFailure('took-too-long', 504) : thrown)
    } finally {
      clearTimeout(timer)
    }
  }
}

function refuse(name: string, thrown: unknown): Response {
  if (thrown instanceof FunctionFailure) {
    const wait = (thrown.details as { seconds?: number } | null)?.seconds
    return failureAnswer(thrown, wait ? { ...HEADERS, 'retry-after': String(wait) } : HEADERS)
  }
  console.error(`function ${name}:`, thrown)
  return failureAnswer(new FunctionFailure('unexpected-answer', 500), HEADERS)
}

/** The address is not kept as it is. */
async function keepRate(backend: Backend, subject: string, rate: Rate): Promise<void> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subject))
  const hidden = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const seconds = await backend.rpc<number>('count_attempt', {
    subject: hidden,
    most: rate.most,
    within_seconds: rate.withinSeconds,
  })
  if (seconds > 0) throw new FunctionFailure('too-many-requests', 429, { seconds })
}

function lateAt(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(new FunctionFailure('took-too-long', 504))
    // The time may have run out while attempts were counted: nobody says so a second time.
    if (signal.aborted) end()
    else signal.addEventListener('abort', end)
  })
}

async function readContent(request: Request, mostBytes: number): Promise<Content> {
  const text = await readText(request, mostBytes)
  try {
    const content: unknown = JSON.parse(text)
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content as Content
  } catch {
    // The same answer as for what is no object.
  }
  throw new FunctionFailure('content-malformed', 400)
}

/** Reads no more than it may: the length that a request claims is not believed. */
async function readText(request: Request, mostBytes: number): Promise<string> {
  const reader = request.body?.getReader()
  const decoder = new TextDecoder()
  let [text, length] = ['', 0]
  if (!reader) return text
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    length += value.byteLength
    if (length > mostBytes) {
      void reader.cancel().catch(() => undefined)
      throw new FunctionFailure('request-too-long', 413, { mostBytes })
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** Returns a text of the content; throws `content-malformed` where it is something else, or longer than `longest`. */
export function textOf(content: Content, field: string, longest: number): string {
  const given = content[field]
  if (typeof given === 'string' && given.length <= longest) return given
  throw new FunctionFailure('content-malformed', 400, { field })
}
