import { networkOf } from '../../../functions/_shared/network.ts'

/** How failures of one kind are paused. */
interface Pauses {
  /** Failures that cost nothing but the time of the hash. */
  free: number
  /** The pause after the first failure beyond those; each further one doubles it. */
  firstMs: number
  longestMs: number
}

/** A person mistypes a few times. */
const ofAccounts: Pauses = { free: 5, firstMs: 2_000, longestMs: 300_000 }

/** Behind one address there may be a whole office. */
const ofAddresses: Pauses = { free: 20, firstMs: 2_000, longestMs: 300_000 }

/** A failure is forgotten when so much time has passed without another. */
const forgottenAfterMs = 15 * 60_000

/** Most accounts and most addresses that are kept in mind; the one longest without a failure goes first. */
const mostKept = 10_000

interface Failures {
  count: number
  lastMs: number
}

/** An attempt that was let through. It counts as a failure until it is said to have succeeded; the pause begins when it ends. */
export interface Attempt {
  succeeded: () => void
  failed: () => void
}

/**
 * Counts failed sign-ins for each account and each address of a caller, and tells how long the next one has to wait.
 * Attempts under way count as failures already, so that many at once gain nothing. `now` returns milliseconds that only
 * grow.
 */
export class SignInGuard {
  readonly #accounts = new Counter(ofAccounts)
  readonly #addresses = new Counter(ofAddresses)
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Returns the attempt or, as a number of milliseconds, how long nobody may try this account or from this address. */
  begin(account: string, address: string | undefined): Attempt | number {
    const now = this.#now()
    const name = account.trim().toLowerCase()
    const network = address === undefined ? undefined : networkOf(address)
    const waitMs = Math.max(
      this.#accounts.waitMs(name, now),
      network === undefined ? 0 : this.#addresses.waitMs(network, now),
    )
    if (waitMs > 0) return waitMs
    this.#accounts.fail(name, now)
    if (network !== undefined) this.#addresses.fail(network, now)
    return {
      succeeded: () => {
        this.#accounts.forget(name)
        if (network !== undefined) this.#addresses.takeBack(network)
      },
      failed: () => {
        this.#accounts.stamp(name, this.#now())
        if (network !== undefined) this.#addresses.stamp(network, this.#now())
      },
    }
  }

  /** How many accounts and addresses are kept in mind. */
  get size(): number {
    return this.#accounts.size + this.#addresses.size
  }
}

class Counter {
  readonly #failures = new Map<string, Failures>()
  readonly #pauses: Pauses

  constructor(pauses: Pauses) {
    this.#pauses = pauses
  }

  get size(): number {
    return this.#failures.size
  }

  waitMs(key: string, now: number): number {
    const found = this.#recent(key, now)
    if (!found || found.count < this.#pauses.free) return 0
    const { free, firstMs, longestMs } = this.#pauses
    const pauseMs = Math.min(firstMs * 2 ** (found.count - free), longestMs)
    return Math.max(found.lastMs + pauseMs - now, 0)
  }

  fail(key: string, now: number): void {
    const count = (this.#recent(key, now)?.count ?? 0) + 1
    this.#failures.delete(key)
    this.#failures.set(key, { count, lastMs: now })
    if (this.#failures.size > mostKept) this.forget(this.#failures.keys().next().value ?? '')
  }

  stamp(key: string, now: number): void {
    const found = this.#failures.get(key)
    if (found) found.lastMs = now
  }

  /** What was counted before it was known to be no failure. */
  takeBack(key: string): void {
    const found = this.#failures.get(key)
    if (!found) return
    if (found.count > 1) found.count--
    else this.forget(key)
  }

  forget(key: string): void {
    this.#failures.delete(key)
  }

  #recent(key: string, now: number): Failures | undefined {
    const found = this.#failures.get(key)
    return found && now - found.lastMs < forgottenAfterMs ? found : undefined
  }
}
