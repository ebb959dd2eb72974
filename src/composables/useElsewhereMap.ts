import { computed, type ComputedRef } from 'vue'
import { client } from '../data/client'
import { readSettings } from '../data/district/settings'
import type { MapPart } from '../map/part'
import { elsewherePart } from '../map/parts/elsewhere'
import { usePlace } from '../stores/place'
import { useRead } from './useRead'

/** Returns the map from elsewhere that the district has chosen, as parts for a map; none where it shows the built-in one. */
export function useElsewhereMap(): ComputedRef<MapPart[]> {
  const place = usePlace()
  const settings = useRead(
    'district-settings',
    () => place.district?.id ?? 0,
    (district, signal) => (district ? readSettings(client(signal), district) : Promise.resolve(null)),
    { topics: ['settings'] },
  )
  return computed(() => {
    const known = settings.data.value
    const source = known?.mapSources.find(({ id }) => id === known.mapSource)
    const part = source ? elsewherePart(source) : null
    return part ? [part] : []
  })
}
