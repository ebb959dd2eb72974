/** Runs asynchronous work one piece at a time, in the order of asking. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve()

  /** Returns what `work` returns, once everything asked before has ended, well or not. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work)
    this.#last = result.catch(() => undefined)
    return result
  }
}
