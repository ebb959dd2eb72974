import type { Geometry, Position } from 'geojson'
import { areasOf } from './geometry'

const METRES_PER_DEGREE = 111_320

/** Returns the ground that an area in WGS84 takes, in square metres, to within some thousandths for what is small; undefined for points and lines. */
export function squareMetresOf(geometry: Geometry): number | undefined {
  const areas = areasOf(geometry)
  if (!areas) return undefined
  return areas.coordinates.reduce((sum, [outer, ...holes]) => {
    return sum + Math.abs(ringArea(outer)) - holes.reduce((all, hole) => all + Math.abs(ringArea(hole)), 0)
  }, 0)
}

/** Twice the signed areas of the triangles with the first position, halved: positions near each other keep their digits. */
function ringArea(ring: Position[]): number {
  const [lng, lat] = ring[0]
  const [toX, toY] = [METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180), METRES_PER_DEGREE]
  let twice = 0
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1], ring[i]]
    twice += (a[0] - lng) * toX * (b[1] - lat) * toY - (b[0] - lng) * toX * (a[1] - lat) * toY
  }
  return twice / 2
}
