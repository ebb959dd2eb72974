/** An answer as bytes, so that it can be given to many. */
interface Kept {
  status: number
  headers: [string, string][]
  body: ArrayBuffer
}

interface Entry {
  writes: number
  /** Until when it is given without a thought, and until when it is given while another is computed. */
  freshUntil: number
  servedUntil: number
  answer: Promise<Kept>
  isRenewed: boolean
}

const freshMs = 1_000
const servedMs = 3_000
const mostKept = 500

/**
 * Answers that many ask for are computed once: who asks while one is computed waits for it, and who asks within a second
 * gets the same. Up to three seconds the answer is still given, while a new one is computed for those who ask next; so
 * nobody waits for what is asked all the time. A write makes everything before it old: nobody gets an answer that began
 * before a write that had ended when they asked.
 */
export class SharedAnswers {
  readonly #kept = new Map<string, Entry>()
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
    if (found?.writes !== this.#writes || now >= found.servedUntil) return this.#compute(key, compute)
    if (now >= found.freshUntil && !found.isRenewed) {
      found.isRenewed = true
      void this.#compute(key, compute).catch(() => undefined)
    }
    return responseOf(await found.answer)
  }

  /** What it returns replaces the answer that is there once it has come, or at once where that is of no use any more. */
  async #compute(key: string, compute: () => Promise<Response>): Promise<Response> {
    const entry: Entry = {
      writes: this.#writes,
      freshUntil: Infinity,
      servedUntil: Infinity,
      answer: keep(compute),
      isRenewed: false,
    }
    const asked = this.now()
    const earlier = this.#kept.get(key)
    const isRenewal =
      earlier?.isRenewed === true && earlier.writes === this.#writes && asked < earlier.servedUntil
    if (!isRenewal) this.#put(key, entry)
    try {
      const kept = await entry.answer
      // Its age counts from when it was asked for, which is the earliest that it can tell of.
      entry.freshUntil = asked + freshMs
      entry.servedUntil = asked + servedMs
      if (kept.status !== 200) this.#drop(key, entry)
      else if (isRenewal && entry.writes === this.#writes) this.#put(key, entry)
      setTimeout(() => this.#drop(key, entry), servedMs).unref()
      return responseOf(kept)
    } catch (thrown) {
      this.#drop(key, entry)
      throw thrown
    }
  }

  #put(key: string, entry: Entry): void {
    if (this.#kept.size >= mostKept) this.#kept.clear()
    this.#kept.set(key, entry)
  }

  #drop(key: string, entry: Entry): void {
    if (this.#kept.get(key) === entry) this.#kept.delete(key)
  }
}

async function keep(compute: () => Promise<Response>): Promise<Kept> {
  const response = await compute()
  return { status: response.status, headers: [...response.headers], body: await response.arrayBuffer() }
}

function responseOf({ status, headers, body }: Kept): Response {
  return new Response(body, { status, headers })
}
