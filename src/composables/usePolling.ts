import { onScopeDispose, readonly, ref, type Ref, shallowRef } from 'vue'

export interface PollingOptions {
  everyMs: number
  /** The longest pause between attempts after failures. */
  slowestMs?: number
  /** An attempt that takes longer counts as failed. */
  timeoutMs?: number
}

/** What is known of something that is asked again and again. */
export interface Polling {
  /** The last attempt failed; another one follows by itself. */
  isLost: Readonly<Ref<boolean>>
  failure: Readonly<Ref<unknown>>
  /** When the last attempt succeeded, in milliseconds. */
  succeededAt: Readonly<Ref<number | null>>
  /** Asks now, or right after the attempt that is under way. */
  now: () => void
}

function withTimeout(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<void>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DOMException('took too long', 'TimeoutError')), timeoutMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/**
 * Does `work` again and again, one attempt after the other, until the scope ends. After a failure the pause doubles up
 * to `slowestMs`; the first success brings it back. When the network returns, it asks at once.
 */
export function usePolling(work: () => Promise<void>, options: PollingOptions): Polling {
  const { everyMs, slowestMs = 30_000, timeoutMs = 20_000 } = options
  const isLost = ref(false)
  const failure = shallowRef<unknown>(null)
  const succeededAt = ref<number | null>(null)
  let failures = 0
  let isOver = false
  let isBusy = false
  let isWanted = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function attempt(): Promise<void> {
    isBusy = true
    isWanted = false
    try {
      await withTimeout(work(), timeoutMs)
      failures = 0
      isLost.value = false
      failure.value = null
      succeededAt.value = Date.now()
    } catch (error) {
      failures++
      isLost.value = true
      failure.value = error
    }
    isBusy = false
    if (isOver) return
    const pause = failures ? Math.min(slowestMs, everyMs * 2 ** failures) : everyMs
    timer = setTimeout(() => void attempt(), isWanted && !failures ? 0 : pause)
  }

  function now(): void {
    if (isOver) return
    if (isBusy) {
      isWanted = true
      return
    }
    clearTimeout(timer)
    void attempt()
  }

  window.addEventListener('online', now)
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
    window.removeEventListener('online', now)
  })
  void attempt()
  return { isLost: readonly(isLost), failure, succeededAt: readonly(succeededAt), now }
}
