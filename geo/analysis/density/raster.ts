import { type Frame, toMetres } from '../../planar/frame'

/** Square cells of a lattice that is fixed on the ground: corners lie at whole multiples of the cell from the frame's origin. */
export interface Raster {
  frame: Frame
  /** Metres east and north of the frame's origin at the south-west corner of the first cell; cells run east, rows north. */
  westMetres: number
  southMetres: number
  cellMetres: number
  columns: number
  rows: number
}

/** Positions in metres east and north of a frame's origin. */
export interface Places {
  x: ArrayLike<number>
  y: ArrayLike<number>
}

/** Positions of degrees in metres of the frame. */
export function placesOf(frame: Frame, positions: readonly (readonly number[])[]): Places {
  const x = new Float64Array(positions.length)
  const y = new Float64Array(positions.length)
  positions.forEach((position, at) => ([x[at], y[at]] = toMetres(frame, position)))
  return { x, y }
}

/** The raster that holds the places and a margin around them. Throws nothing: without places it has the cells of the margin. */
export function rasterAround(
  frame: Frame,
  { x, y }: Places,
  cellMetres: number,
  marginMetres: number,
): Raster {
  let [west, south, east, north] = x.length ? [Infinity, Infinity, -Infinity, -Infinity] : [0, 0, 0, 0]
  for (let at = 0; at < x.length; at++) {
    west = Math.min(west, x[at])
    east = Math.max(east, x[at])
    south = Math.min(south, y[at])
    north = Math.max(north, y[at])
  }
  const lowest = (metres: number) => Math.floor((metres - marginMetres) / cellMetres)
  const highest = (metres: number) => Math.floor((metres + marginMetres) / cellMetres) + 1
  return {
    frame,
    westMetres: lowest(west) * cellMetres,
    southMetres: lowest(south) * cellMetres,
    cellMetres,
    columns: highest(east) - lowest(west),
    rows: highest(north) - lowest(south),
  }
}

/** Values for the cells of a raster, row by row from the south-west corner: 0 in each. */
export function valuesOf({ columns, rows }: Raster): Float32Array {
  return new Float32Array(columns * rows)
}

/** The cell that a place in metres lies in, or -1 outside of the raster. */
export function cellAt(
  { westMetres, southMetres, cellMetres, columns, rows }: Raster,
  x: number,
  y: number,
): number {
  const column = Math.floor((x - westMetres) / cellMetres)
  const row = Math.floor((y - southMetres) / cellMetres)
  return column >= 0 && row >= 0 && column < columns && row < rows ? row * columns + column : -1
}

/**
 * Adds what is counted at a place (a negative count takes it away again) to the nine cells around it, with the weights of a
 * quadratic spline: their mean is the place, their variance a quarter of a cell wherever in its cell the place lies, so that a
 * blur can allow for it exactly (Hockney and Eastwood 1981, Computer Simulation Using Particles, 5-3: triangular-shaped cloud).
 * Places outside of the raster's outermost cells are left out.
 */
export function addPlace(raster: Raster, values: Float32Array, x: number, y: number, count = 1): void {
  const { columns, rows, cellMetres } = raster
  const u = (x - raster.westMetres) / cellMetres
  const v = (y - raster.southMetres) / cellMetres
  const [column, row] = [Math.floor(u), Math.floor(v)]
  if (!(column >= 1 && row >= 1 && column < columns - 1 && row < rows - 1)) return
  const [right, up] = [u - column, v - row]
  const [west, middle, east] = [(1 - right) ** 2 / 2, 0.5 + right - right * right, (right * right) / 2]
  let at = (row - 1) * columns + column
  for (let line = 0; line < 3; line++, at += columns) {
    const share = count * (line === 0 ? (1 - up) ** 2 / 2 : line === 1 ? 0.5 + up - up * up : (up * up) / 2)
    values[at - 1] += share * west
    values[at] += share * middle
    values[at + 1] += share * east
  }
}

/** Variance that `addPlace` adds to a kernel, in cells². */
export const PLACE_VARIANCE = 1 / 4

/**
 * Returns the value between the middles of four cells (bilinear): `first` is the south-western one, `toEast` and `toNorth` lead on to
 * its neighbours, `right` and `up` say how far between them (0 to 1).
 */
export function bilinear(
  values: Float32Array,
  first: number,
  [toEast, toNorth]: readonly [number, number],
  right: number,
  up: number,
): number {
  const south = values[first] * (1 - right) + values[first + toEast] * right
  const north = values[first + toNorth] * (1 - right) + values[first + toNorth + toEast] * right
  return south * (1 - up) + north * up
}
