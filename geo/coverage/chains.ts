/** Borders between grids as chains of edges. */
import { pointKey } from '../planar/exact'
import { type Coverage, isBorder } from './coverage'
import type { CoverageEdge, Point } from './types'

/** What kind of border an edge is: between two grids of one community, or one that does not move. */
export function borderKind(coverage: Coverage, edge: CoverageEdge): 'none' | 'movable' | 'fixed' {
  if (!isBorder(coverage, edge)) return 'none'
  if (edge.left < 0 || edge.right < 0) return 'fixed'
  const [left, right] = [coverage.face(edge.left), coverage.face(edge.right)]
  return left.community === right.community && left.grid >= 0 && right.grid >= 0 ? 'movable' : 'fixed'
}

/** Border edges at a grid point. */
export function bordersAt(coverage: Coverage, [x, y]: Point): { id: number; kind: 'movable' | 'fixed' }[] {
  return [...coverage.edgesAt(x, y)]
    .sort((a, b) => a - b)
    .flatMap((id) => {
      const kind = borderKind(coverage, coverage.edge(id))
      return kind === 'none' ? [] : [{ id, kind }]
    })
}

export function otherEnd({ x1, y1, x2, y2 }: CoverageEdge, [x, y]: Point): Point {
  return x === x1 && y === y1 ? [x2, y2] : [x1, y1]
}

export interface Chain {
  edges: number[]
  points: Point[]
}

/**
 * The border from a point along its edge `first`, until it is at least `reachUnits` long or comes to a junction, a fixed border
 * or a point in `passed`, to which its own points are added. It has one edge at least.
 */
export function followBorder(
  coverage: Coverage,
  from: Point,
  first: number,
  reachUnits: number,
  passed: Set<number>,
): Chain {
  const chain: Chain = { edges: [], points: [from] }
  let length = 0
  for (let id = first; ;) {
    const last = chain.points[chain.points.length - 1]
    const to = otherEnd(coverage.edge(id), last)
    chain.edges.push(id)
    chain.points.push(to)
    passed.add(pointKey(...to))
    length += Math.hypot(to[0] - last[0], to[1] - last[1])
    const onward = bordersAt(coverage, to)
    const next = onward.find((edge) => edge.id !== id)
    if (length >= reachUnits || onward.length !== 2 || next?.kind !== 'movable') return chain
    if (passed.has(pointKey(...otherEnd(coverage.edge(next.id), to)))) return chain
    id = next.id
  }
}
