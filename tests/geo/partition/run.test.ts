import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMember, type Instance, type PartitionProblem, runPartition } from '../../../geo/index'
import { scorePlan } from '../../support/score/plan-score'
import { runs } from '../../support/runs'
import { gridInstance, instances } from './instances'

const problem: PartitionProblem = { targetHouseholds: 100, tolerance: 0.1, preset: 'balanced', seed: 1 }

function solve(instance: Instance, changes: Partial<PartitionProblem> = {}, steps = 20, members = 1) {
  const crew = Array.from({ length: members }, createMember)
  return runPartition(instance, { ...problem, ...changes }, crew, {
    steps,
    clock: () => 0,
  })
}

describe('a plan', () => {
  it('puts every building in one connected grid of one community, whatever the instance', async () => {
    await fc.assert(
      fc.asyncProperty(instances, fc.integer(), async (instance, seed) => {
        const plan = await solve(instance, { seed }, 40)
        if (plan.status === 'infeasible') {
          expect(plan.reason).toBe('no-households')
          return
        }
        const score = scorePlan(instance, plan.grid, problem.targetHouseholds)
        expect(plan.grid).toHaveLength(instance.count)
        expect(score.grids).toBe(plan.grids)
        expect(score.noncontiguousParts).toBe(0)
        expect(score.partsCrossingCommunity).toBe(0)
      }),
      runs(1000),
    )
  })

  it('is the same for the same seed and steps, whatever the number of members', async () => {
    await fc.assert(
      fc.asyncProperty(
        instances,
        fc.integer(),
        fc.integer({ min: 1, max: 4 }),
        async (instance, seed, members) => {
          const one = await solve(instance, { seed }, 40)
          const many = await solve(instance, { seed }, 40, members)
          expect(many).toEqual(one)
        },
      ),
      runs(100),
    )
  })

  it('divides an even field evenly', async () => {
    const plan = await solve(gridInstance(new Array<number>(64).fill(25), 8), {}, 800)
    if (plan.status === 'infeasible') throw new Error(plan.reason)
    expect(scorePlan(gridInstance(new Array<number>(64).fill(25), 8), plan.grid, 100).shareWithin10).toBe(1)
    expect(plan.grids).toBe(16)
  })
})
