/** An answer as bytes, so that it can be given to many. */
interface Kept {
  status: number
  headers: [string, string][]
  body: ArrayBuffer
}

const freshMs = 1_000
const mostKept = 500

/**
 * Answers that many ask for are computed once: who asks while one is computed waits for it, and who asks within a second
 * gets the same. A write makes everything before it old: nobody gets an answer that began before a write that had ended
 * when they asked.
 */
export class SharedAnswers {
  readonly #kept = new Map<string, { writes: number; until: number; answer: Promise<Kept> }>()
  #writes = 0

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Notes that something was written. */
  noteWrite(): void {
    this.#writes++
  }

  /** Returns the answer kept for `key`, or what `compute` gives. Only an answer of status 200 is kept. */
  async get(key: string, compute: () => Promise<Response>): Promise<Response> {
    const now = this.now()
    const found = this.#kept.get(key)
    if (found && found.writes === this.#writes && now < found.until) return responseOf(await found.answer)
    const entry = { writes: this.#writes, until: Infinity, answer: keep(compute) }
    if (this.#kept.size >= mostKept) this.#kept.clear()
    this.#kept.set(key, entry)
    const drop = () => this.#kept.get(key) === entry && this.#kept.delete(key)
    try {
      const kept = await entry.answer
      // Its age counts from when it was asked for, which is the earliest that it can tell of.
      entry.until = now + freshMs
      if (kept.status !== 200) drop()
      else setTimeout(drop, freshMs).unref()
      return responseOf(kept)
    } catch (thrown) {
      drop()
      throw thrown
    }
  }
}

async function keep(compute: () => Promise<Response>): Promise<Kept> {
  const response = await compute()
  return { status: response.status, headers: [...response.headers], body: await response.arrayBuffer() }
}

function responseOf({ status, headers, body }: Kept): Response {
  return new Response(body, { status, headers })
}
