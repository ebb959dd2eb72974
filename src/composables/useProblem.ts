import { computed, type ComputedRef, shallowRef } from 'vue'
import { useErrorWords } from './useErrorWords'

/** Why something was not done. */
export interface Problem {
  /** In words of the language that the page is in, also when it was another one then; empty: nothing is in the way. */
  problem: ComputedRef<string>
  /** Tells of a failure. */
  fail: (failure: unknown) => void
  /** Tells in words of its own; they are asked for again when the language changes. */
  tell: (words: () => string) => void
  clear: () => void
}

/** Returns what stands in the way of a form or a dialog, nothing at first. */
export function useProblem(): Problem {
  const wordsOf = useErrorWords()
  const said = shallowRef<(() => string) | null>(null)
  const tell = (words: () => string) => void (said.value = words)
  return {
    problem: computed(() => said.value?.() ?? ''),
    tell,
    fail: (failure) => tell(() => wordsOf(failure)),
    clear: () => void (said.value = null),
  }
}
