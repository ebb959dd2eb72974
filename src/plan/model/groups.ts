import { ancestors, childless, keyAt, keysUnder } from './levels/chain'
import { type GridChange, type GridFacts, nextKey } from './draft'
import { gridId, type BuildingPlace } from './ids'
import type { Edit } from '../edits/edits'
import { NO_GROUND } from './ground-patch'
import { levelValue, type Sentence } from './history'
import type { PlanView } from './plan-view'
import type { BuildingId, GridKey } from '../../lib/ids'

/*
 * An upper grid is made of whole grids of the level below, its groups. `level` is that of the upper grids throughout: the one above
 * the leaf grids where it is left out.
 */

/** Returns the groups that lie under some upper grids. */
export function groupsUnder(
  live: PlanView,
  uppers: readonly number[],
  level: number = live.leaf - 1,
): GridFacts[] {
  return groupsAt(live, level).filter(({ parent }) => parent !== null && uppers.includes(parent))
}

/** Returns the groups that some buildings (places) stand in, each once. */
export function groupsOf(
  live: PlanView,
  places: readonly BuildingPlace[],
  level: number = live.leaf - 1,
): number[] {
  const leaves = new Set(places.map((place) => live.draft.assignment[place]))
  return [...new Set([...leaves].flatMap((key) => gridOfLeaf(live, key, level + 1) ?? []))]
}

/** Returns the key of the grid of a level that a building (its id) is in, or null. */
export function gridOfBuilding(
  live: Pick<PlanView, 'ground' | 'draft' | 'leaf'>,
  building: BuildingId,
  level: number,
): number | null {
  const place = live.ground.placeOf.get(building)
  return place === undefined ? null : gridOfLeaf(live, live.draft.assignment[place], level)
}

/** Returns the key of the grid of a level that a leaf grid lies in, or null; `leaf` −1 stands for none. */
export function gridOfLeaf(
  { draft, leaf }: Pick<PlanView, 'draft' | 'leaf'>,
  key: GridKey,
  level: number,
): number | null {
  return key < 0 ? null : keyAt(draft.grids, { level: leaf, key }, level)
}

/** Returns the key of the upper grid that a leaf grid lies in, or null. */
export function upperOf(live: PlanView, leaf: number, level: number = live.leaf - 1): number | null {
  return gridOfLeaf(live, leaf, level)
}

/** Returns the places of the buildings that stand in some groups. */
export function placesOfGroups(
  live: PlanView,
  keys: readonly GridKey[],
  level: number = live.leaf - 1,
): BuildingPlace[] {
  const leaves = keys.flatMap((key) => keysUnder(live.draft.grids, { level: level + 1, key }, live.leaf))
  return leaves.flatMap((key) => live.placesOf(key))
}

function groupsAt({ draft }: PlanView, level: number): GridFacts[] {
  return [...draft.grids.values()].filter((grid) => grid.level === level + 1)
}

/** Changes that put groups under other upper grids; those left without a group go. */
function reparented(
  live: PlanView,
  level: number,
  parentOf: ReadonlyMap<number, number>,
  made: readonly GridFacts[] = [],
): GridChange[] {
  const moved = groupsAt(live, level).flatMap((before): GridChange[] => {
    const parent = parentOf.get(before.key) ?? before.parent
    return parent === before.parent ? [] : [{ before, after: { ...before, parent } }]
  })
  const changes = [...made.map((after): GridChange => ({ before: null, after })), ...moved]
  return [...changes, ...childless(live.draft.grids, changes)]
}

function upperGrid({ draft }: PlanView, level: number, key: GridKey): GridFacts | null {
  return draft.grids.get(gridId({ level, key })) ?? null
}

/** The sentence of an edit of upper grids says which level they are of, where that is not the one above the leaf grids. */
function edit(live: PlanView, level: number, { code, values }: Sentence, grids: GridChange[]): Edit {
  const sentence = { code, values: { ...values, ...levelValue(live, level) } }
  return { patch: { ground: NO_GROUND, grids }, sentence }
}

