/**
 * The faces of noded linework: half-edges linked around vertices (Muller and Preparata 1978), cycles walked with the face on
 * the left, holes given to the face around them. Edges that bound nothing (dead ends, stems) are taken out first.
 */
import Flatbush from 'flatbush'
import { compareAngle, pointKey } from './exact'
import type { Linework } from './merge'
import { ringContains } from './ring'

/** A planar subdivision. Half-edge 2e runs from the first to the second end of edge e, 2e + 1 back; −1 is outside of everything. */
export interface Subdivision {
  edgeCount: number
  /** x1, y1, x2, y2 of each edge. */
  coordinates: Int32Array
  tags: Uint8Array
  /** The face on the left of each half-edge. */
  faceOf: Int32Array
  /** Rings of each face, the outer one (counter-clockwise) first: x, y, x, y …, not closed. */
  rings: Float64Array[][]
  /** Edges of the input that bound no face. */
  loose: Linework
  /** The face that strictly contains a point; −1 on an edge or outside. About logarithmic. */
  locate: (x: number, y: number) => number
}

/** The faces of edges that meet at end points only (see `nodeLinework`). */
export function subdivide(lines: Linework): Subdivision {
  const dropped = new Uint8Array(lines.tags.length)
  for (;;) {
    dropDeadEnds(lines, dropped)
    const kept = pick(lines, dropped, 0)
    const walk = walkCycles(kept)
    const indices = [...dropped.keys()].filter((edge) => !dropped[edge])
    let stems = 0
    for (let edge = 0; edge < kept.tags.length; edge++)
      if (walk.cycleOf[2 * edge] === walk.cycleOf[2 * edge + 1]) {
        dropped[indices[edge]] = 1
        stems++
      }
    if (stems === 0) return { ...nestCycles(kept, walk), loose: pick(lines, dropped, 1) }
  }
}

function pick(
  lines: Linework,
  flags: Uint8Array,
  flag: number,
): { coordinates: Int32Array; tags: Uint8Array } {
  const coordinates: number[] = []
  const tags: number[] = []
  for (let edge = 0; edge < lines.tags.length; edge++) {
    if (flags[edge] !== flag) continue
    for (let at = 4 * edge; at < 4 * edge + 4; at++) coordinates.push(lines.coordinates[at])
    tags.push(lines.tags[edge])
  }
  return { coordinates: Int32Array.from(coordinates), tags: Uint8Array.from(tags) }
}

function indexVertices(
  coordinates: ArrayLike<number>,
  edgeCount: number,
): { ends: Int32Array; count: number } {
  const known = new Map<number, number>()
  const ends = new Int32Array(2 * edgeCount)
  for (let half = 0; half < 2 * edgeCount; half++) {
    const key = pointKey(coordinates[2 * half], coordinates[2 * half + 1])
    let vertex = known.get(key)
    if (vertex === undefined) known.set(key, (vertex = known.size))
    ends[half] = vertex
  }
  return { ends, count: known.size }
}

function dropDeadEnds(lines: Linework, dropped: Uint8Array): void {
  const { ends, count } = indexVertices(lines.coordinates, lines.tags.length)
  const degree = new Int32Array(count)
  const sum = new Float64Array(count)
  for (let edge = 0; edge < lines.tags.length; edge++) {
    if (dropped[edge]) continue
    for (const vertex of [ends[2 * edge], ends[2 * edge + 1]]) {
      degree[vertex]++
      sum[vertex] += edge
    }
  }
  for (let start = 0; start < count; start++) {
    let vertex = start
    while (degree[vertex] === 1) {
      const edge = sum[vertex]
      const other = ends[2 * edge] === vertex ? ends[2 * edge + 1] : ends[2 * edge]
      dropped[edge] = 1
      degree[vertex] = 0
      degree[other]--
      sum[other] -= edge
      vertex = other
    }
  }
}

interface Walk {
  cycleOf: Int32Array
  cycles: Float64Array[]
  doubledAreas: number[]
}

