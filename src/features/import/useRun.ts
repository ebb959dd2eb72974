import { computed, ref, shallowRef } from 'vue'

export type ImportStage = 'reading' | 'sending' | 'checking' | 'writing'

/** What is under way: one step at a time, its progress, and what made the last one fail. */
export function useRun() {
  const failure = shallowRef<unknown>(null)
  const isOpening = ref(false)
  const progress = shallowRef<{ stage: ImportStage; share: number } | null>(null)
  const isBusy = computed(() => isOpening.value || progress.value !== null)
  let stopping: AbortController | null = null

  /** Runs one step; what fails is kept in `failure`, unless it was stopped. */
  async function attempt(work: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    failure.value = null
    try {
      await work()
    } catch (thrown) {
      if (!signal?.aborted) failure.value = thrown
    } finally {
      isOpening.value = false
      // What was stopped and ends late says nothing about what was begun since.
      if (!signal || signal === stopping?.signal) progress.value = null
    }
  }

  /** Begins a step that can be stopped. */
  function begin(): AbortSignal {
    stopping = new AbortController()
    return stopping.signal
  }

  /** Tells how far a step is, unless it was stopped. */
  const teller = (signal: AbortSignal, stage: ImportStage) => (share: number) => {
    if (!signal.aborted) progress.value = { stage, share }
  }

  return { failure, isOpening, isBusy, progress, attempt, begin, teller, abort: () => stopping?.abort() }
}

export type ImportRun = ReturnType<typeof useRun>
