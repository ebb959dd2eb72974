import { distance } from '@turf/distance'
import type { ImportKind } from '../types'

/** Kinds whose things lie where a district lies; lines and ground of a base map may lead anywhere. */
const placedKinds = new Set<ImportKind>(['areas', 'buildings', 'service-points', 'incidents'])

const LEAST_DOUBTFUL_METRES = 5_000
const LEAST_REFUSED_METRES = 20_000
const TIMES_DOUBTFUL = 4
const TIMES_REFUSED = 6
/** Of fewer, nobody can say which are the others. */
const LEAST_ROWS = 5
const MOST_REFUSED_SHARE = 0.05
/**
 * No district reaches so far from its middle: what does is no part of it, however much there is of it and however few rows there are.
 * Nothing can be drawn around it either (`isWithinReach` in `geo/planar/frame.ts`).
 */
const MOST_METRES = 300_000

/** A row that lies far from all others: refused, or taken with a doubt. */
export interface Outlier {
  isRefused: boolean
  /** How far, in words. */
  distance: string
}

/**
 * Finds what lies far from all others: a slip of a digit, a geocoder that found the name in another province. Far is measured from the
 * middle (medians of longitude and latitude) by the distance within which three quarters lie, so that what is far does not move the
 * measure. What is not far enough, or too many, is only doubtful; what no district reaches never is a part of it. `lngs` and `lats` are those of the rows, NaN for one without a
 * place; returned by the number of the row. O(rows log rows).
 */
export function outliersOf(
  kind: ImportKind,
  { lngs, lats }: { lngs: number[]; lats: number[] },
): Map<number, Outlier> {
  const found = new Map<number, Outlier>()
  const placed = lngs.flatMap((lng, i) => (Number.isNaN(lng) ? [] : i))
  if (!placedKinds.has(kind) || placed.length < 2) return found
  const distances = distancesFromMiddle(placed, lngs, lats)
  if (placed.length < LEAST_ROWS) return beyondReach(placed, distances)
  const usual = quantile(distances, 0.75)
  const isFar = (metres: number, least: number, times: number) => metres > Math.max(least, times * usual)
  let refused = 0
  placed.forEach((row, i) => {
    if (!isFar(distances[i], LEAST_DOUBTFUL_METRES, TIMES_DOUBTFUL)) return
    const isRefused = isFar(distances[i], LEAST_REFUSED_METRES, TIMES_REFUSED)
    if (isRefused) refused++
    found.set(row, { isRefused, distance: kilometres(distances[i]) })
  })
  // So many are no slips.
  if (refused > Math.max(1, placed.length * MOST_REFUSED_SHARE))
    for (const outlier of found.values()) outlier.isRefused = false
  for (const [row, outlier] of beyondReach(placed, distances)) found.set(row, outlier)
  return found
}

function beyondReach(placed: number[], distances: number[]): Map<number, Outlier> {
  return new Map(
    placed.flatMap((row, i): [number, Outlier][] =>
      distances[i] > MOST_METRES ? [[row, { isRefused: true, distance: kilometres(distances[i]) }]] : [],
    ),
  )
}

function distancesFromMiddle(placed: number[], lngs: number[], lats: number[]): number[] {
  const middle = [lngs, lats].map((values) =>
    quantile(
      placed.map((i) => values[i]),
      0.5,
    ),
  )
  return placed.map((i) => distance(middle, [lngs[i], lats[i]], { units: 'meters' }))
}

function quantile(values: number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

function kilometres(metres: number): string {
  return metres < 10_000 ? `${(metres / 1000).toFixed(1)} km` : `${Math.round(metres / 1000)} km`
}
