import { sumsAround } from '../hotspots/gi-star'
import type { CellUnits } from '../hotspots/neighbours'
import { compareCounts, type ComparisonOptions, type CountComparison } from './counts'

/** Of each unit of `CellUnits`, in its order. */
export interface CellComparison extends CountComparison {
  /** Cases of each side around a unit, itself included: what the test is made of. */
  firstCases: Float64Array
  secondCases: Float64Array
}

/**
 * Compares where the cases of two sides lie: in which cells chance does not explain the difference, from the cases in a cell and its
 * neighbours (`cellsWithin` at about the bandwidth of the densities beside it). `first` and `second` are whole cases in each cell
 * of the raster (`cellAt`); exposures are those of `compareCounts`. Cost: cells × neighbours.
 */
export function compareCells(
  { cells, neighbours }: CellUnits,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  exposures: readonly [first: number, second: number],
  options: ComparisonOptions = {},
): CellComparison {
  const around = (cases: ArrayLike<number>) =>
    sumsAround(
      Float64Array.from(cells, (cell) => cases[cell]),
      neighbours,
    )
  const [firstCases, secondCases] = [around(first), around(second)]
  return { firstCases, secondCases, ...compareCounts(firstCases, secondCases, exposures, options) }
}
