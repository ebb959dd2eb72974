import { ref, type Ref } from 'vue'
import { useErrorWords } from './useErrorWords'

/** One thing being done at a time, and in words why it was not. */
export interface Act {
  isBusy: Ref<boolean>
  problem: Ref<string>
  /** Does it and tells whether it was done; what was given stays where it is when it was not. */
  act: (run: () => Promise<void>) => Promise<boolean>
}

/** Returns the state of what a form or a dialog does. */
export function useAct(): Act {
  const words = useErrorWords()
  const isBusy = ref(false)
  const problem = ref('')
  async function act(run: () => Promise<void>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    problem.value = ''
    try {
      await run()
      return true
    } catch (failure) {
      problem.value = words(failure)
      return false
    } finally {
      isBusy.value = false
    }
  }
  return { isBusy, problem, act }
}