/** Links each half-edge to the next around the face on its left, and collects the cycles. */
function walkCycles(lines: { coordinates: Int32Array; tags: Uint8Array }): Walk {
  const next = linkHalfEdges(lines.coordinates, lines.tags.length)
  const cycleOf = new Int32Array(next.length).fill(-1)
  const walk: Walk = { cycleOf, cycles: [], doubledAreas: [] }
  for (let start = 0; start < next.length; start++) {
    if (cycleOf[start] >= 0) continue
    const points: number[] = []
    let doubledArea = 0
    for (let half = start; cycleOf[half] < 0; half = next[half]) {
      cycleOf[half] = walk.cycles.length
      const [x, y] = [lines.coordinates[2 * half], lines.coordinates[2 * half + 1]]
      const [toX, toY] = [lines.coordinates[2 * (half ^ 1)], lines.coordinates[2 * (half ^ 1) + 1]]
      points.push(x, y)
      doubledArea += (x - points[0]) * (toY - points[1]) - (y - points[1]) * (toX - points[0])
    }
    walk.cycles.push(Float64Array.from(points))
    walk.doubledAreas.push(doubledArea)
  }
  return walk
}

function linkHalfEdges(coordinates: Int32Array, edgeCount: number): Int32Array {
  const { ends, count } = indexVertices(coordinates, edgeCount)
  const offsets = new Int32Array(count + 1)
  for (const vertex of ends) offsets[vertex + 1]++
  for (let vertex = 0; vertex < count; vertex++) offsets[vertex + 1] += offsets[vertex]
  const out = new Int32Array(2 * edgeCount)
  const cursor = offsets.slice()
  for (let half = 0; half < 2 * edgeCount; half++) out[cursor[ends[half]]++] = half
  const east = (half: number): number => coordinates[2 * (half ^ 1)] - coordinates[2 * half]
  const north = (half: number): number => coordinates[2 * (half ^ 1) + 1] - coordinates[2 * half + 1]
  const next = new Int32Array(2 * edgeCount)
  for (let vertex = 0; vertex < count; vertex++) {
    const around = out.subarray(offsets[vertex], offsets[vertex + 1])
    around.sort((a, b) => compareAngle(east(a), north(a), east(b), north(b)))
    for (let at = 0; at < around.length; at++) next[around[(at + 1) % around.length] ^ 1] = around[at]
  }
  return next
}

function nestCycles(
  lines: { coordinates: Int32Array; tags: Uint8Array },
  walk: Walk,
): Omit<Subdivision, 'loose'> {
  const faceOfCycle = new Int32Array(walk.cycles.length).fill(-1)
  const outer: number[] = []
  walk.doubledAreas.forEach((area, cycle) => {
    if (area > 0) faceOfCycle[cycle] = outer.push(cycle) - 1
  })
  const rings = outer.map((cycle) => [walk.cycles[cycle]])
  const locate = locator(
    rings,
    outer.map((cycle) => walk.doubledAreas[cycle]),
  )
  walk.doubledAreas.forEach((area, cycle) => {
    if (area > 0) return
    const face = locate(walk.cycles[cycle][0], walk.cycles[cycle][1])
    faceOfCycle[cycle] = face
    if (face >= 0) rings[face].push(walk.cycles[cycle])
  })
  const faceOf = walk.cycleOf.map((cycle) => faceOfCycle[cycle])
  return {
    edgeCount: lines.tags.length,
    coordinates: lines.coordinates,
    tags: lines.tags,
    faceOf,
    rings,
    locate,
  }
}

/** Of the outer rings that strictly contain a point the smallest: nothing else can lie between it and the point. */
function locator(rings: Float64Array[][], doubledAreas: number[]): (x: number, y: number) => number {
  if (rings.length === 0) return () => -1
  const index = new Flatbush(rings.length)
  for (const [outer] of rings) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    for (let at = 0; at < outer.length; at += 2) {
      west = Math.min(west, outer[at])
      east = Math.max(east, outer[at])
      south = Math.min(south, outer[at + 1])
      north = Math.max(north, outer[at + 1])
    }
    index.add(west, south, east, north)
  }
  index.finish()
  return (x, y) => {
    let best = -1
    for (const face of index.search(x, y, x, y))
      if (best < 0 || doubledAreas[face] < doubledAreas[best])
        if (ringContains(rings[face][0], x, y) > 0) best = face
    if (best < 0) return -1
    return rings[best].slice(1).some((hole) => ringContains(hole, x, y) >= 0) ? -1 : best
  }
}
