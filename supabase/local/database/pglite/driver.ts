import { reasonOf } from '../../refusal'
import type { EngineOptions, Order, Result } from './messages'
import { searchPath } from '../search-path'
import { callersParsers, parseRows, type Parsers } from './parsers'
import { Session, type SessionLost } from './session'

/** There is no session, and none can be opened now. */
export class DatabaseClosed extends Error {
  override name = 'DatabaseClosed'
}

const pauseMs = 2_000

/**
 * A PGlite that outlives its sessions: when one is lost, the next `begin` opens another. Between the two every
 * statement is refused, for what it belongs to (a transaction, a role) went with the session.
 */
export class Driver {
  #session: Session
  #notBefore = 0

  private constructor(
    session: Session,
    private readonly options: EngineOptions,
  ) {
    this.#session = session
  }

  static async open(options: EngineOptions): Promise<Driver> {
    const session = await openSession(options)
    return new Driver(session, { cluster: options.cluster, settings: options.settings })
  }

  /** What is made of the text of a value, by its type; may be added to. */
  readonly parsers: Parsers = callersParsers()

  /** Longest time of one statement, for the work that runs now; unlimited when undefined. */
  limitMs: number | undefined

  /** What ended the session that the work now running had, if it has ended. */
  get lost(): SessionLost | undefined {
    return this.#session.lost
  }

  /**
   * Makes sure that there is a session before a piece of work begins. Rejects with a DatabaseClosed when none can be
   * opened, and does not try again for a moment: opening takes seconds.
   */
  async begin(): Promise<void> {
    const { lost } = this.#session
    if (!lost) return
    if (Date.now() < this.#notBefore) throw new DatabaseClosed(lost.message)
    console.error(`The database is opened anew: ${lost.message}.`)
    await this.#session.end()
    try {
      this.#session = await openSession(this.options)
    } catch (thrown) {
      this.#notBefore = Date.now() + pauseMs
      throw new DatabaseClosed(reasonOf(thrown))
    }
  }

  /** Runs one statement; `before` are statements that come before it, without parameters. */
  async query(sql: string, parameters: readonly unknown[] = [], before = ''): Promise<Result> {
    return (await this.#run({ kind: 'query', sql, parameters: [...parameters], before })).results[0]
  }

  async exec(sql: string): Promise<Result[]> {
    return (await this.#run({ kind: 'exec', sql })).results
  }

  /** Returns the whole cluster, packed (tar, gzip). */
  async dump(): Promise<Uint8Array> {
    const { dump } = await this.#run({ kind: 'dump' })
    if (!dump) throw new Error('PGlite gave no dump')
    return dump
  }

  /** Shuts the database down and ends its thread. */
  async close(): Promise<void> {
    if (!this.#session.lost) await this.#session.run({ kind: 'close' }).catch(() => undefined)
    await this.#session.end()
  }

  async #run(order: Order) {
    const done = await this.#session.run(order, this.limitMs)
    for (const { rows, fields } of done.results) parseRows(rows, fields, this.parsers)
    return done
  }
}

/** Every session begins the same, the first and those that replace it. */
async function openSession(options: EngineOptions): Promise<Session> {
  const session = await Session.open(options)
  await session.run({ kind: 'exec', sql: `set search_path to ${searchPath}` })
  return session
}
