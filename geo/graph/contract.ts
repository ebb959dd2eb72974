import type { Instance } from './instance'

/** A sum of border lengths between pairs of vertices, in the order in which pairs were met. */
function joinedEdges(
  part: ArrayLike<number>,
  edges: Int32Array,
  lengths: Float64Array,
): { pairs: Int32Array; lengths: Float64Array } {
  const sums = new Map<string, { pair: [number, number]; length: number }>()
  for (let edge = 0; edge < lengths.length; edge++) {
    const [one, other] = [part[edges[2 * edge]], part[edges[2 * edge + 1]]]
    if (one === other || one < 0 || other < 0) continue
    const pair: [number, number] = one < other ? [one, other] : [other, one]
    const known = sums.get(pair.join(' '))
    if (known) known.length += lengths[edge]
    else sums.set(pair.join(' '), { pair, length: lengths[edge] })
  }
  const all = [...sums.values()]
  return {
    pairs: Int32Array.from(all.flatMap(({ pair }) => pair)),
    lengths: Float64Array.from(all, ({ length }) => length),
  }
}

function emptyInstance(count: number): Instance {
  const numbers = () => new Float64Array(count)
  return {
    count,
    x: numbers(),
    y: numbers(),
    households: numbers(),
    compound: Int32Array.from({ length: count }, (_, number) => number),
    community: new Int32Array(count),
    cellArea: numbers(),
    cellX: numbers(),
    cellY: numbers(),
    cellInertia: numbers(),
    outerLength: numbers(),
    edges: new Int32Array(0),
    edgeLengths: new Float64Array(0),
    allEdges: new Int32Array(0),
    allEdgeLengths: new Float64Array(0),
  }
}

/** Area, centroid and second moment of joined cells: the moment of each is moved to the common centroid (Steiner). */
function joinCells(whole: Instance, part: ArrayLike<number>, joined: Instance): void {
  for (let vertex = 0; vertex < whole.count; vertex++) {
    const number = part[vertex]
    if (number < 0) continue
    joined.cellArea[number] += whole.cellArea[vertex]
    joined.cellX[number] += whole.cellArea[vertex] * whole.cellX[vertex]
    joined.cellY[number] += whole.cellArea[vertex] * whole.cellY[vertex]
    joined.outerLength[number] += whole.outerLength[vertex]
  }
  for (let number = 0; number < joined.count; number++) {
    joined.cellX[number] /= joined.cellArea[number] || 1
    joined.cellY[number] /= joined.cellArea[number] || 1
  }
  for (let vertex = 0; vertex < whole.count; vertex++) {
    const number = part[vertex]
    if (number < 0) continue
    const square =
      (whole.cellX[vertex] - joined.cellX[number]) ** 2 + (whole.cellY[vertex] - joined.cellY[number]) ** 2
    joined.cellInertia[number] += whole.cellInertia[vertex] + whole.cellArea[vertex] * square
  }
}

/** Borders with vertices that were left out are outer borders. */
function addCutBorders(
  { allEdges, allEdgeLengths }: Instance,
  part: ArrayLike<number>,
  joined: Instance,
): void {
  allEdgeLengths.forEach((length, edge) => {
    const [one, other] = [part[allEdges[2 * edge]], part[allEdges[2 * edge + 1]]]
    if (one >= 0 && other < 0) joined.outerLength[one] += length
    if (other >= 0 && one < 0) joined.outerLength[other] += length
  })
}

/** A compound stays one where each of its vertices lies in a part of its own, or the part holds nothing else. */
function joinCompounds(whole: Instance, part: ArrayLike<number>, joined: Instance): void {
  const first = new Map<number, number>()
  const mixed = new Set<number>()
  for (let vertex = 0; vertex < whole.count; vertex++) {
    const number = part[vertex]
    if (number < 0) continue
    const compound = first.get(number) ?? whole.compound[vertex]
    first.set(number, compound)
    if (compound !== whole.compound[vertex]) mixed.add(number)
  }
  const numbers = new Map<number, number>()
  for (const [number, compound] of first) {
    if (mixed.has(number)) continue
    if (!numbers.has(compound)) numbers.set(compound, number)
    joined.compound[number] = numbers.get(compound) ?? number
  }
}

/**
 * The instance whose vertices are parts of another's: `part[v]` is the part of vertex v, from 0 without gaps, negative for
 * one that is left out. Parts lie at the middle of their households. Linear in vertices and edges.
 */
export function contractInstance(whole: Instance, part: ArrayLike<number>): Instance {
  let count = 0
  for (let vertex = 0; vertex < whole.count; vertex++) count = Math.max(count, part[vertex] + 1)
  const joined = emptyInstance(count)
  const weight = new Float64Array(count)
  for (let vertex = 0; vertex < whole.count; vertex++) {
    const number = part[vertex]
    if (number < 0) continue
    const share = whole.households[vertex] + 1e-6
    weight[number] += share
    joined.x[number] += share * whole.x[vertex]
    joined.y[number] += share * whole.y[vertex]
    joined.households[number] += whole.households[vertex]
    joined.community[number] = whole.community[vertex]
  }
  for (let number = 0; number < count; number++) {
    joined.x[number] /= weight[number] || 1
    joined.y[number] /= weight[number] || 1
  }
  joinCells(whole, part, joined)
  addCutBorders(whole, part, joined)
  joinCompounds(whole, part, joined)
  const walkable = joinedEdges(part, whole.edges, whole.edgeLengths)
  const all = joinedEdges(part, whole.allEdges, whole.allEdgeLengths)
  return {
    ...joined,
    edges: walkable.pairs,
    edgeLengths: walkable.lengths,
    allEdges: all.pairs,
    allEdgeLengths: all.lengths,
  }
}
