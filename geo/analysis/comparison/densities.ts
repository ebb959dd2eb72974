import { type DensitySurface, densityOf } from '../density/surface'
import { sumsAround } from '../hotspots/gi-star'
import type { CellUnits } from '../hotspots/neighbours'
import { compareCounts, type ComparisonOptions, type CountComparison } from './counts'

/** One side of a comparison: a period, a category. */
export interface ComparedCases {
  /** What `addPlace` gathered. */
  counts: Float32Array
  /** Whole cases in each cell (`cellAt`). */
  cases: ArrayLike<number>
  days: number
}

/** Of each unit of `CellUnits`, in its order. */
export interface DensityComparison extends CountComparison {
  /** First less second, cases per square kilometre and month, of each cell of the raster. */
  difference: Float32Array
  /** Cases of each side around a unit, itself included: what the test is made of. */
  firstCases: Float64Array
  secondCases: Float64Array
}

/**
 * Compares two densities over one surface: their difference, and in which cells chance does not explain it, from the cases in
 * a cell and its neighbours (`cellsWithin` at about the bandwidth). `exposures` left out are the days of both sides.
 */
export function compareDensities(
  surface: DensitySurface,
  units: CellUnits,
  first: ComparedCases,
  second: ComparedCases,
  options: ComparisonOptions & { exposures?: readonly [first: number, second: number] } = {},
): DensityComparison {
  const difference = densityOf(surface, first.counts, first.days)
  const other = densityOf(surface, second.counts, second.days)
  for (let at = 0; at < other.length; at++) difference[at] -= other[at]
  const around = ({ cases }: ComparedCases) =>
    sumsAround(
      units.cells.map((cell) => cases[cell]),
      units.neighbours,
    )
  const [firstCases, secondCases] = [around(first), around(second)]
  const exposures = options.exposures ?? [first.days, second.days]
  return {
    difference,
    firstCases,
    secondCases,
    ...compareCounts(firstCases, secondCases, exposures, options),
  }
}
