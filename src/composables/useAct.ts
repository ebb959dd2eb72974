import { ref, type Ref } from 'vue'
import { type Problem, useProblem } from './useProblem'

/** One thing being done at a time, and in words why it was not. */
export interface Act extends Problem {
  isBusy: Ref<boolean>
  /** Does it and tells whether it was done; what was given stays where it is when it was not. */
  act: (run: () => Promise<void>) => Promise<boolean>
}

/** Returns the state of what a form or a dialog does. */
export function useAct(): Act {
  const { problem, fail, tell, clear } = useProblem()
  const isBusy = ref(false)
  async function act(run: () => Promise<void>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    clear()
    try {
      await run()
      return true
    } catch (failure) {
      fail(failure)
      return false
    } finally {
      isBusy.value = false
    }
  }
  return { isBusy, problem, fail, tell, clear, act }
}
