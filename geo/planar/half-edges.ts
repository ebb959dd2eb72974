/** Half-edges: each edge twice, once in either direction, linked around the face on its left. */
import { compareAngle, pointKey } from './exact'
import type { Linework } from './merge'

/** The edges with a flag. */
export function pickEdges(
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

/** Flags edges that hang on the rest by one end only, again and again. */
export function dropDeadEnds(lines: Linework, dropped: Uint8Array): void {
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

/** The cycles of half-edges; positive areas are outer rings of faces. */
export interface Walk {
  cycleOf: Int32Array
  cycles: Float64Array[]
  doubledAreas: number[]
}

/** Links each half-edge to the next around the face on its left, and collects the cycles. */
export function walkCycles(lines: { coordinates: Int32Array; tags: Uint8Array }): Walk {
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
