import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { createMember, runPartition } from '../../../geo/index'
import { assign, type Edit, isEdit, lockGrids, merge } from '../../../src/plan/edits/edits'
import { splitUpperByLine } from '../../../src/plan/edits/upper-borders'
import { groupProblem } from '../../../src/plan/engine/group-problem'
import { effectsOn } from '../../../src/plan/foresight/effect'
import { ancestors, keyAt, keysUnder } from '../../../src/plan/model/levels/chain'
import { invert } from '../../../src/plan/model/draft'
import type { Ground } from '../../../src/plan/model/ground'
import {
  groupsOf,
  groupsUnder,
  mergeUppers,
  moveGroups,
  placesOfGroups,
  regroup,
} from '../../../src/plan/model/groups'
import { gridId } from '../../../src/plan/model/ids'
import { levelOf } from '../../../src/plan/model/history'
import { LivePlan } from '../../../src/plan/model/live'
import { lockFault } from '../../../src/plan/model/locks/locks'
import { storedLocks } from '../../../src/plan/model/locks/stored-locks'
import { touchedBy } from '../../../src/plan/model/touched'
import { gridsAt, levelEdit, levelStep } from '../../support/level-edits'
import { runs } from '../../support/runs'
import { emptyPlan, smallGround, threeLevelPlan } from './small-district'

let ground: Ground
beforeAll(() => {
  ground = smallGround()
})

const LEVELS = [1, 2, 3]
const households = (live: LivePlan, level: number, key: number) =>
  live.figures.get(gridId({ level, key }))?.households ?? -1
const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0)

/** What must be true of any plan of three levels, whatever was done to it. */
function expectNested(live: LivePlan): void {
  for (const level of [1, 2])
    for (const { key } of gridsAt(live, level)) {
      const groups = groupsUnder(live, [key], level)
      expect(groups.length).toBeGreaterThan(0)
      expect(households(live, level, key)).toBe(
        sum(groups.map((one) => households(live, level + 1, one.key))),
      )
      const area = (at: number, one: number) =>
        live.figures.get(gridId({ level: at, key: one }))?.polygon?.areaSquareMetres ?? 0
      expect(area(level, key)).toBeCloseTo(sum(groups.map((one) => area(level + 1, one.key))), 1)
    }
  for (const grid of gridsAt(live, 3)) {
    const above = ancestors(live.draft.grids, grid)
    expect(above.map(({ level }) => level)).toEqual([2, 1])
    expect(above.map(({ community }) => community)).toEqual([grid.community, grid.community])
    expect(above.map(({ level }) => keyAt(live.draft.grids, grid, level))).toEqual(
      above.map(({ key }) => key),
    )
  }
  const all = LEVELS.map((level) => sum(gridsAt(live, level).map(({ key }) => households(live, level, key))))
  expect(new Set(all).size).toBe(1)
  const chain = ['grid-without-parent', 'building-in-other-community']
  expect(live.faults().filter(({ code }) => chain.includes(code))).toEqual([])
}

/** The plan as somebody else opens it who was not there while it was drawn. */
function openedAnew(live: LivePlan): LivePlan {
  const { assignment, grids } = live.draft
  const polygons = [...grids.values()].map((grid) => {
    const coordinates = live.figures.get(gridId(grid))?.polygon?.polygons
    return { ...grid, ...(coordinates && { polygon: { type: 'MultiPolygon' as const, coordinates } }) }
  })
  const locks = storedLocks(live.ground, live.draft)
  return LivePlan.of(
    live.ground,
    { assignment, grids: polygons, borders: [live.borders()], locks },
    live.rule,
  )
}

const figuresOf = (live: LivePlan) =>
  [...live.figures.values()]
    .map(({ polygon, ...rest }) => ({ ...rest, area: Math.round(polygon?.areaSquareMetres ?? 0) }))
    .sort((one, other) => one.level - other.level || one.key - other.key)

