import { COST, costBeforeBorder, settleRow, sumWidth } from '../prices'
import { addBorder, addWithoutBorder, changeCost, compoundCost, countInCompound, type State } from '../state'
import type { Tree } from '../tree'

/** The grids about to be drawn anew, with all it takes to go back to the last bit. */
export interface Redraw {
  size: number
  order: Int32Array
  /** Grid that each vertex had, by vertex. */
  before: Int32Array
  grids: Int32Array
  gridCount: number
  sums: Float64Array
  sizes: Int32Array
  energy: number
}

export function createRedraw(vertices: number): Redraw {
  return {
    size: 0,
    order: new Int32Array(vertices),
    before: new Int32Array(vertices),
    grids: new Int32Array(3),
    gridCount: 0,
    sums: new Float64Array(3 * sumWidth),
    sizes: new Int32Array(3),
    energy: 0,
  }
}

/** Remembers the vertices of the tree and its grids `a`, `b` and `c` (the same as `b` if there are two). */
export function beginRedraw(state: State, redraw: Redraw, tree: Tree, a: number, b: number, c: number): void {
  redraw.size = tree.size
  for (let k = 0; k < tree.size; k++) {
    const v = tree.order[k]
    redraw.order[k] = v
    redraw.before[v] = state.grid[v]
  }
  redraw.grids[0] = a
  redraw.grids[1] = b
  redraw.grids[2] = c
  redraw.gridCount = b === c ? 2 : 3
  for (let k = 0; k < redraw.gridCount; k++) {
    const row = redraw.grids[k] * sumWidth
    for (let i = 0; i < sumWidth; i++) redraw.sums[k * sumWidth + i] = state.sums[row + i]
    redraw.sizes[k] = state.size[redraw.grids[k]]
  }
  redraw.energy = state.energy
}

/** Gives a vertex another grid and counts what it means for its compound and for changes; sums of grids wait for `endRedraw`. */
export function relabel(state: State, v: number, to: number): void {
  const from = state.grid[v]
  if (from === to) return
  const compound = state.piece.compound[v]
  const before = state.slotUsed[compound]
  countInCompound(state, compound, from, -1)
  countInCompound(state, compound, to, 1)
  const after = state.slotUsed[compound]
  if (after !== before)
    state.energy += compoundCost(state, compound, after) - compoundCost(state, compound, before)
  state.energy += changeCost(state, v, from, to)
  state.grid[v] = to
}

/**
 * Adds up the redrawn grids and keeps them if the energy has risen by no more than `rise` and no lock is broken; else
 * goes back. Borders are looked at last: most redrawings are the old grids again, or hopeless without them.
 */
export function endRedraw(state: State, redraw: Redraw, rise: number): void {
  const { grid, fixed } = state
  const { order, before, size } = redraw
  let changed = 0
  let locked = 0
  for (let k = 0; k < size; k++) {
    const v = order[k]
    if (grid[v] === before[v]) continue
    changed++
    locked |= fixed[v]
  }
  if (changed === 0) state.energy = redraw.energy
  else if (locked || !settleRedraw(state, redraw, redraw.energy + rise)) rollBack(state, redraw)
}

/** Adds up the redrawn grids; whether the energy stays within `limit`. */
function settleRedraw(state: State, redraw: Redraw, limit: number): boolean {
  const { sums } = state
  const { order, grids, gridCount, size } = redraw
  for (let k = 0; k < gridCount; k++) {
    const g = grids[k]
    state.size[g] = 0
    sums.fill(0, g * sumWidth, (g + 1) * sumWidth)
    state.energy -= redraw.sums[k * sumWidth + COST]
  }
  for (let k = 0; k < size; k++) addWithoutBorder(state, order[k])
  let least = state.energy
  for (let k = 0; k < gridCount; k++) least += costBeforeBorder(state.prices, sums, grids[k] * sumWidth)
  if (least > limit) return false
  for (let k = 0; k < size; k++) addBorder(state, order[k])
  for (let k = 0; k < gridCount; k++) state.energy += settleRow(state.prices, sums, grids[k] * sumWidth)
  return state.energy <= limit
}

/** Restores what `beginRedraw` saw. */
export function rollBack(state: State, redraw: Redraw): void {
  for (let k = 0; k < redraw.size; k++) relabel(state, redraw.order[k], redraw.before[redraw.order[k]])
  for (let k = 0; k < redraw.gridCount; k++) {
    const row = redraw.grids[k] * sumWidth
    for (let i = 0; i < sumWidth; i++) state.sums[row + i] = redraw.sums[k * sumWidth + i]
    state.size[redraw.grids[k]] = redraw.sizes[k]
  }
  state.energy = redraw.energy
}
