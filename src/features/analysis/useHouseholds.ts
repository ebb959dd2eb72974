import { computed, shallowRef, watch } from 'vue'
import { useRead } from '../../composables/useRead'
import { client } from '../../data/client'
import { type HouseholdCells, readHouseholdCells } from '../../data/incidents/columns'
import { usePlace } from '../../stores/place'
import type { Analysis } from '../../workers/analysis'

/** Brings where households live to the worker while it is asked for. */
export function useHouseholds(worker: Analysis['worker'], isWanted: () => boolean) {
  const place = usePlace()
  const read = useRead(
    'analysis-living',
    () => (isWanted() ? (place.district?.id ?? 0) : 0),
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
  return { isKnown: computed(() => known.value !== null), failure: read.failure, reload: read.reload }
}
