import { falseDiscoveryShares } from '../chance/false-discovery'
import { binomialAtLeast } from '../chance/tails'

export interface ComparisonOptions {
  /** The share of the units named that may differ by chance (0.05). */
  falseDiscoveryShare?: number
  /** Units with fewer cases on both sides together are not tested (5). */
  leastCases?: number
}

export interface CountComparison {
  /** How rarely by chance, both sides; NaN where not tested. */
  p: Float64Array
  /** The smallest share of false discoveries at which a unit is one. */
  q: Float64Array
  /** 1 where the first side has more, -1 where it has fewer, 0 where chance explains the difference. */
  kind: Int8Array
}

/**
 * Compares two counts of each unit, given what each side had the chance of (days, households × days, or all cases of the side, to compare where
 * they happen rather than how many). Given the sum of both, the first is binomial (Przyborowski and Wilenski 1940, Biometrika
 * 31(3/4)): exact for small counts. p is twice the smaller tail; false discoveries are held to a share.
 */
export function compareCounts(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  exposures: readonly [first: number, second: number],
  { falseDiscoveryShare = 0.05, leastCases = 5 }: ComparisonOptions = {},
): CountComparison {
  const chance = exposures[0] / (exposures[0] + exposures[1])
  const p = Float64Array.from({ length: first.length }, (_, unit) =>
    first[unit] + second[unit] < leastCases ? NaN : bothTails(first[unit], second[unit], chance),
  )
  const q = falseDiscoveryShares(p)
  const kind = Int8Array.from(q, (share, unit) =>
    share <= falseDiscoveryShare ? Math.sign(first[unit] * exposures[1] - second[unit] * exposures[0]) : 0,
  )
  return { p, q, kind }
}

function bothTails(first: number, second: number, chance: number): number {
  const most = binomialAtLeast(first, first + second, chance)
  const least = binomialAtLeast(second, first + second, 1 - chance)
  return Math.min(1, 2 * Math.min(most, least))
}
