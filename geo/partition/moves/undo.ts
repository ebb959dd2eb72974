import { sumWidth } from '../prices'
import { countInCompound, type State } from '../state'

/** The sums of two grids and the energy before a move, so that taking it back restores them to the last bit. */
export interface Trail {
  sums: Float64Array
  energy: number
}

const trail: Trail = { sums: new Float64Array(2 * sumWidth), energy: 0 }

/** Remembers two grids; there is one such memory, good until the next call. */
export function remember(state: State, from: number, to: number): Trail {
  for (let i = 0; i < sumWidth; i++) {
    trail.sums[i] = state.sums[from * sumWidth + i]
    trail.sums[sumWidth + i] = state.sums[to * sumWidth + i]
  }
  trail.energy = state.energy
  return trail
}

/** Takes back the move of `vertices` from grid `from` to grid `to`. */
export function undo(
  state: State,
  before: Trail,
  vertices: Int32Array,
  size: number,
  from: number,
  to: number,
): void {
  for (let k = 0; k < size; k++) {
    const v = vertices[k]
    state.grid[v] = from
    countInCompound(state, state.piece.compound[v], to, -1)
    countInCompound(state, state.piece.compound[v], from, 1)
  }
  state.size[from] += size
  state.size[to] -= size
  for (let i = 0; i < sumWidth; i++) {
    state.sums[from * sumWidth + i] = before.sums[i]
    state.sums[to * sumWidth + i] = before.sums[sumWidth + i]
  }
  state.energy = before.energy
}
