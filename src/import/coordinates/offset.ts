import { bbox } from '@turf/bbox'
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon'
import { distance } from '@turf/distance'
import type { Geometry, Position } from 'geojson'
import type { CoordinateSystem } from '../types'
import { mapPositions, toWgs84 } from './convert'

/** A community that is there already: what comes in can be compared with it. */
export interface KnownArea {
  name: string
  code: string
  polygons: Position[][][]
}

/** A thing of the file that names a community or is one, in the file's own system. */
export interface NamedShape {
  /** Name or code of the community. */
  community: string
  geometry: Geometry
}

/** How well a file fits what is there in one system and in another. Shares from 0 to 1. */
export interface Misfit {
  system: CoordinateSystem
  sharePlain: number
  shareOther: number
}

const LEAST_SHAPES = 5
const LEAST_GAIN = 0.25
/** Of an area, the middle has to come this near to the middle of the one with its name. */
const NEAR_METRES = 120

/**
 * Finds whether a file that is taken for WGS84 would fit the communities that are there much better in GCJ-02 or BD-09, which
 * differ from it by 300 to 1,300 m and cannot be told by their numbers. Undefined where it fits, or where nothing can be compared.
 */
export function findMisfit(shapes: NamedShape[], known: KnownArea[]): Misfit | undefined {
  const byName = new Map(
    known.flatMap((area) => [area.name, area.code].filter(Boolean).map((key) => [key, area])),
  )
  const compared = shapes.flatMap(({ community, geometry }) => {
    const area = byName.get(community)
    return area ? [{ area, geometry }] : []
  })
  if (compared.length < Math.min(LEAST_SHAPES, Math.max(2, known.length))) return undefined
  const shareIn = (system: CoordinateSystem) =>
    compared.filter(({ area, geometry }) => fits(geometry, area, system)).length / compared.length
  const sharePlain = shareIn('wgs84')
  const [best] = (['gcj02', 'bd09'] as const)
    .map((system) => ({ system, sharePlain, shareOther: shareIn(system) }))
    .sort((a, b) => b.shareOther - a.shareOther)
  return best.shareOther - sharePlain >= LEAST_GAIN ? best : undefined
}

function fits(geometry: Geometry, { polygons }: KnownArea, system: CoordinateSystem): boolean {
  const moved = mapPositions(geometry, (position) => toWgs84(position, system))
  if (moved.type === 'Point')
    return booleanPointInPolygon(moved, { type: 'MultiPolygon', coordinates: polygons })
  const [a, b] = [middleOf(moved), middleOf({ type: 'MultiPolygon', coordinates: polygons })]
  return distance(a, b, { units: 'meters' }) < NEAR_METRES
}

/** The middle of the extent: the same for two drawings of one border, however many positions each has. */
function middleOf(geometry: Geometry): Position {
  const [west, south, east, north] = bbox(geometry, { recompute: true })
  return [(west + east) / 2, (south + north) / 2]
}
