import { beforeAll, describe, expect, test } from 'vitest'
import { createMember, runPartition } from '../../../../geo/index'
import { invert } from '../../../../src/plan/model/draft'
import { gridId } from '../../../../src/plan/model/ids'
import { assign, lockGrids } from '../../../../src/plan/edits/edits'
import { fillNear } from '../../../../src/plan/edits/fill'
import type { Ground } from '../../../../src/plan/model/ground'
import { fill, partOf } from '../../../../src/plan/edits/new-grids'
import { drawnPlan, emptyPlan, smallGround, twoLevelPlan } from '../small-district'

let ground: Ground
beforeAll(() => {
  ground = smallGround()
})

describe('filling what is left over', () => {
  test('a building goes back to a grid around it that has room', async () => {
    const live = await drawnPlan(ground)
    live.apply(assign(live, [100], -1).patch)
    const { given, rest } = fillNear(live)
    expect([given.size, rest.length]).toEqual([1, 0])
    const edit = fill(live, given, [])
    expect(edit.sentence).toEqual({ code: 'fill', values: { count: 1, made: 0 } })
    live.apply(edit.patch)
    const key = live.draft.assignment[100]
    expect(Math.abs(live.figures.get(gridId({ level: 1, key }))?.deviation ?? 9)).toBeLessThanOrEqual(0.1001)
    live.apply(invert(edit.patch))
    expect(live.draft.assignment[100]).toBe(-1)
  })

  test('locked grids take nothing; nothing goes over tolerance', async () => {
    const live = await drawnPlan(ground)
    const keys = [...live.draft.grids.values()].map(({ key }) => key)
    live.apply(assign(live, [100, 101, 102], -1).patch)
    live.apply(lockGrids(live, 1, keys, true).patch)
    expect(fillNear(live)).toEqual({ given: new Map(), rest: expect.any(Array) as unknown })
    expect(fillNear(live).rest).toHaveLength(3)
  })

  test('only the chosen community is filled', async () => {
    const live = await drawnPlan(ground)
    live.apply(assign(live, [5, 100], -1).patch)
    const { given, rest } = fillNear(live, new Set([12]))
    expect([...given.keys(), ...rest].map((vertex) => ground.cells.inputIndex[vertex])).toEqual([100])
  })

  test('what is large enough becomes new grids of the engine, in one edit', async () => {
    const live = emptyPlan(ground)
    const { given, rest } = fillNear(live)
    expect([given.size, rest.length]).toEqual([0, 128])
    const problem = { targetHouseholds: 400, tolerance: 0.1, preset: 'balanced', seed: 1 } as const
    const answer = await runPartition(partOf(ground.instance, rest), problem, [createMember()], {
      steps: 100,
      clock: () => 0,
    })
    if (answer.status !== 'planned') throw new Error(answer.reason)
    live.apply(fill(live, given, [{ vertices: rest, leaf: answer.grid }]).patch)
    expect(live.faults().filter(({ isHard }) => isHard)).toEqual([])
    expect(live.draft.assignment.includes(-1)).toBe(false)
  })

  test('in a plan of two levels a new group lies under an area grid of its community', async () => {
    const live = await twoLevelPlan(ground)
    const places = [...live.draft.grids.values()]
      .filter(({ level, community }) => level === 2 && community === 11)
      .slice(0, 2)
      .flatMap(({ key }) => live.placesOf(key))
    live.apply(assign(live, places, -1).patch)
    const vertices = places.map((place) => ground.vertexOf[place])
    live.apply(fill(live, new Map(), [{ vertices, leaf: vertices.map(() => 0) }]).patch)
    const group = live.draft.grids.get(gridId({ level: 2, key: live.draft.assignment[places[0]] }))
    expect(live.draft.grids.get(gridId({ level: 1, key: group?.parent ?? -1 }))?.community).toBe(11)
    expect(live.faults().filter(({ code }) => code === 'grid-without-parent')).toEqual([])
  })
})
