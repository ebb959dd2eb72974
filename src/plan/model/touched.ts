import { type Coverage, type CoverageEdge, type Patch, touchedGrids } from '../../../geo/index'
import { ancestorsChanged, keyAt } from './levels/chain'
import {
  type BorderLockChange,
  changedGrids,
  type Draft,
  type DraftPatch,
  gridChanges,
  type PinChange,
} from './draft'
import { type GridId, gridId } from './ids'
import type { Ground } from './ground'
import { expand, groundBetween } from './ground-patch'
import type { GridKey } from '../../lib/ids'

/** As much of a plan as tells which grids an edit touches. */
export interface PlanBefore {
  ground: Ground
  coverage: Coverage
  leaf: number
  draft: Pick<Draft, 'grids'>
}

/** Grids (by `gridId`) that an edit touches, by how it does. */
export interface Touched {
  /** Their ground, buildings or the grid above change, or they come or go. */
  ground: ReadonlySet<GridId>
  /** They are locked or freed, or a building or a stretch of border of theirs is. */
  locks: ReadonlySet<GridId>
  /** They only get another name, or another kind. */
  named: ReadonlySet<GridId>
}

/** Returns which grids an edit touches; `plan` is the one that the edit was made on. */
export function touchedBy(plan: PlanBefore, patch: DraftPatch): Touched {
  const ground = new Set(groundTouched(plan, patch))
  const locks = new Set(locksTouched(plan, patch))
  const named = new Set<GridId>()
  const grids = changedGrids(plan.draft.grids, patch.grids)
  for (const change of patch.grids) {
    const { before, after } = change
    const id = gridId((before ?? after) as { level: number; key: GridKey })
    if (!before || !after) ground.add(id)
    else if (before.parent !== after.parent) {
      ground.add(id)
      const { left, entered } = ancestorsChanged(plan.draft.grids, grids, change)
      for (const above of [...left, ...entered]) ground.add(gridId(above))
    } else (before.locked === after.locked ? named : locks).add(id)
  }
  return { ground, locks, named }
}

function groundTouched(before: PlanBefore, patch: DraftPatch): GridId[] {
  const { coverage, leaf } = before
  const full = expand(coverage, patch.ground)
  const leaves = [...touchedGrids(coverage, full)].map((key) => gridId({ level: leaf, key }))
  const after = changedGrids(before.draft.grids, patch.grids)
  const uppers = Array.from({ length: leaf - 1 }, (_, at) => uppersTouched(before, full, after, at + 1))
  return [...leaves, ...uppers.flat()]
}

/** Grids of an upper level between which ground or a border changes: within one, what is under it changes sides and leaves it as it is. */
function uppersTouched(
  { coverage, leaf, draft }: PlanBefore,
  patch: Patch,
  after: Draft['grids'],
  level: number,
): GridId[] {
  const upperOf = (grids: Draft['grids'], key: GridKey) =>
    key < 0 ? null : keyAt(grids, { level: leaf, key }, level)
  const changed = new Map(patch.faces.map(({ id, is }) => [id, is?.grid ?? -1]))
  const before = (face: number) => upperOf(draft.grids, coverage.gridOf(face))
  const now = (face: number) => upperOf(after, changed.get(face) ?? coverage.gridOf(face))
  const pairs = [
    ...patch.faces.map(({ was, is }) => [
      upperOf(draft.grids, was?.grid ?? -1),
      upperOf(after, is?.grid ?? -1),
    ]),
    ...patch.edges.flatMap(({ was, is }) => [
      ...(was && isInside(was) ? [[before(was.left), before(was.right)]] : []),
      ...(is && isInside(is) ? [[now(is.left), now(is.right)]] : []),
    ]),
  ]
  return pairs
    .filter(([one, other]) => one !== other)
    .flatMap((pair) => pair.flatMap((key) => (key === null ? [] : gridId({ level, key }))))
}

function isInside({ left, right }: CoverageEdge): boolean {
  return left >= 0 && right >= 0
}

function locksTouched(
  { ground, coverage, leaf }: PlanBefore,
  { pins = [], borders = [] }: DraftPatch,
): GridId[] {
  const buildings = [
    ...pins.map(([building]) => building),
    ...borders.flatMap(([one, other]) => [one, other]),
  ]
  return buildings.flatMap((building) => {
    const vertex = ground.vertexOf[ground.placeOf.get(building) ?? -1] ?? -1
    const key = vertex < 0 ? -1 : coverage.gridOfBuilding(vertex)
    return key < 0 ? [] : gridId({ level: leaf, key })
  })
}

/** Returns the patch from one state of a plan to another on the same ground. Linear in the coverage. */
export function patchBetween(
  before: Omit<PlanBefore, 'draft'> & { draft: Draft },
  after: { coverage: Coverage; draft: Draft },
): DraftPatch {
  const { id } = before.ground.input.buildings
  const pins = id.flatMap((building, place): PinChange[] => {
    const isPinned = after.draft.pinned[place] === 1
    return before.draft.pinned[place] === after.draft.pinned[place] ? [] : [[building, isPinned ? 1 : 0]]
  })
  return {
    ground: groundBetween(before.coverage, after.coverage),
    grids: gridChanges(before.draft.grids, after.draft.grids),
    pins,
    borders: borderTurns(before.draft.lockedBorders, after.draft.lockedBorders),
  }
}

function borderTurns(before: Draft['lockedBorders'], after: Draft['lockedBorders']): BorderLockChange[] {
  return [...new Map([...before, ...after])]
    .filter(([key]) => before.has(key) !== after.has(key))
    .map(([key, pair]): BorderLockChange => [...pair, after.has(key) ? 1 : 0])
}
