import { computed, shallowRef, watch } from 'vue'
import { useRead } from '../../composables/useRead'
import { client } from '../../data/client'
import { type HouseholdCells, readHouseholdCells } from '../../data/incidents/columns'
import { usePlace } from '../../stores/place'
import { useSession } from '../../stores/session'
import type { AnalysisCounter } from '../../workers/analysis'

/** Brings where households live to the worker while it is asked for, where one sees buildings. */
export function useHouseholds(worker: AnalysisCounter, isWanted: () => boolean) {
  const place = usePlace()
  const session = useSession()
  const isOffered = computed(() => session.mayAnywhere('read-places'))
  const read = useRead(
    'analysis-living',
    () => (isOffered.value && isWanted() ? (place.district?.id ?? 0) : 0),
    async (district, signal) => (district ? readHouseholdCells(client(signal), district) : null),
    { topics: ['ground', 'areas'] },
  )
  const known = shallowRef<HouseholdCells | null>(null)
  watch(
    read.data,
    async (cells) => {
      if (cells) await worker.setHouseholds(cells)
      if (cells === read.data.value) known.value = cells
    },
    { immediate: true },
  )
  return {
    isOffered,
    isKnown: computed(() => known.value !== null),
    failure: read.failure,
    reload: read.reload,
  }
}
