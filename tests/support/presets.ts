import {
  createMember,
  type Instance,
  type PartitionProblem,
  type Preset,
  presets,
  runPartition,
} from '../../geo/index'

export const OTHERS = (Object.keys(presets) as Preset[]).filter((preset) => preset !== 'balanced')

/** What the grids of a preset's plan are off the target in sum, as shares of it; 0 where there is no plan. */
export async function summedDeviation(
  instance: Instance,
  problem: Omit<PartitionProblem, 'tolerance'>,
  steps: number,
  members = 1,
): Promise<number> {
  const crew = Array.from({ length: members }, createMember)
  const plan = await runPartition(instance, { ...problem, tolerance: 0.1 }, crew, { steps, clock: () => 0 })
  if (plan.status === 'infeasible') return 0
  const households = new Float64Array(plan.grids)
  plan.grid.forEach((grid, building) => (households[grid] += instance.households[building]))
  return households.reduce((sum, one) => sum + Math.abs(one / problem.targetHouseholds - 1), 0)
}
