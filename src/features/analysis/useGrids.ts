import { shallowRef, watch } from 'vue'
import { useRead } from '../../composables/useRead'
import { client } from '../../data/client'
import { type GridMap, readGridMap } from '../../data/maps/basemap'
import { usePlace } from '../../stores/place'
import type { AnalysisCounter } from '../../workers/analysis'

/** Brings the grids of a day (null: today) to the worker; `counted` are those that it counts by, under the name that its answers say. */
export function useGrids(worker: AnalysisCounter, dayOf: () => string | null) {
  const place = usePlace()
  const read = useRead(
    'analysis-grids',
    () => JSON.stringify([place.district?.id ?? null, dayOf()]),
    async (asked, signal) => {
      const [district, day] = JSON.parse(asked) as [number | null, string | null]
      return district ? readGridMap(client(signal), district, day ?? undefined) : null
    },
    { topics: ['plans', 'areas'] },
  )
  const counted = shallowRef<{ name: string; features: GridMap['features'] } | null>(null)
  let sent = 0
  watch(
    read.data,
    async (grids) => {
      if (!grids) return
      const name = String(++sent)
      await worker.setGrids(
        name,
        grids.features.map(({ properties, geometry }) => ({
          id: properties.id,
          community: properties.community,
          rings: geometry.coordinates.flat(),
        })),
      )
      if (name === String(sent)) counted.value = { name, features: grids.features }
    },
    { immediate: true },
  )
  return { counted, failure: read.failure, reload: read.reload }
}
