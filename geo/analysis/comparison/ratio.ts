import { binomialAtLeast } from '../chance/tails'

/** How many times as high a rate is as another, between what bounds, and how rarely by chance. */
export interface RateRatio {
  /** The first rate as a multiple of the second. */
  ratio: number
  lower: number
  upper: number
  /** How rarely two equal rates differ as much, both sides. */
  p: number
}

/**
 * Returns the ratio of two rates of counts with its exact interval, or null where fewer than `leastCases` say anything or one side has
 * none. Given the sum of both, the first count is binomial; the bounds of its share are Clopper's and Pearson's (1934, Biometrika
 * 26(4)), as in R's `poisson.test`. Exposures are what each side had the chance of: households × days.
 */
export function rateRatio(
  [first, second]: readonly [first: number, second: number],
  [own, other]: readonly [first: number, second: number],
  { confidence = 0.95, leastCases = 5 } = {},
): RateRatio | null {
  const all = first + second
  if (all < leastCases || first === 0 || second === 0 || !(own > 0) || !(other > 0)) return null
  const tail = (1 - confidence) / 2
  const ratioOf = (share: number) => ((share / (1 - share)) * other) / own
  const chance = own / (own + other)
  const most = binomialAtLeast(first, all, chance)
  const least = binomialAtLeast(second, all, 1 - chance)
  return {
    ratio: ratioOf(first / all),
    lower: ratioOf(shareAt((share) => binomialAtLeast(first, all, share) < tail)),
    upper: ratioOf(shareAt((share) => binomialAtLeast(second, all, 1 - share) > tail)),
    p: Math.min(1, 2 * Math.min(most, least)),
  }
}

/** The share up to which something holds. */
function shareAt(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}
