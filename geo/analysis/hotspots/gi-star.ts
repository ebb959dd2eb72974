import type { Neighbours } from './neighbours'

/** Sums over each unit and its neighbours. */
export function sumsAround(values: ArrayLike<number>, { start, neighbour }: Neighbours): Float64Array {
  const sums = new Float64Array(values.length)
  for (let unit = 0; unit < values.length; unit++) {
    let sum = values[unit]
    for (let at = start[unit]; at < start[unit + 1]; at++) sum += values[neighbour[at]]
    sums[unit] = sum
  }
  return sums
}

/**
 * Returns Gi* of each unit, standardised, over itself and its neighbours with equal weights (Ord and Getis 1995, Geogr. Anal.
 * 27(4), eq. 14; weights that add up to one give the same). 0 where all values are equal, or all units neighbours.
 */
export function giStar(values: ArrayLike<number>, neighbours: Neighbours): Float64Array {
  const count = values.length
  let mean = 0
  for (let unit = 0; unit < count; unit++) mean += values[unit] / count
  let variance = 0
  for (let unit = 0; unit < count; unit++) variance += (values[unit] - mean) ** 2 / count
  return sumsAround(values, neighbours).map((sum, unit) => {
    const size = neighbours.start[unit + 1] - neighbours.start[unit] + 1
    const spread = (variance * size * (count - size)) / (count - 1)
    return spread > 0 ? (sum - size * mean) / Math.sqrt(spread) : 0
  })
}
