import type { MultiPolygon } from 'geojson'
import polylabel from 'polylabel'
import { onPaper, type PrintFrame } from './print'

type Point = [x: number, y: number]

/** Keeps what of a ring lies on one side of an upright or level line (Sutherland & Hodgman 1974). */
function clipped(ring: readonly Point[], axis: 0 | 1, limit: number, isBelow: boolean): Point[] {
  const isIn = (point: Point) => (isBelow ? point[axis] <= limit : point[axis] >= limit)
  return ring.flatMap((point, at) => {
    const before = ring[(at + ring.length - 1) % ring.length]
    if (isIn(before) === isIn(point)) return isIn(point) ? [point] : []
    const share = (limit - before[axis]) / (point[axis] - before[axis])
    const other = axis === 0 ? 1 : 0
    const across = before[other] + share * (point[other] - before[other])
    const crossing: Point = axis === 0 ? [limit, across] : [across, limit]
    return isIn(point) ? [crossing, point] : [crossing]
  })
}

const PRECISION_MILLIMETRES = 0.3

/**
 * Returns the place farthest from the rim in what of an area lies on the paper, and how far that is, millimetres; null where
 * nothing of it does. Holes are passed over.
 */
export function visiblePlace(
  frame: PrintFrame,
  { coordinates }: MultiPolygon,
): { at: Point; roomMillimetres: number } | null {
  const places = coordinates.flatMap(([outer]) => {
    let ring = outer.slice(1).map((position) => onPaper(frame, position))
    ring = clipped(clipped(ring, 0, 0, false), 0, frame.widthMillimetres, true)
    ring = clipped(clipped(ring, 1, 0, false), 1, frame.heightMillimetres, true)
    if (ring.length < 3) return []
    const found = polylabel([ring], PRECISION_MILLIMETRES)
    return [{ at: [found[0], found[1]] as Point, roomMillimetres: found.distance }]
  })
  return places.sort((one, other) => other.roomMillimetres - one.roomMillimetres)[0] ?? null
}
