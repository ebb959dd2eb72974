import type { Places } from '../density/raster'
import { NearPlaces } from '../hotspots/neighbours'

/** Where cases happened: metres of a frame, and the building where it is known (-1 where not). */
export interface RepeatCases extends Places {
  building?: ArrayLike<number>
}

export interface RepeatOptions {
  /** What lies this far from a place belongs to it (50); 0: the same building or the very same position only. */
  radiusMetres?: number
  /** Places with fewer cases are not named (2). */
  leastCases?: number
}

/** A place with several cases. */
export interface RepeatPlace {
  /** The building in the middle, or -1. */
  building: number
  /** The middle, metres of the frame. */
  x: number
  y: number
  /** Its cases by their number in the input, ascending. */
  cases: number[]
}

/** Cases of one building, or at one position without a building. */
interface Spot {
  building: number
  x: number
  y: number
  cases: number[]
}

/**
 * Returns the places where something happened again and again, the one with most cases first. A place is a building (or the position of a case
 * without one) with what lies within the radius; the fullest is taken first and its cases belong to no other, so no chain of
 * neighbours grows into one place. Ties go to the earlier case. Cost: cases, and spots × spots that are near.
 */
export function repeatPlaces(
  cases: RepeatCases,
  { radiusMetres = 50, leastCases = 2 }: RepeatOptions = {},
): RepeatPlace[] {
  const spots = spotsOf(cases)
  const near = nearSpots(spots, radiusMetres)
  const taken = new Uint8Array(spots.length)
  const free = (spot: number) => near(spot).filter((other) => taken[other] === 0)
  const count = (list: number[]) => list.reduce((sum, spot) => sum + spots[spot].cases.length, 0)
  // Spots by how many cases they may still have around them: that only falls, so what is counted anew moves down.
  const waiting: number[][] = []
  const put = (spot: number, cases: number) => (waiting[cases] ??= []).push(spot)
  spots.forEach((_, spot) => put(spot, count(near(spot))))
  const places: RepeatPlace[] = []
  for (let cases = waiting.length - 1; cases >= Math.max(leastCases, 1); cases--)
    for (const spot of (waiting[cases] ?? []).sort((a, b) => a - b)) {
      if (taken[spot] === 1) continue
      const around = free(spot)
      const left = count(around)
      if (left < cases) put(spot, left)
      else places.push(take(spots, spot, around, taken))
    }
  return places
}

function take(spots: Spot[], spot: number, around: number[], taken: Uint8Array): RepeatPlace {
  for (const other of around) taken[other] = 1
  const { building, x, y } = spots[spot]
  const cases = around.flatMap((other) => spots[other].cases).sort((a, b) => a - b)
  return { building, x, y, cases }
}

function spotsOf({ x, y, building }: RepeatCases): Spot[] {
  const spots = new Map<number | string, Spot>()
  for (let at = 0; at < x.length; at++) {
    const known = building?.[at] ?? -1
    const key = known >= 0 ? known : `${x[at]},${y[at]}`
    const spot = spots.get(key)
    if (spot) spot.cases.push(at)
    else spots.set(key, { building: known, x: x[at], y: y[at], cases: [at] })
  }
  return [...spots.values()]
}

function nearSpots(spots: Spot[], radiusMetres: number): (spot: number) => number[] {
  if (!(radiusMetres > 0)) return (spot) => [spot]
  const places = new NearPlaces({ x: spots.map(({ x }) => x), y: spots.map(({ y }) => y) }, radiusMetres)
  return (spot) => places.around(spot)
}
