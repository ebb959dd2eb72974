/** What is known of a grid besides its buildings. `key` is unique within its level of a plan. */
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

/** A change of a draft: what was, and what is. Undoing swaps the two. */
export interface DraftPatch {
  /** Places of buildings in the planning input that change their grid, and the keys before and after. */
  readonly building: readonly number[]
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** Grids that are made (`before` null), removed (`after` null) or change. */
  readonly grids: readonly { readonly before: GridFacts | null; readonly after: GridFacts | null }[]
  /** Buildings whose pin is turned over. */
  readonly pins?: readonly number[]
}

/** Returns the name of a grid within its plan, e.g. `2-17`. */
export function gridId({ level, key }: Pick<GridFacts, 'level' | 'key'>): string {
  return `${level}-${key}`
}

/** Returns a draft without grids for `count` buildings. */
export function emptyDraft(count: number): Draft {
  return { assignment: new Int32Array(count).fill(-1), grids: new Map(), pinned: new Uint8Array(count) }
}

/** Returns the patch that takes this one back. */
export function invert({ building, from, to, grids, pins }: DraftPatch): DraftPatch {
  const turned = grids.map(({ before, after }) => ({ before: after, after: before }))
  return { building, from: to, to: from, grids: turned, ...(pins && { pins }) }
}

/** Returns the draft with a patch applied. Linear in the draft, some microseconds for ten thousand buildings. */
export function apply(draft: Draft, patch: DraftPatch): Draft {
  const assignment = draft.assignment.slice()
  patch.building.forEach((building, at) => (assignment[building] = patch.to[at]))
  const grids = new Map(draft.grids)
  for (const { before, after } of patch.grids) {
    if (before) grids.delete(gridId(before))
    if (after) grids.set(gridId(after), after)
  }
  const pinned = patch.pins?.length ? draft.pinned.slice() : draft.pinned
  for (const building of patch.pins ?? []) pinned[building] ^= 1
  return { assignment, grids, pinned }
}

/** Returns the patch from one draft to another over the same buildings. Linear in both. */
export function difference(before: Draft, after: Draft): DraftPatch {
  const building: number[] = []
  const pins: number[] = []
  for (let place = 0; place < after.assignment.length; place++) {
    if (before.assignment[place] !== after.assignment[place]) building.push(place)
    if (before.pinned[place] !== after.pinned[place]) pins.push(place)
  }
  const names = new Set([...before.grids.keys(), ...after.grids.keys()])
  const grids = [...names]
    .map((name) => ({ before: before.grids.get(name) ?? null, after: after.grids.get(name) ?? null }))
    .filter((change) => !sameGrid(change.before, change.after))
  return {
    building,
    from: building.map((place) => before.assignment[place]),
    to: building.map((place) => after.assignment[place]),
    grids,
    ...(pins.length && { pins }),
  }
}

function sameGrid(one: GridFacts | null, other: GridFacts | null): boolean {
  if (!one || !other) return one === other
  return (
    one.key === other.key &&
    one.community === other.community &&
    one.parent === other.parent &&
    one.name === other.name &&
    one.locked === other.locked
  )
}

/** Returns whether a patch changes nothing. */
export function isEmpty({ building, grids, pins }: DraftPatch): boolean {
  return building.length === 0 && grids.length === 0 && !pins?.length
}

/** Returns a key that no grid of the level has, given all that were ever used in the draft. */
export function nextKey(draft: Draft, level: number): number {
  let highest = 0
  for (const grid of draft.grids.values()) if (grid.level === level) highest = Math.max(highest, grid.key)
  return highest + 1
}

/** Returns the level that holds the buildings: the highest number among the grids, or 1. */
export function leafLevel(draft: Draft): number {
  let level = 1
  for (const grid of draft.grids.values()) level = Math.max(level, grid.level)
  return level
}
