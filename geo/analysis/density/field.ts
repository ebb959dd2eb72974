import { type Frame, frameAround } from '../../planar/frame'
import { REACH } from './blur'
import { addPlace, placesOf, type Raster, rasterAround, valuesOf } from './raster'
import { blurPlaces } from './surface'

/** A density without a border: points per square kilometre at the middle of each cell. */
export interface DensityField extends Raster {
  perSquareKilometre: Float32Array
}

export interface DensityOptions {
  /** Standard deviation of the Gaussian kernel. Fixed on the ground, so a density means the same at every zoom. */
  bandwidthMetres: number
  cellMetres: number
  /** Where the cells are counted from; left out, the middle of the positions. Under one frame cells are the same whatever is given. */
  frame?: Frame
}

/** A position in degrees, and how many there are at it (1). */
export type DensityPosition = readonly [lng: number, lat: number, count?: number]

/**
 * Returns the kernel density of positions (degrees), or null when there are none. The field reaches far enough around
 * them that nothing is cut off: density times area adds up to the number of positions. Nothing is corrected at a border: for
 * that see `densityOf`. Cost: positions + cells × reach.
 */
export function densityField(
  positions: readonly DensityPosition[],
  { bandwidthMetres, cellMetres, frame }: DensityOptions,
): DensityField | null {
  if (positions.length === 0) return null
  const points = positions.map(([lng, lat]) => [lng, lat])
  const ground = frame ?? frameAround(points)
  const places = placesOf(ground, points)
  const raster = rasterAround(ground, places, cellMetres, REACH * bandwidthMetres + 2 * cellMetres)
  const values = valuesOf(raster)
  const perCell = 1e6 / cellMetres ** 2
  positions.forEach(([, , count = 1], at) =>
    addPlace(raster, values, places.x[at], places.y[at], count * perCell),
  )
  blurPlaces(raster, values, bandwidthMetres)
  return { ...raster, perSquareKilometre: values }
}
