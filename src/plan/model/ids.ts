import type { BuildingId, GridKey, Numbered } from '../../lib/ids'

declare const brand: unique symbol

/** A value that is not to be taken for another of the same shape. */
type Branded<Value, Name extends string> = Value & { readonly [brand]: Name }

/** The name of a grid within its plan, e.g. `2-17`: level and key. */
export type GridId = Branded<string, 'GridId'>

/** The name of the border between two buildings, whichever is named first. */
export type BorderKey = Branded<string, 'BorderKey'>

/** Where a building stands in the order of the planning input; not its id. */
export type BuildingPlace = Numbered<'building place'>

/** Where a community stands in the order of the planning input; not its id. */
export type CommunityPlace = Numbered<'community place'>

/** The number of a building in the cells and the instance made of them, which leave some out. */
export type Vertex = Numbered<'vertex'>

/** What a grid is called by within its plan. */
export interface GridPlace {
  readonly level: number
  readonly key: GridKey
}

/** Two buildings (ids) that face each other across a border. */
export type BuildingPair = readonly [one: BuildingId, other: BuildingId]

/** Returns the name of a grid within its plan. */
export function gridId({ level, key }: GridPlace): GridId {
  return `${level}-${key}` as GridId
}

/** Returns what a name of `gridId` stands for. */
export function gridPlace(id: GridId): GridPlace {
  const [level, key] = id.split('-').map(Number)
  return { level, key }
}

/** Returns the name of the border between two buildings, whichever is named first. */
export function borderKey(one: BuildingId, other: BuildingId): BorderKey {
  return `${Math.min(one, other)}-${Math.max(one, other)}` as BorderKey
}
