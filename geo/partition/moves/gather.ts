import type { State } from '../state'

/** Puts a vertex, or all that its grid holds of its compound, first in `state.movers` and returns how many they are; 0 if one of them is locked. */
export function gatherMovers(state: State, v: number, from: number, wholeCompound: boolean): number {
  const { piece, grid, movers, fixed } = state
  if (fixed[v]) return 0
  movers[0] = v
  if (!wholeCompound) return 1
  const compound = piece.compound[v]
  let size = 1
  for (let k = piece.compoundStart[compound]; k < piece.compoundStart[compound + 1]; k++) {
    const u = piece.compoundMember[k]
    if (u === v || grid[u] !== from) continue
    if (fixed[u]) return 0
    movers[size++] = u
  }
  return size
}
