import { negativeBinomialAtLeast } from '../chance/tails'
import { type AlarmSeries, type History, historyOf } from './history'
import { quadratic, quasiPoisson, type QuasiPoissonFit } from './quasi-poisson'

export interface AlarmOptions {
  /** How often a step without anything unusual may raise an alarm (0.01). */
  falseAlarmRate?: number
  /** Years before now that nothing is learnt from, so that what builds up now is not what is expected (half a year). */
  guardYears?: number
  /** Fewer cases than this never raise an alarm (3). */
  leastCases?: number
}

/** What is expected now, and why. */
export interface AlarmVerdict {
  observed: number
  expected: number
  /** Most and least cases that are not unusual. */
  upper: number
  lower: number
  /** How rarely more come about, with some of how rarely just so many do (after mid-p; Lancaster 1961, J. Am. Stat. Assoc. 56(294)). */
  p: number
  isAlarm: boolean
  /** `expected` is their product: cases per step in the middle of the history, and what trend, season and kind of day make of it. */
  parts: { level: number; trend: number; season: number; dayKind: number }
  /** Variance of the counts over their mean. */
  dispersion: number
  /** Deviation of the logarithm of what is expected. */
  uncertainty: number
  /** Past steps that were themselves unusual and count less. */
  pastUnusual: number
}

/** Past residuals above this count less (Noufaily et al. 2013). */
const UNUSUAL = 2.58
/**
 * Normal residuals of variance 1, those above the threshold weighted by the inverse of their square, have a variance of
 * (1 − c φ(c)) / (1 − Q(c) + ∫ φ(z) / z²) = 0.967: the dispersion is given back what was weighted down without being an outbreak.
 */
const CONSISTENT = 1 / 0.967

/**
 * Returns whether the last count of a series is unusually high, against what its level, trend, season and kinds of days lead to expect;
 * null with less than a quarter of a year to learn from. Quasi-Poisson regression over all of the past with past outbreaks weighted
 * down, bounds by a negative binomial that allows for what is uncertain about the expectation (Farrington et al. 1996, J. R. Statist.
 * Soc. A 159(3); Noufaily et al. 2013, Stat. Med. 32(7)). Few counts are no special case: coefficients are held by priors, and a
 * count's own chance counts in part, so that alarms of whole numbers are on average as rare as stated.
 */
export function alarmNow(series: AlarmSeries, options: AlarmOptions = {}): AlarmVerdict | null {
  const { falseAlarmRate = 0.01, guardYears = 0.5, leastCases = 3 } = options
  const now = series.counts.length - 1
  const steps = now - Math.round(guardYears * series.stepsPerYear)
  if (steps < series.stepsPerYear / 4) return null
  const history = historyOf(series, steps)
  const { fit, pastUnusual } = robustFit(history, series.counts)
  const row = history.rowOf(now)
  const uncertainty = Math.sqrt(fit.dispersion * quadratic(fit.inverse, row))
  const parts = partsAt(history, fit, row)
  const expected = parts.level * parts.trend * parts.season * parts.dayKind
  const variance = fit.dispersion * expected + (expected * uncertainty) ** 2
  const observed = series.counts[now]
  const p = midChance(observed, expected, variance)
  return {
    observed,
    expected,
    ...boundsOf(expected, variance, falseAlarmRate),
    p,
    isAlarm: p <= falseAlarmRate && observed >= leastCases,
    parts,
    dispersion: fit.dispersion,
    uncertainty,
    pastUnusual,
  }
}

function robustFit(
  history: History,
  counts: ArrayLike<number>,
): { fit: QuasiPoissonFit; pastUnusual: number } {
  let sum = 0
  for (let step = 0; step < history.rows; step++) sum += counts[step]
  const from = new Float64Array(history.columns)
  from[0] = Math.log((sum + 0.5) / history.rows)
  const even = new Float64Array(history.rows).fill(1)
  const first = quasiPoisson(history, counts, even, from)
  const weights = weightsOf(first, counts)
  const pastUnusual = weights.reduce((count, weight) => count + (weight < 1 ? 1 : 0), 0)
  if (pastUnusual === 0) return { fit: first, pastUnusual }
  const fit = quasiPoisson(history, counts, weights, first.coefficients)
  return { fit: { ...fit, dispersion: fit.dispersion * CONSISTENT }, pastUnusual }
}

/** Steps with Anscombe's residuals above the threshold count the inverse of their square (Farrington et al. 1996, 3.5; Noufaily et al. 2013). */
function weightsOf(
  { means, leverages, dispersion }: QuasiPoissonFit,
  counts: ArrayLike<number>,
): Float64Array {
  return means.map((mean, step) => {
    const residual =
      (1.5 * (Math.cbrt(counts[step] ** 2) - Math.cbrt(mean ** 2))) /
      (mean ** (1 / 6) * Math.sqrt(dispersion * (1 - leverages[step])))
    return residual > UNUSUAL ? residual ** -2 : 1
  })
}

function partsAt(
  history: History,
  { coefficients }: QuasiPoissonFit,
  row: Float64Array,
): AlarmVerdict['parts'] {
  const parts = { level: 1, trend: 1, season: 1, dayKind: 1 }
  history.parts.forEach((part, column) => (parts[part] *= Math.exp(coefficients[column] * row[column])))
  return parts
}

/** The most cases of which more are rarer than the rate, and the least of which fewer are. */
function boundsOf(mean: number, variance: number, rate: number): { upper: number; lower: number } {
  const rarerAbove = (count: number) => midChance(count + 1, mean, variance) <= rate
  const rarerBelow = (count: number) => 1 - midChance(count - 1, mean, variance) <= rate
  return { upper: firstWhere(rarerAbove), lower: Math.max(0, firstWhere((count) => !rarerBelow(count)) - 1) }
}

/**
 * How much of the chance of just as many is added to that of more. Half would make whole numbers as rare on average as stated if the
 * mean were known; it is estimated, and over 3,000 series without an outbreak half came to 1.5 times the rate, this to at most 1.2.
 */
const OWN_SHARE = 0.6

/** The chance of more than a count and some of that of just as many. */
function midChance(count: number, mean: number, variance: number): number {
  const [more, atLeast] = [count + 1, count].map((least) => negativeBinomialAtLeast(least, mean, variance))
  return more + OWN_SHARE * (atLeast - more)
}

/** The smallest whole number with a property that all larger ones have: doubling, then halving. */
function firstWhere(holds: (count: number) => boolean): number {
  let high = 1
  while (!holds(high)) high *= 2
  let low = 0
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
