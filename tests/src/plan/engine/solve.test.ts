import { describe, expect, test } from 'vitest'
import { buildCells, createMember, runLevels, runPartition } from '../../../../geo/index'
import { groundOf } from '../../../../src/plan/model/ground'
import { toCellsInput } from '../../../../src/plan/model/input'
import { square } from '../../../support/squares'
import { difference } from '../sets'
import { solve } from '../../../../src/plan/engine/solve'
import { drawnPlan, emptyPlan, smallDistrict, smallGround } from '../small-district'
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

describe('a community in which nobody lives', () => {
  /** The small district with one beside it. */
  function groundWithBare() {
    const input = smallDistrict()
    const hill = { ...input.communities[0], id: 13, code: '990101001003', name: '山' }
    const own = {
      ...input,
      barriers: [],
      communities: [...input.communities, { ...hill, boundary: square(113.008, 35, 0.004) }],
    }
    return groundOf(own, buildCells(toCellsInput(own)))
  }
  const drawnIn = (live: ReturnType<typeof emptyPlan>, levels: number, withBare?: boolean) => {
    // One grid for each of the other two, on every level.
    const numbers = Int32Array.from(live.ground.instance.community)
    const solved = { levels: Array.from({ length: levels }, () => numbers), isSolved: () => true, withBare }
    live.apply(solve(live, solved, { code: 'partition', values: {} }).patch)
    return [...live.draft.grids.values()].filter(({ community }) => community === 13)
  }

  test('is one grid where that is wished for, and else none', () => {
    const rule = { targets: [400], tolerance: 0.1 }
    expect(drawnIn(emptyPlan(groundWithBare(), rule), 1)).toEqual([])
    const live = emptyPlan(groundWithBare(), rule)
    const [made, ...more] = drawnIn(live, 1, true)
    expect(more).toEqual([])
    expect(made).toMatchObject({ level: 1, parent: null })
    const hasGround = live.coverage.facesOfGrid(made.key)[Symbol.iterator]().next().done === false
    expect(hasGround).toBe(true)
    expect(live.faults().filter(({ isHard }) => isHard)).toEqual([])
  })

  test('is one grid of each level, one above the other', () => {
    const live = emptyPlan(groundWithBare(), { targets: [1000, 400], tolerance: 0.1 })
    const [upper, leaf, ...more] = drawnIn(live, 2, true).sort((one, other) => one.level - other.level)
    expect(more).toEqual([])
    expect([upper.level, leaf.level, leaf.parent]).toEqual([1, 2, upper.key])
  })
})
