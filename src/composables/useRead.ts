import { type EntryKey, useQuery, useQueryCache, type UseQueryEntry } from '@pinia/colada'
import { computed, type ComputedRef, onScopeDispose, watch, type WatchSource } from 'vue'
import type { Topic } from '../data/changes'
import { serverNow } from '../lib/time/clock'
import { toDataError } from '../lib/errors'
import { usePlace } from '../stores/place'
import { useSession } from '../stores/session'
import { useTopics } from '../stores/topics'

/** What is known of something that is read from the database. */
export interface ReadState<T> {
  /** The last answer for what is asked for now; null while there is none. */
  data: ComputedRef<T | null>
  failure: ComputedRef<unknown>
  isLoading: ComputedRef<boolean>
  /** The server's time in milliseconds at which the data was asked for; null before that. */
  loadedAt: ComputedRef<number | null>
  reload: () => Promise<void>
}

export interface ReadOptions {
  /**
   * What the data is made of. It is kept for a while after the last page that shows it, and read anew when one of these
   * changes in the district or the person's rights do. Without topics nobody would say that it changed, so it is read at
   * each opening.
   */
  topics?: readonly Topic[]
}

/** An answer and when it was asked for. */
interface Answered<T> {
  value: T
  askedAt: number
}

type Asked = EntryKey[number]
type Entry = UseQueryEntry<Answered<unknown>>

const KEPT_MS = 600_000
const FIRST_RETRY_MS = 2_000
const SLOWEST_RETRY_MS = 30_000

/** The state of the topics when the last call of an entry began. */
const askedUnder = new WeakMap<object, string>()

/**
 * Reads at once and whenever `source` changes, through the cache that all pages share: who asks for the same under the
 * same `name` shares one call and one answer. The data belongs to what was asked for: under another source there is none
 * until it has its own. Of one source the last data stays while newer is on its way or could not be had; an answer that
 * refuses it (`isTransient`) takes it away. A call that was overtaken is ended and its answer dropped. What failed for a
 * moment is tried again by itself, after growing pauses and when the network returns.
 */
export function useRead<T, S extends Asked>(
  name: string,
  source: WatchSource<S>,
  load: (asked: S, signal: AbortSignal) => Promise<T>,
  { topics = [] }: ReadOptions = {},
): ReadState<T> {
  const cache = useQueryCache()
  const session = useSession()
  const asked = computed(() => (typeof source === 'function' ? source() : source.value))
  const key = computed((): EntryKey => [session.user?.id ?? null, name, asked.value])
  const versions = topics.length ? versionsOf(topics) : computed(() => '')

  async function query(of: S, signal: AbortSignal, entry: object): Promise<Answered<T>> {
    askedUnder.set(entry, versions.value)
    const askedAt = serverNow()
    try {
      return { value: await load(of, signal), askedAt }
    } catch (failure) {
      signal.throwIfAborted()
      if (!toDataError(failure).isTransient) forget(entry as Entry)
      throw failure
    }
  }

  /** What was read under a right that is gone does not come back with the next failure. */
  function forget(entry: Entry): void {
    cache.setEntryState(entry, { status: 'pending', data: undefined, error: null })
  }

  const read = useQuery(() => {
    const of = asked.value
    return {
      key: key.value,
      query: ({ signal, entry }) => query(of, signal, entry),
      staleTime: Infinity,
      gcTime: topics.length ? KEPT_MS : 0,
    }
  })
  const current = computed(() => cache.get(key.value))

  // A call that was given up, or made before something changed, is no answer to what is asked now.
  watch(
    [current, versions],
    ([entry]) => {
      if (!entry || !askedUnder.has(entry)) return
      const isGivenUp = entry.pending?.abortController.signal.aborted ?? false
      if (isGivenUp || askedUnder.get(entry) !== versions.value) void read.refetch()
    },
    { immediate: true },
  )
  useRetries(read.state, () => void read.refresh())

  const own = computed(() => read.state.value.data ?? null)
  return {
    data: computed(() => (own.value ? own.value.value : null)),
    failure: computed(() => read.state.value.error),
    isLoading: computed(() => read.isLoading.value || read.state.value.status === 'pending'),
    loadedAt: computed(() => own.value?.askedAt ?? null),
    reload: async () => {
      await read.refetch()
    },
  }
}

/** Returns one value for what the topics of the district and the person's rights are at the moment. */
function versionsOf(topics: readonly Topic[]): ComputedRef<string> {
  const place = usePlace()
  const session = useSession()
  const ofTopics = useTopics().versionsOf(topics, () => place.district?.id ?? null)
  return computed(() => JSON.stringify([ofTopics.value, session.memberships]))
}

/** Tries again what failed for a moment, after growing pauses, until the scope ends. */
function useRetries(state: ComputedRef<{ status: string; error: unknown }>, retry: () => void): void {
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    state,
    ({ status, error }) => {
      clearTimeout(timer)
      if (status !== 'error') failures = 0
      else if (toDataError(error).isTransient)
        timer = setTimeout(retry, Math.min(SLOWEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++))
    },
    { immediate: true, flush: 'sync' },
  )
  onScopeDispose(() => clearTimeout(timer))
}
