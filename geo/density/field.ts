import { type Frame, frameAround, toMetres } from '../planar/frame'

/** A density in a fixed unit on a regular grid of cells, rows from south to north. */
export interface DensityField {
  frame: Frame
  /** Metres east and north of the frame's origin at the south-west corner of the first cell. */
  westMetres: number
  southMetres: number
  cellMetres: number
  columns: number
  rows: number
  /** Points per square kilometre at the middle of each cell, row by row. */
  perSquareKilometre: Float32Array
}

export interface DensityOptions {
  /** Standard deviation of the Gaussian kernel. Fixed on the ground, so a density means the same at every zoom. */
  bandwidthMetres: number
  cellMetres: number
}

const REACH = 3

/**
 * Returns the kernel density of positions (degrees), or null when there are none. The field reaches far enough around
 * them that nothing is cut off: density times area adds up to the number of positions. Positions are first shared
 * among the four nearest cells (linear binning: Wand 1994, J. Comput. Graph. Stat. 3(4)), then the cells are
 * convolved with a Gaussian cut at three bandwidths, one axis after the other. Cost: positions + cells × reach.
 */
export function densityField(
  positions: readonly (readonly [number, number])[],
  { bandwidthMetres, cellMetres }: DensityOptions,
): DensityField | null {
  if (positions.length === 0) return null
  const frame = frameAround(positions)
  const points = positions.map((position) => toMetres(frame, position))
  const reachCells = Math.ceil((REACH * bandwidthMetres) / cellMetres)
  const field = emptyField(frame, points, cellMetres, reachCells + 2)
  for (const [x, y] of points) share(field, x, y)
  const kernel = gaussian(bandwidthMetres / cellMetres, reachCells)
  convolve(field.perSquareKilometre, field.columns, field.rows, 1, field.columns, kernel)
  convolve(field.perSquareKilometre, field.rows, field.columns, field.columns, 1, kernel)
  return field
}

function emptyField(
  frame: Frame,
  points: [number, number][],
  cellMetres: number,
  margin: number,
): DensityField {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    west = Math.min(west, x)
    east = Math.max(east, x)
    south = Math.min(south, y)
    north = Math.max(north, y)
  }
  const columns = Math.ceil((east - west) / cellMetres) + 2 * margin
  const rows = Math.ceil((north - south) / cellMetres) + 2 * margin
  return {
    frame,
    westMetres: west - margin * cellMetres,
    southMetres: south - margin * cellMetres,
    cellMetres,
    columns,
    rows,
    perSquareKilometre: new Float32Array(columns * rows),
  }
}

function share(field: DensityField, x: number, y: number): void {
  const { columns, cellMetres, perSquareKilometre } = field
  const u = (x - field.westMetres) / cellMetres - 0.5
  const v = (y - field.southMetres) / cellMetres - 0.5
  const [column, row] = [Math.floor(u), Math.floor(v)]
  const [right, up] = [u - column, v - row]
  const weight = 1e6 / (cellMetres * cellMetres)
  const at = row * columns + column
  perSquareKilometre[at] += weight * (1 - right) * (1 - up)
  perSquareKilometre[at + 1] += weight * right * (1 - up)
  perSquareKilometre[at + columns] += weight * (1 - right) * up
  perSquareKilometre[at + columns + 1] += weight * right * up
}

/** Weights from `-reach` to `reach` that add up to one. */
function gaussian(deviation: number, reach: number): Float64Array {
  const weights = new Float64Array(2 * reach + 1)
  let sum = 0
  for (let at = -reach; at <= reach; at++) {
    weights[at + reach] = Math.exp(-(at * at) / (2 * deviation * deviation))
    sum += weights[at + reach]
  }
  return weights.map((weight) => weight / sum)
}

/** Convolves `lines` lines of `length` values in place; `step` lies between values, `stride` between lines. */
function convolve(
  values: Float32Array,
  length: number,
  lines: number,
  step: number,
  stride: number,
  kernel: Float64Array,
): void {
  const reach = (kernel.length - 1) / 2
  const line = new Float64Array(length)
  for (let start = 0, done = 0; done < lines; done++, start += stride) {
    for (let at = 0; at < length; at++) {
      let sum = 0
      const last = Math.min(length - 1, at + reach)
      for (let other = Math.max(0, at - reach); other <= last; other++) {
        sum += values[start + other * step] * kernel[other - at + reach]
      }
      line[at] = sum
    }
    for (let at = 0; at < length; at++) values[start + at * step] = line[at]
  }
}
