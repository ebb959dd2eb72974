import type { Instance } from '../graph/instance'
import { isTooFew } from './prices'
import type { PartitionProblem } from './problem'
import type { PieceSolver } from './solver'

/** What is known of a piece before it is solved. */
export interface PieceReport {
  piece: number
  /** Its first building, and their community. */
  building: number
  community: number
  buildings: number
  households: number
  /** How near the mean grid can come to the target, as a share of it: a larger deviation is not the engine's doing. */
  reachableDeviation: number
  note?: PieceNote
}

/** Why a piece has no grids within the tolerance. */
export type PieceNote =
  /** Nobody lives in it. */
  | 'no-households'
  /** One building is over the tolerance: it is a grid of its own. */
  | 'large-building'
  /** Too small for a grid, and no edge leads to the rest of its community. */
  | 'island'
  /** The community as a whole is too small for a grid. */
  | 'piece-too-small'
  /** No number of grids brings the mean near enough to the target. */
  | 'not-divisible'

/** 1 for every piece that is not the one with the most households of its community. O(n). */
export function islandsAmong(instance: Instance, pieces: Int32Array[]): Uint8Array {
  const households = pieces.map((piece) => piece.reduce((sum, i) => sum + instance.households[i], 0))
  const main = new Map<number, number>()
  pieces.forEach(([first], piece) => {
    const community = instance.community[first]
    if (households[piece] > (households[main.get(community) ?? -1] ?? -1)) main.set(community, piece)
  })
  return Uint8Array.from(pieces, ([first], piece) => (main.get(instance.community[first]) === piece ? 0 : 1))
}

/** Report of a piece that is about to be solved. */
export function reportOf(
  instance: Instance,
  piece: number,
  solver: PieceSolver,
  problem: PartitionProblem,
  islands: Uint8Array,
): PieceReport {
  const { buildings, totalHouseholds } = solver.state.piece
  const building = buildings.reduce((a, b) => Math.min(a, b))
  const report: PieceReport = {
    piece,
    building,
    community: instance.community[building],
    buildings: buildings.length,
    households: totalHouseholds,
    reachableDeviation: solver.reachableDeviation,
  }
  if (totalHouseholds === 0) report.note = 'no-households'
  else if (isTooFew(solver.state.prices, totalHouseholds))
    report.note = islands[piece] ? 'island' : 'piece-too-small'
  else if (solver.reachableDeviation > problem.tolerance) report.note = 'not-divisible'
  return report
}

/** Report of a building over the tolerance and of those without households that stay with it. */
export function reportOfLarge(
  instance: Instance,
  piece: number,
  buildings: Int32Array,
  problem: PartitionProblem,
): PieceReport {
  const [building] = buildings
  const households = instance.households[building]
  return {
    piece,
    building,
    community: instance.community[building],
    buildings: buildings.length,
    households,
    reachableDeviation: households / problem.targetHouseholds - 1,
    note: 'large-building',
  }
}
