import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCells } from '../../../geo/cells/build'
import { createMember } from '../../../geo/partition/member'
import { communityReach } from '../../../geo/partition/reach'
import { runPartition } from '../../../geo/partition/run'
import { rests } from '../../../geo/partition/weights'
import { scorePlan } from '../../support/score/plan-score'
import { runs } from '../../support/runs'
import { building, district, populatedDistrict } from '../districts'

/** A community of 27 buildings of 51 households: 1,377, which neither three nor four grids of 400 divide. */
const uneven = () =>
  buildCells(
    district({
      buildings: Array.from({ length: 27 }, (_, at) =>
        building(20 + 40 * (at % 9), 40 + 80 * Math.floor(at / 9), { households: 51, community: 0 }),
      ),
    }),
  ).instance

describe('how even grids can be', () => {
  it('says that neither three nor four grids fit', () => {
    const [reach] = communityReach(uneven(), 400, 0.1)
    expect(reach).toMatchObject({ households: 1377, divided: 1377, reason: 'not-divisible' })
    expect(reach.counts.map(({ grids, mean }) => [grids, Math.round(mean)])).toEqual([
      [3, 459],
      [4, 344],
    ])
    expect(reach.reachableDeviation).toBeCloseTo(0.139, 3)
  })

  it('finds nothing amiss where a number of grids fits', () => {
    expect(communityReach(uneven(), 459, 0.1)).toMatchObject([{ reason: null }])
  })

  it('is what the engine reports of its pieces', async () => {
    await fc.assert(
      fc.asyncProperty(populatedDistrict, async (input) => {
        const { instance } = buildCells(input)
        const problem = { targetHouseholds: 300, tolerance: 0.1, preset: 'balanced', seed: 1 } as const
        const plan = await runPartition(instance, problem, [createMember()], { steps: 1, clock: () => 0 })
        const reach = communityReach(instance, 300, 0.1)
        if (plan.status === 'infeasible') return expect(reach).toEqual([])
        for (const one of reach) {
          const own = plan.reports.filter(
            ({ community, households }) => community === one.community && households > 0,
          )
          const worst = own.reduce((most, { reachableDeviation }) => Math.max(most, reachableDeviation), 0)
          // A piece of fewer inhabited buildings than grids has no more grids than buildings.
          if (own.every(({ buildings, households }) => buildings > households / 300 + 1))
            expect(one.reachableDeviation).toBeCloseTo(own.length ? worst : 1, 9)
        }
      }),
      runs(60),
    )
  })
})

describe('what becomes of a rest', () => {
  const solved = async (rest: 'apart' | 'even') => {
    const instance = uneven()
    const problem = { targetHouseholds: 400, tolerance: 0.1, preset: 'balanced', seed: 1 } as const
    const answer = await runPartition(instance, { ...problem, weights: rests[rest] }, [createMember()], {
      steps: 700,
      clock: () => 0,
    })
    if (answer.status === 'infeasible') throw new Error(answer.reason)
    return scorePlan(instance, answer.grid, 400)
  }

  it('is one grid apart and three good ones, or all of them a little off', async () => {
    const [apart, even] = [await solved('apart'), await solved('even')]
    expect(apart.grids * apart.shareWithin10).toBeCloseTo(3, 6)
    expect(even.maxDevTargetPct).toBeLessThan(25)
    expect(even.maxDevTargetPct).toBeLessThan(apart.maxDevTargetPct)
  })
})
