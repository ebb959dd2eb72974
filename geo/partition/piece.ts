import type { Adjacency } from '../graph/adjacency'
import type { Instance } from '../graph/instance'

/**
 * One connected piece of the walkable graph with numbers of its own, `0 .. count - 1`, ordered by position so that
 * neither labels nor the origin change a plan. Moments are about the piece's south-west corner.
 */
export interface Piece {
  count: number
  /** The building of the instance behind each vertex. */
  buildings: Int32Array
  households: Float64Array
  totalHouseholds: number
  area: Float64Array
  momentX: Float64Array
  momentY: Float64Array
  momentSquare: Float64Array
  /** Length of each cell's whole border, metres. */
  perimeter: Float64Array
  /** Compressed rows as in `Adjacency`, over vertices of this piece only. */
  start: Int32Array
  allowedEnd: Int32Array
  neighbour: Int32Array
  borderLength: Float64Array
  /** Pairs of vertices that may share a grid. */
  pairs: Int32Array
  compound: Int32Array
  /** 1 for each of `neighbour` that is of the same compound. */
  kin: Uint8Array
  compoundCount: number
  /** Vertices by compound: those of `c` stand in `compoundMember[compoundStart[c] .. compoundStart[c + 1])`. */
  compoundStart: Int32Array
  compoundMember: Int32Array
  /** Grids a compound needs because of its size, and what one more costs relative to a compound that fits. */
  compoundNeeds: Int32Array
  compoundWeight: Float64Array
}

/** Households and pieces of every compound of the instance: what decides whether it can be kept whole at all. */
export interface CompoundFacts {
  households: Float64Array
  pieces: Int32Array
}

/** Weight of a compound that is cut anyway, by its size or because it lies in several pieces. */
const cutAnywayWeight = 0.35

/** Adds up the compounds of an instance over the pieces it falls into. O(n). */
export function compoundFacts(instance: Instance, pieces: Int32Array[]): CompoundFacts {
  const size = instance.compound.reduce((a, b) => Math.max(a, b), -1) + 1
  const facts = { households: new Float64Array(size), pieces: new Int32Array(size) }
  const last = new Int32Array(size).fill(-1)
  pieces.forEach((buildings, p) => {
    for (const i of buildings) {
      const compound = instance.compound[i]
      facts.households[compound] += instance.households[i]
      if (last[compound] !== p) facts.pieces[compound]++
      last[compound] = p
    }
  })
  return facts
}

/** Cuts one piece out of an instance. `local` is scratch of length `instance.count`, all -1, and is left so. O(n log n + m). */
export function cutPiece(
  instance: Instance,
  adjacency: Adjacency,
  members: Int32Array,
  facts: CompoundFacts,
  maxHouseholds: number,
  local: Int32Array,
): Piece {
  const buildings = orderByPosition(instance, members)
  buildings.forEach((building, v) => (local[building] = v))
  const rows = localRows(instance, adjacency, buildings, local)
  const compounds = localCompounds(instance, buildings, facts, maxHouseholds)
  const piece = {
    count: buildings.length,
    buildings,
    ...moments(instance, buildings),
    ...rows,
    ...compounds,
    kin: kinOf(rows.start, rows.neighbour, compounds.compound),
  }
  buildings.forEach((building) => (local[building] = -1))
  return piece
}

function lowest(values: Float64Array, members: Int32Array): number {
  let least = Infinity
  for (const i of members) if (values[i] < least) least = values[i]
  return least
}

/** A coordinate relative to the piece in steps of 1/1024 m: moving the origin leaves it as it is. */
function snap(value: number): number {
  return Math.round(value * 1024) / 1024
}

function orderByPosition(instance: Instance, members: Int32Array): Int32Array {
  const { x, y, households } = instance
  const west = lowest(x, members)
  const south = lowest(y, members)
  const keyX = Float64Array.from(members, (i) => snap(x[i] - west))
  const keyY = Float64Array.from(members, (i) => snap(y[i] - south))
  const order = Array.from(members, (_, k) => k)
  order.sort(
    (p, q) =>
      keyX[p] - keyX[q] ||
      keyY[p] - keyY[q] ||
      households[members[p]] - households[members[q]] ||
      members[p] - members[q],
  )
  return Int32Array.from(order, (k) => members[k])
}