/** Returns the edit that puts groups under another upper grid; their ground goes along. */
export function moveGroups(
  live: PlanView,
  keys: readonly GridKey[],
  parent: GridKey,
  level: number = live.leaf - 1,
): Edit {
  const moving = keys.filter((key) => upperGrid(live, level + 1, key)?.parent !== parent)
  const grids = reparented(live, level, new Map(moving.map((key) => [key, parent])))
  return edit(live, level, { code: 'moveGroups', values: { count: moving.length, to: parent } }, grids)
}

/** Returns the edit that makes an upper grid of groups of one community, under the grid that holds most of their households. */
export function newUpper(live: PlanView, keys: readonly GridKey[], level: number = live.leaf - 1): Edit {
  const key = nextKey(live.draft, level)
  const groups = keys.flatMap((group) => upperGrid(live, level + 1, group) ?? [])
  const made = newUpperGrid(live, level, key, groups)
  const grids = reparented(live, level, new Map(keys.map((group) => [group, key])), [made])
  return edit(live, level, { code: 'newUpper', values: { count: keys.length, to: key } }, grids)
}

/** Facts of a new upper grid of some groups. */
function newUpperGrid(live: PlanView, level: number, key: GridKey, groups: readonly GridFacts[]): GridFacts {
  const weights = new Map<GridKey, number>()
  for (const group of groups) {
    const above = ancestors(live.draft.grids, group).at(1)
    if (above) weights.set(above.key, (weights.get(above.key) ?? 0) + weightOf(live, group))
  }
  const [most] = [...weights].sort((one, other) => other[1] - one[1] || one[0] - other[0])
  const community = groups.at(0)?.community ?? -1
  return { level, key, community, parent: most?.[0] ?? null, name: '', locked: false }
}

/** Households of a grid, and one so that none weighs nothing. */
function weightOf({ figures }: PlanView, grid: GridFacts): number {
  return 1 + (figures.get(gridId(grid))?.households ?? 0)
}

/** Returns the edit that joins upper grids into the first of them. */
export function mergeUppers(live: PlanView, keys: readonly GridKey[], level: number = live.leaf - 1): Edit {
  const [to, ...others] = keys
  const parents = new Map(groupsUnder(live, others, level).map(({ key }) => [key, to]))
  const sentence = { code: 'mergeUppers', values: { count: keys.length, to } }
  return edit(live, level, sentence, reparented(live, level, parents))
}

/**
 * Returns the edit that puts groups together anew: those with the same number (from 0) become one upper grid, which keeps
 * the key of the one that gave it most households.
 */
export function regroup(
  live: PlanView,
  numberOf: ReadonlyMap<number, number>,
  sentence: Sentence,
  level: number = live.leaf - 1,
): Edit {
  const votes = new Map<string, { number: number; key: GridKey; weight: number }>()
  const groups = new Map<number, GridFacts[]>()
  for (const group of groupsAt(live, level)) {
    const number = numberOf.get(group.key)
    if (number === undefined) continue
    groups.set(number, [...(groups.get(number) ?? []), group])
    if (group.parent === null) continue
    const id = `${number} ${group.parent}`
    const weight = weightOf(live, group) + (votes.get(id)?.weight ?? 0)
    votes.set(id, { number, key: group.parent, weight })
  }
  const keys = keysByVotes([...votes.values()], [...groups.keys()], nextKey(live.draft, level))
  const made = [...groups].flatMap(([number, members]) => {
    const key = keys.get(number) ?? -1
    return upperGrid(live, level, key) ? [] : [newUpperGrid(live, level, key, members)]
  })
  const parents = new Map([...numberOf].map(([group, number]) => [group, keys.get(number) ?? -1]))
  return edit(live, level, sentence, reparented(live, level, parents, made))
}

/** Gives each number the key with most votes that no other number has, else a new one. */
export function keysByVotes(
  votes: readonly { number: number; key: GridKey; weight: number }[],
  numbers: readonly number[],
  firstNewKey: number,
): Map<number, number> {
  const keys = new Map<number, number>()
  const taken = new Set<number>()
  const ranked = [...votes].sort((one, other) => other.weight - one.weight || one.number - other.number)
  for (const { number, key } of ranked) {
    if (keys.has(number) || taken.has(key)) continue
    keys.set(number, key)
    taken.add(key)
  }
  let next = firstNewKey
  for (const number of [...numbers].sort((a, b) => a - b)) if (!keys.has(number)) keys.set(number, next++)
  return keys
}
