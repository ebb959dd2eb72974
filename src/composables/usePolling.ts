import { useEventListener } from '@vueuse/core'
import { onScopeDispose, readonly, ref, type Ref, shallowRef } from 'vue'
import { serverNow } from '../lib/time/clock'
import { toDataError } from '../lib/errors'

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
  /** The server's time in milliseconds at which the last attempt that succeeded began. */
  succeededAt: Readonly<Ref<number | null>>
  /** Asks now, or right after the attempt that is under way. */
  now: () => void
  /** Ends the attempt that is under way, whose answer nobody wants any more, and asks anew. */
  restart: () => void
}

const tooLong = () => toDataError(new DOMException('took-too-long', 'TimeoutError'))

/** Does the work until it ends or the signal comes, whichever is first. */
function until(signal: AbortSignal, work: Promise<void>): Promise<void> {
  const given = new Promise<void>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })
  return Promise.race([work, given])
}

/**
 * Does `work` again and again, one attempt after the other, until the scope ends. An attempt that is given up has its
 * signal aborted: what it brings later is for nobody. After a failure the pause doubles up to `slowestMs`; the first
 * success brings it back. When the network returns or the page is looked at again, it asks at once.
 */
export function usePolling(work: (signal: AbortSignal) => Promise<void>, options: PollingOptions): Polling {
  const { everyMs, slowestMs = 30_000, timeoutMs = 20_000 } = options
  const isLost = ref(false)
  const failure = shallowRef<unknown>(null)
  const succeededAt = ref<number | null>(null)
  let failures = 0
  let isOver = false
  let underWay: AbortController | null = null
  let isWanted = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function attempt(): Promise<void> {
    const mine = (underWay = new AbortController())
    const late = setTimeout(() => mine.abort(tooLong()), timeoutMs)
    const beganAt = serverNow()
    isWanted = false
    try {
      await until(mine.signal, work(mine.signal))
      if (mine === underWay) succeeded(beganAt)
    } catch (error) {
      if (mine === underWay) failed(error)
    }
    clearTimeout(late)
    if (mine !== underWay) return
    underWay = null
    if (isOver) return
    const pause = failures ? Math.min(slowestMs, everyMs * 2 ** failures) : everyMs
    timer = setTimeout(() => void attempt(), isWanted && !failures ? 0 : pause)
  }

  function succeeded(beganAt: number): void {
    failures = 0
    isLost.value = false
    failure.value = null
    succeededAt.value = beganAt
  }

  function failed(error: unknown): void {
    failures++
    isLost.value = true
    failure.value = error
  }

  function now(): void {
    if (isOver) return
    if (underWay) {
      isWanted = true
      return
    }
    clearTimeout(timer)
    void attempt()
  }

  function restart(): void {
    const given = underWay
    underWay = null
    given?.abort(new DOMException('overtaken', 'AbortError'))
    failures = 0
    now()
  }

  useEventListener('online', now)
  useEventListener(document, 'visibilitychange', () => document.visibilityState === 'visible' && now())
  onScopeDispose(() => {
    isOver = true
    const given = underWay
    underWay = null
    given?.abort(new DOMException('over', 'AbortError'))
    clearTimeout(timer)
  })
  void attempt()
  return { isLost: readonly(isLost), failure, succeededAt: readonly(succeededAt), now, restart }
}
