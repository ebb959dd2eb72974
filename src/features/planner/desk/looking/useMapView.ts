import type { Map as MapLibreMap } from 'maplibre-gl'
import { shallowRef } from 'vue'
import type { Bounds } from '../../../../map/bounds'
import { bringIntoView } from './bring-into-view'

/** A map that is on the page, and how it is moved to some bounds, or back to the whole area. */
export interface MapOnPage {
  map: MapLibreMap
  fit: (to?: Bounds) => void
}

/** The planner's map as far as others move it; `put` is called by the map when it is there, and with null when it goes. */
export function useMapView() {
  const onPage = shallowRef<MapOnPage | null>(null)
  return {
    onPage,
    put: (now: MapOnPage | null) => (onPage.value = now),
    /** Moves the map to some bounds, or back to the whole area. */
    show: (to?: Bounds) => onPage.value?.fit(to),
    /** Moves the map only as far as some bounds are not seen yet. */
    bring: (bounds: Bounds) => onPage.value && bringIntoView(onPage.value.map, bounds),
  }
}
