import { positionOf } from './derive'
import type { ReadResult } from './read'
import type { AcceptedRow, ImportKind } from './types'

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
 * Takes out what lies far from all others: a slip of a digit, a geocoder that found the name in another province. Far is measured
 * from the middle (medians of longitude and latitude) by the distance within which three quarters lie, so that what is far does not
 * move the measure. What is not far enough, or too many, is kept with a doubt. Both name the distance. O(rows log rows).
 */
export function withoutOutliers(kind: ImportKind, result: ReadResult): ReadResult {
  if (!placedKinds.has(kind)) return result
  const placed = result.accepted.filter(({ geometry }) => geometry !== null)
  if (placed.length < LEAST_ROWS) return result
  const distances = distancesFromMiddle(placed)
  const usual = quantile(distances, 0.75)
  const isFar = (metres: number, least: number, times: number) => metres > Math.max(least, times * usual)
  const refused = new Map<AcceptedRow, number>()
  placed.forEach((row, i) => {
    if (!isFar(distances[i], LEAST_DOUBTFUL_METRES, TIMES_DOUBTFUL)) return
    if (isFar(distances[i], LEAST_REFUSED_METRES, TIMES_REFUSED)) refused.set(row, distances[i])
    else row.doubts.push({ code: 'far-from-others', detail: kilometres(distances[i]) })
  })
  if (refused.size > Math.max(1, placed.length * MOST_REFUSED_SHARE)) {
    for (const [row, metres] of refused)
      row.doubts.push({ code: 'far-from-others', detail: kilometres(metres) })
    return result
  }
  if (refused.size === 0) return result
  return {
    read: result.read,
    accepted: result.accepted.filter((row) => !refused.has(row)),
    refused: [
      ...result.refused,
      ...[...refused].map(([{ line }, metres]) => ({
        line,
        reason: 'far-from-others' as const,
        detail: kilometres(metres),
      })),
    ].sort((a, b) => a.line - b.line),
  }
}

function distancesFromMiddle(rows: AcceptedRow[]): number[] {
  const positions = rows.map(positionOf)
  const [lng, lat] = [
    quantile(
      positions.map(([x]) => x),
      0.5,
    ),
    quantile(
      positions.map(([, y]) => y),
      0.5,
    ),
  ]
  return positions.map(([x, y]) => metresBetween(lng, lat, x, y))
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

const EARTH_METRES = 6_371_000

/** Along a great circle (haversine): what is far may be on the other side of the earth. */
function metresBetween(lng: number, lat: number, x: number, y: number): number {
  const radians = Math.PI / 180
  const [dLng, dLat] = [((x - lng) * radians) / 2, ((y - lat) * radians) / 2]
  const h = Math.sin(dLat) ** 2 + Math.cos(lat * radians) * Math.cos(y * radians) * Math.sin(dLng) ** 2
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)))
}

function kilometres(metres: number): string {
  return metres < 10_000 ? `${(metres / 1000).toFixed(1)} km` : `${Math.round(metres / 1000)} km`
}
