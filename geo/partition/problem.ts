import type { Instance } from '../graph/instance'
import { type Preset, presets, type Weights } from './weights'

/** What the planner asks of the engine. */
export interface PartitionProblem {
  targetHouseholds: number
  /** Allowed deviation as a share of the target, above 0 and below 1. */
  tolerance: number
  preset: Preset
  /** Replaces single weights of the preset. */
  weights?: Partial<Weights>
  /** A whole number; the same seed and steps give the same plan. */
  seed: number
  /** Grid of each building in the plan to start from, -1 for a building without one. */
  existing?: Int32Array
  locks?: Locks
  /** Grids of the existing plan to solve again; all others stay. */
  only?: number[]
}

/** What must stay as it is in the existing plan. */
export interface Locks {
  /** Grids that stay whole and unchanged. */
  grids?: number[]
  /** Buildings that stay in their grid. */
  buildings?: number[]
  /** Pairs of buildings between which the border of their grids stays. */
  borders?: [number, number][]
}

export type InfeasibleReason =
  | 'no-buildings'
  | 'no-households'
  | 'bad-households'
  | 'bad-target'
  | 'bad-tolerance'
  | 'bad-weights'
  | 'bad-seed'
  | 'bad-existing'
  | 'locks-need-existing'
  | 'locks-contradict'

/** There is no plan, and why; `at` names the weight, grid or building. */
export interface Infeasible {
  status: 'infeasible'
  reason: InfeasibleReason
  at?: string
}

/** Says why a problem cannot be solved at all, or nothing if it can be tried. O(n). */
export function checkProblem(instance: Instance, problem: PartitionProblem): Infeasible | undefined {
  const { targetHouseholds, tolerance, existing } = problem
  if (!(targetHouseholds > 0 && Number.isFinite(targetHouseholds))) return infeasible('bad-target')
  if (!(tolerance > 0 && tolerance < 1)) return infeasible('bad-tolerance')
  if (!Number.isInteger(problem.seed)) return infeasible('bad-seed')
  for (const [name, weight] of Object.entries(problem.weights ?? {}))
    if (!(weight >= 0 && Number.isFinite(weight))) return infeasible('bad-weights', name)
  if (instance.count === 0) return infeasible('no-buildings')
  const wrong = instance.households.findIndex(
    (households) => !(households >= 0 && Number.isFinite(households)),
  )
  if (wrong >= 0) return infeasible('bad-households', String(wrong))
  if (!instance.households.some((households) => households > 0)) return infeasible('no-households')
  if (existing && existing.length !== instance.count) return infeasible('bad-existing')
  if (!existing && (problem.locks || problem.only)) return infeasible('locks-need-existing')
  return undefined
}

/** The preset's weights with the problem's own in their place. */
export function weightsOf(problem: PartitionProblem): Weights {
  return { ...presets[problem.preset], ...problem.weights }
}

export function infeasible(reason: InfeasibleReason, at?: string): Infeasible {
  return at === undefined ? { status: 'infeasible', reason } : { status: 'infeasible', reason, at }
}
