import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon'
import type { Polygon, Position } from 'geojson'

interface Ring {
  positions: Position[]
  area: number
  box: [west: number, south: number, east: number, north: number]
}

/**
 * Returns the rings of a shape as polygons with their holes. Not every program minds the direction in which a ring should run,
 * so what counts is what lies in what: a ring in an even number of others is an outer one. O(rings²) where boxes meet.
 */
export function groupRings(rings: Position[][]): Position[][][] {
  if (rings.length <= 1) return rings.length === 0 ? [] : [rings]
  const sorted = rings.map(measure).sort((a, b) => b.area - a.area)
  const polygons = new Map<Ring, Position[][]>()
  const depths = new Map<Ring, number>()
  sorted.forEach((ring, i) => {
    const around = sorted.slice(0, i).filter((other) => contains(other, ring))
    depths.set(ring, around.length)
    const outer = around.filter((other) => polygons.has(other)).at(-1)
    if (around.length % 2 === 1 && outer) polygons.get(outer)!.push(ring.positions)
    else polygons.set(ring, [ring.positions])
  })
  return [...polygons.values()]
}

function measure(positions: Position[]): Ring {
  const box: Ring['box'] = [Infinity, Infinity, -Infinity, -Infinity]
  let twice = 0
  positions.forEach(([x, y], i) => {
    const [nextX, nextY] = positions[(i + 1) % positions.length]
    twice += x * nextY - nextX * y
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  })
  return { positions, area: Math.abs(twice) / 2, box }
}

/** Holes may touch their outer ring: of all corners and middles of edges, most that are not on it decide. */
function contains(outer: Ring, inner: Ring): boolean {
  const [a, b] = [outer.box, inner.box]
  if (a[0] > b[0] || a[1] > b[1] || a[2] < b[2] || a[3] < b[3]) return false
  return liesIn(outer.positions, inner.positions)
}

function closed(ring: Position[]): Position[] {
  const [first, last] = [ring[0], ring[ring.length - 1]]
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first]
}

/** Tells whether most of a ring lies in another. */
export function liesIn(outer: Position[], inner: Position[]): boolean {
  let votes = 0
  const area: Polygon = { type: 'Polygon', coordinates: [closed(outer)] }
  inner.slice(1, 12).forEach(([x, y], i) => {
    const [fromX, fromY] = inner[i]
    votes += booleanPointInPolygon([(x + fromX) / 2, (y + fromY) / 2], area) ? 1 : -1
    votes += booleanPointInPolygon([x, y], area) ? 1 : -1
  })
  return votes > 0
}
