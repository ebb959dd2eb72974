/** Rings out of directed edges that have the area on their left. */
import { GeoError } from '../error'
import { compareAngle, pointKey } from './exact'
import { doubledArea, ringContains } from './ring'

/** One connected area: its outer ring counter-clockwise, its holes clockwise; flat x, y pairs, not closed. */
export interface Area {
  outer: number[]
  holes: number[][]
}

/**
 * The areas bounded by directed edges (x1, y1, x2, y2 …), each with the area on its left. The edges are the whole border of a
 * set of faces, so as many leave each vertex as enter it. Rings never pass a vertex twice: parts that meet in a point are
 * areas of their own, holes that touch the outer ring in a point stay holes.
 */
export function ringsOfEdges(edges: ArrayLike<number>): Area[] {
  const rings = walkRings(edges).flatMap(splitAtRepeats)
  const areas = rings.filter((ring) => doubledArea(ring) > 0).map((outer): Area => ({ outer, holes: [] }))
  areas.sort((a, b) => doubledArea(a.outer) - doubledArea(b.outer))
  for (const ring of rings)
    if (doubledArea(ring) < 0) areas.find(({ outer }) => surrounds(outer, ring))?.holes.push(ring)
  return areas.reverse()
}

function walkRings(edges: ArrayLike<number>): number[][] {
  const leaving = new Map<number, number[]>()
  for (let at = 0; at < edges.length; at += 4) {
    const key = pointKey(edges[at], edges[at + 1])
    const list = leaving.get(key)
    if (list) list.push(at)
    else leaving.set(key, [at])
  }
  const used = new Uint8Array(edges.length / 4)
  const rings: number[][] = []
  for (let start = 0; start < edges.length; start += 4) {
    const ring: number[] = []
    for (let at = start; !used[at / 4]; at = nextEdge(edges, leaving, at)) {
      used[at / 4] = 1
      ring.push(edges[at], edges[at + 1])
    }
    if (ring.length > 0) rings.push(ring)
  }
  return rings
}

/** The first edge clockwise from the way back: it keeps to the same corner of the area. */
function nextEdge(edges: ArrayLike<number>, leaving: Map<number, number[]>, at: number): number {
  const [x, y] = [edges[at + 2], edges[at + 3]]
  const candidates = leaving.get(pointKey(x, y)) ?? []
  if (candidates.length === 1) return candidates[0]
  if (candidates.length === 0) throw new GeoError('open-ring', [x, y])
  const [backX, backY] = [edges[at] - x, edges[at + 1] - y]
  const compare = (a: number, b: number): number =>
    compareAngle(edges[a + 2] - x, edges[a + 3] - y, edges[b + 2] - x, edges[b + 3] - y)
  const sorted = [...candidates].sort(compare)
  const before = sorted.filter(
    (edge) => compareAngle(edges[edge + 2] - x, edges[edge + 3] - y, backX, backY) < 0,
  )
  return before.at(-1) ?? sorted[sorted.length - 1]
}

function splitAtRepeats(ring: number[]): number[][] {
  const rings: number[][] = []
  const open: number[] = []
  const positions = new Map<number, number>()
  for (let at = 0; at < ring.length; at += 2) {
    const key = pointKey(ring[at], ring[at + 1])
    const start = positions.get(key)
    if (start !== undefined) {
      const loop = open.splice(start)
      for (let point = 0; point < loop.length; point += 2)
        positions.delete(pointKey(loop[point], loop[point + 1]))
      rings.push(loop)
    }
    positions.set(key, open.length)
    open.push(ring[at], ring[at + 1])
  }
  rings.push(open)
  return rings
}

/** A hole may touch the ring around it in a vertex, so the first vertex that is not on the ring decides. */
function surrounds(outer: number[], hole: number[]): boolean {
  for (let at = 0; at < hole.length; at += 2) {
    const side = ringContains(outer, hole[at], hole[at + 1])
    if (side !== 0) return side > 0
  }
  return true
}
