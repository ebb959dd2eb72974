import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMember, runPartition } from '../../../../geo/index'
import { leafQuestion } from '../../../../src/plan/engine/wish'
import type { Ground } from '../../../../src/plan/model/ground'
import {
  groundLoads,
  isWeighted,
  type LoadShares,
  sumsByGrid,
  weighted,
} from '../../../../src/plan/model/load'
import { runs } from '../../../support/runs'
import { drawnPlan, smallGround } from '../small-district'

const total = (parts: ArrayLike<number>) => Array.from(parts).reduce((sum, part) => sum + part, 0)

/** The load of buildings that stand in the input in the order of the ground. */
function loadsOf(
  households: Float64Array,
  { incidents, visits, area }: Record<keyof LoadShares, ArrayLike<number>>,
  shares: LoadShares,
): Float64Array {
  const ground = {
    instance: { households, cellArea: Float64Array.from(area) },
    cells: { inputIndex: Int32Array.from(households, (_, place) => place) },
  }
  return groundLoads(ground as unknown as Ground, incidents, visits, shares)
}

describe('the load of buildings', () => {
  it('is households where the scheme says nothing else', () => {
    const households = Float64Array.of(10, 20, 30)
    const none = { incidents: 0, visits: 0, area: 0 }
    expect(isWeighted(none)).toBe(false)
    expect(loadsOf(households, { incidents: [9, 0, 0], visits: [1, 1, 1], area: [5, 5, 5] }, none)).toEqual(
      households,
    )
  })

  it('gives each amount its share of all households, and the share of what there is none of to households', () => {
    const households = Float64Array.of(10, 20, 30)
    const amounts = { incidents: [3, 1, 0], visits: [0, 0, 0], area: [100, 100, 400] }
    const loads = loadsOf(households, amounts, { incidents: 20, visits: 30, area: 10 })
    expect(Array.from(loads)).toEqual([
      expect.closeTo(0.7 * 10 + (0.2 * 60 * 3) / 4 + (0.1 * 60) / 6),
      expect.closeTo(0.7 * 20 + (0.2 * 60) / 4 + (0.1 * 60) / 6),
      expect.closeTo(0.7 * 30 + (0.1 * 60 * 4) / 6),
    ])
  })

  it('is as much in all as there are households, whatever the shares', () => {
    const amount = fc.array(fc.nat(500), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(amount, amount, amount, amount, fc.nat(30), fc.nat(30), fc.nat(30), (...given) => {
        const [households, incidents, visits, area, ...shares] = given
        const loads = loadsOf(
          Float64Array.from(households),
          { incidents, visits, area },
          { incidents: shares[0], visits: shares[1], area: shares[2] },
        )
        expect(total(loads)).toBeCloseTo(total(households), 6)
        expect(Math.min(...loads)).toBeGreaterThanOrEqual(0)
      }),
      runs(),
    )
  })

  it('is what the engine makes even: the households of a corner where much happens are fewer', async () => {
    const live = await drawnPlan(smallGround())
    const { households } = live.ground.instance
    const incidents = Array.from(households, (_, vertex) => (vertex % 8 < 3 ? 20 : 0))
    const amounts = { incidents, visits: households, area: households }
    const loads = loadsOf(households, amounts, { incidents: 60, visits: 0, area: 0 })
    const question = leafQuestion(weighted(live, loads), { preset: 'balanced', seed: 1 })
    expect(question.instance.households).toBe(loads)
    const plan = await runPartition(question.instance, question.problem, [createMember()], {
      steps: 300,
      clock: () => 0,
    })
    if (plan.status === 'infeasible') throw new Error(plan.reason)
    const off = (amount: Float64Array) =>
      [...sumsByGrid(plan.grid, (at) => amount[at]).values()].reduce(
        (sum, one) => sum + Math.abs(one / question.problem.targetHouseholds - 1),
        0,
      )
    expect(off(loads)).toBeLessThan(0.5 * off(households))
  })

  it('sums up by grid what is in one', () => {
    expect([...sumsByGrid(Int32Array.of(4, -1, 4, 2), (place) => 10 * place)]).toEqual([
      [4, 20],
      [2, 30],
    ])
  })
})
