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
import type { DedicatedKind } from '../../lib/grid-kinds'
import { adoptingUpper } from './adopt'
import { childless } from '../model/levels/chain'
import { type DraftPatch, type GridChange, type GridFacts, nextKey, type PinChange } from '../model/draft'
import { gridId, type BuildingPlace, type Vertex } from '../model/ids'
import { compact, NO_GROUND } from '../model/ground-patch'
import { levelValue, type Sentence } from '../model/history'
import type { PlanView } from '../model/plan-view'
import type { LockFaultCode } from '../model/locks/locks'
import type { GridKey } from '../../lib/ids'

/** An edit that can be done: its patch and its sentence. */
export interface Edit {
  patch: DraftPatch
  sentence: Sentence
}

/** Why ground without buildings cannot go where it was to. */
export type GroundRefusalCode = 'ground-of-other-community' | 'ground-is-needed'

/** Why an edit cannot be: the ground does not allow it, a lock holds, or it would change nothing. `at` is in units. */
export interface EditRefusal {
  code: EditFault['code'] | LockFaultCode | 'no-group-beyond' | 'nothing-to-fill' | GroundRefusalCode
  at: Point
}

/** An edit, or why it cannot be. */
export type EditAnswer = Edit | EditRefusal

/** Returns whether an answer is an edit. */
export function isEdit(answer: EditAnswer): answer is Edit {
  return 'patch' in answer
}

function edit(code: string, values: Sentence['values'], patch: Partial<DraftPatch>): Edit {
  return { patch: { ground: NO_GROUND, grids: [], ...patch }, sentence: { code, values } }
}

/** Returns the leaf grid with this key. */
export function leafGrid({ draft, leaf }: PlanView, key: GridKey): GridFacts | null {
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
  for (const patch of [...made].reverse()) coverage.revert(patch)
  return composePatches(made)
}

/** Grids that lose every building they have. */
function emptied({ coverage }: PlanView, vertices: readonly Vertex[], to: number): number[] {
  const leaving = new Map<number, number>()
  for (const vertex of vertices) {
    const grid = coverage.gridOfBuilding(vertex)
    if (grid >= 0 && grid !== to) leaving.set(grid, (leaving.get(grid) ?? 0) + 1)
  }
  return [...leaving]
    .filter(([grid, count]) => count === coverage.buildingsOfGrid(grid).length)
    .map(([grid]) => grid)
}

/** Returns grids that go, with the grids above that would be left without one; `stays` is a grid made by the same edit. */
export function removed(
  live: PlanView,
  keys: readonly GridKey[],
  stays: GridFacts | null = null,
): GridChange[] {
  const gone = keys.flatMap((key) => leafGrid(live, key) ?? [])
  const changes = gone.map((before): GridChange => ({ before, after: null }))
  const made: GridChange[] = stays ? [{ before: null, after: stays }] : []
  return [...changes, ...childless(live.draft.grids, [...made, ...changes])]
}

/** The ground of buildings given to a grid, with what is left of grids that lose their last building. */
function movedGround(
  live: PlanView,
  places: readonly BuildingPlace[],
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
export function assign(live: PlanView, places: readonly BuildingPlace[], to: number): Edit {
  const { patch, gone } = movedGround(live, places, to)
  const values = { count: buildingsIn(patch), to }
  return edit(to < 0 ? 'unassign' : 'assign', values, { ground: compact(patch), grids: removed(live, gone) })
}

/** Returns the edit that makes a new leaf grid of buildings of one community. */
export function newGrid(live: PlanView, places: readonly BuildingPlace[]): Edit {
  const key = nextKey(live.draft, live.leaf)
  const from = leafGrid(live, live.draft.assignment[places[0]])
  const community = live.ground.input.buildings.community[places[0]]
  const vertices = places.map((place) => live.ground.vertexOf[place]).filter((vertex) => vertex >= 0)
  const parent = live.leaf < 2 ? null : (from?.parent ?? adoptingUpper(live, vertices, community))
  const after = { level: live.leaf, key, community, parent, name: '', locked: false }
  const { patch, gone } = movedGround(live, places, key)
  const grids = [{ before: null, after }, ...removed(live, gone, after)]
  return edit('newGrid', { count: places.length, to: key }, { ground: compact(patch), grids })
}

/** Returns the edit that joins leaf grids into the first of them. */
export function merge(live: PlanView, keys: readonly GridKey[]): Edit {
  const [to, ...others] = keys
  const ground = compact(mergeGrids(live.coverage, keys))
  return edit('merge', { count: keys.length, to }, { ground, grids: removed(live, others) })
}

/** Returns the edit that splits a leaf grid along a line (units of the coverage), or why it cannot be. */
export function splitByLine(live: PlanView, key: GridKey, line: Point[]): EditAnswer {
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

/** Returns the edit that locks grids of one level, or frees them. */
export function lockGrids(live: PlanView, level: number, keys: readonly GridKey[], isLocked: boolean): Edit {
  const grids = keys.flatMap((key): GridChange[] => {
    const before = live.draft.grids.get(gridId({ level, key }))
    return before && before.locked !== isLocked ? [{ before, after: { ...before, locked: isLocked } }] : []
  })
  const code = `${isLocked ? 'lock' : 'unlock'}${level < live.leaf ? 'Upper' : ''}`
  const single = grids.length === 1
  const values: Sentence['values'] = single ? { to: grids[0].before?.key ?? 0 } : { count: grids.length }
  return edit(single ? code : `${code}Many`, { ...values, ...levelValue(live, level) }, { grids })
}

/** Returns the edit that gives a grid a name. */
export function rename(live: PlanView, grid: GridFacts, name: string): Edit {
  return edit(
    grid.level < live.leaf ? 'renameUpper' : 'rename',
    { to: grid.key, name, ...levelValue(live, grid.level) },
    { grids: [{ before: grid, after: { ...grid, name } }] },
  )
}

/** Returns the edit that says what a grid is dedicated to; null: it is residential, and measured against the target again. */
export function dedicate(live: PlanView, grid: GridFacts, kind: DedicatedKind | null): Edit {
  return edit(
    grid.level < live.leaf ? 'dedicateUpper' : 'dedicate',
    { to: grid.key, kind: kind ?? 'residential', ...levelValue(live, grid.level) },
    { grids: [{ before: grid, after: { ...grid, kind } }] },
  )
}

/** Returns the edit that pins buildings to their grid, or frees them where all are pinned. */
export function pin({ draft, ground }: PlanView, places: readonly BuildingPlace[]): Edit {
  const isFreeing = places.every((place) => draft.pinned[place] === 1)
  const pins = places
    .filter((place) => draft.pinned[place] === (isFreeing ? 1 : 0))
    .map((place): PinChange => [ground.input.buildings.id[place], isFreeing ? 0 : 1])
  return edit(isFreeing ? 'unpin' : 'pin', { count: pins.length }, { pins })
}
