import { type GroundPatch, invertGround, isNoGround } from './ground-patch'

/** What is known of a grid besides its ground. `key` is unique within its level of a plan. */
export interface GridFacts {
  readonly level: number
  readonly key: number
  /** Id of its community. */
  readonly community: number
  /** Key of the grid above; null at the top. */
  readonly parent: number | null
  readonly name: string
  readonly locked: boolean
}

/** A plan while it is edited. Never mutated: an edit gives another draft. */
export interface Draft {
  /** Key of the leaf grid of each building, in the order of the planning input; −1 for none. */
  readonly assignment: Int32Array
  /** All grids by `gridId`. */
  readonly grids: ReadonlyMap<string, GridFacts>
  /** 1 for buildings that stay in their grid whatever is solved again. */
  readonly pinned: Uint8Array
}

/** A grid that is made (`before` null), removed (`after` null) or changes. */
export interface GridChange {
  readonly before: GridFacts | null
  readonly after: GridFacts | null
}

/** A change of a draft: what was, and what is. Undoing swaps the two. */
export interface DraftPatch {
  readonly ground: GroundPatch
  readonly grids: readonly GridChange[]
  /** Buildings (places in the planning input) whose pin is turned over. */
  readonly pins?: readonly number[]
}

/** Returns the name of a grid within its plan, e.g. `2-17`. */
export function gridId({ level, key }: Pick<GridFacts, 'level' | 'key'>): string {
  return `${level}-${key}`
}

/** Returns the number on a grid: the last digits of its code, else its key. */
export function numberOf({ code, key }: { code?: string | null; key: number }): string {
  return code?.slice(12) ?? String(key).padStart(3, '0')
}

/** Returns the patch that takes this one back. */
export function invert({ ground, grids, pins }: DraftPatch): DraftPatch {
  const turned = grids.map(({ before, after }) => ({ before: after, after: before }))
  return { ground: invertGround(ground), grids: turned, ...(pins && { pins }) }
}

/** Returns whether a patch changes nothing. */
export function isEmpty({ ground, grids, pins }: DraftPatch): boolean {
  return isNoGround(ground) && grids.length === 0 && !pins?.length
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
    one.locked === other.locked
  )
}

/** Returns the grids that differ between two drafts. */
export function gridChanges(before: Draft['grids'], after: Draft['grids']): GridChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((id) => ({ before: before.get(id) ?? null, after: after.get(id) ?? null }))
    .filter((change) => !sameGrid(change.before, change.after))
}

/** Returns a key that no grid of the level has. */
export function nextKey({ grids }: Draft, level: number): number {
  let highest = 0
  for (const grid of grids.values()) if (grid.level === level) highest = Math.max(highest, grid.key)
  return highest + 1
}
