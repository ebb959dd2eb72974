import type { Instance } from '../../../geo/graph/instance'
import { gridTotals } from './totals'

/** What a plan is worth; the names are those of the benchmark's scorer, shares 0 to 1, walk in metres. */
export interface PlanScore {
  grids: number
  meanHouseholds: number
  minHouseholds: number
  maxHouseholds: number
  maxDevTargetPct: number
  shareWithin5: number
  shareWithin10: number
  shareWithin20: number
  reachableShareWithin10: number
  noncontiguousParts: number
  partsCrossingCommunity: number
  fitCompounds: number
  splitCompounds: number
  splitCompoundShare: number
  bigCompounds: number
  excessBigPieces: number
  meanPolsbyPopper: number
  p10PolsbyPopper: number
  meanInertiaCompactness: number
  p10InertiaCompactness: number
  meanWalkM: number
}

/** Scores a plan (`grid[building]`, any numbers) as the benchmark's `score.py` does, except for deviations from the mean. O(n + m). */
export function scorePlan(
  instance: Instance,
  grid: ArrayLike<number>,
  target: number,
  tolerance = 0.1,
): PlanScore {
  const totals = gridTotals(instance, grid)
  const deviation = totals.households.map((households) => Math.abs(households / target - 1))
  const shareWithin = (limit: number) => share(deviation, (value) => value * 100 <= limit * 100 + 1e-9)
  return {
    grids: totals.count,
    meanHouseholds: mean(totals.households),
    minHouseholds: totals.households.reduce((a, b) => Math.min(a, b), Infinity),
    maxHouseholds: totals.households.reduce((a, b) => Math.max(a, b), 0),
    maxDevTargetPct: 100 * deviation.reduce((a, b) => Math.max(a, b), 0),
    shareWithin5: shareWithin(0.05),
    shareWithin10: shareWithin(0.1),
    shareWithin20: shareWithin(0.2),
    reachableShareWithin10: reachableShare(instance, target, tolerance),
    noncontiguousParts: totals.fragments.filter((fragments) => fragments > 1).length,
    partsCrossingCommunity: totals.communities.filter((communities) => communities > 1).length,
    ...compoundScore(instance, totals.grid, target * (1 + tolerance)),
    meanPolsbyPopper: mean(totals.polsbyPopper),
    p10PolsbyPopper: percentile(totals.polsbyPopper, 0.1),
    meanInertiaCompactness: mean(totals.inertiaCompactness),
    p10InertiaCompactness: percentile(totals.inertiaCompactness, 0.1),
    meanWalkM: mean(totals.walkMetres),
  }
}

/** Share of the grids that stand in communities whose total can be divided into grids within the tolerance at all. */
function reachableShare(instance: Instance, target: number, tolerance: number): number {
  const totals = new Map<number, number>()
  for (let i = 0; i < instance.count; i++)
    totals.set(instance.community[i], (totals.get(instance.community[i]) ?? 0) + instance.households[i])
  let reachable = 0
  let all = 0
  for (const households of totals.values()) {
    const grids = Math.max(1, roundHalfToEven(households / target))
    all += grids
    if (Math.abs(households / grids / target - 1) <= tolerance) reachable += grids
  }
  return all ? reachable / all : 1
}

function compoundScore(instance: Instance, grid: Int32Array, limit: number) {
  const grids = new Map<number, Set<number>>()
  const households = new Map<number, number>()
  for (let i = 0; i < instance.count; i++) {
    const compound = instance.compound[i]
    grids.set(compound, (grids.get(compound) ?? new Set()).add(grid[i]))
    households.set(compound, (households.get(compound) ?? 0) + instance.households[i])
  }
  const score = {
    fitCompounds: 0,
    splitCompounds: 0,
    splitCompoundShare: 0,
    bigCompounds: 0,
    excessBigPieces: 0,
  }
  for (const [compound, parts] of grids) {
    const size = households.get(compound) ?? 0
    if (size <= limit) {
      score.fitCompounds++
      if (parts.size > 1) score.splitCompounds++
    } else {
      score.bigCompounds++
      score.excessBigPieces += Math.max(0, parts.size - Math.ceil(size / limit))
    }
  }
  score.splitCompoundShare = score.splitCompounds / Math.max(1, score.fitCompounds)
  return score
}

function mean(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0) / Math.max(1, values.length)
}

function share(values: Float64Array, holds: (value: number) => boolean): number {
  return values.filter(holds).length / Math.max(1, values.length)
}

/** Linear interpolation between order statistics, as numpy does. */
function percentile(values: Float64Array, quantile: number): number {
  if (!values.length) return 0
  const sorted = values.slice().sort()
  const position = quantile * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (position - below) * (sorted[above] - sorted[below])
}

/** Rounds as Python does, so that a community of exactly 2.5 grids counts the same. */
function roundHalfToEven(value: number): number {
  const below = Math.floor(value)
  if (value - below !== 0.5) return Math.round(value)
  return below % 2 ? below + 1 : below
}
