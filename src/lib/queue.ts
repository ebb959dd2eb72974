/** More work waits in a queue than it takes. */
export class QueueFull extends Error {
  override name = 'QueueFull'
}

/** Runs asynchronous work in the order of asking, one piece at a time or `atOnce`. */
export class Queue {
  readonly #atOnce: number
  readonly #mostWaiting: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  /** Beyond `mostWaiting` pieces that wait, more are refused with QueueFull. */
  constructor({ atOnce = 1, mostWaiting = Infinity } = {}) {
    this.#atOnce = atOnce
    this.#mostWaiting = mostWaiting
  }

  /** Returns what `work` returns, begun once everything asked before has begun and there is room; throws what it throws. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#turn()
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }

  async #turn(): Promise<void> {
    if (this.#running < this.#atOnce) this.#running++
    else if (this.#waiting.length >= this.#mostWaiting) throw new QueueFull()
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}
