import { shallowRef, watch } from 'vue'
import { useRead } from '../../composables/useRead'
import { client } from '../../data/client'
import { type CompoundMap, readCompoundMap } from '../../data/maps/basemap'
import { usePlace } from '../../stores/place'
import type { AnalysisCounter } from '../../workers/analysis'

/** Brings the compounds to the worker while they are asked for; `counted` are those that it looks for hot spots among, null before. */
export function useCompounds(worker: AnalysisCounter, isAsked: () => boolean) {
  const place = usePlace()
  const read = useRead(
    'analysis-compounds',
    () => (isAsked() ? (place.district?.id ?? 0) : 0),
    async (district, signal) => (district ? readCompoundMap(client(signal), district) : null),
    { topics: ['areas', 'ground'] },
  )
  const counted = shallowRef<CompoundMap['features'] | null>(null)
  watch(
    read.data,
    async (compounds) => {
      if (!compounds) return
      await worker.setCompounds(
        compounds.features.map(({ properties, geometry }) => ({
          id: properties.id,
          community: properties.community,
          rings: geometry.coordinates.flat(),
        })),
      )
      if (read.data.value === compounds) counted.value = compounds.features
    },
    { immediate: true },
  )
  return { counted, failure: read.failure, reload: read.reload }
}
