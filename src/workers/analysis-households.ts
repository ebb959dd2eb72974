import { addPlace, densityOf, type DensitySurface, MONTH_DAYS, toMetres, valuesOf } from '../../geo/index'
import { LEAST_HOUSEHOLDS } from '../lib/density'
import { type Border, type GridFinder, insideOf, NO_GRID } from './analysis-places'

/** What a map tells cases by: square kilometres, or 1,000 households. */
export type Denominator = 'area' | 'households'

/** How many households live in which cell: parallel arrays; the south-west corner of a cell is `x`, `y` over `cellsPerDegree`. */
export interface Households {
  cellsPerDegree: number
  /** Ids. */
  community: readonly number[]
  x: readonly number[]
  y: readonly number[]
  households: readonly number[]
}

/**
 * Returns the least households per square kilometre for a rate by a Gaussian kernel: as many in its reach as a rate needs. A kernel
 * estimate is as sure as a count on 4 π σ² (Wand and Jones 1995, Kernel Smoothing, 2.5).
 */
export function leastLiving(bandwidthMetres: number): number {
  return (LEAST_HOUSEHOLDS * 1e6) / (4 * Math.PI * bandwidthMetres ** 2)
}

/** Households inside a border. */
export interface LivingInside {
  total: number
  /** By id. */
  byCommunity: ReadonlyMap<number, number>
  /** By place among the grids. */
  byGrid: ReadonlyMap<number, number>
}

/** Returns how many households live inside a border, by community and grid. */
export function livingInside(
  { cellsPerDegree, community, x, y, households }: Households,
  border: Border,
  gridAt: GridFinder,
): LivingInside {
  const isIn = insideOf(border)
  const [byCommunity, byGrid] = [new Map<number, number>(), new Map<number, number>()]
  let total = 0
  const add = (to: Map<number, number>, key: number, count: number) => to.set(key, (to.get(key) ?? 0) + count)
  households.forEach((count, at) => {
    const [lng, lat] = [(x[at] + 0.5) / cellsPerDegree, (y[at] + 0.5) / cellsPerDegree]
    if (!isIn(lng, lat)) return
    total += count
    add(byCommunity, community[at], count)
    const grid = gridAt(community[at], lng, lat)
    if (grid !== NO_GRID) add(byGrid, grid, count)
  })
  return { total, byCommunity, byGrid }
}

/** Returns households per square kilometre at the middle of each cell of a surface, as cases are spread on it. */
export function densityOfHouseholds(
  { cellsPerDegree, x, y, households }: Households,
  surface: DensitySurface,
): Float32Array {
  const counts = valuesOf(surface.raster)
  households.forEach((count, at) => {
    const middle = [(x[at] + 0.5) / cellsPerDegree, (y[at] + 0.5) / cellsPerDegree]
    const [east, north] = toMetres(surface.raster.frame, middle)
    addPlace(surface.raster, counts, east, north, count)
  })
  // Households are not told by month.
  return densityOf(surface, counts, MONTH_DAYS)
}