describe('a plan of three levels', () => {
  test('is drawn from the top, each level inside the one above', async () => {
    const live = await threeLevelPlan(ground)
    expectNested(live)
    const counts = LEVELS.map((level) => gridsAt(live, level).length)
    expect(counts[0]).toBeGreaterThanOrEqual(4)
    expect(counts[1]).toBeGreaterThan(counts[0])
    expect(counts[2]).toBeGreaterThan(counts[1])
    expect(live.faults().filter(({ isHard }) => isHard)).toEqual([])
    const [top] = gridsAt(live, 1)
    const leaves = keysUnder(live.draft.grids, top, 3)
    expect(leaves).toEqual(live.leavesOf(top))
    expect(leaves.length).toBeGreaterThan(groupsUnder(live, [top.key], 1).length)
  })

  test('drawn anew keeps to the chain and to the keys that are there', async () => {
    const live = await threeLevelPlan(ground)
    const before = new Set(live.draft.grids.keys())
    const again = await threeLevelPlan(ground, live)
    expectNested(again)
    expect([...again.draft.grids.keys()].filter((id) => before.has(id)).length).toBeGreaterThan(
      before.size / 2,
    )
    expect(gridsAt(again, 1).every(({ parent }) => parent === null)).toBe(true)
  })

  test('any edits of any level leave the levels nested, are foreseen, tell whom they touch, and undone leave the plan as it was', async () => {
    const live = await threeLevelPlan(ground)
    const begin = JSON.stringify([...live.draft.grids].sort())
    fc.assert(
      fc.property(fc.array(levelStep, { minLength: 1, maxLength: 8 }), (steps) => {
        const done: Edit[] = []
        for (const one of steps) {
          const edit = levelEdit(live, one)
          if (!edit || !live.fits(edit.patch)) continue
          const ofLevel = (level: number) =>
            new Map(gridsAt(live, level).map(({ key }) => [key, households(live, level, key)]))
          const before = LEVELS.map(ofLevel)
          const told = LEVELS.map((level) => effectsOn(live, edit, level, []))
          const touched = touchedBy(live, edit.patch).ground
          live.apply(edit.patch)
          done.push(edit)
          LEVELS.forEach((level, at) => {
            for (const { key, after } of told[at])
              expect(after).toBe(Math.max(0, households(live, level, key)))
            const changed = gridsAt(live, level).flatMap(({ key }) =>
              households(live, level, key) === (before[at].get(key) ?? 0) ? [] : [key],
            )
            expect(told[at].map(({ key }) => key)).toEqual(expect.arrayContaining(changed))
            for (const key of changed) expect(touched).toContain(gridId({ level, key }))
          })
        }
        expectNested(live)
        expect(figuresOf(openedAnew(live))).toEqual(figuresOf(live))
        for (const { patch } of done.toReversed()) live.apply(invert(patch))
        expect(JSON.stringify([...live.draft.grids].sort())).toBe(begin)
      }),
      runs(25),
    )
  })

  test('the engine puts the middle level and the top together from whole grids, the middle inside the top', async () => {
    const live = await threeLevelPlan(ground)
    for (const level of [1, 2]) {
      const [first] = gridsAt(live, level)
      const only = gridsAt(live, level).flatMap(({ key, community }) =>
        community === first.community ? [key] : [],
      )
      const tops = new Map(
        gridsAt(live, 3).map(({ key }) => [key, keyAt(live.draft.grids, { level: 3, key }, 1)]),
      )
      const { instance, groups, existing } = groupProblem(live, only, level)
      expect(sum([...instance.households])).toBe(sum(only.map((key) => households(live, level, key))))
      const answer = await runPartition(
        instance,
        {
          targetHouseholds: level === 1 ? 1200 : 400,
          tolerance: 0.2,
          preset: 'balanced',
          seed: 1,
          existing,
          only,
        },
        [createMember()],
        { steps: 50, clock: () => 0 },
      )
      if (answer.status !== 'planned') throw new Error(answer.reason)
      const numbers = new Map(groups.map((key, at) => [key, answer.grid[at]]))
      const edit = regroup(live, numbers, { code: 'rebalanceUpper', values: { count: only.length } }, level)
      expect(levelOf(edit.sentence, live.leaf)).toBe(level)
      live.apply(edit.patch)
      expectNested(live)
      if (level === 2)
        for (const [key, top] of tops) expect(keyAt(live.draft.grids, { level: 3, key }, 1)).toBe(top)
    }
  })

  test('a line splits a top by whole grids of the middle level', async () => {
    const live = await threeLevelPlan(ground)
    const [top] = gridsAt(live, 1)
    const places = placesOfGroups(live, [top.key], 0)
    const xs = places.map((place) => live.coverage.sites[2 * live.ground.vertexOf[place]])
    const middle = [...xs].sort((one, other) => one - other)[Math.floor(xs.length / 2)]
    const answer = splitUpperByLine(
      live,
      top.key,
      [
        [middle, -9_000_000],
        [middle, 9_000_000],
      ],
      1,
    )
    if (!isEdit(answer)) return expect(answer.code).toBe('no-group-beyond')
    const before = gridsAt(live, 1).length
    live.apply(answer.patch)
    expectNested(live)
    expect(gridsAt(live, 1).length).toBe(before + 1)
  })

  test('buildings stand in one grid of each level, picked whole', async () => {
    const live = await threeLevelPlan(ground)
    const [leaf] = gridsAt(live, 3)
    const places = live.placesOf(leaf.key)
    expect(groupsOf(live, places)).toEqual([leaf.key])
    expect(groupsOf(live, places, 1)).toEqual([leaf.parent])
    const all = placesOfGroups(live, groupsOf(live, places, 1), 1)
    expect(all.length).toBe(live.figures.get(gridId({ level: 2, key: leaf.parent ?? -1 }))?.buildings)
  })

  test('a locked grid of any level keeps its outline and what is under it, and may change inside', async () => {
    for (const level of [1, 2]) {
      const live = await threeLevelPlan(ground)
      const [first, ...rest] = gridsAt(live, level)
      const other = rest.find(({ community }) => community === first.community)
      if (!other) throw new Error('the first community has two grids of each level')
      live.apply(lockGrids(live, level, [first.key], true).patch)
      const leaves = live.leavesOf(first)
      const outside = live.leavesOf(other)[0]
      const code = (edit: Edit) => lockFault(live, edit.patch)?.code ?? null
      expect(code(moveGroups(live, [groupsUnder(live, [first.key], level)[0].key], other.key, level))).toBe(
        'locked-grid',
      )
      expect(code(mergeUppers(live, [other.key, first.key], level))).toBe('locked-grid')
      expect(code(merge(live, [outside, leaves[0]]))).toBe('locked-grid')
      expect(code(assign(live, live.placesOf(leaves[0]).slice(0, 1), outside))).toBe('locked-grid')
      const middle =
        level === 1
          ? leaves.find(
              (key) =>
                keyAt(live.draft.grids, { level: 3, key }, 2) !==
                keyAt(live.draft.grids, { level: 3, key: leaves[0] }, 2),
            )
          : leaves[1]
      if (middle !== undefined) expect(code(merge(live, [leaves[0], middle]))).toBeNull()
    }
  })

  test('a plan without a third level has no level 3', () => {
    const live = emptyPlan(ground, { targets: [1000, 200], tolerance: 0.2 })
    expect(live.leaf).toBe(2)
    expect(levelOf({ code: 'newUpper', values: {} }, live.leaf)).toBe(1)
  })
})
