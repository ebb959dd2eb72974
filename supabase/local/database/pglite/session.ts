import { Worker } from 'node:worker_threads'
import { reasonOf } from '../../refusal'
import type { EngineOptions, Order, Report, Result } from './messages'

/** The session ended under a statement: nobody knows whether it was done. The next work gets a new session. */
export class SessionLost extends Error {
  override name = 'SessionLost'
  constructor(
    reason: string,
    /** The statement was ended because it took too long. */
    readonly late = false,
  ) {
    super(reason)
  }
}

interface Waiting {
  resolve: (done: { results: Result[]; dump?: Uint8Array }) => void
  reject: (reason: unknown) => void
}

/**
 * PostgreSQL checks the depth of its own stack, by default 2 MB; WebAssembly has another one, of the thread, which must
 * never be the first to end, for there PostgreSQL cannot clean up. (A main thread has 1 MB: a JSON of some thousand
 * brackets broke the engine.)
 */
const stackMegabytes = 256

/** PGlite in a thread of its own, from opening to its end. One order at a time is the caller's business. */
export class Session {
  readonly #thread: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #gone: Promise<void>
  readonly #opened: Promise<void>
  #open: { resolve: () => void; reject: (reason: unknown) => void } | undefined
  #lastId = 0
  #lost: SessionLost | undefined

  private constructor(thread: Worker) {
    this.#thread = thread
    this.#opened = new Promise((resolve, reject) => (this.#open = { resolve, reject }))
    thread.on('message', (report: Report) => this.#hear(report))
    thread.on('error', (thrown) => this.#lose(new SessionLost(`its thread ended: ${reasonOf(thrown)}`)))
    this.#gone = new Promise((resolve) => {
      thread.once('exit', () => {
        this.#lose(new SessionLost('its thread ended'))
        resolve()
      })
    })
  }

  /** Opens the cluster. Rejects with what PGlite says when it cannot be opened. */
  static async open(options: EngineOptions): Promise<Session> {
    const thread = new Worker(new URL('engine-start.mjs', import.meta.url), {
      workerData: options,
      execArgv: [],
      resourceLimits: { stackSizeMb: stackMegabytes },
    })
    const session = new Session(thread)
    await session.#opened
    return session
  }

  /** What ended the session, if it has. */
  get lost(): SessionLost | undefined {
    return this.#lost
  }

  /** Runs an order; one that takes longer than `limitMs` ends the session. */
  async run(order: Order, limitMs?: number): Promise<{ results: Result[]; dump?: Uint8Array }> {
    if (this.#lost) throw this.#lost
    const id = ++this.#lastId
    const timer = limitMs === undefined ? undefined : setTimeout(() => this.#endLate(limitMs), limitMs)
    try {
      return await new Promise<{ results: Result[]; dump?: Uint8Array }>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject })
        this.#thread.postMessage({ id, order })
      })
    } finally {
      clearTimeout(timer)
    }
  }

  /** Ends the thread, wherever it is, and returns when it is gone. What was committed is on its files. */
  async end(): Promise<void> {
    this.#lose(new SessionLost('it was closed'))
    await this.#thread.terminate()
    await this.#gone
  }

  #endLate(limitMs: number): void {
    this.#lose(new SessionLost(`a statement took longer than ${limitMs / 1000} s`, true))
  }

  #hear(report: Report): void {
    if (report.kind === 'broken') return this.#lose(new SessionLost(report.reason))
    if (report.kind === 'ready') return this.#open?.resolve()
    const waiting = this.#waiting.get(report.id)
    this.#waiting.delete(report.id)
    if (report.kind === 'done') waiting?.resolve(report)
    else waiting?.reject(Object.assign(new Error(report.message), report.fields))
  }

  #lose(lost: SessionLost): void {
    this.#lost ??= lost
    this.#open?.reject(this.#lost)
    for (const { reject } of this.#waiting.values()) reject(this.#lost)
    this.#waiting.clear()
    void this.#thread.terminate()
  }
}
