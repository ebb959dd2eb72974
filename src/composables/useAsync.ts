import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue'

/** What is known of something that is fetched. */
export interface AsyncState<T> {
  data: ShallowRef<T | null>
  failure: ShallowRef<unknown>
  isLoading: Ref<boolean>
  /** When the data arrived, in milliseconds; null before that. */
  loadedAt: Ref<number | null>
  reload: () => Promise<void>
}

/**
 * Fetches at once and whenever `source` changes. An answer that was overtaken by a later call is dropped, and the
 * last data stays while newer data is on its way or has failed.
 */
export function useAsync<T, S>(source: WatchSource<S>, fetchIt: (value: S) => Promise<T>): AsyncState<T> {
  const data = shallowRef<T | null>(null)
  const failure = shallowRef<unknown>(null)
  const isLoading = ref(false)
  const loadedAt = ref<number | null>(null)
  let call = 0
  let latest: S

  async function reload(): Promise<void> {
    const mine = ++call
    isLoading.value = true
    try {
      const result = await fetchIt(latest)
      if (mine !== call) return
      data.value = result
      failure.value = null
      loadedAt.value = Date.now()
    } catch (error) {
      if (mine === call) failure.value = error
    } finally {
      if (mine === call) isLoading.value = false
    }
  }

  watch(source, (value) => ((latest = value), void reload()), { immediate: true })
  onScopeDispose(() => call++)
  return { data, failure, isLoading, loadedAt, reload }
}
