import { allowedRise } from './metropolis'
import { applyMove, evaluateMove } from './move'
import { nextInteger, type Random } from './random'
import { costOfRow, MOMENT_SQUARE, PERIMETER, type State, sumWidth } from './state'
import { growTree, takeSubtree, type Tree } from './tree'
import { remember, undo } from './undo'

/**
 * Merges two neighbouring grids and cuts them again on a random spanning tree (recombination; DeFord, Duchin and
 * Solomon 2021), if the energy allows it at this temperature. O(size of the two grids).
 */
export function recombine(
  state: State,
  tree: Tree,
  random: Random,
  root: number,
  a: number,
  b: number,
  temperature: number,
): void {
  growTree(state, tree, random, root, a, b, (nextInteger(random) & 3) === 0)
  const top = promisingCut(state, tree, random, a, b, temperature)
  if (top < 0) return
  const size = takeSubtree(state, tree, top)
  const below = subtreeHome(state, size, a, b)
  const above = below === a ? b : a
  exchange(state, tree, below, above, allowedRise(random, temperature))
}

/** Gives the marked subtree to grid `below` and the rest of the tree to `above`, unless the energy rises by more than allowed. */
function exchange(state: State, tree: Tree, below: number, above: number, rise: number): void {
  const { grid, mark, movers, stamp } = state
  const { order, inner, frontier } = tree
  let arriving = 0
  let leaving = 0
  for (let k = 0; k < tree.size; k++) {
    const v = order[k]
    const marked = mark[v] === stamp
    if (marked && grid[v] !== below) inner[arriving++] = v
    else if (!marked && grid[v] === below) frontier[leaving++] = v
  }
  if (arriving + leaving === 0) return
  if (anyFixed(state, inner, arriving) || anyFixed(state, frontier, leaving)) return
  for (let k = 0; k < arriving; k++) movers[k] = inner[k]
  const trail = remember(state, above, below)
  applyMove(state, arriving, above, below, evaluateMove(state, arriving, above, below))
  for (let k = 0; k < leaving; k++) movers[k] = frontier[k]
  const change = evaluateMove(state, leaving, below, above)
  if (state.energy + change - trail.energy <= rise) applyMove(state, leaving, below, above, change)
  else undo(state, trail, inner, arriving, above, below)
}

function anyFixed(state: State, list: Int32Array, size: number): boolean {
  for (let k = 0; k < size; k++) if (state.fixed[list[k]]) return true
  return false
}

/** The cut with the least estimated energy: everything but the border length is known from the subtree's sums. */
function promisingCut(
  state: State,
  tree: Tree,
  random: Random,
  a: number,
  b: number,
  temperature: number,
): number {
  const { sums, order, parent, size } = tree
  const { trial, piece } = state
  const { compound, compoundWeight } = piece
  const splitCost = state.goal.weights.compound
  let best = Infinity
  let top = -1
  const meanPerimeter = 0.5 * (state.sums[a * sumWidth + PERIMETER] + state.sums[b * sumWidth + PERIMETER])
  trial[PERIMETER] = trial[sumWidth + PERIMETER] = meanPerimeter
  for (let k = 1; k < size; k++) {
    const row = k * sumWidth
    for (let i = 0; i <= MOMENT_SQUARE; i++) {
      if (i === PERIMETER) continue
      trial[i] = sums[row + i]
      trial[sumWidth + i] = sums[i] - sums[row + i]
    }
    let cost = costOfRow(state, trial, 0) + costOfRow(state, trial, sumWidth)
    const c = compound[order[k]]
    if (c === compound[order[parent[k]]]) cost += splitCost * compoundWeight[c]
    cost += allowedRise(random, temperature)
    if (cost >= best) continue
    best = cost
    top = k
  }
  return top
}

/** The grid that the marked subtree shares more vertices with keeps its number there. */
function subtreeHome(state: State, size: number, a: number, b: number): number {
  let balance = 0
  for (let k = 0; k < size; k++) balance += state.grid[state.movers[k]] === a ? 1 : -1
  const rest = state.size[a] - state.size[b]
  return 2 * balance >= rest ? a : b
}
