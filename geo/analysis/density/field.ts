import { type Frame, frameAround, type MultiPolygonRings } from '../../planar/frame'
import { REACH } from './blur'
import { addPlace, placesOf, type Raster, rasterAround, valuesOf } from './raster'
import { densityOf, densitySurface, MONTH_DAYS } from './surface'
import { shareInside } from './window'

/** A density over a ground: per square kilometre at the middle of each cell that touches it or lies beside one that does, else 0. */
export interface DensityField extends Raster {
  perSquareKilometre: Float32Array
  /** Which part of each cell is ground. */
  share: Float32Array
}

export interface DensityOptions {
  /** Standard deviation of the Gaussian kernel. Fixed on the ground, so a density means the same at every zoom. */
  bandwidthMetres: number
  cellMetres: number
  /** Over so many days was counted; the density is that of a month. Left out: it is not told by time. */
  days?: number
  /** Where the cells are counted from; left out, the middle of the positions. Under one frame cells are the same whatever is given. */
  frame?: Frame
}

/** A position in degrees, and how many there are at it (1). */
export type DensityPosition = readonly [lng: number, lat: number, count?: number]

/**
 * Returns the kernel density of positions (degrees) over a ground, corrected at its border as `densityOf` does; null where there
 * are no positions. A place has the same density whatever else is given, as long as all within twice the kernel's reach is. Cost:
 * positions + cells × reach.
 */
export function densityField(
  positions: readonly DensityPosition[],
  ground: MultiPolygonRings,
  { bandwidthMetres, cellMetres, days = MONTH_DAYS, frame }: DensityOptions,
): DensityField | null {
  if (positions.length === 0) return null
  const points = positions.map(([lng, lat]) => [lng, lat])
  const middle = frame ?? frameAround(points)
  const places = placesOf(middle, points)
  // As far again as the kernel reaches: how much of one lies inside the ground is known wherever there is a density.
  const margin = 2 * REACH * bandwidthMetres + 2 * cellMetres
  const raster = rasterAround(middle, places, cellMetres, margin)
  const values = valuesOf(raster)
  positions.forEach(([, , count = 1], at) => addPlace(raster, values, places.x[at], places.y[at], count))
  const share = shareInside(raster, ground)
  const surface = densitySurface(raster, share, bandwidthMetres)
  return { ...raster, perSquareKilometre: densityOf(surface, values, days), share }
}
