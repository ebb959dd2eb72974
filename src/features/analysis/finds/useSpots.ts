import { shallowRef, watch } from 'vue'
import type { HotSpot } from '../../../workers/analysis'
import type { Analysis } from '../useAnalysis'

/** Returns the hot spots of the selection while they are asked for; they stay until those of the next one are there. */
export function useSpots({ cases, choice, selection, answers, grids, compounds }: Analysis) {
  const spots = shallowRef<HotSpot[]>([])
  const isLooking = shallowRef(false)
  let asked = 0

  watch(
    [() => choice.value.hasSpots, () => choice.value.spotsBy, answers, grids.counted, compounds.counted],
    async ([isWanted]) => {
      const mine = ++asked
      const isThere = choice.value.spotsBy !== 'compound' || compounds.counted.value !== null
      if (!isWanted || answers.value === 0 || !isThere) {
        spots.value = []
        return
      }
      isLooking.value = true
      try {
        const found = await cases.worker.spots(selection.value, choice.value.spotsBy)
        if (mine === asked) spots.value = found
      } finally {
        if (mine === asked) isLooking.value = false
      }
    },
    { immediate: true },
  )
  return { spots, isLooking }
}

export type Spots = ReturnType<typeof useSpots>
