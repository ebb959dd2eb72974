const GOAL_MS = 250
const FEWEST = 50
const MOST = 2000
/** No step is more than twice the one before: what took long once may have waited for somebody else. */
const MOST_GROWTH = 2

/**
 * How many rows the next call of an import takes, so that a call works for about a quarter of a second whatever the machine
 * and the rows: a database that serves one at a time answers others between two calls.
 */
export class Pace {
  constructor(private rows: number) {}

  /** Runs `call` with as many rows as are right by now, and learns from how long it took. */
  async step<T>(call: (rows: number) => Promise<T>, now: () => number = () => performance.now()): Promise<T> {
    const from = now()
    const answer = await call(this.rows)
    const wanted = (this.rows * GOAL_MS) / Math.max(1, now() - from)
    const grown = Math.min(wanted, this.rows * MOST_GROWTH)
    this.rows = Math.round(Math.min(MOST, Math.max(FEWEST, grown)))
    return answer
  }
}
