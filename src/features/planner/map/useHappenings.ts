import { computed, type ComputedRef } from 'vue'
import { useFormat } from '../../../composables/useFormat'
import { useRead } from '../../../composables/useRead'
import { client } from '../../../data/client'
import { readServicePoints } from '../../../data/maps/service-points'
import { incidentPlacesLegend, type Legend, servicesLegend } from '../../../map/legend'
import type { MapPart } from '../../../map/part'
import { incidentPlacesPart, servicesPart } from '../../../map/parts/services'
import { usePlan } from '../../../stores/plan'
import { usePlanIncidents } from '../../../stores/plan-incidents'
import { usePreferences } from '../../../stores/preferences'
import { useDesk } from '../desk/useDesk'

/**
 * Returns the incidents of the last twelve months, where the planner counts them on grids, and the service points, as parts of the
 * map with their legends; points are read once they are to be seen.
 */
export function useHappenings(): { parts: ComputedRef<MapPart[]>; legends: ComputedRef<Legend[]> } {
  const plan = usePlan()
  const incidents = usePlanIncidents()
  const preferences = usePreferences()
  const format = useFormat()
  const { area, hidden } = useDesk()
  const services = useRead(
    'service-points',
    () => (hidden.value.has('services') ? 0 : (area.value?.districtId ?? 0)),
    (district, signal) => (district ? readServicePoints(client(signal), district) : Promise.resolve(null)),
    { topics: ['ground'] },
  )
  const isShown = computed(() => ({
    incidents: !hidden.value.has('incidents') && plan.draft !== null && incidents.squares !== null,
    services: !hidden.value.has('services') && services.data.value !== null,
  }))
  const places = computed(() =>
    isShown.value.incidents && incidents.squares ? [incidentPlacesPart(incidents.squares)] : [],
  )
  const points = computed(() =>
    isShown.value.services ? [servicesPart(services.data.value ?? [], format.language.value)] : [],
  )
  const legends = computed(() => [
    ...(isShown.value.incidents ? [incidentPlacesLegend(preferences.colours)] : []),
    ...(isShown.value.services ? [servicesLegend(preferences.colours)] : []),
  ])
  return { parts: computed(() => [...places.value, ...points.value]), legends }
}
