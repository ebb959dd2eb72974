import { distanceToSegment } from '../planar/exact'
import { borderKind } from './chains'
import type { Coverage } from './coverage'
import type { Point } from './types'

/** A place on a border that can be moved. */
export interface BorderPlace {
  edge: number
  /** The end of the edge that is taken hold of; nothing along its middle. */
  vertex: Point | undefined
  /** The two grids on its sides. */
  grids: [number, number]
  distanceUnits: number
}

/** An end counts as taken hold of where it is at most this share of the search distance away. */
const VERTEX_SHARE = 0.5

/**
 * The movable border nearest to a point, within a distance in units; nothing where there is none. `accepts` leaves out
 * borders by the grids on their sides.
 */
export function nearestBorder(
  coverage: Coverage,
  [x, y]: Point,
  withinUnits: number,
  accepts: (one: number, other: number) => boolean = () => true,
): BorderPlace | undefined {
  let best: { id: number; distance: number } | undefined
  for (const id of coverage.edgesNear(x - withinUnits, y - withinUnits, x + withinUnits, y + withinUnits)) {
    const edge = coverage.edge(id)
    if (borderKind(coverage, edge) !== 'movable') continue
    if (!accepts(coverage.gridOf(edge.left), coverage.gridOf(edge.right))) continue
    const distance = distanceToSegment(x, y, edge.x1, edge.y1, edge.x2, edge.y2)
    if (distance <= withinUnits && (!best || distance < best.distance)) best = { id, distance }
  }
  if (!best) return undefined
  const { x1, y1, x2, y2, left, right } = coverage.edge(best.id)
  const ends: Point[] = [
    [x1, y1],
    [x2, y2],
  ]
  const reach = VERTEX_SHARE * withinUnits
  const vertex = ends.find(([endX, endY]) => Math.hypot(endX - x, endY - y) <= reach)
  const grids: [number, number] = [coverage.gridOf(left), coverage.gridOf(right)]
  return { edge: best.id, vertex, grids, distanceUnits: best.distance }
}
