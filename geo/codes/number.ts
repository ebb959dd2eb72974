/** Grid codes: the community's 12 digits and a serial number. */
import { GeoError } from '../error'

/** How long a grid's code is: 15 digits leave three for the serial number; 14, 16 and 20 are in use as well. */
export type CodeDigits = 14 | 15 | 16 | 20

const COMMUNITY_DIGITS = 12

export interface GridToNumber {
  /** Where the grid is, metres or degrees: x grows to the east, y to the north. */
  x: number
  y: number
  /** The code that the grid keeps from the plan before (see `keptCodes`). */
  keeps?: string
}

/**
 * A code for each grid of one community, in the order given. Grids are numbered west to east within rows, and the rows north
 * to south; a row is as high as a grid is on average. A kept code stays; new ones follow the highest serial ever used, since a
 * code is never used again. Where the digits don't suffice the answer is `infeasible`.
 */
export function numberGrids(
  communityCode: string,
  grids: GridToNumber[],
  used: Iterable<string> = [],
  digits: CodeDigits = 15,
): { status: 'ok'; codes: string[] } | { status: 'infeasible'; reason: 'code-space-exhausted' } {
  if (!/^\d{12}$/.test(communityCode)) throw new GeoError('bad-community-code', communityCode)
  const serialDigits = digits - COMMUNITY_DIGITS
  const kept = grids.flatMap(({ keeps }) => keeps ?? [])
  let serial = [...used, ...kept]
    .filter((code) => code.startsWith(communityCode) && code.length === digits)
    .reduce((most, code) => Math.max(most, Number(serialNumber(code))), 0)
  const codes = grids.map(({ keeps }) => keeps ?? '')
  for (const grid of readingOrder(grids)) {
    if (codes[grid]) continue
    const next = String(++serial).padStart(serialDigits, '0')
    if (next.length > serialDigits) return { status: 'infeasible', reason: 'code-space-exhausted' }
    codes[grid] = communityCode + next
  }
  return { status: 'ok', codes }
}

/** The serial number in a grid's code: what people call the grid within its community. */
export function serialNumber(code: string): string {
  return code.slice(COMMUNITY_DIGITS)
}

/** Numbers of the places in reading order: rows from north to south, within a row from west to east. */
export function readingOrder(places: { x: number; y: number }[]): number[] {
  const [west, east] = [Math.min(...places.map(({ x }) => x)), Math.max(...places.map(({ x }) => x))]
  const [south, north] = [Math.min(...places.map(({ y }) => y)), Math.max(...places.map(({ y }) => y))]
  const side = Math.sqrt(((east - west) * (north - south)) / Math.max(1, places.length))
  const rowHeight = side > 0 ? side : Infinity
  const row = (place: number): number => {
    const down = (north - places[place].y) / rowHeight
    return Number.isFinite(down) ? Math.floor(down) : 0
  }
  return [...places.keys()].sort(
    (a, b) => row(a) - row(b) || places[a].x - places[b].x || places[b].y - places[a].y || a - b,
  )
}
