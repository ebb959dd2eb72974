import {
  type DensityBand,
  densityBands,
  densityField,
  type MultiPolygonRings,
  refinedDensity,
} from '../../geo/index'

/**
 * The limits between the classes of a density, in incidents per square kilometre and 30 days. They are the same for every
 * area, zoom and day, so that a colour means one thing.
 */
export const DENSITY_LIMITS: readonly number[] = [20, 50, 100, 200, 400, 800]

/** The limits between the classes of a rate, in incidents per 1,000 households and 30 days; the same everywhere too. */
export const RATE_LIMITS: readonly number[] = [5, 10, 20, 50, 100, 200]

/** Below so many households a rate says nothing. */
export const LEAST_HOUSEHOLDS = 50

/** Counts of the cells of a lattice, as the database has them (`wall_density`). */
export interface CellCounts {
  days: number
  origin: readonly [lng: number, lat: number]
  lngPerCell: number
  latPerCell: number
  cells: readonly (readonly [x: number, y: number, count: number])[]
}

/** Fixed on the ground, so that a density means the same at every zoom and on every wall. */
const KERNEL = { bandwidthMetres: 200, cellMetres: 50 }

/**
 * Returns the areas between the limits of the density of what happened, per square kilometre and 30 days, over the ground of the
 * district and corrected at its border, as the heat map's. A place has the same density in whatever area it is looked at, if that
 * area is counted with a margin of the kernel's reach.
 */
export function densityOfCells(
  { days, origin, lngPerCell, latPerCell, cells }: CellCounts,
  ground: MultiPolygonRings,
): DensityBand[] {
  const [lng, lat] = origin
  const counts = cells.map(
    ([x, y, count]) => [(x + 0.5) * lngPerCell, (y + 0.5) * latPerCell, count] as const,
  )
  const field = densityField(counts, ground, { ...KERNEL, days, frame: { lng, lat } })
  return field ? densityBands(refinedDensity(field), DENSITY_LIMITS) : []
}
