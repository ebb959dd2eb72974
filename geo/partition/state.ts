import type { Piece } from './piece'
import {
  AREA,
  CHANGE,
  COMPOUND,
  type Goal,
  HOUSEHOLDS,
  MOMENT_SQUARE,
  MOMENT_X,
  MOMENT_Y,
  PERIMETER,
  type Prices,
  pricesOf,
  settleRow,
  sumWidth,
} from './prices'

/** A piece divided into `grids` connected grids, with every sum the energy needs kept up to date. Changed in place. */
export interface State {
  piece: Piece
  prices: Prices
  grids: number
  grid: Int32Array
  size: Int32Array
  sums: Float64Array
  /** Grids that hold a compound: `slotUsed[c]` entries from `compoundStart[c]`. */
  slotGrid: Int32Array
  slotCount: Int32Array
  slotUsed: Int32Array
  /** Grid each vertex comes from (-1: none) and whether it must stay there. */
  home: Int32Array
  fixed: Uint8Array
  energy: number
  /** Scratch: vertices on the move, marks against `stamp`, a queue, and the sums of the two grids after a move. */
  movers: Int32Array
  mark: Int32Array
  visit: Int32Array
  stamp: number
  queue: Int32Array
  trial: Float64Array
  tally: Int32Array
}

/** An undivided state: every vertex in grid 0. */
export function createState(piece: Piece, goal: Goal): State {
  const integers = () => new Int32Array(piece.count)
  return {
    piece,
    prices: pricesOf(goal),
    grids: 1,
    grid: integers(),
    size: Int32Array.of(piece.count),
    sums: new Float64Array(sumWidth),
    slotGrid: integers(),
    slotCount: integers(),
    slotUsed: new Int32Array(piece.compoundCount),
    home: integers().fill(-1),
    fixed: new Uint8Array(piece.count),
    energy: 0,
    movers: integers(),
    mark: integers(),
    visit: integers(),
    stamp: 0,
    queue: integers(),
    trial: new Float64Array(2 * sumWidth),
    tally: new Int32Array(piece.compoundCount),
  }
}

/** Takes over a division into `grids` grids and adds everything up afresh. O(n + m). */
export function assignGrids(state: State, grid: Int32Array, grids: number): void {
  const { piece } = state
  if (state.grids !== grids) {
    state.grids = grids
    state.size = new Int32Array(grids)
    state.sums = new Float64Array(grids * sumWidth)
  }
  if (grid !== state.grid) state.grid.set(grid)
  state.size.fill(0)
  state.sums.fill(0)
  state.slotUsed.fill(0)
  for (let v = 0; v < piece.count; v++) {
    addToRow(state, v)
    countInCompound(state, piece.compound[v], grid[v], 1)
  }
  state.energy = 0
  for (let g = 0; g < grids; g++) state.energy += settleRow(state.prices, state.sums, g * sumWidth)
  for (let c = 0; c < piece.compoundCount; c++) state.energy += compoundCost(state, c, state.slotUsed[c])
  for (let v = 0; v < piece.count; v++)
    if (state.home[v] >= 0) state.energy += changeCost(state, v, state.home[v], grid[v])
}

/** Adds a vertex to the sums of its grid; borders to vertices of the same grid count as inside. O(degree). */
function addToRow(state: State, v: number): void {
  addWithoutBorder(state, v)
  addBorder(state, v)
}

/** Adds a vertex to the sums of its grid, all but the perimeter. */
export function addWithoutBorder(state: State, v: number): void {
  const { piece, sums } = state
  const g = state.grid[v]
  const row = g * sumWidth
  state.size[g]++
  sums[row + HOUSEHOLDS] += piece.households[v]
  sums[row + AREA] += piece.area[v]
  sums[row + MOMENT_X] += piece.momentX[v]
  sums[row + MOMENT_Y] += piece.momentY[v]
  sums[row + MOMENT_SQUARE] += piece.momentSquare[v]
}

/** Adds what a vertex contributes to the perimeter of its grid. O(degree). */
export function addBorder(state: State, v: number): void {
  const { grid, sums } = state
  const { start, neighbour, borderLength, perimeter } = state.piece
  const g = grid[v]
  const end = start[v + 1]
  let outer = perimeter[v]
  for (let k = start[v]; k < end; k++) if (grid[neighbour[k]] === g) outer -= borderLength[k]
  sums[g * sumWidth + PERIMETER] += outer
}

/** Energy of a compound that lies in so many grids. The first cut is dearest: whole or not whole is what people see. */
export function compoundCost(state: State, compound: number, grids: number): number {
  const cuts = grids - state.piece.compoundNeeds[compound]
  return cuts > 0 ? state.prices[COMPOUND] * state.piece.compoundWeight[compound] * (0.65 + 0.35 * cuts) : 0
}

/** Energy that a vertex costs more where it leaves grid `from` for grid `to`, because of the grid it comes from. */
export function changeCost(state: State, v: number, from: number, to: number): number {
  const home = state.home[v]
  return ((home === from ? 1 : 0) - (home === to ? 1 : 0)) * state.prices[CHANGE] * state.piece.households[v]
}

/** How many vertices of a compound lie in a grid. */
export function countOf(state: State, compound: number, grid: number): number {
  const from = state.piece.compoundStart[compound]
  const to = from + state.slotUsed[compound]
  for (let k = from; k < to; k++) if (state.slotGrid[k] === grid) return state.slotCount[k]
  return 0
}

/** Adds vertices of a compound to a grid, or takes them away; an entry that reaches 0 goes. */
export function countInCompound(state: State, compound: number, grid: number, change: number): void {
  const { slotGrid, slotCount, slotUsed } = state
  const from = state.piece.compoundStart[compound]
  const to = from + slotUsed[compound]
  for (let k = from; k < to; k++) {
    if (slotGrid[k] !== grid) continue
    slotCount[k] += change
    if (slotCount[k] > 0) return
    slotGrid[k] = slotGrid[to - 1]
    slotCount[k] = slotCount[to - 1]
    slotUsed[compound]--
    return
  }
  slotGrid[to] = grid
  slotCount[to] = change
  slotUsed[compound]++
}
