import { describe, expect, test } from 'vitest'
import { createMember, runLevels, runPartition } from '../../../../geo/index'
import { difference } from '../sets'
import { solve } from '../../../../src/plan/engine/solve'
import { drawnPlan, emptyPlan, smallGround } from '../small-district'
import { gridId } from '../../../../src/plan/model/ids'

const AGAIN = { code: 'rebalance', values: {} }

describe('the engine’s work as an edit', () => {
  test('solving again keeps the keys of grids that stay', async () => {
    const ground = smallGround()
    const live = await drawnPlan(ground)
    const numbers = live.coverage.assignment()
    const edit = solve(live, { levels: [numbers], isSolved: () => true }, AGAIN)
    expect(edit.patch.grids).toEqual([])
    expect(edit.patch.ground.moved).toEqual([])
  })

  test('grids that were not asked for stay as they are', async () => {
    const ground = smallGround()
    const live = await drawnPlan(ground)
    const key = live.draft.assignment[100]
    const before = live.draft
    const problem = {
      targetHouseholds: (live.figures.get(gridId({ level: 1, key }))?.households ?? 0) / 2,
      tolerance: 0.1,
      preset: 'balanced',
      seed: 1,
      existing: live.coverage.assignment(),
      only: [key],
    } as const
    const plan = await runPartition(ground.instance, { ...problem, only: [key] }, [createMember()], {
      steps: 200,
      clock: () => 0,
    })
    if (plan.status !== 'planned') throw new Error(plan.reason)
    const isSolved = (vertex: number) => live.coverage.gridOfBuilding(vertex) === key
    live.apply(solve(live, { levels: [plan.grid], isSolved }, { code: 'split', values: {} }).patch)
    const changed = difference(before.assignment, live.draft.assignment)
    expect(new Set(changed.map((place) => before.assignment[place]))).toEqual(new Set([key]))
    expect(live.draft.grids.size).toBe(before.grids.size + 1)
    expect(live.draft.grids.has(gridId({ level: 1, key }))).toBe(true)
  })

  test('in a plan of two levels every group lies under an area grid of its community', async () => {
    const ground = smallGround()
    const live = emptyPlan(ground, { targets: [1000, 200], tolerance: 0.2 })
    const problem = { targets: [1000, 200], tolerance: 0.2, preset: 'balanced', seed: 1 } as const
    const plans = await runLevels(ground.instance, { ...problem, targets: [1000, 200] }, [createMember()], {
      steps: [120, 120],
      clock: () => 0,
    })
    if (!Array.isArray(plans)) throw new Error(plans.reason)
    live.apply(
      solve(
        live,
        { levels: plans.map(({ grid }) => grid), isSolved: () => true },
        { code: 'partition', values: {} },
      ).patch,
    )
    const grids = [...live.draft.grids.values()]
    const groups = grids.filter(({ level }) => level === 2)
    expect(groups.length).toBeGreaterThan(10)
    for (const group of groups)
      expect(live.draft.grids.get(gridId({ level: 1, key: group.parent! }))?.community).toBe(group.community)
    for (const area of grids.filter(({ level }) => level === 1)) {
      const below = live
        .leavesOf(area)
        .reduce((sum, key) => sum + (live.figures.get(gridId({ level: 2, key }))?.households ?? 0), 0)
      expect(live.figures.get(gridId(area))?.households).toBe(below)
    }
  })
})
