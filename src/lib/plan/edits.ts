import {
  apply,
  difference,
  type Draft,
  type DraftPatch,
  type GridFacts,
  gridId,
  leafLevel,
  nextKey,
} from './draft'
import type { Ground } from './ground'
import type { Sentence } from './history'

/** An edit that can be done: its patch and its sentence. */
export interface Edit {
  patch: DraftPatch
  sentence: Sentence
}

/** Returns the grid of the leaf level with this key. */
export function leafGrid(draft: Draft, key: number): GridFacts | null {
  return draft.grids.get(gridId({ level: leafLevel(draft), key })) ?? null
}

/** Returns the places of the buildings of a leaf grid. */
export function buildingsOf(draft: Draft, key: number): number[] {
  const places: number[] = []
  draft.assignment.forEach((grid, place) => {
    if (grid === key) places.push(place)
  })
  return places
}

function moved(draft: Draft, places: readonly number[], to: number): DraftPatch {
  const building = places.filter((place) => draft.assignment[place] !== to)
  return {
    building,
    from: building.map((place) => draft.assignment[place]),
    to: building.map(() => to),
    grids: [],
  }
}

/** Returns the patch with the leaf grids removed that it leaves without a building. */
function withoutEmptied(draft: Draft, patch: DraftPatch): DraftPatch {
  const after = apply(draft, patch)
  const left = new Set(after.assignment)
  const sources = new Set(patch.from)
  const emptied = [...sources].filter((key) => key >= 0 && !left.has(key))
  const gone = emptied.flatMap((key) => leafGrid(after, key) ?? [])
  return { ...patch, grids: [...patch.grids, ...gone.map((before) => ({ before, after: null }))] }
}

/** Returns the edit that gives buildings to a leaf grid; grids left empty go. */
export function assign(draft: Draft, places: readonly number[], to: number): Edit {
  const patch = withoutEmptied(draft, moved(draft, places, to))
  return { patch, sentence: { code: 'assign', values: { count: patch.building.length, to } } }
}

/** Returns the edit that takes buildings out of their grids, so that they can be given anew. */
export function unassign(draft: Draft, places: readonly number[]): Edit {
  const patch = withoutEmptied(draft, moved(draft, places, -1))
  return { patch, sentence: { code: 'unassign', values: { count: patch.building.length } } }
}

/** Returns the edit that makes a new leaf grid of buildings of one community. */
export function newGrid(
  draft: Draft,
  places: readonly number[],
  community: number,
  parent: number | null,
): Edit {
  const level = leafLevel(draft)
  const key = nextKey(draft, level)
  const after: GridFacts = { level, key, community, parent, name: '', locked: false }
  const patch = moved(draft, places, key)
  return {
    patch: withoutEmptied(draft, { ...patch, grids: [{ before: null, after }] }),
    sentence: { code: 'newGrid', values: { count: places.length, to: key } },
  }
}

/** Returns the edit that joins leaf grids into the first of them. */
export function merge(draft: Draft, keys: readonly number[]): Edit {
  const [to, ...others] = keys
  const places = others.flatMap((key) => buildingsOf(draft, key))
  const patch = withoutEmptied(draft, moved(draft, places, to))
  return { patch, sentence: { code: 'merge', values: { grids: keys.join('、'), to } } }
}

/** Returns the edit that locks a grid, or unlocks it. */
export function lock(grid: GridFacts): Edit {
  const after = { ...grid, locked: !grid.locked }
  return {
    patch: { building: [], from: [], to: [], grids: [{ before: grid, after }] },
    sentence: { code: after.locked ? 'lock' : 'unlock', values: { to: grid.key } },
  }
}

/** Returns the edit that gives a grid a name. */
export function rename(grid: GridFacts, name: string): Edit {
  const patch = { building: [], from: [], to: [], grids: [{ before: grid, after: { ...grid, name } }] }
  return { patch, sentence: { code: 'rename', values: { to: grid.key, name } } }
}

/** Returns the edit that pins buildings to their grid, or frees them where all are pinned. */
export function pin(draft: Draft, places: readonly number[]): Edit {
  const isFreeing = places.every((place) => draft.pinned[place] === 1)
  const pins = places.filter((place) => draft.pinned[place] === (isFreeing ? 1 : 0))
  return {
    patch: { building: [], from: [], to: [], grids: [], pins },
    sentence: { code: isFreeing ? 'unpin' : 'pin', values: { count: pins.length } },
  }
}

