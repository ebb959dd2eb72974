import { bbox } from '@turf/bbox'
import type { FeatureCollection, Geometry } from 'geojson'

/** West, south, east, north in degrees. */
export type Bounds = readonly [number, number, number, number]

/** Returns the bounds of what is drawn, or null when it has no positions. Linear in the positions. */
export function boundsOf(drawn: FeatureCollection | Geometry): Bounds | null {
  const [west, south, east, north] = bbox(drawn, { recompute: true })
  return Number.isFinite(west) ? [west, south, east, north] : null
}
