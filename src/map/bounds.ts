import { bbox } from '@turf/bbox'
import type { FeatureCollection, Geometry } from 'geojson'

/** West, south, east, north in degrees. */
export type Bounds = readonly [number, number, number, number]

/** Within such a share of the extent two bounds show the same. */
const ALIKE_SHARE = 0.02

/** Returns whether a map that shows the one bounds shows the other as well, not much smaller or cut off. */
export function areBoundsAlike(one: Bounds, other: Bounds): boolean {
  const [width, height] = [one[2] - one[0], one[3] - one[1]]
  return one.every((side, at) => Math.abs(side - other[at]) <= ALIKE_SHARE * (at % 2 ? height : width))
}

/** Returns the bounds of what is drawn, or null when it has no positions. Linear in the positions. */
export function boundsOf(drawn: FeatureCollection | Geometry): Bounds | null {
  const [west, south, east, north] = bbox(drawn, { recompute: true })
  return Number.isFinite(west) ? [west, south, east, north] : null
}
