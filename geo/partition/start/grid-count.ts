import type { Piece } from '../piece'
import type { Goal } from '../prices'

/** How many grids a piece may get, the likeliest first, and how near its mean can come to the target. */
export interface GridCounts {
  counts: number[]
  /** Deviation of the mean grid from the target with the best count, as a share of the target. */
  reachableDeviation: number
}

/**
 * Floor and ceiling of households ÷ target, less those that cannot be the better one; the number of grids there
 * already is (`existing`), if it does. O(n).
 */
export function gridCounts(piece: Piece, goal: Goal, existing?: number): GridCounts {
  const { targetHouseholds, tolerance } = goal
  const { totalHouseholds, count } = piece
  const inhabited = Math.max(
    1,
    piece.households.reduce((sum, households) => sum + (households > 0 ? 1 : 0), 0),
  )
  const most = Math.min(count, inhabited)
  const below = Math.min(most, Math.max(1, Math.floor(totalHouseholds / targetHouseholds)))
  const above = Math.min(most, below + 1)
  const deviation = (grids: number) => Math.abs(totalHouseholds / grids / targetHouseholds - 1)
  const [first, second] = deviation(below) <= deviation(above) ? [below, above] : [above, below]
  const reachableDeviation = deviation(first)
  if (existing && existing <= most && deviation(existing) <= tolerance)
    return { counts: [existing], reachableDeviation: Math.min(reachableDeviation, deviation(existing)) }
  const comfortable = reachableDeviation <= 0.6 * tolerance && deviation(second) > 1.2 * tolerance
  return { counts: comfortable || first === second ? [first] : [first, second], reachableDeviation }
}
