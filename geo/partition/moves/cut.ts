import { allowedRise } from './metropolis'
import type { Random } from '../random'
import {
  balanceCost,
  COMPOUND,
  HOUSEHOLDS,
  leastShapeCost,
  MOMENT_SQUARE,
  PERIMETER,
  shapeCost,
  sumWidth,
} from '../prices'
import type { State } from '../state'
import type { Tree } from '../tree'

/**
 * The tree edge whose cut into two grids promises the least energy, as the position below it: everything but the
 * border's length is known from the subtree's sums. A little noise, as hot as the annealing, varies the choice. O(size of the tree).
 */
export function chooseCut(
  state: State,
  tree: Tree,
  random: Random,
  perimeter: number,
  temperature: number,
): number {
  const { sums, size } = tree
  const { trial } = state
  trial[PERIMETER] = trial[sumWidth + PERIMETER] = perimeter
  const total = sums[HOUSEHOLDS]
  const leastShape = 2 * leastShapeCost(state.prices)
  let best = Infinity
  let top = -1
  for (let k = 1; k < size; k++) {
    const row = k * sumWidth
    const below = sums[row + HOUSEHOLDS]
    const counted =
      balanceCost(state.prices, below) +
      balanceCost(state.prices, total - below) +
      cutCompoundCost(state, tree, k)
    if (counted + leastShape >= best) continue
    for (let i = 0; i <= MOMENT_SQUARE; i++) {
      if (i === PERIMETER) continue
      trial[i] = sums[row + i]
      trial[sumWidth + i] = sums[i] - sums[row + i]
    }
    const cost = counted + shapeCost(state.prices, trial, 0) + shapeCost(state.prices, trial, sumWidth)
    const noisy = cost + allowedRise(random, temperature)
    if (noisy >= best) continue
    best = noisy
    top = k
  }
  return top
}

/** The tree edge that best parts one grid from two, and which side is the one. */
export function chooseOuterCut(
  state: State,
  tree: Tree,
  random: Random,
  perimeter: number,
  temperature: number,
): OuterCut {
  const { sums, size } = tree
  const { trial } = state
  const total = sums[HOUSEHOLDS]
  let best = Infinity
  let top = -1
  let single = true
  const leastShape = leastShapeCost(state.prices)
  trial[PERIMETER] = perimeter
  for (let k = 1; k < size; k++) {
    const below = sums[k * sumWidth + HOUSEHOLDS]
    const one = 2 * below < total
    const double = one ? total - below : below
    const counted =
      balanceCost(state.prices, total - double) +
      2 * balanceCost(state.prices, double / 2) +
      cutCompoundCost(state, tree, k)
    if (counted + leastShape >= best) continue
    for (let i = 0; i <= MOMENT_SQUARE; i++)
      if (i !== PERIMETER) trial[i] = one ? sums[k * sumWidth + i] : sums[i] - sums[k * sumWidth + i]
    const noisy = counted + shapeCost(state.prices, trial, 0) + allowedRise(random, temperature)
    if (noisy >= best) continue
    best = noisy
    top = k
    single = one
  }
  outerCut.top = top
  outerCut.single = single
  return outerCut
}

/** Position below the cut, and whether what hangs there is the single grid. */
export interface OuterCut {
  top: number
  single: boolean
}

const outerCut: OuterCut = { top: -1, single: true }

function cutCompoundCost(state: State, tree: Tree, k: number): number {
  const { compound, compoundWeight } = state.piece
  const c = compound[tree.order[k]]
  return c === compound[tree.order[tree.parent[k]]] ? state.prices[COMPOUND] * compoundWeight[c] : 0
}
