import { type Frame, type MultiPolygonRings, straightened, toMetres } from '../../planar/frame'
import { doubledArea } from '../../planar/ring'
import { type Places, type Raster, valuesOf } from './raster'

/** The vertices of polygons in metres of the frame, to lay a raster around them. */
export function cornersOf(frame: Frame, polygons: MultiPolygonRings): Places {
  const corners = polygons.flat(2).map((position) => toMetres(frame, position))
  return { x: corners.map(([x]) => x), y: corners.map(([, y]) => y) }
}

/**
 * Returns the share of each cell of a raster that lies inside polygons (disjoint, with holes), from 0 to 1. Each edge leaves in
 * the cells that it passes what lies to the east of it; the sums along the rows are the shares, exactly. What lies outside of the
 * raster is cut off. Cost: cells + cells along the edges.
 */
export function shareInside(raster: Raster, polygons: MultiPolygonRings): Float32Array {
  const steps = new Float64Array((raster.columns + 2) * raster.rows)
  for (const rings of polygons)
    rings.forEach((ring, index) => {
      const flat = inCells(raster, ring)
      const turn = Math.sign(doubledArea(flat)) * (index === 0 ? -1 : 1)
      for (let at = 0, before = flat.length - 2; at < flat.length; before = at, at += 2)
        leaveEdge(steps, raster, flat[before], flat[before + 1], flat[at], flat[at + 1], turn)
    })
  const shares = valuesOf(raster)
  for (let row = 0; row < raster.rows; row++) {
    let sum = 0
    for (let column = 0; column < raster.columns; column++) {
      sum += steps[row * (raster.columns + 2) + column]
      shares[row * raster.columns + column] = sum < 1e-9 ? 0 : sum > 1 - 1e-9 ? 1 : sum
    }
  }
  return shares
}

/** A ring as x, y, x, y … in cells from the raster's corner, not closed. */
function inCells(
  { frame, westMetres, southMetres, cellMetres }: Raster,
  ring: readonly number[][],
): number[] {
  return straightened(frame, ring)
    .slice(0, -1)
    .flatMap((position) => {
      const [x, y] = toMetres(frame, position)
      return [(x - westMetres) / cellMetres, (y - southMetres) / cellMetres]
    })
}

/** Cuts an edge at the rows; what goes east or west beyond the raster is moved onto its side. */
function leaveEdge(
  steps: Float64Array,
  { columns, rows }: Raster,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  turn: number,
): void {
  if (y1 === y2) return
  const [low, high] = [Math.max(0, Math.min(y1, y2)), Math.min(rows, Math.max(y1, y2))]
  const slope = (x2 - x1) / (y2 - y1)
  const sign = y2 > y1 ? turn : -turn
  for (let row = Math.floor(low); row < high; row++) {
    const [from, to] = [Math.max(low, row), Math.min(high, row + 1)]
    if (to <= from) continue
    const start = row * (columns + 2)
    leaveInRow(steps, start, columns, x1 + (from - y1) * slope, x1 + (to - y1) * slope, sign * (to - from))
  }
}

function leaveInRow(
  steps: Float64Array,
  start: number,
  columns: number,
  one: number,
  other: number,
  height: number,
): void {
  const [west, east] = one < other ? [one, other] : [other, one]
  if (east - west < 1e-12) return leaveInCell(steps, start, columns, west, height)
  for (let column = Math.floor(west); column < east; column++) {
    const [from, to] = [Math.max(west, column), Math.min(east, column + 1)]
    if (to > from)
      leaveInCell(steps, start, columns, (from + to) / 2, (height * (to - from)) / (east - west), column)
  }
}

/** A piece of an edge within one cell: all cells east of it are covered, its own by what is east of the piece's middle. */
function leaveInCell(
  steps: Float64Array,
  start: number,
  columns: number,
  middle: number,
  height: number,
  column = Math.floor(middle),
): void {
  if (column < 0) steps[start] += height
  else if (column < columns) {
    const east = column + 1 - middle
    steps[start + column] += height * east
    steps[start + column + 1] += height * (1 - east)
  }
}
