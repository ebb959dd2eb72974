import { useQueryCache } from '@pinia/colada'
import { ref, type Ref } from 'vue'
import { toDataError } from '../lib/errors'
import { type Problem, useProblem } from './useProblem'

/** One thing being done at a time, and in words why it was not. */
export interface Act extends Problem {
  isBusy: Ref<boolean>
  /** Does it and tells whether it was done; what was given stays where it is when it was not. */
  act: (run: () => Promise<void>) => Promise<boolean>
}

/**
 * Returns the state of what a form or a dialog does. Where it was refused because somebody else was quicker, everything on the page is
 * read anew, so that whoever opens the form again opens it on what is there now.
 */
export function useAct(): Act {
  const cache = useQueryCache()
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
      if (toDataError(failure).code === 'changed-since') void cache.invalidateQueries()
      return false
    } finally {
      isBusy.value = false
    }
  }
  return { isBusy, problem, fail, tell, clear, act }
}
