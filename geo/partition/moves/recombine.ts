import { chooseCut, chooseOuterCut } from './cut'
import { allowedRise } from './metropolis'
import { nextBelow, nextInteger, type Random } from '../random'
import { PERIMETER, sumWidth } from '../prices'
import { beginRedraw, endRedraw, type Redraw, relabel, rollBack } from './redraw'
import type { State } from '../state'
import { growTree, takeSubtree, type Tree } from '../tree'

/** Scratch for recombination in one piece. */
export interface Recombiner {
  tree: Tree
  redraw: Redraw
}

/**
 * Merges two neighbouring grids and cuts them again on a random spanning tree (recombination; DeFord, Duchin and
 * Solomon 2021), if the energy allows it at this temperature. O(size of the grids).
 */
export function recombinePair(
  state: State,
  { tree, redraw }: Recombiner,
  random: Random,
  root: number,
  a: number,
  b: number,
  temperature: number,
): void {
  growTree(state, tree, random, root, a, b, b, (nextInteger(random) & 3) === 0)
  const perimeter = 0.5 * (state.sums[a * sumWidth + PERIMETER] + state.sums[b * sumWidth + PERIMETER])
  const top = chooseCut(state, tree, random, perimeter, temperature)
  if (top < 0) return
  beginRedraw(state, redraw, tree, a, b, b)
  drawSides(state, tree, redraw, top, a, b)
  endRedraw(state, redraw, allowedRise(random, temperature))
}

/** The same for three neighbouring grids: what two cannot even out between them, a third often can. */
export function recombineTriple(
  state: State,
  { tree, redraw }: Recombiner,
  random: Random,
  root: number,
  a: number,
  b: number,
  temperature: number,
): void {
  const c = thirdGrid(state, random, root, a, b)
  if (c < 0) return
  growTree(state, tree, random, root, a, b, c, (nextInteger(random) & 3) === 0)
  const { sums } = state
  const perimeter =
    (sums[a * sumWidth + PERIMETER] + sums[b * sumWidth + PERIMETER] + sums[c * sumWidth + PERIMETER]) / 3
  const { top, single } = chooseOuterCut(state, tree, random, perimeter, temperature)
  if (top < 0) return
  takeSubtree(state, tree, top)
  const stamp = state.stamp
  beginRedraw(state, redraw, tree, a, b, c)
  const one = commonest(state, redraw, stamp, single)
  const first = one === a ? b : a
  const second = one === c ? b : c
  let rest = root
  for (let k = 0; k < redraw.size; k++) {
    const v = redraw.order[k]
    const alone = (state.mark[v] === stamp) === single
    relabel(state, v, alone ? one : first)
    if (!alone) rest = v
  }
  growTree(state, tree, random, rest, first, first, first, (nextInteger(random) & 3) === 0)
  const inner = chooseCut(state, tree, random, perimeter, temperature)
  if (inner < 0) {
    rollBack(state, redraw)
    return
  }
  drawSides(state, tree, redraw, inner, first, second)
  endRedraw(state, redraw, allowedRise(random, temperature))
}

/** Gives the subtree to one of two grids and the rest of the tree to the other, so that most stays as it was. */
function drawSides(state: State, tree: Tree, redraw: Redraw, top: number, a: number, b: number): void {
  const size = takeSubtree(state, tree, top)
  let agreement = 0
  for (let k = 0; k < tree.size; k++) {
    const before = redraw.before[tree.order[k]]
    const side = state.mark[tree.order[k]] === state.stamp ? 1 : -1
    if (before === a) agreement += side
    else if (before === b) agreement -= side
  }
  const below = agreement >= 0 ? a : b
  const above = agreement >= 0 ? b : a
  for (let k = 0; k < tree.size; k++) relabel(state, tree.order[k], above)
  for (let k = 0; k < size; k++) relabel(state, state.movers[k], below)
}

/** The grid that most vertices on one side of the marks had before. */
function commonest(state: State, redraw: Redraw, stamp: number, marked: boolean): number {
  const { grids } = redraw
  let first = 0
  let second = 0
  let third = 0
  for (let k = 0; k < redraw.size; k++) {
    const v = redraw.order[k]
    if ((state.mark[v] === stamp) !== marked) continue
    const before = redraw.before[v]
    if (before === grids[0]) first++
    else if (before === grids[1]) second++
    else third++
  }
  if (first >= second && first >= third) return grids[0]
  return second >= third ? grids[1] : grids[2]
}

/** Another neighbour of grid `a` or `b`, found on a short walk from `root`; -1 if the walk meets none. */
function thirdGrid(state: State, random: Random, root: number, a: number, b: number): number {
  const { piece, grid } = state
  let v = root
  for (let step = 0; step < 12; step++) {
    const u = piece.neighbour[piece.start[v] + nextBelow(random, piece.allowedEnd[v] - piece.start[v])]
    if (grid[u] !== a && grid[u] !== b) return grid[u]
    v = u
  }
  return -1
}
