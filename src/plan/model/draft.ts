import { serialNumber } from '../../../geo/index'
import type { DedicatedKind } from '../../lib/grid-kinds'
import { type GroundPatch, invertGround, isNoGround } from './ground-patch'
import { type BorderKey, borderKey, type BuildingPair, type GridId, gridId } from './ids'
import type { AreaId, BuildingId, GridKey } from '../../lib/ids'

/** What is known of a grid besides its ground. `key` is unique within its level of a plan. */
export interface GridFacts {
  readonly level: number
  readonly key: GridKey
  /** Id of its community. */
  readonly community: AreaId
  /** Key of the grid above; null at the top. */
  readonly parent: GridKey | null
  readonly name: string
  readonly locked: boolean
  /** What a dedicated grid is for; null or left out: residential, and measured against the target. */
  readonly kind?: DedicatedKind | null
}

/** How the engine drew a plan, so that it can be drawn again; empty where a hand did. */
export interface EngineRecord {
  preset?: string
  seed?: number
  steps?: unknown
}

/** A plan while it is edited. Never mutated: an edit gives another draft. */
export interface Draft {
  /** Key of the leaf grid of each building, in the order of the planning input; −1 for none. */
  readonly assignment: Int32Array
  /** All grids by `gridId`. */
  readonly grids: ReadonlyMap<GridId, GridFacts>
  /** 1 for buildings that stay in their grid whatever is solved again. */
  readonly pinned: Uint8Array
  /** Stretches of border that stay: the buildings on their sides, by their `borderKey`. */
  readonly lockedBorders: ReadonlyMap<BorderKey, BuildingPair>
  /** The engine's last drawing of the whole plan that is part of it. */
  readonly engine: EngineRecord
}

/** The border between two buildings (ids) is locked (1) or free (0) from now on. */
export type BorderLockChange = readonly [one: BuildingId, other: BuildingId, locked: 0 | 1]

/** A building (id) is pinned (1) or free (0) from now on. */
export type PinChange = readonly [building: BuildingId, pinned: 0 | 1]

/** A grid that is made (`before` null), removed (`after` null) or changes. */
export interface GridChange {
  readonly before: GridFacts | null
  readonly after: GridFacts | null
}

/** A change of a draft: what was, and what is. Undoing swaps the two. */
export interface DraftPatch {
  readonly ground: GroundPatch
  readonly grids: readonly GridChange[]
  readonly pins?: readonly PinChange[]
  readonly borders?: readonly BorderLockChange[]
  /** Where the engine drew the whole plan: how the drawing before came about, and how this one. */
  readonly engine?: { readonly before: EngineRecord; readonly after: EngineRecord }
}

/** Returns the number on a grid: the serial number in its code, else its key. */
export function numberOf({ code, key }: { code?: string | null; key: GridKey }): string {
  return code ? serialNumber(code) : String(key).padStart(3, '0')
}

/** Returns the official code of a grid; of one that has none yet its number in the plan, padded as everywhere. */
export function codeOf({ code, key }: { code?: string | null; key: GridKey }): string {
  return code ?? numberOf({ key })
}

/** Returns whether the engine leaves a grid as it is: one that is locked, or dedicated. */
export function isKept(grid: Pick<GridFacts, 'locked' | 'kind'> | undefined): boolean {
  return Boolean(grid?.locked || grid?.kind)
}

/** Returns the locked borders after some were locked or freed. */
export function turnedBorders(
  locked: Draft['lockedBorders'],
  turns: readonly BorderLockChange[] = [],
): Draft['lockedBorders'] {
  if (turns.length === 0) return locked
  const next = new Map(locked)
  for (const [one, other, isLocked] of turns) {
    if (isLocked) next.set(borderKey(one, other), [one, other])
    else next.delete(borderKey(one, other))
  }
  return next
}

/** Returns the patch that takes this one back. */
export function invert({ ground, grids, pins, borders, engine }: DraftPatch): DraftPatch {
  const turned = grids.map(({ before, after }) => ({ before: after, after: before }))
  const turnedPins = pins?.map(([building, pinned]): PinChange => [building, pinned ? 0 : 1])
  const freed = borders?.map(([one, other, locked]): BorderLockChange => [one, other, locked ? 0 : 1])
  return {
    ground: invertGround(ground),
    grids: turned,
    ...(turnedPins && { pins: turnedPins }),
    ...(freed && { borders: freed }),
    ...(engine && { engine: { before: engine.after, after: engine.before } }),
  }
}

/** Returns whether a patch changes nothing. */
export function isEmpty({ ground, grids, pins, borders }: DraftPatch): boolean {
  return isNoGround(ground) && grids.length === 0 && !pins?.length && !borders?.length
}

/** Returns the grids of a draft after some changes. */
export function changedGrids(grids: Draft['grids'], changes: readonly GridChange[]): Draft['grids'] {
  if (changes.length === 0) return grids
  const next = new Map(grids)
  for (const { before } of changes) if (before) next.delete(gridId(before))
  for (const { after } of changes) if (after) next.set(gridId(after), after)
  return next
}

/** Returns whether two grids are the same in every fact. */
export function sameGrid(one: GridFacts | null, other: GridFacts | null): boolean {
  if (!one || !other) return one === other
  return (
    gridId(one) === gridId(other) &&
    one.community === other.community &&
    one.parent === other.parent &&
    one.name === other.name &&
    one.locked === other.locked &&
    (one.kind ?? null) === (other.kind ?? null)
  )
}

/** Returns the grids that differ between two drafts. */
export function gridChanges(before: Draft['grids'], after: Draft['grids']): GridChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((id) => ({ before: before.get(id) ?? null, after: after.get(id) ?? null }))
    .filter((change) => !sameGrid(change.before, change.after))
}

/** Returns a key that no grid of the level has. */
export function nextKey({ grids }: Pick<Draft, 'grids'>, level: number): number {
  let highest = 0
  for (const grid of grids.values()) if (grid.level === level) highest = Math.max(highest, grid.key)
  return highest + 1
}
