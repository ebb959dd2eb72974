import type { Piece } from './piece'
import type { Weights } from './weights'

/** What a grid should hold. */
export interface Goal {
  targetHouseholds: number
  /** Allowed deviation as a share of the target. */
  tolerance: number
  weights: Weights
}

/** Numbers of one grid inside `State.sums`: row `g` starts at `g * sumWidth`. */
export const sumWidth = 8
export const HOUSEHOLDS = 0
export const AREA = 1
export const PERIMETER = 2
export const MOMENT_X = 3
export const MOMENT_Y = 4
export const MOMENT_SQUARE = 5
export const COST = 6
/** The part of the cost that balance makes. */
export const BALANCE = 7

/** A piece divided into `grids` connected grids, with every sum the energy needs kept up to date. Changed in place. */
export interface State {
  piece: Piece
  goal: Goal
  lowHouseholds: number
  highHouseholds: number
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
  /** Share of the weight `outside` that is due at the tolerance's edge; change it before `assignGrids`. */
  stepShare: number
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
    goal,
    lowHouseholds: goal.targetHouseholds * (1 - goal.tolerance) - 1e-9 * goal.targetHouseholds,
    highHouseholds: goal.targetHouseholds * (1 + goal.tolerance) + 1e-9 * goal.targetHouseholds,
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
    stepShare: finalStepShare,
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
  for (let g = 0; g < grids; g++)
    state.energy += settleRow(state, state.sums, g * sumWidth)
  for (let c = 0; c < piece.compoundCount; c++) state.energy += compoundCost(state, c, state.slotUsed[c])
  for (let v = 0; v < piece.count; v++)
    if (state.home[v] !== state.grid[v]) state.energy += changeCost(state, v)
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

/** Works out what a grid costs from its sums, and puts it into its row. */
export function settleRow(state: State, sums: Float64Array, row: number): number {
  sums[row + BALANCE] = balanceCost(state, sums[row + HOUSEHOLDS])
  return (sums[row + COST] = sums[row + BALANCE] + shapeCost(state, sums, row))
}

/** Energy of a grid's shape from its sums: Polsby–Popper and inertia compactness. */
export function shapeCost(state: State, sums: Float64Array, row: number): number {
  const area = sums[row + AREA]
  const perimeter = sums[row + PERIMETER]
  if (!(area > 0 && perimeter > 0)) return 0
  const polsbyPopper = (12.566370614359172 * area) / (perimeter * perimeter)
  return state.goal.weights.border * (typicalPolsbyPopper - polsbyPopper) + inertiaCost(state, sums, row)
}

/** The part of `shapeCost` that needs no perimeter. */
function inertiaCost(state: State, sums: Float64Array, row: number): number {
  const area = sums[row + AREA]
  const momentX = sums[row + MOMENT_X]
  const momentY = sums[row + MOMENT_Y]
  const moment = sums[row + MOMENT_SQUARE] - (momentX * momentX + momentY * momentY) / area
  if (!(moment > 0)) return 0
  return (
    state.goal.weights.inertia * (typicalInertiaCompactness - (area * area) / (6.283185307179586 * moment))
  )
}

/** The least a grid can cost whatever its perimeter is. */
export function costBeforeBorder(state: State, sums: Float64Array, row: number): number {
  const balance = balanceCost(state, sums[row + HOUSEHOLDS])
  if (!(sums[row + AREA] > 0)) return balance - state.goal.weights.border
  const border = state.goal.weights.border * (typicalPolsbyPopper - 1)
  return balance + border + inertiaCost(state, sums, row)
}

/** Less than any grid's shape costs. */
export function leastShapeCost(state: State): number {
  const { border, inertia } = state.goal.weights
  return border * (typicalPolsbyPopper - 1) + inertia * (typicalInertiaCompactness - 1)
}

/** Energy of a grid with so many households: a gentle bowl inside the tolerance, a step and a ramp outside. */
export function balanceCost(state: State, households: number): number {
  const { weights, targetHouseholds, tolerance } = state.goal
  const deviation = Math.abs(households / targetHouseholds - 1)
  if (households >= state.lowHouseholds && households <= state.highHouseholds)
    return weights.inside * (deviation / tolerance) * (deviation / tolerance)
  const excess = deviation - tolerance
  const outside = state.stepShare + (1 - state.stepShare) * Math.min(1, excess / rampLength)
  return weights.inside + weights.outside * outside + weights.distance * excess
}

/** After so much more deviation a grid outside the tolerance costs its whole weight. */
const rampLength = 0.15
/** Share of the weight due just outside the tolerance: at last nearly all, since outside is outside. */
export const finalStepShare = 0.9
/** The same while the search is hot: the slope beyond leads grids back in. */
export const hotStepShare = 0.4
/** Shape is counted from an ordinary grid, so that one grid more or less is neither rewarded nor punished. */
const typicalPolsbyPopper = 0.6
const typicalInertiaCompactness = 0.8


/** Energy of a compound that lies in so many grids. The first cut is dearest: whole or not whole is what people see. */
export function compoundCost(state: State, compound: number, grids: number): number {
  const cuts = grids - state.piece.compoundNeeds[compound]
  return cuts > 0
    ? state.goal.weights.compound * state.piece.compoundWeight[compound] * (0.65 + 0.35 * cuts)
    : 0
}

/** Energy of a vertex away from the grid it comes from. */
export function changeCost(state: State, v: number): number {
  if (state.home[v] < 0) return 0
  return (state.goal.weights.change * state.piece.households[v]) / state.goal.targetHouseholds
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
