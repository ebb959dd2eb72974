import { type Frame, toLngLat, toMetres } from '../../geo/index'
import { type CaseColumns, caseCount, UNITS_PER_DEGREE } from '../lib/incidents/case-columns'

/** A grid and the community it lies in; rings in degrees. */
export interface GridGround {
  id: number
  community: number
  rings: readonly (readonly (readonly number[])[])[]
}

/** What stands for “in no grid”. */
export const NO_GRID = 65535

/** Where the cases of columns lie in metres of a frame: a table by row of units, so that no place is kept twice. */
export class MetresOf {
  private readonly eastPerUnit: Float64Array
  private readonly north: Float64Array
  private readonly firstUnit: number

  constructor(
    private readonly columns: CaseColumns,
    frame: Frame,
  ) {
    const { south, height, west } = columns
    this.eastPerUnit = new Float64Array(height)
    this.north = new Float64Array(height)
    this.firstUnit = west + 0.5 - frame.lng * UNITS_PER_DEGREE
    for (let y = 0; y < height; y++) {
      const [east, north] = toMetres(frame, [frame.lng + 0.1, (south + y + 0.5) / UNITS_PER_DEGREE])
      this.eastPerUnit[y] = (east * 10) / UNITS_PER_DEGREE
      this.north[y] = north
    }
  }

  x(row: number): number {
    return (this.firstUnit + this.columns.x[row]) * this.eastPerUnit[this.columns.y[row]]
  }

  y(row: number): number {
    return this.north[this.columns.y[row]]
  }
}

/** Returns the longitude and latitude of a place in metres, rounded to a metre or so. */
export function degreesOf(frame: Frame, x: number, y: number): [lng: number, lat: number] {
  const [lng, lat] = toLngLat(frame, x, y)
  return [Math.round(lng * 1e5) / 1e5, Math.round(lat * 1e5) / 1e5]
}

interface Ground {
  place: number
  west: number
  east: number
  south: number
  north: number
  rings: readonly (readonly (readonly number[])[])[]
}

/** A ring in degrees, closed or not. */
export type Border = readonly (readonly number[])[]

/** Finds the place of the grid of a community (an id) on whose ground a position in degrees lies, or `NO_GRID`. */
export type GridFinder = (community: number, lng: number, lat: number) => number

/** Returns what finds the grids of positions. Cost of a search: grids of the community. */
export function gridFinder(grids: readonly GridGround[]): GridFinder {
  const grounds = new Map<number, Ground[]>()
  grids.forEach(({ community, rings }, place) => {
    const own = grounds.get(community)
    if (own) own.push(groundOf(place, rings))
    else grounds.set(community, [groundOf(place, rings)])
  })
  return (community, lng, lat) => {
    for (const ground of grounds.get(community) ?? []) if (isInside(ground, lng, lat)) return ground.place
    return NO_GRID
  }
}

/** Returns for each case the place of the grid of its community on whose ground it lies, or `NO_GRID`. Cost: cases × grids of a community. */
export function gridsOfCases(columns: CaseColumns, find: GridFinder): Uint16Array {
  const found = new Uint16Array(caseCount(columns))
  for (let row = 0; row < found.length; row++)
    found[row] = find(columns.communities[columns.community[row]], lngOf(columns, row), latOf(columns, row))
  return found
}

/** Returns whether positions in degrees lie inside a border; where it crosses itself, by even and odd. */
export function insideOf(border: Border): (lng: number, lat: number) => boolean {
  const ground = groundOf(0, [border])
  return (lng, lat) => isInside(ground, lng, lat)
}

/** Returns for each case 1 where it lies inside a border, else 0. Cost: cases × corners, of those outside of its box: cases. */
export function casesInside(columns: CaseColumns, border: Border): Uint8Array {
  const isIn = insideOf(border)
  const found = new Uint8Array(caseCount(columns))
  for (let row = 0; row < found.length; row++)
    found[row] = isIn(lngOf(columns, row), latOf(columns, row)) ? 1 : 0
  return found
}

const lngOf = ({ west, x }: CaseColumns, row: number) => (west + x[row] + 0.5) / UNITS_PER_DEGREE
const latOf = ({ south, y }: CaseColumns, row: number) => (south + y[row] + 0.5) / UNITS_PER_DEGREE

function groundOf(place: number, rings: GridGround['rings']): Ground {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const [x, y] of rings.flat()) {
    west = Math.min(west, x)
    east = Math.max(east, x)
    south = Math.min(south, y)
    north = Math.max(north, y)
  }
  return { place, west, east, south, north, rings }
}

function isInside({ west, east, south, north, rings }: Ground, x: number, y: number): boolean {
  if (x < west || x > east || y < south || y > north) return false
  let inside = false
  for (const ring of rings)
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
      const [x1, y1] = ring[at]
      const [x2, y2] = ring[before]
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside
    }
  return inside
}
