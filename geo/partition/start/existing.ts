import type { Piece } from '../piece'
import type { PartitionProblem } from '../problem'

/** Where the vertices of a piece come from: grids of the existing plan, renumbered from 0; -1 for none. */
export interface Homes {
  home: Int32Array
  grids: number
  fixed: Uint8Array
  /** Search near the existing plan; not when a few grids are to be solved again for a better answer. */
  gentle: boolean
}

/** The part of the existing plan that lies in a piece, or nothing if there is no existing plan. O(n). */
export function homesOf(piece: Piece, problem: PartitionProblem, fixed: Uint8Array): Homes | undefined {
  const { existing } = problem
  if (!existing) return undefined
  const numbers = new Map<number, number>()
  const home = Int32Array.from(piece.buildings, (building) => {
    const grid = existing[building]
    if (grid < 0) return -1
    let number = numbers.get(grid)
    if (number === undefined) numbers.set(grid, (number = numbers.size))
    return number
  })
  const fixedHere = Uint8Array.from(piece.buildings, (building) => fixed[building])
  return { home, grids: numbers.size, fixed: fixedHere, gentle: !problem.only }
}
