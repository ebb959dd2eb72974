import type { Feature } from 'geojson'
import { computed, type ComputedRef } from 'vue'
import type { MapPart } from '../../../map/part'
import { replacedPart } from '../../../map/parts/replaced'
import type { Ground } from '../../../plan/model/ground'
import { useDesk } from '../desk/useDesk'

/** Returns what veils the ground on which another plan is in force by now; nothing where there is none. */
export function useReplacedPart(ground: () => Ground | null): ComputedRef<MapPart[]> {
  const { standing } = useDesk()
  return computed(() => {
    const ids = standing.replaced.value
    const communities = ground()?.input.communities.filter(({ id }) => ids.has(id)) ?? []
    const features = communities.flatMap(({ boundary }): Feature[] =>
      boundary ? [{ type: 'Feature', properties: {}, geometry: boundary }] : [],
    )
    return features.length ? [replacedPart({ type: 'FeatureCollection', features })] : []
  })
}
