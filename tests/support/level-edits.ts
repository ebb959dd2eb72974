import fc from 'fast-check'
import { assign, type Edit, merge, newGrid } from '../../src/plan/edits/edits'
import type { GridFacts } from '../../src/plan/model/draft'
import { mergeUppers, moveGroups, newUpper, regroup } from '../../src/plan/model/groups'
import type { LivePlan } from '../../src/plan/model/live'

/** Returns the grids of a level. */
export function gridsAt(live: LivePlan, level: number): GridFacts[] {
  return [...live.draft.grids.values()].filter((grid) => grid.level === level)
}

/** What is done to a plan of three levels, and to which of its grids. */
export type LevelStep = [kind: number, one: number, other: number]
export const levelStep: fc.Arbitrary<LevelStep> = fc.tuple(fc.nat(9), fc.nat(500), fc.nat(500))

/** Returns an edit of one of the levels inside a community, or null where the grids that were hit allow none. */
export function levelEdit(live: LivePlan, [kind, one, other]: LevelStep): Edit | null {
  const level = 1 + (kind % 2)
  const all = gridsAt(live, kind < 6 ? level + 1 : 3)
  const [group, second] = [all[one % all.length], all[other % all.length]]
  if (group === second || group.community !== second.community) return null
  if (kind < 2) return second.parent === null ? null : moveGroups(live, [group.key], second.parent, level)
  if (kind < 4) return newUpper(live, [group.key, second.key], level)
  if (kind < 6) {
    const keys = [group, second].flatMap(({ parent }) => parent ?? [])
    return keys[0] === keys[1] ? null : mergeUppers(live, keys, level)
  }
  if (kind === 6) return merge(live, [group.key, second.key])
  if (kind === 7) return assign(live, live.placesOf(group.key).slice(0, 1), second.key)
  if (kind === 8) return newGrid(live, live.placesOf(group.key).slice(0, 1))
  return regroup(
    live,
    new Map(
      gridsAt(live, 3)
        .filter(({ community }) => community === group.community)
        .map(({ key }) => [key, key % 4]),
    ),
    { code: 'rebalanceUpper', values: {} },
  )
}
