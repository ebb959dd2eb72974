import type { Draft, PinChange } from '../draft'
import type { Ground } from '../ground'
import { borderKey, type BuildingPair } from '../ids'

/** What is locked in a plan besides whole grids, by ids of buildings, as it is stored. */
export interface StoredLocks {
  /** Buildings that stay in their grid. */
  readonly buildings: readonly number[]
  /** Stretches of border that stay, by the buildings on their sides. */
  readonly borders: readonly BuildingPair[]
}

/** Of a plan in which nothing but whole grids may be locked. */
export const NO_LOCKS: StoredLocks = { buildings: [], borders: [] }

type DrawnLocks = Pick<Draft, 'pinned' | 'lockedBorders'>

/** Returns the locks of a draft in the form in which they are stored. */
export function storedLocks({ input }: Ground, { pinned, lockedBorders }: DrawnLocks): StoredLocks {
  return {
    buildings: input.buildings.id.filter((_id, place) => pinned[place] === 1),
    borders: [...lockedBorders.values()],
  }
}

/** Returns stored locks as a draft has them; a building that is gone has none. */
export function drawnLocks({ input, placeOf }: Ground, { buildings, borders }: StoredLocks): DrawnLocks {
  const pinned = new Uint8Array(input.buildings.id.length)
  for (const building of buildings) {
    const place = placeOf.get(building)
    if (place !== undefined) pinned[place] = 1
  }
  return { pinned, lockedBorders: new Map(borders.map((pair) => [borderKey(...pair), pair])) }
}

/** Returns the pins after some buildings were pinned or freed. */
export function turnedPins(
  { placeOf }: Ground,
  pinned: Uint8Array,
  pins: readonly PinChange[] = [],
): Uint8Array {
  if (pins.length === 0) return pinned
  const turned = pinned.slice()
  for (const [building, isPinned] of pins) {
    const place = placeOf.get(building)
    if (place !== undefined) turned[place] = isPinned
  }
  return turned
}
