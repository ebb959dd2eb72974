/** What tells time: `steady` never jumps and counts from anywhere, `wall` is what this device believes; milliseconds. */
interface Sources {
  steady: () => number
  wall: () => number
}

/** An answer that carries the server's time. */
export interface TimeObserved {
  /** The server's time in milliseconds, cut to `resolutionMs`. */
  atMs: number
  resolutionMs: number
  /** Steady times at which the question was sent and the answer had come. */
  sentAt: number
  receivedAt: number
  /** The database's own time is believed before that of a header, which a proxy may have written. */
  source: 'header' | 'database'
}

/**
 * The server's clock as seen from here (Cristian 1989): each answer says between which bounds the server is ahead of
 * this device's steady clock; bounds that fit together narrow each other, and one that no longer fits replaces them.
 * This device's own clock is asked only as long as no answer has come.
 */
export class ServerClock {
  #least = -Infinity
  #most = Infinity
  #source: TimeObserved['source'] = 'header'
  readonly #sources: Sources

  constructor(sources: Sources = { steady: () => performance.now(), wall: () => Date.now() }) {
    this.#sources = sources
  }

  /** A time for durations, in milliseconds: never put back, whatever happens to this device's clock. */
  steadyMs(): number {
    return this.#sources.steady()
  }

  /** The server's present in milliseconds. */
  nowMs(): number {
    return this.#least === -Infinity
      ? this.#sources.wall()
      : this.#sources.steady() + (this.#least + this.#most) / 2
  }

  /** What this device's clock shows (milliseconds) when the server's shows `serverMs`. */
  onThisDevice(serverMs: number): number {
    return serverMs - this.nowMs() + this.#sources.wall()
  }

  observe({ atMs, resolutionMs, sentAt, receivedAt, source }: TimeObserved): void {
    if (!Number.isFinite(atMs) || (source === 'header' && this.#source === 'database')) return
    const isFirstOfItsKind = source !== this.#source
    const [least, most] = [atMs - receivedAt, atMs + resolutionMs - sentAt]
    const fits = !isFirstOfItsKind && least <= this.#most && most >= this.#least
    this.#least = fits ? Math.max(least, this.#least) : least
    this.#most = fits ? Math.min(most, this.#most) : most
    this.#source = source
  }

  /** Observes the `date` of an answer whose question was sent at a steady time. */
  observeAnswer(answer: Pick<Response, 'headers'>, sentAt: number): void {
    const atMs = Date.parse(answer.headers.get('date') ?? '')
    this.observe({ atMs, resolutionMs: 1000, sentAt, receivedAt: this.steadyMs(), source: 'header' })
  }

  /** Asks for something whose answer carries the database's `now`, and observes that. */
  async observed<T extends { now: string }>(ask: () => Promise<T>): Promise<T> {
    const sentAt = this.steadyMs()
    const answer = await ask()
    const atMs = Date.parse(answer.now)
    this.observe({ atMs, resolutionMs: 1, sentAt, receivedAt: this.steadyMs(), source: 'database' })
    return answer
  }
}

/** The clock of the server that this application speaks to. */
export const serverClock = new ServerClock()

/** Returns the server's present in milliseconds: ages, lateness and dates go by it, never by this device's clock. */
export function serverNow(): number {
  return serverClock.nowMs()
}

/** Returns the server's present as a Date. */
export function serverDate(): Date {
  return new Date(serverNow())
}

/** Returns a steady time in milliseconds, for durations only. */
export function steadyNow(): number {
  return serverClock.steadyMs()
}
