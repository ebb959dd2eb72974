import type { Instance } from '../graph/instance'
import type { Member } from './member'
import type { Infeasible, PartitionProblem } from './problem'
import { budgetOf, type Plan, runPartition, type RunOptions } from './run'

/** A problem with a target per level, upper level first. */
export interface LevelsProblem extends Omit<
  PartitionProblem,
  'targetHouseholds' | 'existing' | 'locks' | 'only'
> {
  targets: number[]
}

/** As for one level, with the steps of every level. */
export interface LevelsOptions extends Omit<RunOptions, 'steps'> {
  steps?: number[]
}

/** The upper level is a quarter of the work: its areas are few, and the lower level has to make the best of them. */
const upperShare = 0.25

/**
 * Solves one level after the other, each inside the grids of the one above as if they were communities, so that every
 * lower grid lies in exactly one upper grid and none is empty. The budget is shared between the levels.
 */
export async function runLevels(
  instance: Instance,
  problem: LevelsProblem,
  crew: Member[],
  options: LevelsOptions,
): Promise<Plan[] | Infeasible> {
  const { targets, ...rest } = problem
  const begunAt = options.clock()
  const plans: Plan[] = []
  for (let level = 0; level < targets.length; level++) {
    const community = level > 0 ? plans[level - 1].grid : instance.community
    const spentMs = options.clock() - begunAt
    const share = level < targets.length - 1 ? upperShare : 1
    const plan = await runPartition(
      { ...instance, community },
      { ...rest, targetHouseholds: targets[level] },
      crew,
      {
        ...options,
        steps: options.steps?.[level],
        budgetMs: () => (budgetOf(options) - spentMs) * share,
        onProgress: (progress) => options.onProgress?.(progress, level),
      },
    )
    if (plan.status === 'infeasible') return plan
    plans.push(plan)
  }
  return plans
}
