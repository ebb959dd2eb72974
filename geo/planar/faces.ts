/**
 * The faces of noded linework: half-edges linked around vertices (Muller and Preparata 1978), cycles walked with the face on
 * the left, holes given to the face around them. Edges that bound nothing (dead ends, stems) are taken out first.
 */
import Flatbush from 'flatbush'
import { dropDeadEnds, pickEdges, type Walk, walkCycles } from './half-edges'
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
    const kept = pickEdges(lines, dropped, 0)
    const walk = walkCycles(kept)
    const indices = [...dropped.keys()].filter((edge) => !dropped[edge])
    let stems = 0
    for (let edge = 0; edge < kept.tags.length; edge++)
      if (walk.cycleOf[2 * edge] === walk.cycleOf[2 * edge + 1]) {
        dropped[indices[edge]] = 1
        stems++
      }
    if (stems === 0) return { ...nestCycles(kept, walk), loose: pickEdges(lines, dropped, 1) }
  }
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
