import { distance } from '@turf/distance'
import { areasOf, linesOf } from '../values/geometry'
import type { AcceptedRow, ImportKind } from '../types'
import { positionOf } from './derive'

/** Kinds whose things come in pieces with the same id. */
export function mergesParts(kind: ImportKind): boolean {
  return kind === 'barriers' || kind === 'crossings' || kind === 'base-map'
}

/** Adds the geometry of a further piece to the row of the first. Both are lines, or both areas: the source tells them apart. */
export function mergeParts(first: AcceptedRow, piece: AcceptedRow): void {
  const [lines, moreLines] = [
    first.geometry && linesOf(first.geometry),
    piece.geometry && linesOf(piece.geometry),
  ]
  const [areas, moreAreas] = [
    first.geometry && areasOf(first.geometry),
    piece.geometry && areasOf(piece.geometry),
  ]
  if (lines && moreLines)
    first.geometry = {
      type: 'MultiLineString',
      coordinates: [...lines.coordinates, ...moreLines.coordinates],
    }
  if (areas && moreAreas)
    first.geometry = { type: 'MultiPolygon', coordinates: [...areas.coordinates, ...moreAreas.coordinates] }
  first.lines += piece.lines
}

/** No house is longer. */
const MOST_METRES = 300

/** Tells whether two parts lie near enough to each other to be of one building. */
export function mayBeOneBuilding(first: AcceptedRow, unit: AcceptedRow): boolean {
  if (!first.geometry || !unit.geometry) return true
  return distance(positionOf(first.geometry), positionOf(unit.geometry), { units: 'meters' }) <= MOST_METRES
}

/** Adds a further part of a building to its first: households are added up, the higher storeys count, the first place stays. */
export function addUnit(first: AcceptedRow, unit: AcceptedRow): void {
  const count = ({ payload }: AcceptedRow, field: string) => Number(payload[field] ?? 0)
  first.payload.households = count(first, 'households') + count(unit, 'households')
  // A sum with an estimate in it is one.
  if (unit.payload.householdsEstimated) first.payload.householdsEstimated = true
  first.payload.storeys = Math.max(count(first, 'storeys'), count(unit, 'storeys')) || null
  if (!first.doubts.some(({ code }) => code === 'units-added'))
    first.doubts.push({ code: 'units-added', detail: '' })
  first.lines += unit.lines
}
