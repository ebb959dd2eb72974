import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  createMember,
  type Instance,
  nearestBorder,
  type PartitionProblem,
  runPartition,
} from '../../../../geo/index'
import { lockBorder, lockedPairs } from '../../../../src/plan/model/locks/border-locks'
import { leafGrid, pin } from '../../../../src/plan/edits/edits'
import type { GridFacts } from '../../../../src/plan/model/draft'
import type { Ground } from '../../../../src/plan/model/ground'
import type { LivePlan } from '../../../../src/plan/model/live'
import { leafQuestion } from '../../../../src/plan/engine/wish'
import { runs } from '../../../support/runs'
import { drawnPlan, smallGround } from '../small-district'

let ground: Ground
beforeAll(() => {
  ground = smallGround()
})

async function answer(instance: Instance, problem: PartitionProblem): Promise<Int32Array> {
  const plan = await runPartition(instance, problem, [createMember()], { steps: 60, clock: () => 0 })
  if (plan.status !== 'planned') throw new Error(plan.reason)
  return plan.grid
}

/** Which of the vertices share a grid, whatever the grids are called. */
function company(numbers: ArrayLike<number>): number[] {
  return Array.from(numbers, (number, at) => Array.from(numbers).indexOf(number) - at)
}

describe('the question about some grids', () => {
  test('is cut out of the district and has the answer that the whole district gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(127),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(9),
        fc.nat(127),
        async (place, count, seed, held) => {
          const live = await drawnPlan(ground)
          const own = leafGrid(live, live.draft.assignment[place])
          const near = [...live.draft.grids.values()].filter(({ community }) => community === own?.community)
          const only = near.slice(0, count).map(({ key }) => key)
          live.apply(pin(live, [held]).patch)
          if (near.length > count) live.apply(lockBorder(live, near[0], near[count]).patch)
          const wish = { preset: 'balanced', seed } as const
          const part = leafQuestion(live, { ...wish, only })
          const whole = leafQuestion(live, wish)
          const problem = { ...whole.problem, existing: live.coverage.assignment(), only }
          const asked = part.vertices.filter((vertex) => only.includes(live.coverage.gridOfBuilding(vertex)))
          const fromPart = await answer(part.instance, part.problem)
          const fromWhole = await answer(whole.instance, problem)
          expect(part.instance.count).toBeLessThan(whole.instance.count)
          const drawn = asked.map((vertex) => fromPart[part.vertices.indexOf(vertex)])
          expect(company(drawn)).toEqual(company(asked.map((vertex) => fromWhole[vertex])))
        },
      ),
      runs(25),
    )
  })

  test('holds the buildings on the inner side of a border that is locked to a grid outside', async () => {
    const live = await drawnPlan(ground)
    const [one, other] = neighbours(live)
    live.apply(lockBorder(live, one, other).patch)
    const pairs = lockedPairs(live)
    expect(pairs.length).toBeGreaterThan(0)
    const { problem, vertices } = leafQuestion(live, { preset: 'balanced', seed: 1, only: [one.key] })
    const held = (problem.locks?.buildings ?? []).map((number) => vertices[number])
    const ends = pairs.flat().filter((vertex) => live.coverage.gridOfBuilding(vertex) === one.key)
    expect(new Set(held)).toEqual(new Set(ends))
  })
})

/** Two grids with a border between them. */
function neighbours(live: LivePlan): [GridFacts, GridFacts] {
  const [x, y] = live.coverage.sites.subarray(2 * 100)
  const grids = nearestBorder(live.coverage, [x, y], 20_000)?.grids.map((key) => leafGrid(live, key))
  if (!grids?.[0] || !grids[1]) throw new Error('there is a border near the building')
  return [grids[0], grids[1]]
}
