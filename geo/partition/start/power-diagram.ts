import type { Random } from '../random'
import { drawFromExisting } from './repair'
import { assignGrids, type State } from '../state'
import type { Tree } from '../tree'

const rounds = 12
const weightStep = 0.35

/** Beyond so many vertices times grids the diagram takes longer than it is worth. */
const mostWork = 250_000

/**
 * Turns the present division into a sound one of well-shaped grids: a balanced power diagram, mended where its cells
 * are not connected. Does nothing to a piece that is too large for it.
 */
export function drawShapelyStart(state: State, tree: Tree, random: Random): void {
  const { piece, grids } = state
  if (grids < 2 || piece.count * grids > mostWork || piece.totalHouseholds === 0) return
  drawPowerDiagram(state)
  const names = new Map<number, number>()
  const home = state.grid.map((g) => names.get(g) ?? (names.set(g, names.size), names.size - 1))
  drawFromExisting(
    state,
    tree,
    random,
    { home, grids: names.size, fixed: new Uint8Array(piece.count), gentle: false },
    grids,
  )
  state.home.fill(-1)
  assignGrids(state, state.grid, state.grids)
}

/**
 * Divides a piece by a balanced power diagram (Cohen-Addad, Klein and Young 2018): every vertex goes to the centre
 * with the least squared distance less the centre's weight, weights rise where households are few, centres move to
 * the middle of their cells. Begins with the centres of the present division; its grids need not be connected, and
 * `state.grid` alone is changed. O(rounds × vertices × grids).
 */
function drawPowerDiagram(state: State): void {
  const { piece, grids, grid } = state
  const centres = centresOf(state)
  const weight = new Float64Array(grids)
  const load = new Float64Array(grids)
  const mean = piece.totalHouseholds / grids
  const scale = piece.area.reduce((a, b) => a + b, 0) / grids
  for (let round = 0; round < rounds; round++) {
    load.fill(0)
    for (let v = 0; v < piece.count; v++) {
      grid[v] = nearest(state, v, centres, weight)
      load[grid[v]] += piece.households[v]
    }
    for (let g = 0; g < grids; g++) weight[g] += weightStep * scale * (1 - load[g] / mean)
    recentre(state, centres)
  }
}

/** Rows of x and y. */
function centresOf(state: State): Float64Array {
  const centres = new Float64Array(2 * state.grids)
  recentre(state, centres)
  return centres
}

function recentre(state: State, centres: Float64Array): void {
  const { piece, grid, grids } = state
  const area = new Float64Array(grids)
  const x = new Float64Array(grids)
  const y = new Float64Array(grids)
  for (let v = 0; v < piece.count; v++) {
    area[grid[v]] += piece.area[v]
    x[grid[v]] += piece.momentX[v]
    y[grid[v]] += piece.momentY[v]
  }
  for (let g = 0; g < grids; g++) {
    if (area[g] <= 0) continue
    centres[2 * g] = x[g] / area[g]
    centres[2 * g + 1] = y[g] / area[g]
  }
}

function nearest(state: State, v: number, centres: Float64Array, weight: Float64Array): number {
  const { area, momentX, momentY } = state.piece
  const x = area[v] > 0 ? momentX[v] / area[v] : 0
  const y = area[v] > 0 ? momentY[v] / area[v] : 0
  let best = Infinity
  let choice = 0
  for (let g = 0; g < weight.length; g++) {
    const dx = x - centres[2 * g]
    const dy = y - centres[2 * g + 1]
    const power = dx * dx + dy * dy - weight[g]
    if (power >= best) continue
    best = power
    choice = g
  }
  return choice
}
