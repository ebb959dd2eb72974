declare const brand: unique symbol

/** A value that is not to be taken for another of the same shape. */
type Branded<Value, Name extends string> = Value & { readonly [brand]: Name }

/** The name of a grid within its plan, e.g. `2-17`: level and key. */
export type GridId = Branded<string, 'GridId'>

/** The name of the border between two buildings, whichever is named first. */
export type BorderKey = Branded<string, 'BorderKey'>

/** What a grid is called by within its plan. */
export interface GridPlace {
  readonly level: number
  readonly key: number
}

/** Two buildings (ids) that face each other across a border. */
export type BuildingPair = readonly [one: number, other: number]

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
export function borderKey(one: number, other: number): BorderKey {
  return `${Math.min(one, other)}-${Math.max(one, other)}` as BorderKey
}
