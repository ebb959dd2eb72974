/** Figures of rings given flat as x, y, x, y …, not closed. */
import { orient } from './exact'

/** 1 when the point is inside the ring, 0 on it, −1 outside; even-odd, exact for integers. */
export function ringContains(ring: ArrayLike<number>, x: number, y: number): -1 | 0 | 1 {
  let inside = false
  let ax = ring[ring.length - 2]
  let ay = ring[ring.length - 1]
  for (let at = 0; at < ring.length; at += 2) {
    const bx = ring[at]
    const by = ring[at + 1]
    if (ay > y !== by > y) {
      const side = orient(ax, ay, bx, by, x, y)
      if (side === 0) return 0
      if (side > 0 === by > ay) inside = !inside
    } else if (y === ay && y === by && x >= Math.min(ax, bx) && x <= Math.max(ax, bx)) return 0
    else if ((x === ax && y === ay) || (x === bx && y === by)) return 0
    ax = bx
    ay = by
  }
  return inside ? 1 : -1
}

/** Twice the signed area of a ring: positive when it runs counter-clockwise; exact for integers. */
export function doubledArea(ring: ArrayLike<number>): number {
  let sum = 0
  const [x0, y0] = [ring[0], ring[1]]
  for (let at = 2; at + 3 < ring.length; at += 2)
    sum += (ring[at] - x0) * (ring[at + 3] - y0) - (ring[at + 1] - y0) * (ring[at + 2] - x0)
  return sum
}

/**
 * A point inside an area given by its rings (outer first): the middle of the widest stretch of a horizontal line through it.
 * The line lies halfway between two heights of vertices, within those of the outer ring, so that it meets that ring and passes no
 * vertex, whatever the others are.
 */
export function interiorPoint(rings: ArrayLike<number>[]): [number, number] {
  let [lowest, highest] = [Infinity, -Infinity]
  for (let at = 1; at < rings[0].length; at += 2) {
    lowest = Math.min(lowest, rings[0][at])
    highest = Math.max(highest, rings[0][at])
  }
  const heights = new Set<number>()
  for (const ring of rings)
    for (let at = 1; at < ring.length; at += 2)
      if (ring[at] >= lowest && ring[at] <= highest) heights.add(ring[at])
  const sorted = [...heights].sort((a, b) => a - b)
  let gap = 0
  for (let at = 0; at + 1 < sorted.length; at++)
    if (sorted[at + 1] - sorted[at] > sorted[gap + 1] - sorted[gap]) gap = at
  const y = (sorted[gap] + sorted[gap + 1]) / 2
  const crossings = rings.flatMap((ring) => crossingsAt(ring, y)).sort((a, b) => a - b)
  let widest = 0
  for (let at = 0; at + 1 < crossings.length; at += 2)
    if (crossings[at + 1] - crossings[at] > crossings[widest + 1] - crossings[widest]) widest = at
  return [(crossings[widest] + crossings[widest + 1]) / 2, y]
}

function crossingsAt(ring: ArrayLike<number>, y: number): number[] {
  const crossings: number[] = []
  for (let at = 0; at < ring.length; at += 2) {
    const from = at === 0 ? ring.length - 2 : at - 2
    const [ay, by] = [ring[from + 1], ring[at + 1]]
    if (ay > y !== by > y) crossings.push(ring[from] + ((y - ay) / (by - ay)) * (ring[at] - ring[from]))
  }
  return crossings
}
