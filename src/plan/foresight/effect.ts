import { type Coverage, fromUnits, type LngLat } from '../../../geo/index'
import { keyAt, keysUnder } from '../model/levels/chain'
import { changedGrids, type DraftPatch } from '../model/draft'
import { gridId } from '../model/ids'
import { type Edit, type EditAnswer, type EditRefusal, isEdit } from '../edits/edits'
import { expand } from '../model/ground-patch'
import { deviationOf } from '../model/figures'
import type { PlanView } from '../model/plan-view'
import { lockFault } from '../model/locks/locks'
import type { GridKey } from '../../lib/ids'

/** What an edit would do to a grid's households, before it is done. */
export interface GridEffect {
  level: number
  key: GridKey
  /** Households now and after. */
  before: number
  after: number
  /** Deviation after, as a share of the target; null for a dedicated grid. */
  deviation: number | null
}

/** Why an answer cannot be done on a plan: it is no edit, or a lock holds. Null where it can. */
export function obstacleTo(live: PlanView, answer: EditAnswer): EditRefusal | null {
  return isEdit(answer) ? lockFault(live, answer.patch) : answer
}

/**
 * Returns what an edit would do to the households of some grids of a level, in their order, and of others that it changes. The
 * plan stays as it is.
 */
export function effectsOn(
  live: PlanView,
  { patch }: Edit,
  level: number,
  keys: readonly GridKey[],
): GridEffect[] {
  const gains = level === live.leaf ? gainsOfLeaves(live, patch) : gainsOfUppers(live, patch, level)
  const changed = [...gains].flatMap(([key, households]) => (key >= 0 && households !== 0 ? [key] : []))
  return [...new Set([...keys, ...changed])].map((key) => {
    const id = gridId({ level, key })
    const before = live.figures.get(id)?.households ?? 0
    const after = before + (gains.get(key) ?? 0)
    const deviation = deviationOf(live.draft.grids.get(id), after, live.rule.targets[level - 1])
    return { level, key, before, after, deviation }
  })
}

/** What an answer would do to the plan: to grids, or why it cannot be done; and where borders would lie, degrees. */
export interface PlanEffect {
  grids: GridEffect[]
  obstacle: string | null
  borders: [LngLat, LngLat][]
}

/** Returns what an answer would do to the grids of a level, those with `keys` first. The plan stays as it is. */
export function effectOf(
  live: PlanView,
  answer: EditAnswer,
  level: number,
  keys: readonly GridKey[],
): PlanEffect {
  const obstacle = obstacleTo(live, answer)?.code ?? null
  if (obstacle || !isEdit(answer)) return { grids: [], obstacle, borders: [] }
  const borders = level < live.leaf ? [] : bordersAfter(live, answer)
  return { grids: effectsOn(live, answer, level, keys), obstacle, borders }
}

type Gains = Map<number, number>

function add(gains: Gains, key: GridKey, households: number): void {
  gains.set(key, (gains.get(key) ?? 0) + households)
}

function gainsOfLeaves({ ground, coverage }: PlanView, { ground: moved }: DraftPatch): Gains {
  const { input, cells } = ground
  const gains: Gains = new Map()
  const householdsOf = (home: number) => (home < 0 ? 0 : input.buildings.households[cells.inputIndex[home]])
  for (const { was, is } of expand(coverage, moved).faces) {
    if (was) add(gains, was.grid, -householdsOf(was.home))
    if (is) add(gains, is.grid, householdsOf(is.home))
  }
  return gains
}

/** What leaf grids gain or lose, and those that change sides, under the grids of an upper level before and after. */
function gainsOfUppers(live: PlanView, patch: DraftPatch, level: number): Gains {
  const { draft, figures, leaf } = live
  const after = changedGrids(draft.grids, patch.grids)
  const ofLeaves = gainsOfLeaves(live, patch)
  const gains: Gains = new Map()
  const leaves = new Set(ofLeaves.keys())
  for (const change of patch.grids) {
    if (change.before) for (const key of keysUnder(draft.grids, change.before, leaf)) leaves.add(key)
    if (change.after) for (const key of keysUnder(after, change.after, leaf)) leaves.add(key)
  }
  const upperIn = (grids: typeof after, key: GridKey) =>
    grids.has(gridId({ level: leaf, key })) ? keyAt(grids, { level: leaf, key }, level) : null
  for (const key of leaves) {
    const [was, is] = [upperIn(draft.grids, key), upperIn(after, key)]
    const households = figures.get(gridId({ level: leaf, key }))?.households ?? 0
    if (was !== null) add(gains, was, -households)
    if (is !== null) add(gains, is, households + (ofLeaves.get(key) ?? 0))
  }
  return gains
}

/** Returns the pieces of border that an edit of the ground would draw or leave around what changes its grid, degrees. */
export function bordersAfter({ coverage }: PlanView, { patch }: Edit): [LngLat, LngLat][] {
  const { faces, edges } = expand(coverage, patch.ground)
  const grids = new Map(faces.map(({ id, is }) => [id, is?.grid ?? -1]))
  const gridAfter = (face: number) => grids.get(face) ?? coverage.gridOf(face)
  const changed = new Map(edges.map(({ id, is }) => [id, is]))
  for (const { id } of faces)
    for (const edge of coverage.edgesOfFace(id))
      if (!changed.has(edge)) changed.set(edge, coverage.edge(edge))
  return [...changed.values()].flatMap((edge) => {
    if (!edge || edge.left < 0 || edge.right < 0 || gridAfter(edge.left) === gridAfter(edge.right)) return []
    return [ends(coverage, edge)]
  })
}

function ends(
  { frame }: Coverage,
  { x1, y1, x2, y2 }: Record<'x1' | 'y1' | 'x2' | 'y2', number>,
): [LngLat, LngLat] {
  return [fromUnits(frame, x1, y1), fromUnits(frame, x2, y2)]
}
