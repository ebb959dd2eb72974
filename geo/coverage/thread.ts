/** Threading a drawn line through the edges of a coverage: where it meets them, and in which face each stretch runs. */
import { orient, pointKey } from '../planar/exact'
import type { NodedLinework } from '../planar/merge'
import { nodeLinework } from '../planar/noding'
import type { Coverage } from './coverage'
import { selfIntersection } from './self-intersection'
import { cutStretches, followLine, ON_LINE, pointAt, type Stretch } from './stretches'
import type { EditFault, Point } from './types'

export interface Thread {
  stretches: Stretch[]
  /** Pieces, in order, of every edge that the line cuts. */
  cuts: Map<number, Point[]>
}

/** Margin about moved edges in which others are looked at, units. */
const MARGIN = 3

/** Nodes the line with all edges near it. Ends of the line that stop within a face are left off. */
export function threadLine(coverage: Coverage, line: Point[]): Thread | EditFault {
  const knot = selfIntersection(line)
  if (knot) return { code: 'self-intersection', at: knot }
  const near = new Set<number>()
  addNear(coverage, near, line)
  for (;;) {
    const ids = [...near].sort((a, b) => a - b)
    const noded = nodeLinework(linework(coverage, ids, line))
    const cuts = collectCuts(coverage, ids, noded)
    if ('code' in cuts) return cuts
    const before = near.size
    for (const [, points] of cuts) addNear(coverage, near, points)
    if (near.size > before) continue
    const chain = followLine(noded, line)
    return 'code' in chain ? chain : { stretches: cutStretches(coverage, ids, noded, chain), cuts }
  }
}

/** Edges within the margin of any part of a path. */
function addNear(coverage: Coverage, near: Set<number>, path: Point[]): void {
  for (let at = 0; at + 1 < path.length; at++) {
    const [[ax, ay], [bx, by]] = [path[at], path[at + 1]]
    const [west, east] = [Math.min(ax, bx) - MARGIN, Math.max(ax, bx) + MARGIN]
    const [south, north] = [Math.min(ay, by) - MARGIN, Math.max(ay, by) + MARGIN]
    for (const id of coverage.edgesAlong({ x1: ax, y1: ay, x2: bx, y2: by })) {
      const { x1, y1, x2, y2 } = coverage.edge(id)
      if (Math.max(x1, x2) < west || Math.min(x1, x2) > east) continue
      if (Math.max(y1, y2) < south || Math.min(y1, y2) > north) continue
      if (!liesAside(path[at], path[at + 1], x1, y1, x2, y2)) near.add(id)
    }
  }
}

/** Whether an edge lies on one side of a line, and farther away than the margin. */
function liesAside(
  [ax, ay]: Point,
  [bx, by]: Point,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): boolean {
  const reach = MARGIN * Math.hypot(bx - ax, by - ay)
  const [from, to] = [orient(ax, ay, bx, by, x1, y1), orient(ax, ay, bx, by, x2, y2)]
  return (from > reach && to > reach) || (from < -reach && to < -reach)
}

/** The edges first, so that `source` below their number means an edge of the coverage. */
function linework(
  coverage: Coverage,
  ids: number[],
  line: Point[],
): { coordinates: number[]; tags: number[] } {
  const coordinates: number[] = []
  const tags: number[] = []
  for (const id of ids) {
    const { x1, y1, x2, y2 } = coverage.edge(id)
    coordinates.push(x1, y1, x2, y2)
    tags.push(0)
  }
  for (let at = 0; at + 1 < line.length; at++) {
    coordinates.push(...line[at], ...line[at + 1])
    tags.push(ON_LINE)
  }
  return { coordinates, tags }
}

/** The points of each cut edge from end to end; a fault where two edges would fall together. */
function collectCuts(
  coverage: Coverage,
  ids: number[],
  noded: NodedLinework,
): Map<number, Point[]> | EditFault {
  const pieces = ids.map((): number[] => [])
  noded.source.forEach((source, piece) => {
    if (source < ids.length) pieces[source].push(piece)
  })
  const cuts = new Map<number, Point[]>()
  for (let source = 0; source < ids.length; source++) {
    const edge = coverage.edge(ids[source])
    const next = new Map(
      pieces[source].map((piece) => [keyAt(noded, 4 * piece), pointAt(noded, 4 * piece + 2)] as const),
    )
    const points: Point[] = [[edge.x1, edge.y1]]
    for (let to = next.get(pointKey(edge.x1, edge.y1)); to; to = next.get(pointKey(...to))) {
      points.push(to)
      if (points.length > next.size) break
    }
    const [x, y] = points[points.length - 1]
    if (x !== edge.x2 || y !== edge.y2 || points.length !== next.size + 1)
      return { code: 'too-close', at: [x, y] }
    if (points.length > 2) cuts.set(ids[source], points)
  }
  return cuts
}

function keyAt(noded: NodedLinework, at: number): number {
  return pointKey(...pointAt(noded, at))
}