function moments(instance: Instance, buildings: Int32Array) {
  const west = lowest(instance.cellX, buildings)
  const south = lowest(instance.cellY, buildings)
  const reals = (value: (i: number) => number) => Float64Array.from(buildings, value)
  const x = (i: number) => snap(instance.cellX[i] - west)
  const y = (i: number) => snap(instance.cellY[i] - south)
  const households = reals((i) => instance.households[i])
  return {
    households,
    totalHouseholds: households.reduce((a, b) => a + b, 0),
    area: reals((i) => instance.cellArea[i]),
    momentX: reals((i) => instance.cellArea[i] * x(i)),
    momentY: reals((i) => instance.cellArea[i] * y(i)),
    momentSquare: reals((i) => instance.cellInertia[i] + instance.cellArea[i] * (x(i) * x(i) + y(i) * y(i))),
  }
}

function localRows(instance: Instance, adjacency: Adjacency, buildings: Int32Array, local: Int32Array) {
  const count = buildings.length
  const start = new Int32Array(count + 1)
  const allowedEnd = new Int32Array(count)
  const perimeter = new Float64Array(count)
  let size = 0
  for (const i of buildings) size += adjacency.start[i + 1] - adjacency.start[i]
  const neighbour = new Int32Array(size)
  const borderLength = new Float64Array(size)
  const pairs: number[] = []
  size = 0
  const take = (from: number, to: number, v: number, allowed: boolean) => {
    const first = size
    for (let k = from; k < to; k++) {
      perimeter[v] += adjacency.borderLength[k]
      const u = local[adjacency.neighbour[k]]
      if (u < 0) continue
      if (allowed && u > v) pairs.push(v, u)
      let slot = size++
      while (slot > first && neighbour[slot - 1] > u) {
        neighbour[slot] = neighbour[slot - 1]
        borderLength[slot] = borderLength[slot - 1]
        slot--
      }
      neighbour[slot] = u
      borderLength[slot] = adjacency.borderLength[k]
    }
  }
  for (let v = 0; v < count; v++) {
    const i = buildings[v]
    start[v] = size
    perimeter[v] = instance.outerLength[i]
    take(adjacency.start[i], adjacency.allowedEnd[i], v, true)
    allowedEnd[v] = size
    take(adjacency.allowedEnd[i], adjacency.start[i + 1], v, false)
  }
  start[count] = size
  return {
    start,
    allowedEnd,
    perimeter,
    neighbour: neighbour.slice(0, size),
    borderLength: borderLength.slice(0, size),
    pairs: sortPairs(pairs, count),
  }
}

function kinOf(start: Int32Array, neighbour: Int32Array, compound: Int32Array): Uint8Array {
  const kin = new Uint8Array(neighbour.length)
  for (let v = 0; v < compound.length; v++)
    for (let k = start[v]; k < start[v + 1]; k++) kin[k] = compound[neighbour[k]] === compound[v] ? 1 : 0
  return kin
}

function sortPairs(pairs: number[], count: number): Int32Array {
  const keys = new Float64Array(pairs.length / 2)
  for (let e = 0; e < keys.length; e++) keys[e] = pairs[2 * e] * count + pairs[2 * e + 1]
  keys.sort()
  const sorted = new Int32Array(pairs.length)
  keys.forEach((key, e) => {
    sorted[2 * e] = Math.floor(key / count)
    sorted[2 * e + 1] = key % count
  })
  return sorted
}

function localCompounds(
  instance: Instance,
  buildings: Int32Array,
  facts: CompoundFacts,
  maxHouseholds: number,
) {
  const numbers = new Map<number, number>()
  const compound = new Int32Array(buildings.length)
  const own: number[] = []
  buildings.forEach((building, v) => {
    const name = instance.compound[building]
    let number = numbers.get(name)
    if (number === undefined) numbers.set(name, (number = numbers.size))
    compound[v] = number
    own[number] = (own[number] ?? 0) + instance.households[building]
  })
  const names = [...numbers.keys()]
  const compoundStart = new Int32Array(names.length + 1)
  for (const c of compound) compoundStart[c + 1]++
  for (let c = 0; c < names.length; c++) compoundStart[c + 1] += compoundStart[c]
  const next = compoundStart.slice()
  const compoundMember = new Int32Array(buildings.length)
  compound.forEach((c, v) => (compoundMember[next[c]++] = v))
  return {
    compound,
    compoundMember,
    compoundCount: names.length,
    compoundStart,
    compoundNeeds: Int32Array.from(names, (_, c) => Math.max(1, Math.ceil(own[c] / maxHouseholds))),
    compoundWeight: Float64Array.from(names, (name) =>
      facts.households[name] > maxHouseholds || facts.pieces[name] > 1 ? cutAnywayWeight : 1,
    ),
  }
}
