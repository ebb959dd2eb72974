import {
  computed,
  type ComputedRef,
  onScopeDispose,
  ref,
  type Ref,
  shallowRef,
  type ShallowRef,
  watch,
  type WatchSource,
} from 'vue'
import type { Topic } from '../data/changes'
import { serverNow } from '../lib/clock'
import { toDataError } from '../lib/errors'
import { usePlace } from '../stores/place'
import { useTopics } from '../stores/topics'

/** What is known of something that is fetched. */
export interface AsyncState<T> {
  /** The last answer for what is asked for now; null while there is none. */
  data: ComputedRef<T | null>
  failure: ShallowRef<unknown>
  isLoading: Ref<boolean>
  /** The server's time in milliseconds at which the data was asked for; null before that. */
  loadedAt: ComputedRef<number | null>
  reload: () => Promise<void>
}

export interface AsyncOptions {
  /** What the data is made of: when one of these changes in the district, it is fetched anew. */
  topics?: readonly Topic[]
}

/** An answer and what it answers. */
interface Answered<T, S> {
  key: S
  value: T
  askedAt: number
}

const FIRST_RETRY_MS = 2_000
const SLOWEST_RETRY_MS = 30_000

/**
 * Fetches at once and whenever `source` changes. The data belongs to what was asked for: under another source there is
 * none until it has its own. Of one source the last data stays while newer is on its way or could not be had; an answer
 * that refuses it (`isTransient`) takes it away. A call that was overtaken is ended and its answer dropped. What failed
 * for a moment is tried again by itself, after growing pauses and when the network returns.
 */
export function useAsync<T, S>(
  source: WatchSource<S>,
  fetchIt: (value: S, signal: AbortSignal) => Promise<T>,
  { topics = [] }: AsyncOptions = {},
): AsyncState<T> {
  const answered = shallowRef<Answered<T, S> | null>(null)
  const asked = shallowRef<S>()
  const failure = shallowRef<unknown>(null)
  const isLoading = ref(false)
  const own = computed(() =>
    answered.value && Object.is(answered.value.key, asked.value) ? answered.value : null,
  )
  let underWay = new AbortController()
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  async function reload(): Promise<void> {
    underWay.abort()
    clearTimeout(retry)
    const { signal } = (underWay = new AbortController())
    const key = asked.value as S
    const askedAt = serverNow()
    isLoading.value = true
    try {
      const value = await fetchIt(key, signal)
      if (signal.aborted) return
      answered.value = { key, value, askedAt }
      failure.value = null
      failures = 0
    } catch (error) {
      if (!signal.aborted) fail(error)
    }
    if (!signal.aborted) isLoading.value = false
  }

  function fail(error: unknown): void {
    failure.value = error
    if (!toDataError(error).isTransient) {
      answered.value = null
      return
    }
    const pauseMs = Math.min(SLOWEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++)
    retry = setTimeout(() => void reload(), pauseMs)
  }

  function onOnline(): void {
    if (failure.value && !isLoading.value && toDataError(failure.value).isTransient) void reload()
  }

  watch(
    source,
    (value) => {
      asked.value = value
      failure.value = null
      failures = 0
      void reload()
    },
    { immediate: true },
  )
  if (topics.length) {
    const place = usePlace()
    watch(
      useTopics().versionsOf(topics, () => place.district?.id ?? null),
      () => void reload(),
    )
  }
  if (typeof window !== 'undefined') window.addEventListener('online', onOnline)
  onScopeDispose(() => {
    underWay.abort()
    clearTimeout(retry)
    if (typeof window !== 'undefined') window.removeEventListener('online', onOnline)
  })
  return {
    data: computed(() => own.value?.value ?? null),
    failure,
    isLoading,
    loadedAt: computed(() => own.value?.askedAt ?? null),
    reload,
  }
}
