import { contours } from 'd3-contour'
import { type LngLat, type MultiPolygonRings, toLngLat } from '../../planar/frame'
import type { DensityField } from './field'

/** Where the density is at least `from` and below `to` (null: no upper limit), per square kilometre. */
export interface DensityBand {
  from: number
  to: number | null
  polygons: MultiPolygonRings
}

type Ring = number[][]

/**
 * Returns the areas between neighbouring limits of a density, lowest first; below the first limit nothing is drawn.
 * Bands share their borders and do not overlap, so each keeps its own colour where it is drawn translucent. Limits
 * ascend. Isolines by marching squares with linear interpolation (d3-contour).
 */
export function densityBands(field: DensityField, limits: readonly number[]): DensityBand[] {
  const { columns, rows, perSquareKilometre } = field
  const lines = contours()
    .size([columns, rows])
    .thresholds([...limits])(Array.from(perSquareKilometre))
    .map(({ coordinates }) => coordinates.flat() as Ring[])
  return limits.map((from, index) => ({
    from,
    to: limits[index + 1] ?? null,
    polygons: toDegrees(field, nest([...lines[index], ...(lines[index + 1] ?? [])])),
  }))
}

/** Twice the signed area of a ring. */
function signedArea(ring: Ring): number {
  let sum = 0
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    sum += ring[before][0] * ring[at][1] - ring[at][0] * ring[before][1]
  }
  return sum
}

function isInside([x, y]: number[], ring: Ring): boolean {
  let inside = false
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [one, other] = [ring[at], ring[before]]
    if (
      one[1] > y !== other[1] > y &&
      x < ((other[0] - one[0]) * (y - one[1])) / (other[1] - one[1]) + one[0]
    ) {
      inside = !inside
    }
  }
  return inside
}

/**
 * Groups rings that never cross into polygons by depth: a ring inside an even number of others is an outside, one
 * inside an odd number is a hole of the smallest outside around it. Quadratic in the rings, of which there are few.
 */
function nest(rings: Ring[]): Ring[][] {
  const sized = rings
    .map((ring) => ({ ring, size: Math.abs(signedArea(ring)) }))
    .sort((a, b) => b.size - a.size)
  const polygons: Ring[][] = []
  const around = new Map<Ring, Ring[]>()
  for (const [index, { ring }] of sized.entries()) {
    const parents = sized.slice(0, index).filter((other) => isInside(ring[0], other.ring))
    if (parents.length % 2 === 0) {
      around.set(ring, [ring])
      polygons.push(around.get(ring) as Ring[])
    } else {
      const outside = parents
        .map((parent) => around.get(parent.ring))
        .filter((polygon) => polygon !== undefined)
      outside.at(-1)?.push(ring)
    }
  }
  return polygons
}

function toDegrees(field: DensityField, polygons: Ring[][]): MultiPolygonRings {
  const place = ([x, y]: number[]): LngLat => {
    const [lng, lat] = toLngLat(
      field.frame,
      field.westMetres + x * field.cellMetres,
      field.southMetres + y * field.cellMetres,
    )
    return [Number(lng.toFixed(6)), Number(lat.toFixed(6))]
  }
  return polygons.map((rings) => rings.map((ring, index) => oriented(ring, index === 0).map(place)))
}

/** Outsides run anticlockwise, holes clockwise (RFC 7946). */
function oriented(ring: Ring, isOutside: boolean): Ring {
  return signedArea(ring) > 0 === isOutside ? ring : [...ring].reverse()
}
