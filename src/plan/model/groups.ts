import { type GridChange, type GridFacts, nextKey } from './draft'
import { gridId, type BuildingPlace } from './ids'
import type { Edit } from '../edits/edits'
import { NO_GROUND } from './ground-patch'
import type { Sentence } from './history'
import type { PlanView } from './plan-view'
import type { BuildingId, GridKey } from '../../lib/ids'

/** Returns the leaf grids of a plan of two levels that lie under some upper grids. */
export function groupsUnder(live: PlanView, uppers: readonly number[]): GridFacts[] {
  return leaves(live).filter(({ parent }) => parent !== null && uppers.includes(parent))
}

/** Returns the groups that some buildings (places) stand in, each once. */
export function groupsOf({ draft }: PlanView, places: readonly BuildingPlace[]): number[] {
  return [...new Set(places.map((place) => draft.assignment[place]).filter((key) => key >= 0))]
}

/** Returns the key of the grid of a level that a building (its id) is in, or null. */
export function gridOfBuilding(
  { ground, draft, leaf }: PlanView,
  building: BuildingId,
  level: number,
): number | null {
  const place = ground.placeOf.get(building)
  const group = place === undefined ? -1 : draft.assignment[place]
  if (group < 0) return null
  return level === leaf ? group : (draft.grids.get(gridId({ level: leaf, key: group }))?.parent ?? null)
}

/** Returns the key of the upper grid that a group lies in, or null. */
export function upperOf({ draft, leaf }: PlanView, group: number): number | null {
  return draft.grids.get(gridId({ level: leaf, key: group }))?.parent ?? null
}

function leaves({ draft, leaf }: PlanView): GridFacts[] {
  return [...draft.grids.values()].filter(({ level }) => level === leaf)
}

/** Changes that put groups under other upper grids; upper grids left without a group go. */
function reparented(
  live: PlanView,
  parentOf: ReadonlyMap<number, number>,
  made: readonly GridFacts[] = [],
): GridChange[] {
  const all = leaves(live)
  const moved = all.flatMap((before) => {
    const parent = parentOf.get(before.key) ?? before.parent
    return parent === before.parent ? [] : [{ before, after: { ...before, parent } }]
  })
  const inhabited = new Set(all.map(({ key, parent }) => parentOf.get(key) ?? parent))
  const gone = [...new Set(moved.map(({ before }) => before.parent))].flatMap((key) => {
    const before = key === null || inhabited.has(key) ? null : upperGrid(live, key)
    return before ? [{ before, after: null }] : []
  })
  return [...made.map((after) => ({ before: null, after })), ...moved, ...gone]
}

function upperGrid({ draft, leaf }: PlanView, key: GridKey): GridFacts | null {
  return draft.grids.get(gridId({ level: leaf - 1, key })) ?? null
}

function edit(sentence: Sentence, grids: GridChange[]): Edit {
  return { patch: { ground: NO_GROUND, grids }, sentence }
}

/** Returns the edit that puts groups under another upper grid; their ground goes along. */
export function moveGroups(live: PlanView, keys: readonly GridKey[], parent: GridKey): Edit {
  const moving = keys.filter((key) => upperOf(live, key) !== parent)
  const grids = reparented(live, new Map(moving.map((key) => [key, parent])))
  return edit({ code: 'moveGroups', values: { count: moving.length, to: parent } }, grids)
}

/** Returns the edit that makes an upper grid of groups of one community. */
export function newUpper(live: PlanView, keys: readonly GridKey[]): Edit {
  const level = live.leaf - 1
  const key = nextKey(live.draft, level)
  const community = live.draft.grids.get(gridId({ level: live.leaf, key: keys[0] }))?.community ?? -1
  const made = { level, key, community, parent: null, name: '', locked: false }
  const grids = reparented(live, new Map(keys.map((group) => [group, key])), [made])
  return edit({ code: 'newUpper', values: { count: keys.length, to: key } }, grids)
}

/** Returns the edit that joins upper grids into the first of them. */
export function mergeUppers(live: PlanView, keys: readonly GridKey[]): Edit {
  const [to, ...others] = keys
  const parents = new Map(groupsUnder(live, others).map(({ key }) => [key, to]))
  return edit({ code: 'mergeUppers', values: { count: keys.length, to } }, reparented(live, parents))
}

/**
 * Returns the edit that puts groups together anew: those with the same number (from 0) become one upper grid, which keeps
 * the key of the one that gave it most households.
 */
export function regroup(live: PlanView, numberOf: ReadonlyMap<number, number>, sentence: Sentence): Edit {
  const level = live.leaf - 1
  const votes = new Map<string, { number: number; key: GridKey; weight: number }>()
  const communities = new Map<number, number>()
  for (const { key: group, parent, community } of leaves(live)) {
    const number = numberOf.get(group)
    if (number === undefined) continue
    communities.set(number, community)
    if (parent === null) continue
    const id = `${number} ${parent}`
    const weight = 1 + (live.figures.get(gridId({ level: live.leaf, key: group }))?.households ?? 0)
    votes.set(id, { number, key: parent, weight: weight + (votes.get(id)?.weight ?? 0) })
  }
  const keys = keysByVotes([...votes.values()], [...communities.keys()], nextKey(live.draft, level))
  const made = [...communities].flatMap(([number, community]) => {
    const key = keys.get(number) ?? -1
    return upperGrid(live, key) ? [] : [{ level, key, community, parent: null, name: '', locked: false }]
  })
  const parents = new Map([...numberOf].map(([group, number]) => [group, keys.get(number) ?? -1]))
  return edit(sentence, reparented(live, parents, made))
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
