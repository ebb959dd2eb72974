import { HOUSEHOLDS, sumWidth } from '../prices'
import type { Random } from '../random'
import { nextBelow } from '../random'
import { assignGrids, type State } from '../state'
import { growTree, takeSubtree, type Tree } from '../tree'

/**
 * Divides a piece by cutting random spanning trees in two until every part is to be one grid: the cut is the one whose
 * sides come nearest to a whole number of grids, compounds whole where possible. About O(n log grids).
 */
export function drawStart(state: State, tree: Tree, random: Random, grids: number): void {
  const { grid } = state
  grid.fill(0)
  const shares = new Int32Array(grids)
  shares[0] = grids
  let used = 1
  for (let g = 0; g < used;) {
    if (shares[g] === 1) {
      g++
      continue
    }
    const below = divideGrid(state, tree, random, g, used, shares[g])
    shares[used++] = below
    shares[g] -= below
  }
  assignGrids(state, grid, grids)
}

/** Cuts grid `g`, meant for `grids` grids, in two; the part without locks becomes grid `fresh`. Returns for how many grids that part is meant. */
export function divideGrid(
  state: State,
  tree: Tree,
  random: Random,
  g: number,
  fresh: number,
  grids: number,
): number {
  const { piece, grid, movers, mark, fixed } = state
  growTree(state, tree, random, anyVertex(piece.count, grid, g, random), g, g, g, false)
  const cut = bestCut(state, tree, grids)
  const size = takeSubtree(state, tree, cut.top)
  let locked = false
  for (let k = 0; k < size; k++) locked ||= fixed[movers[k]] === 1
  for (let k = 0; k < tree.size; k++)
    if ((mark[tree.order[k]] === state.stamp) !== locked) grid[tree.order[k]] = fresh
  return locked ? grids - cut.below : cut.below
}

function anyVertex(count: number, grid: Int32Array, wanted: number, random: Random): number {
  let v = nextBelow(random, count)
  while (grid[v] !== wanted) v = v + 1 < count ? v + 1 : 0
  return v
}

/** The tree edge to cut, as the position below it, and how many of `grids` go there. Each side keeps at least as many vertices as grids. */
function bestCut(state: State, tree: Tree, grids: number): { top: number; below: number } {
  const { sums, order, parent, size } = tree
  const total = sums[HOUSEHOLDS]
  const mean = total / grids
  const counts = subtreeSizes(tree)
  let best = Infinity
  let choice = { top: 1, below: 1 }
  for (let k = 1; k < size; k++) {
    const households = sums[k * sumWidth + HOUSEHOLDS]
    const least = Math.max(1, grids - (size - counts[k]))
    const most = Math.min(grids - 1, counts[k])
    if (least > most) continue
    const below = Math.min(most, Math.max(least, Math.round(mean > 0 ? households / mean : 1)))
    const error = mean > 0 ? Math.abs(households - below * mean) / (mean * Math.min(below, grids - below)) : 0
    const split = state.piece.compound[order[k]] === state.piece.compound[order[parent[k]]] ? 0.12 : 0
    const uneven = (0.1 * Math.abs(2 * below - grids)) / grids
    if (error + split + uneven >= best) continue
    best = error + split + uneven
    choice = { top: k, below }
  }
  return choice
}

function subtreeSizes(tree: Tree): Int32Array {
  const counts = new Int32Array(tree.size).fill(1)
  for (let k = tree.size - 1; k > 0; k--) counts[tree.parent[k]] += counts[k]
  return counts
}
