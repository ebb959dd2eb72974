import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { createMember, runPartition } from '../../../../geo/index'
import { invert } from '../../../../src/plan/model/draft'
import { gridId } from '../../../../src/plan/model/ids'
import { assign, type Edit, isEdit, lockGrids, merge } from '../../../../src/plan/edits/edits'
import { effectsOn } from '../../../../src/plan/foresight/effect'
import { groupProblem } from '../../../../src/plan/engine/group-problem'
import {
  groupsOf,
  groupsUnder,
  mergeUppers,
  moveGroups,
  newUpper,
  regroup,
  upperOf,
} from '../../../../src/plan/model/groups'
import type { Ground } from '../../../../src/plan/model/ground'
import type { LivePlan } from '../../../../src/plan/model/live'
import { lockFault } from '../../../../src/plan/model/locks/locks'
import { pullBorder, splitUpperByLine } from '../../../../src/plan/edits/upper-borders'
import { runs } from '../../../support/runs'
import { smallGround, twoLevelPlan } from '../small-district'

let ground: Ground
beforeAll(() => {
  ground = smallGround()
})

function uppers(live: LivePlan): number[] {
  return [...live.draft.grids.values()].flatMap(({ level, key }) => (level === 1 ? [key] : []))
}

function households(live: LivePlan, level: number, key: number): number {
  return live.figures.get(gridId({ level, key }))?.households ?? -1
}

/** What must be true of any plan of two levels, whatever was done to it. */
function expectNested(live: LivePlan): void {
  for (const upper of uppers(live)) {
    const groups = groupsUnder(live, [upper])
    expect(groups.length).toBeGreaterThan(0)
    const sum = groups.reduce((total, { key }) => total + households(live, 2, key), 0)
    expect(households(live, 1, upper)).toBe(sum)
    const area = (level: number, key: number) =>
      live.figures.get(gridId({ level, key }))?.polygon?.areaSquareMetres ?? 0
    expect(area(1, upper)).toBeCloseTo(
      groups.reduce((total, { key }) => total + area(2, key), 0),
      1,
    )
  }
}

/** Two upper grids of one community, and a group of the first. */
function neighbours(live: LivePlan): { from: number; to: number; group: number } {
  const [first, ...rest] = [...live.draft.grids.values()].filter(({ level }) => level === 1)
  const to = rest.find(({ community }) => community === first.community)
  if (!to) throw new Error('the first community has two area grids')
  return { from: first.key, to: to.key, group: groupsUnder(live, [first.key])[0].key }
}

