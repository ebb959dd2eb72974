import {
  assignBuildings,
  assignFaces,
  type Coverage,
  composePatches,
  type EditFault,
  isFault,
  mergeGrids,
  type Patch,
  type Point,
  splitGrid,
} from '../../../geo/index'
import { type DraftPatch, type GridChange, type GridFacts, gridId, nextKey } from './draft'
import { compact, NO_GROUND } from './ground-patch'
import type { Sentence } from './history'
import type { LivePlan } from './live'

/** An edit that can be done: its patch and its sentence. */
export interface Edit {
  patch: DraftPatch
  sentence: Sentence
}

/** An edit, or why it cannot be. */
export type EditAnswer = Edit | EditFault

/** Returns whether an answer is an edit. */
export function isEdit(answer: EditAnswer): answer is Edit {
  return 'patch' in answer
}

function edit(code: string, values: Sentence['values'], patch: Partial<DraftPatch>): Edit {
  return { patch: { ground: NO_GROUND, grids: [], ...patch }, sentence: { code, values } }
}

/** Returns the leaf grid with this key. */
export function leafGrid({ draft, leaf }: LivePlan, key: number): GridFacts | null {
  return draft.grids.get(gridId({ level: leaf, key })) ?? null
}

/** Makes patches one after the other, each on the coverage as the one before left it, and returns them as one. */
function inSequence(coverage: Coverage, makers: readonly (() => Patch)[]): Patch {
  const made: Patch[] = []
  for (const maker of makers) {
    const patch = maker()
    coverage.apply(patch)
    made.push(patch)
  }
  for (const patch of made.toReversed()) coverage.revert(patch)
  return composePatches(made)
}

/** Grids that lose every building they have. */
function emptied({ coverage }: LivePlan, vertices: readonly number[], to: number): number[] {
  const leaving = new Map<number, number>()
  for (const vertex of vertices) {
    const grid = coverage.gridOfBuilding(vertex)
    if (grid >= 0 && grid !== to) leaving.set(grid, (leaving.get(grid) ?? 0) + 1)
  }
  return [...leaving]
    .filter(([grid, count]) => count === coverage.buildingsOfGrid(grid).length)
    .map(([grid]) => grid)
}

function removed(live: LivePlan, keys: readonly number[]): GridChange[] {
  return keys.flatMap((key) => {
    const before = leafGrid(live, key)
    return before ? [{ before, after: null }] : []
  })
}

/** The ground of buildings given to a grid, with what is left of grids that lose their last building. */
function movedGround(
  live: LivePlan,
  places: readonly number[],
  to: number,
): { patch: Patch; gone: number[] } {
  const { coverage, ground } = live
  const vertices = places
    .map((place) => ground.vertexOf[place])
    .filter((vertex) => vertex >= 0 && coverage.gridOfBuilding(vertex) !== to)
  const gone = emptied(live, vertices, to)
  const rest = () => gone.flatMap((grid) => [...coverage.facesOfGrid(grid)])
  const patch = inSequence(coverage, [
    () => assignBuildings(coverage, vertices, to),
    () => assignFaces(coverage, rest(), to),
  ])
  return { patch, gone }
}

/** Returns how many buildings a patch of the ground moves. */
function buildingsIn({ faces }: Patch): number {
  return faces.filter(({ was, is }) => is && is.home >= 0 && was?.grid !== is.grid).length
}

/** Returns the edit that gives buildings to a leaf grid; grids left empty go. `to` −1 takes them out of any. */
export function assign(live: LivePlan, places: readonly number[], to: number): Edit {
  const { patch, gone } = movedGround(live, places, to)
  const values = { count: buildingsIn(patch), to }
  return edit(to < 0 ? 'unassign' : 'assign', values, { ground: compact(patch), grids: removed(live, gone) })
}

/** Returns the edit that makes a new leaf grid of buildings of one community. */
export function newGrid(live: LivePlan, places: readonly number[]): Edit {
  const key = nextKey(live.draft, live.leaf)
  const from = leafGrid(live, live.draft.assignment[places[0]])
  const community = live.ground.input.buildings.community[places[0]]
  const after = { level: live.leaf, key, community, parent: from?.parent ?? null, name: '', locked: false }
  const { patch, gone } = movedGround(live, places, key)
  const grids = [{ before: null, after }, ...removed(live, gone)]
  return edit('newGrid', { count: places.length, to: key }, { ground: compact(patch), grids })
}

/** Returns the edit that joins leaf grids into the first of them. */
export function merge(live: LivePlan, keys: readonly number[]): Edit {
  const [to, ...others] = keys
  const ground = compact(mergeGrids(live.coverage, keys))
  return edit('merge', { count: keys.length, to }, { ground, grids: removed(live, others) })
}

/** Returns the edit that splits a leaf grid along a line (units of the coverage), or why it cannot be. */
export function splitByLine(live: LivePlan, key: number, line: Point[]): EditAnswer {
  const from = leafGrid(live, key)
  if (!from) return { code: 'grid-vanishes', at: line[0] }
  const made = nextKey(live.draft, live.leaf)
  const patch = splitGrid(live.coverage, key, line, made)
  if (isFault(patch)) return patch
  const grids = [{ before: null, after: { ...from, key: made, name: '', locked: false } }]
  return edit('split', { to: key, made, parts: 2 }, { ground: compact(patch), grids })
}

/** Returns the edit that moves a border, from the patch that the coverage made of a gesture. */
export function border(patch: Patch | EditFault, grids: readonly number[]): EditAnswer {
  if (isFault(patch)) return patch
  return edit('border', { grids: grids.join('、'), count: buildingsIn(patch) }, { ground: compact(patch) })
}

/** Returns the edit that locks a grid, or unlocks it. */
export function lock(grid: GridFacts): Edit {
  const after = { ...grid, locked: !grid.locked }
  return edit(after.locked ? 'lock' : 'unlock', { to: grid.key }, { grids: [{ before: grid, after }] })
}

/** Returns the edit that gives a grid a name. */
export function rename(grid: GridFacts, name: string): Edit {
  return edit('rename', { to: grid.key, name }, { grids: [{ before: grid, after: { ...grid, name } }] })
}

/** Returns the edit that puts groups under another upper grid; their ground goes along. */
export function moveGroups(live: LivePlan, keys: readonly number[], parent: number): Edit {
  const groups = keys.flatMap((key) => leafGrid(live, key) ?? []).filter((group) => group.parent !== parent)
  const grids: GridChange[] = groups.map((before) => ({ before, after: { ...before, parent } }))
  const parents = new Set(groups.flatMap((group) => group.parent ?? []))
  for (const left of parents) {
    const stays = live.leavesOf({ level: live.leaf - 1, key: left } as GridFacts)
    const before = live.draft.grids.get(gridId({ level: live.leaf - 1, key: left }))
    if (before && stays.every((key) => keys.includes(key))) grids.push({ before, after: null })
  }
  return edit('moveGroups', { count: groups.length, to: parent }, { grids })
}

/** Returns the edit that pins buildings to their grid, or frees them where all are pinned. */
export function pin({ draft }: LivePlan, places: readonly number[]): Edit {
  const isFreeing = places.every((place) => draft.pinned[place] === 1)
  const pins = places.filter((place) => draft.pinned[place] === (isFreeing ? 1 : 0))
  return edit(isFreeing ? 'unpin' : 'pin', { count: pins.length }, { pins })
}
