import { toWgs84 } from '../coordinates'
import { SWAPPED } from '../coordinates/datum'
import type { CoordinateSystem, Doubt, ImportKind, RefusalReason } from '../types'

/** What is wrong with the place of a row, besides lying far from the others. */
export type PlaceFault = { refusal: RefusalReason; detail: string } | { doubt: Doubt; detail: string }

/** Of fewer rows nobody can say what is usual. */
const LEAST_ROWS = 5
/** So many buildings on one spot, or so great a share of requests, were put there by a geocoder that found nothing better. */
const MOST_BUILDINGS = 4
const MOST_SHARE_OF_REQUESTS = 0.2

/**
 * Finds positions that are none: whole degrees, which are a hundred kilometres wide, and one spot on which many things stand, as a
 * geocoder gives it for what it does not find. Places are those of the rows in WGS84, NaN for one without; `coordinates` is what the
 * file has them in. Returned by the number of the row.
 */
export function placeFaults(
  kind: ImportKind,
  { lngs, lats }: { lngs: number[]; lats: number[] },
  coordinates: CoordinateSystem = 'wgs84',
): Map<number, PlaceFault> {
  const found = new Map<number, PlaceFault>()
  if (kind !== 'buildings' && kind !== 'incidents' && kind !== 'service-points') return found
  const bySpot = new Map<string, number[]>()
  let placed = 0
  lngs.forEach((lng, row) => {
    if (Number.isNaN(lng)) return
    placed++
    const spot = `${lng}, ${lats[row]}`
    const rows = bySpot.get(spot)
    if (rows) rows.push(row)
    else bySpot.set(spot, [row])
  })
  // Rows that were refused for something else are rows of the list as well.
  if (lngs.length < LEAST_ROWS) return found
  for (const row of drawnOn(lngs, lats))
    found.set(row, { refusal: 'position-coarse', detail: `${lngs[row]}, ${lats[row]}` })
  for (const [spot, rows] of bySpot) {
    const whole = wholeDegrees(lngs[rows[0]], lats[rows[0]], coordinates)
    const fault = whole
      ? { refusal: 'position-coarse' as const, detail: whole }
      : placed >= LEAST_ROWS && isCrowded(kind, rows.length, placed)
        ? { doubt: 'position-shared' as const, detail: `${spot} × ${rows.length}` }
        : undefined
    if (fault) for (const row of rows) found.set(row, fault)
  }
  return found
}

/** So many in a row are no accident. */
const LEAST_SERIES = 3
const NEARLY = 1e-6

/** Returns the rows behind the first of which a spreadsheet drew a number on: 113.2, 114.2, 115.2, each a whole degree further. */
function drawnOn(lngs: number[], lats: number[]): number[] {
  const steps = lngs.map((lng, row) => {
    const [x, y] = [lng - lngs[row - 1], lats[row] - lats[row - 1]].map(Math.abs)
    const isWhole = (step: number) => Math.abs(step - 1) < NEARLY
    return (isWhole(x) && (y < NEARLY || isWhole(y))) || (x < NEARLY && isWhole(y))
  })
  const found: number[] = []
  for (let row = 0; row < steps.length; row++) {
    let end = row
    while (steps[end]) end++
    if (end - row >= LEAST_SERIES - 1) found.push(...lngs.map((_, i) => i).slice(row, end))
    row = end
  }
  return found
}

/** No system in degrees moves a place further than this. */
const MOST_SHIFT_DEGREES = 0.05

/** Returns the whole degrees that the file has for a place; undefined where it has something finer. */
function wholeDegrees(lng: number, lat: number, system: CoordinateSystem): string | undefined {
  const [x, y] = [Math.round(lng), Math.round(lat)]
  if (Math.abs(lng - x) > MOST_SHIFT_DEGREES || Math.abs(lat - y) > MOST_SHIFT_DEGREES) return undefined
  const read = toWgs84(system.startsWith(SWAPPED) ? [y, x] : [x, y], system)
  return read[0] === lng && read[1] === lat ? `${x}, ${y}` : undefined
}

function isCrowded(kind: ImportKind, here: number, all: number): boolean {
  return kind === 'buildings' ? here > MOST_BUILDINGS : here > Math.max(20, all * MOST_SHARE_OF_REQUESTS)
}
