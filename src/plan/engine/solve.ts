import { atOnce, regridFaces, type Steps } from '../../../geo/index'
import { newUppers } from '../edits/adopt'
import { keyAt } from '../model/levels/chain'
import { type GridFacts, gridChanges, isKept, nextKey } from '../model/draft'
import { type GridId, gridId, type Vertex } from '../model/ids'
import type { Edit } from '../edits/edits'
import { bareGround } from '../edits/ground'
import { compact } from '../model/ground-patch'
import { keysByVotes } from '../model/groups'
import type { Sentence } from '../model/history'
import type { PlanView } from '../model/plan-view'
import type { GridKey } from '../../lib/ids'

/** What the engine made: a number per vertex of the ground and level, upper level first; numbers from 0. */
export interface Solved {
  levels: readonly Int32Array[]
  /** Vertices that were solved; the grids of all others stay. */
  isSolved: (vertex: Vertex) => boolean
  /** Communities without buildings and without a grid become one grid each. */
  withBare?: boolean
}

/**
 * Returns the edit that puts the engine's work in the place of what was there. A leaf grid keeps the key of the grid
 * from which most of its households came, so that locks, names and the eye find it again.
 */
export function solve(live: PlanView, solved: Solved, sentence: Sentence): Edit {
  return atOnce(solveInSteps(live, solved, sentence))
}

/** The same, resting now and then; of no use where the plan changes meanwhile. */
export function* solveInSteps(
  live: PlanView,
  { levels, isSolved, withBare = false }: Solved,
  { code, values }: Sentence,
): Steps<Edit> {
  const { coverage, draft, leaf } = live
  const vertices = [...coverage.homeFace.keys()].filter(isSolved)
  const offset = leaf - levels.length
  const keys = levels.map((numbers, at) => keysFor(live, vertices, numbers, at + 1 + offset))
  yield
  const grids = new Map<GridId, GridFacts>()
  const keyOf = new Map<number, number>()
  for (const vertex of vertices) {
    levels.forEach((numbers, at) => {
      const level = at + 1 + offset
      const key = keys[at].get(numbers[vertex]) ?? -1
      const known = draft.grids.get(gridId({ level, key }))
      const above = at > 0 ? keys[at - 1].get(levels[at - 1][vertex]) : upperAt(live, vertex, level - 1)
      const community = live.ground.input.buildings.community[live.ground.cells.inputIndex[vertex]]
      const facts = { name: known?.name ?? '', locked: known?.locked ?? false, kind: known?.kind }
      grids.set(gridId({ level, key }), { level, key, community, parent: above ?? null, ...facts })
      if (level === leaf) keyOf.set(vertex, key)
    })
  }
  keepUntouched(live, new Set(vertices), grids)
  yield
  const bare = withBare ? addBare(live, grids) : new Map<number, number>()
  const closed = closedGrids(live)
  const faces = [...coverage.faces].flatMap(([id, { home, owner, grid }]) => {
    const stands = home >= 0 ? home : owner
    const solved = keyOf.get(stands) ?? bare.get(id)
    const isLeft = solved === undefined && grid >= 0 && !grids.has(gridId({ level: leaf, key: grid }))
    const key = isLeft ? coverage.gridOfBuilding(stands) : solved
    const isDrawn = home < 0 && owner >= 0 && grid !== key && coverage.gridOfBuilding(owner) === key
    const isClosed = home < 0 && closed.has(grid)
    const stays = isClosed || (isDrawn && grids.has(gridId({ level: leaf, key: grid })))
    return key === undefined || stays ? [] : [[id, key] as const]
  })
  yield
  const leaves = [...grids.values()].filter(({ level }) => level === leaf).length
  const patch = {
    ground: compact(regridFaces(coverage, faces, closed)),
    grids: gridChanges(draft.grids, grids),
  }
  return { patch, sentence: { code, values: { ...values, grids: leaves } } }
}

/** Adds a grid for each community that has none and no building; returns the keys of their faces. */
function addBare(live: PlanView, grids: Map<GridId, GridFacts>): Map<number, number> {
  const { leaf } = live
  const keyOf = new Map<number, number>()
  const next = (level: number) => nextKey({ grids }, level)
  for (const [community, faces] of bareGround(live)) {
    const uppers = newUppers(live, community, next)
    const parent = uppers.at(-1)?.key ?? null
    const made: GridFacts = { level: leaf, key: next(leaf), community, parent, name: '', locked: false }
    for (const grid of [...uppers, made]) grids.set(gridId(grid), grid)
    for (const face of faces) keyOf.set(face, made.key)
  }
  return keyOf
}

/** Leaf grids that are locked or dedicated. */
function closedGrids({ draft, leaf }: PlanView): Set<number> {
  return new Set(
    [...draft.grids.values()].flatMap((grid) => (grid.level === leaf && isKept(grid) ? [grid.key] : [])),
  )
}

/** The grid of an upper level that a vertex lies in now; null above the top. */
function upperAt({ draft, coverage, leaf }: PlanView, vertex: Vertex, level: number): number | null {
  return level < 1 ? null : keyAt(draft.grids, { level: leaf, key: coverage.gridOfBuilding(vertex) }, level)
}

/**
 * Adds the grids that stay again, and what is above them: those with a building that was not solved, those that are locked
 * or dedicated, and those without any building as far as their ground goes with none that was solved.
 */
function keepUntouched(live: PlanView, solved: ReadonlySet<number>, grids: Map<GridId, GridFacts>): void {
  const { coverage, draft, leaf } = live
  const keep = (grid: GridFacts | undefined) => {
    if (grid && !grids.has(gridId(grid))) grids.set(gridId(grid), grid)
  }
  const keepLeaf = (key: GridKey) => keep(draft.grids.get(gridId({ level: leaf, key })))
  coverage.homeFace.forEach((_face, vertex) => {
    if (!solved.has(vertex)) keepLeaf(coverage.gridOfBuilding(vertex))
  })
  for (const key of coverage.grids()) {
    const facts = draft.grids.get(gridId({ level: leaf, key }))
    if (isKept(facts) || isEmptyBeside(live, key, solved)) keepLeaf(key)
  }
  for (let now = leaf; now > 1; now--)
    for (const { level, parent } of [...grids.values()])
      if (level === now && parent !== null) keep(draft.grids.get(gridId({ level: level - 1, key: parent })))
}

/** Whether a grid holds no building, and ground that goes with none that was solved. */
function isEmptyBeside({ coverage }: PlanView, key: GridKey, solved: ReadonlySet<number>): boolean {
  const faces = [...coverage.facesOfGrid(key)].map((face) => coverage.face(face))
  return faces.every(({ home }) => home < 0) && faces.some(({ owner }) => !solved.has(owner))
}

/** Returns a key for each number the engine gave at one level: the old one that gave it most households, else a new one. */
function keysFor(
  live: PlanView,
  vertices: readonly Vertex[],
  numbers: Int32Array,
  level: number,
): Map<number, number> {
  const { coverage, draft, leaf, ground } = live
  const votes = new Map<string, { number: number; key: GridKey; weight: number }>()
  const all = new Set<number>()
  for (const vertex of vertices) {
    const number = numbers[vertex]
    all.add(number)
    const key = level === leaf ? coverage.gridOfBuilding(vertex) : upperAt(live, vertex, level)
    if (key === null || key < 0) continue
    const vote = votes.get(`${number} ${key}`) ?? { number, key, weight: 0 }
    vote.weight += 1 + ground.instance.households[vertex]
    votes.set(`${number} ${key}`, vote)
  }
  return keysByVotes([...votes.values()], [...all], nextKey(draft, level))
}