/** What the engine made: a number per vertex of the ground and level, upper level first; numbers from 0. */
export interface Solved {
  levels: readonly Int32Array[]
  /** Vertices that were solved; the grids of all others stay. */
  isSolved: (vertex: number) => boolean
}

/**
 * Returns the draft after the engine's work. A leaf grid whose buildings came mostly from one grid keeps that grid's
 * key, so that locks, names and the eye find it again.
 */
export function solvedDraft(ground: Ground, draft: Draft, { levels, isSolved }: Solved): Draft {
  const leaf = levels.length
  const names = levels.map((numbers, at) => keysFor(ground, draft, numbers, at + 1, leaf, isSolved))
  const assignment = draft.assignment.slice()
  const grids = new Map<string, GridFacts>()
  ground.cells.inputIndex.forEach((place, vertex) => {
    if (!isSolved(vertex)) return
    assignment[place] = names[leaf - 1].get(levels[leaf - 1][vertex]) ?? -1
    levels.forEach((numbers, at) => {
      const key = names[at].get(numbers[vertex]) ?? -1
      const parent = at > 0 ? (names[at - 1].get(levels[at - 1][vertex]) ?? null) : null
      const known = draft.grids.get(gridId({ level: at + 1, key }))
      const community = ground.input.buildings.community[place]
      const facts = {
        level: at + 1,
        key,
        community,
        parent,
        name: known?.name ?? '',
        locked: known?.locked ?? false,
      }
      grids.set(gridId(facts), facts)
    })
  })
  keepUntouched(draft, assignment, grids, leaf)
  return { assignment, grids, pinned: draft.pinned }
}

/** Adds grids that still hold buildings, or groups, and were not solved again. */
function keepUntouched(
  draft: Draft,
  assignment: Int32Array,
  grids: Map<string, GridFacts>,
  leaf: number,
): void {
  const held = new Set(assignment)
  for (const grid of draft.grids.values())
    if (grid.level === leaf && held.has(grid.key) && !grids.has(gridId(grid))) grids.set(gridId(grid), grid)
  const parents = new Set([...grids.values()].map(({ level, parent }) => `${level - 1}-${parent}`))
  for (const grid of draft.grids.values())
    if (grid.level < leaf && parents.has(gridId(grid)) && !grids.has(gridId(grid)))
      grids.set(gridId(grid), grid)
}

/** Returns a key for each number the engine gave at one level. */
function keysFor(
  ground: Ground,
  draft: Draft,
  numbers: Int32Array,
  level: number,
  leaf: number,
  isSolved: (vertex: number) => boolean,
): Map<number, number> {
  const votes = new Map<number, Map<number, number>>()
  ground.cells.inputIndex.forEach((place, vertex) => {
    if (!isSolved(vertex)) return
    const own = votes.get(numbers[vertex]) ?? new Map<number, number>()
    votes.set(numbers[vertex], own)
    const key = level === leaf ? draft.assignment[place] : -1
    if (key >= 0) own.set(key, (own.get(key) ?? 0) + 1 + ground.instance.households[vertex])
  })
  const wishes = [...votes].flatMap(([number, own]) =>
    [...own].map(([key, weight]) => ({ number, key, weight })),
  )
  wishes.sort((one, other) => other.weight - one.weight || one.number - other.number)
  const keys = new Map<number, number>()
  const taken = new Set<number>()
  for (const { number, key } of wishes) {
    if (keys.has(number) || taken.has(key)) continue
    keys.set(number, key)
    taken.add(key)
  }
  let next = nextKey(draft, level)
  for (const number of [...votes.keys()].sort((a, b) => a - b))
    if (!keys.has(number)) keys.set(number, next++)
  return keys
}

/** Returns the edit that puts the engine's work in the place of what was there. */
export function solve(ground: Ground, draft: Draft, solved: Solved, code: string): Edit {
  const after = solvedDraft(ground, draft, solved)
  const leaf = solved.levels.length
  const grids = [...after.grids.values()].filter(({ level }) => level === leaf).length
  return { patch: difference(draft, after), sentence: { code, values: { grids } } }
}
