import type { Instance } from '../graph/instance'
import { HOUSEHOLDS, sumWidth } from './prices'
import { type PartitionProblem, weightsOf } from './problem'
import { bestDivision, type Improvement, type PieceSolver } from './solver'
import { assignGrids, type State } from './state'
import { type Preset, presets } from './weights'

/** How even the division of a piece is, and what other presets make of the piece. */
export interface Rivalry {
  piece: number
  /** Sum over the grids of what they are off the target, as shares of it without sign. */
  deviation: number
  /** One for each preset beside, in the same order in every piece. */
  others: (Improvement & { deviation: number })[]
}

/** Up to so many buildings `balanced` can afford to search by the weights of the other presets as well. */
const smallInstance = 3000
const same = 1e-9

/**
 * Returns the presets that are searched for beside what was asked, so that none is more even than `balanced`. In a small new drawing
 * `balanced` looks at the others, and takes what is more even; else each of the others looks at `balanced`, and gives up what is.
 */
export function presetsBeside({ count }: Pick<Instance, 'count'>, problem: PartitionProblem): Preset[] {
  const looksAtOthers = count <= smallInstance && !problem.existing
  const isBalanced = problem.preset === 'balanced'
  if (looksAtOthers !== isBalanced) return []
  const own = JSON.stringify(weightsOf(problem))
  const beside = isBalanced ? (Object.keys(presets) as Preset[]) : (['balanced'] as const)
  return beside.filter((preset) => JSON.stringify(weightsOf({ ...problem, preset })) !== own)
}

/** Compares what the solvers of a piece found: the one that was asked for, and those beside it. O(n + m) each. */
export function rivalryOf(
  piece: number,
  solver: PieceSolver,
  beside: readonly PieceSolver[],
  targetHouseholds: number,
): Rivalry {
  const { state } = solver
  const { buildings } = state.piece
  const divided = (by: PieceSolver) => {
    const { home, grid, grids } = bestDivision(by)
    state.home.set(home)
    assignGrids(state, grid, grids)
    const deviation = deviationNow(state, targetHouseholds)
    return { piece, buildings, grid: grid.slice(), grids, energy: state.energy, deviation }
  }
  const { deviation } = divided(solver)
  return { piece, deviation, others: beside.map(divided) }
}

/**
 * Returns the divisions that a plan has to take from the other presets until none of them is more even in all (`least`), or until it is
 * not more even than any itself (`not-less`): none where that is so anyway, else those that change most. O(pieces × log pieces).
 */
export function divisionsToTake(pieces: readonly Rivalry[], aim: 'least' | 'not-less'): Improvement[] {
  const sign = aim === 'least' ? 1 : -1
  const presetCount = pieces.length > 0 ? pieces[0].others.length : 0
  const totals = Array.from({ length: presetCount }, (_, which) =>
    pieces.reduce((sum, { others }) => sum + sign * others[which].deviation, 0),
  )
  const bound = Math.min(...totals)
  let own = pieces.reduce((sum, { deviation }) => sum + sign * deviation, 0)
  const changes = pieces
    .flatMap(({ deviation, others }) =>
      others.length > 0 ? [{ deviation, other: leastOf(others, sign) }] : [],
    )
    .map(({ deviation, other }) => ({ by: sign * (deviation - other.deviation), other }))
    .filter(({ by }) => by > same)
    .sort((one, next) => next.by - one.by || one.other.piece - next.other.piece)
  const taken: Improvement[] = []
  for (const { by, other } of changes) {
    if (own <= bound + same) break
    own -= by
    taken.push(other)
  }
  return taken
}

function leastOf<Other extends { deviation: number }>(others: readonly Other[], sign: number): Other {
  return others.reduce((one, other) => (sign * other.deviation < sign * one.deviation ? other : one))
}

function deviationNow({ grids, sums }: State, targetHouseholds: number): number {
  let sum = 0
  for (let g = 0; g < grids; g++) sum += Math.abs(sums[g * sumWidth + HOUSEHOLDS] / targetHouseholds - 1)
  return sum
}
