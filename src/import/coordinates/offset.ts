import type { Geometry, Position } from 'geojson'
import type { CoordinateSystem } from '../types'
import { mapPositions, toWgs84 } from './convert'
import { isInRing } from './ring'

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
const METRES_PER_DEGREE = 111_320

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
  if (moved.type === 'Point') return polygons.some((rings) => isInside(rings, moved.coordinates))
  const [a, b] = [middleOf(moved), middleOf({ type: 'MultiPolygon', coordinates: polygons })]
  const metres = Math.hypot((a[0] - b[0]) * Math.cos((b[1] * Math.PI) / 180), a[1] - b[1]) * METRES_PER_DEGREE
  return metres < NEAR_METRES
}

/** The middle of the extent: the same for two drawings of one border, however many positions each has. */
function middleOf(geometry: Geometry): Position {
  const extent = [Infinity, Infinity, -Infinity, -Infinity]
  mapPositions(geometry, (position) => {
    extent[0] = Math.min(extent[0], position[0])
    extent[1] = Math.min(extent[1], position[1])
    extent[2] = Math.max(extent[2], position[0])
    extent[3] = Math.max(extent[3], position[1])
    return position
  })
  return [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2]
}

/** Even and odd crossings: holes are counted like outer rings. */
function isInside(rings: Position[][], [x, y]: Position): boolean {
  return rings.filter((ring) => isInRing(ring, x, y)).length % 2 === 1
}
