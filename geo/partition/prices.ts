import type { Weights } from './weights'

/** What a grid should hold. */
export interface Goal {
  targetHouseholds: number
  /** Allowed deviation as a share of the target. */
  tolerance: number
  weights: Weights
}

/** Numbers of one grid in rows of sums: row `g` starts at `g * sumWidth`. */
export const sumWidth = 8
export const HOUSEHOLDS = 0
export const AREA = 1
export const PERIMETER = 2
export const MOMENT_X = 3
export const MOMENT_Y = 4
export const MOMENT_SQUARE = 5
export const COST = 6
/** The part of the cost that balance makes. */
export const BALANCE = 7

/** Goal and weights as numbers in one array: they are read with every proposal, and an array has no shape that could change. */
export type Prices = Float64Array

const PER_TARGET = 0
const TOLERANCE = 1
const LEAST = 2
const MOST = 3
const INSIDE = 4
const INSIDE_SQUARE = 5
const OUTSIDE = 6
const DISTANCE = 7
const BORDER = 8
const INERTIA = 9
export const COMPOUND = 10
/** Price of one household that changes its grid. */
export const CHANGE = 11
/** Share of the weight `outside` that is due at the tolerance's edge; change it before `assignGrids`. */
export const STEP_SHARE = 12
const FAR = 13

/** After so much more deviation a grid outside the tolerance costs its whole weight. */
const rampLength = 0.15
/** Deviation from which on the weight `far` counts. */
const farOff = 0.5
/** Share of the weight due just outside the tolerance: at last nearly all, since outside is outside. */
export const finalStepShare = 0.9
/** The same while the search is hot: the slope beyond leads grids back in. */
export const hotStepShare = 0.4
/** Shape is counted from an ordinary grid, so that one grid more or less is neither rewarded nor punished. */
const typicalPolsbyPopper = 0.6
const typicalInertiaCompactness = 0.8

export function pricesOf({ targetHouseholds, tolerance, weights }: Goal): Prices {
  return Float64Array.of(
    1 / targetHouseholds,
    tolerance,
    targetHouseholds * (1 - tolerance) - 1e-9 * targetHouseholds,
    targetHouseholds * (1 + tolerance) + 1e-9 * targetHouseholds,
    weights.inside,
    weights.inside / (tolerance * tolerance),
    weights.outside,
    weights.distance,
    weights.border,
    weights.inertia,
    weights.compound,
    weights.change / targetHouseholds,
    finalStepShare,
    weights.far,
  )
}

/** Whether so many households are less than a grid should have. */
export function isTooFew(prices: Prices, households: number): boolean {
  return households < prices[LEAST]
}

/** Energy of a grid with so many households: a gentle bowl inside the tolerance, a step and a ramp outside, steeper far outside. */
export function balanceCost(prices: Prices, households: number): number {
  const deviation = Math.abs(households * prices[PER_TARGET] - 1)
  if (households >= prices[LEAST] && households <= prices[MOST])
    return prices[INSIDE_SQUARE] * deviation * deviation
  const excess = deviation - prices[TOLERANCE]
  const stepShare = prices[STEP_SHARE]
  const outside = excess < rampLength ? stepShare + (1 - stepShare) * (excess / rampLength) : 1
  const far = deviation > farOff ? prices[FAR] * (deviation - farOff) : 0
  return prices[INSIDE] + prices[OUTSIDE] * outside + prices[DISTANCE] * excess + far
}

/** Energy of a grid's shape from its sums: Polsby–Popper and inertia compactness. */
export function shapeCost(prices: Prices, sums: Float64Array, row: number): number {
  const area = sums[row + AREA]
  const perimeter = sums[row + PERIMETER]
  if (!(area > 0 && perimeter > 0)) return 0
  const polsbyPopper = (12.566370614359172 * area) / (perimeter * perimeter)
  return prices[BORDER] * (typicalPolsbyPopper - polsbyPopper) + inertiaCost(prices, sums, row)
}

/** The part of `shapeCost` that needs no perimeter. */
function inertiaCost(prices: Prices, sums: Float64Array, row: number): number {
  const area = sums[row + AREA]
  const momentX = sums[row + MOMENT_X]
  const momentY = sums[row + MOMENT_Y]
  const moment = sums[row + MOMENT_SQUARE] - (momentX * momentX + momentY * momentY) / area
  if (!(moment > 0)) return 0
  return prices[INERTIA] * (typicalInertiaCompactness - (area * area) / (6.283185307179586 * moment))
}

/** Works out what a grid costs from its sums, and puts it into its row. */
export function settleRow(prices: Prices, sums: Float64Array, row: number): number {
  sums[row + BALANCE] = balanceCost(prices, sums[row + HOUSEHOLDS])
  return (sums[row + COST] = sums[row + BALANCE] + shapeCost(prices, sums, row))
}

/** The least a grid can cost whatever its perimeter is. */
export function costBeforeBorder(prices: Prices, sums: Float64Array, row: number): number {
  const balance = balanceCost(prices, sums[row + HOUSEHOLDS])
  if (!(sums[row + AREA] > 0)) return balance
  return balance + prices[BORDER] * (typicalPolsbyPopper - 1) + inertiaCost(prices, sums, row)
}

/** The least that a grid's shape can cost. */
export function leastShapeCost(prices: Prices): number {
  return prices[BORDER] * (typicalPolsbyPopper - 1) + prices[INERTIA] * (typicalInertiaCompactness - 1)
}

/** Both weights of shape together. */
export function shapeWeight(prices: Prices): number {
  return prices[BORDER] + prices[INERTIA]
}
