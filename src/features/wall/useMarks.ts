import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** Returns what is marked as new, each for `forMs` from when it was marked, whatever is marked meanwhile. */
export function useMarks(forMs: number): {
  marked: Readonly<ShallowRef<ReadonlySet<number>>>
  mark: (ids: readonly number[]) => void
  clear: () => void
} {
  const marked = shallowRef<ReadonlySet<number>>(new Set())
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  const show = () => (marked.value = new Set(timers.keys()))

  function mark(ids: readonly number[]): void {
    for (const id of ids) {
      if (timers.has(id)) continue
      const forget = () => {
        timers.delete(id)
        show()
      }
      timers.set(id, setTimeout(forget, forMs))
    }
    if (ids.length) show()
  }

  function clear(): void {
    for (const timer of timers.values()) clearTimeout(timer)
    timers.clear()
    show()
  }

  onScopeDispose(clear)
  return { marked, mark, clear }
}
