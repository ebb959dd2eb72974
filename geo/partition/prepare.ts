import { type Adjacency, buildAdjacency, connectedComponents } from '../graph/adjacency'
import type { Instance } from '../graph/instance'
import { checkProblem, type Infeasible, infeasible, type PartitionProblem } from './problem'

/** A problem taken apart: what is settled beforehand, and connected pieces to be solved each alone. */
export interface Prepared {
  status: 'ready'
  adjacency: Adjacency
  /** Grids that need no solving: locked ones, and ones not asked for. */
  settled: Int32Array[]
  /** The same for buildings over the tolerance, each the first in a grid of its own. */
  large: Int32Array[]
  pieces: Int32Array[]
  /** 1 for buildings that must stay in the grid of the existing plan. */
  fixed: Uint8Array
}

/** Checks a problem and takes it apart along communities, barriers, locks and buildings that are a grid of their own. O(n + m). */
export function prepare(instance: Instance, problem: PartitionProblem): Prepared | Infeasible {
  const fault = checkProblem(instance, problem)
  if (fault) return fault
  const adjacency = buildAdjacency(instance)
  const fixed = lockedBuildings(instance, problem)
  if ('status' in fixed) return fixed
  const free = new Uint8Array(instance.count).fill(1)
  const settled = settledGrids(adjacency, problem)
  const torn = tornGrid(problem, settled)
  if (torn !== undefined) return infeasible('locks-contradict', `grid ${torn}`)
  for (const fragment of settled) for (const i of fragment) free[i] = 0
  const large = settleLargeBuildings(instance, adjacency, problem, fixed, free)
  const pieces = connectedComponents(adjacency, free)
  const lost = tornLock(problem, pieces, fixed)
  if (lost !== undefined) return infeasible('locks-contradict', `building ${lost}`)
  return { status: 'ready', adjacency, settled, large, pieces, fixed }
}

function lockedBuildings(instance: Instance, problem: PartitionProblem): Uint8Array | Infeasible {
  const fixed = new Uint8Array(instance.count)
  const { existing, locks } = problem
  if (!existing || !locks) return fixed
  for (const grid of locks.grids ?? [])
    if (!existing.includes(grid)) return infeasible('locks-contradict', `grid ${grid}`)
  for (const i of locks.buildings ?? []) {
    if (!(existing[i] >= 0)) return infeasible('locks-contradict', `building ${i}`)
    fixed[i] = 1
  }
  for (const [a, b] of locks.borders ?? []) {
    if (!(existing[a] >= 0 && existing[b] >= 0) || existing[a] === existing[b])
      return infeasible('locks-contradict', `border ${a} ${b}`)
    fixed[a] = fixed[b] = 1
  }
  return fixed
}

/** The existing plan's grids that are locked or not among those to be solved; a broken one as its fragments. */
function settledGrids(adjacency: Adjacency, problem: PartitionProblem): Int32Array[] {
  const { existing, locks, only } = problem
  if (!existing || !(locks?.grids || only)) return []
  const locked = new Set(locks?.grids ?? [])
  const open = only && new Set(only)
  const label = existing.map((grid) =>
    grid >= 0 && (locked.has(grid) || (open && !open.has(grid))) ? grid : -1,
  )
  return connectedComponents(
    adjacency,
    Uint8Array.from(label, (grid) => (grid >= 0 ? 1 : 0)),
    label,
  )
}

/** A locked grid that is in several fragments. */
function tornGrid(problem: PartitionProblem, fragments: Int32Array[]): number | undefined {
  const seen = new Set<number>()
  for (const [first] of fragments) {
    const grid = problem.existing?.[first] ?? -1
    if (seen.has(grid) && problem.locks?.grids?.includes(grid)) return grid
    seen.add(grid)
  }
  return undefined
}

/**
 * A building over the tolerance is a grid of its own. Buildings without households that nothing else can reach stay
 * with it, since a grid of nobody would help no one.
 */
function settleLargeBuildings(
  instance: Instance,
  adjacency: Adjacency,
  problem: PartitionProblem,
  fixed: Uint8Array,
  free: Uint8Array,
): Int32Array[] {
  const limit = problem.targetHouseholds * (1 + problem.tolerance + 1e-9)
  const groups = new Map<number, number[]>()
  for (let i = 0; i < instance.count; i++) {
    if (!free[i] || fixed[i] || instance.households[i] <= limit) continue
    groups.set(i, [i])
    free[i] = 0
  }
  if (groups.size === 0) return []
  for (const piece of connectedComponents(adjacency, free)) {
    if (piece.some((i) => instance.households[i] > 0 || fixed[i])) continue
    const host = neighbourAmong(adjacency, piece, groups)
    if (host === undefined) continue
    groups.get(host)?.push(...piece)
    for (const i of piece) free[i] = 0
  }
  return [...groups.values()].map((members) => Int32Array.from(members))
}

function neighbourAmong(
  adjacency: Adjacency,
  piece: Int32Array,
  groups: Map<number, number[]>,
): number | undefined {
  for (const v of piece)
    for (let k = adjacency.start[v]; k < adjacency.allowedEnd[v]; k++)
      if (groups.has(adjacency.neighbour[k])) return adjacency.neighbour[k]
  return undefined
}

/** A locked building whose grid has another locked building in a different piece: the two can never share it. */
function tornLock(problem: PartitionProblem, pieces: Int32Array[], fixed: Uint8Array): number | undefined {
  const pieceOf = new Map<number, number>()
  for (let p = 0; p < pieces.length; p++)
    for (const i of pieces[p]) {
      if (!fixed[i]) continue
      const grid = problem.existing?.[i] ?? -1
      const other = pieceOf.get(grid)
      if (other !== undefined && other !== p) return i
      pieceOf.set(grid, p)
    }
  return undefined
}