describe('the upper level of a plan', () => {
  test('a group moves whole to another area grid, with its households and ground', async () => {
    const live = await twoLevelPlan(ground)
    const { from, to, group } = neighbours(live)
    const before = [households(live, 1, from), households(live, 1, to)]
    const moved = households(live, 2, group)
    const edit = moveGroups(live, [group], to)
    live.apply(edit.patch)
    expect([households(live, 1, from), households(live, 1, to)]).toEqual([
      before[0] - moved,
      before[1] + moved,
    ])
    expectNested(live)
    live.apply(invert(edit.patch))
    expect([households(live, 1, from), households(live, 1, to)]).toEqual(before)
  })

  test('merging area grids and splitting them by a line moves whole groups', async () => {
    const live = await twoLevelPlan(ground)
    const { from, to } = neighbours(live)
    const sum = households(live, 1, from) + households(live, 1, to)
    const count = uppers(live).length
    live.apply(mergeUppers(live, [from, to]).patch)
    expect(households(live, 1, from)).toBe(sum)
    expect(uppers(live)).toHaveLength(count - 1)
    const [x] = live.figures.get(gridId({ level: 1, key: from }))?.polygon?.labelPoint ?? [0, 0]
    const unit = Math.round((x - live.coverage.frame.lng) * 9_100_000)
    const answer = splitUpperByLine(live, from, [
      [unit, -50_000],
      [unit, 50_000],
    ])
    expect(isEdit(answer)).toBe(true)
    if (isEdit(answer)) live.apply(answer.patch)
    expect(uppers(live)).toHaveLength(count)
    expectNested(live)
  })

  test('a line that leaves all groups on one side is refused', async () => {
    const live = await twoLevelPlan(ground)
    const answer = splitUpperByLine(live, neighbours(live).from, [
      [-900_000, 900_000],
      [-900_000, 950_000],
    ])
    expect(isEdit(answer) ? '' : answer.code).toBe('no-group-beyond')
  })

  test('a border pulled over a group takes it along, and no part of another', async () => {
    const live = await twoLevelPlan(ground)
    const { from, to, group } = neighbours(live)
    const vertex = live.coverage.buildingsOfGrid(group)[0]
    const at: [number, number] = [live.coverage.sites[2 * vertex], live.coverage.sites[2 * vertex + 1]]
    expect(pullBorder(live, [from, to], [at])).toEqual({ groups: [group], to })
    expect(pullBorder(live, [from, to], [[9_000_000, 9_000_000]])).toBeNull()
  })

  test('the engine puts area grids together from whole groups', async () => {
    const live = await twoLevelPlan(ground)
    const { from, to } = neighbours(live)
    const { instance, groups, existing } = groupProblem(live, [from, to])
    expect(instance.households.reduce((sum, one) => sum + one, 0)).toBe(
      households(live, 1, from) + households(live, 1, to),
    )
    const problem = { targetHouseholds: 1000, tolerance: 0.2, preset: 'balanced', seed: 1 } as const
    const plan = await runPartition(instance, { ...problem, existing, only: [from, to] }, [createMember()], {
      steps: 100,
      clock: () => 0,
    })
    if (plan.status !== 'planned') throw new Error(plan.reason)
    const before = new Map(groups.map((key) => [key, live.placesOf(key)]))
    const numbers = new Map(groups.map((key, at) => [key, plan.grid[at]]))
    live.apply(regroup(live, numbers, { code: 'rebalanceUpper', values: {} }).patch)
    for (const [key, places] of before) expect(live.placesOf(key)).toEqual(places)
    expectNested(live)
  })

  test('a locked area grid keeps its groups and its outline, and may change inside', async () => {
    const live = await twoLevelPlan(ground)
    const { from, to, group } = neighbours(live)
    live.apply(lockGrids(live, 1, [from], true).patch)
    expect(lockFault(live, moveGroups(live, [group], to).patch)?.code).toBe('locked-grid')
    expect(lockFault(live, mergeUppers(live, [from, to]).patch)?.code).toBe('locked-grid')
    const [one, other] = groupsUnder(live, [from])
    expect(lockFault(live, merge(live, [one.key, other.key]).patch)).toBeNull()
    const outside = groupsUnder(live, [to])[0].key
    expect(lockFault(live, assign(live, live.placesOf(group).slice(0, 1), outside).patch)?.code).toBe(
      'locked-grid',
    )
  })

  test('any edits of either level leave the levels nested, and undone leave the plan as it was', async () => {
    const live = await twoLevelPlan(ground)
    const begin = JSON.stringify([...live.draft.grids].sort())
    const step = fc.tuple(fc.nat(4), fc.nat(500), fc.nat(500))
    const randomEdit = ([kind, one, other]: [number, number, number]): Edit | null => {
      const all = [...live.draft.grids.values()].filter(({ level }) => level === 2)
      const [group, second] = [all[one % all.length], all[other % all.length]]
      if (group === second || group.community !== second.community) return null
      if (kind === 0) return second.parent === null ? null : moveGroups(live, [group.key], second.parent)
      if (kind === 1) return newUpper(live, [group.key, second.key])
      if (kind === 2) return merge(live, [group.key, second.key])
      if (kind === 3) return assign(live, live.placesOf(group.key).slice(0, 1), second.key)
      const keys = [group, second].flatMap(({ parent }) => parent ?? [])
      return keys[0] === keys[1] ? null : mergeUppers(live, keys)
    }
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 10 }), (steps) => {
        const done: Edit[] = []
        for (const one of steps) {
          const edit = randomEdit(one)
          if (!edit) continue
          const before = new Map(uppers(live).map((key) => [key, households(live, 1, key)]))
          const told = effectsOn(live, edit, 1, [])
          live.apply(edit.patch)
          done.push(edit)
          for (const { key, after } of told) expect(after).toBe(Math.max(0, households(live, 1, key)))
          const changed = uppers(live).filter((key) => households(live, 1, key) !== before.get(key))
          expect(told.map(({ key }) => key)).toEqual(expect.arrayContaining(changed))
        }
        expectNested(live)
        for (const { patch } of done.toReversed()) live.apply(invert(patch))
        expect(JSON.stringify([...live.draft.grids].sort())).toBe(begin)
      }),
      runs(25),
    )
  })

  test('groups of buildings are each named once', async () => {
    const live = await twoLevelPlan(ground)
    const { group } = neighbours(live)
    expect(groupsOf(live, live.placesOf(group))).toEqual([group])
    expect(upperOf(live, group)).toBe(neighbours(live).from)
  })
})
