import type { Geometry, MultiLineString, MultiPolygon, Position } from 'geojson'
import { groupRings, liesIn } from '../formats/shapefile/rings'
import { mapPositions, toWgs84 } from '../coordinates'
import type { CoordinateSystem, RefusalReason } from '../types'

export type GeometryResult =
  { geometry: Geometry; mended: boolean } | { reason: RefusalReason; detail: string }

/**
 * Brings a geometry to WGS84 and mends what needs no guess: doubled positions, rings that are not closed, rings and lines that
 * vanish. What crosses itself is mended by the database. Refuses what has no position or an impossible one.
 */
export function readGeometry(geometry: Geometry | null, from: CoordinateSystem): GeometryResult {
  if (!geometry || !hasPositions(geometry)) return { reason: 'geometry-missing', detail: '' }
  if (geometry.type === 'GeometryCollection') return { reason: 'geometry-kind', detail: geometry.type }
  let impossible: Position | undefined
  const moved = mapPositions(geometry, (position) => {
    const found = position.every(Number.isFinite) ? toWgs84(position, from) : position
    if (!isPossible(found)) impossible ??= position
    return found
  })
  if (crossesDateLine(moved)) return { reason: 'geometry-invalid', detail: '±180°' }
  if (impossible) return { reason: 'position-impossible', detail: impossible.slice(0, 2).join(', ') }
  return mend(moved)
}

/** A shape that reaches from one end of the world to the other goes the short way, over ±180°, which no plane map can hold. */
function crossesDateLine(geometry: Geometry): boolean {
  let [west, east] = [Infinity, -Infinity]
  mapPositions(geometry, (position) => {
    west = Math.min(west, position[0])
    east = Math.max(east, position[0])
    return position
  })
  return east - west > 180
}

/** Tells whether a position lies on earth; 0, 0 is what failed geocoding leaves behind. */
export function isPossible([lng, lat]: Position): boolean {
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 && !(lng === 0 && lat === 0)
}

function mend(geometry: Geometry): GeometryResult {
  const lines = linesOf(geometry)
  const areas = areasOf(geometry)
  if (!lines && !areas) return { geometry, mended: false }
  const grouped = areas && regrouped(areas)
  const cleaned = lines ? cleanLines(lines) : cleanAreas(grouped ?? areas!)
  if (!cleaned) return { reason: 'geometry-invalid', detail: geometry.type }
  return { geometry: cleaned, mended: grouped !== undefined || hasChanged((lines ?? areas)!, cleaned) }
}

/** Rings that are called holes and lie outside of their polygon are ground of their own; undefined where all holes are holes. */
function regrouped({ coordinates }: MultiPolygon): MultiPolygon | undefined {
  const astray: Position[][] = []
  const kept = coordinates.map(([outer, ...holes]) => [
    outer,
    ...holes.filter((hole) => {
      const isHole = outer.length < 4 || hole.length < 4 || liesIn(outer, hole)
      if (!isHole) astray.push(hole)
      return isHole
    }),
  ])
  return astray.length > 0
    ? { type: 'MultiPolygon', coordinates: [...kept, ...groupRings(astray)] }
    : undefined
}

/** Whether more was mended than doubled positions: parts that vanish, rings that were open. */
function hasChanged(before: MultiLineString | MultiPolygon, after: MultiLineString | MultiPolygon): boolean {
  const parts = before.coordinates.flat(before.type === 'MultiPolygon' ? 1 : 0) as Position[][]
  const isOpen = (ring: Position[]) => !same(ring[0], ring.at(-1)!)
  return (
    parts.length !== after.coordinates.flat(after.type === 'MultiPolygon' ? 1 : 0).length ||
    (before.type === 'MultiPolygon' && parts.some(isOpen))
  )
}

/** Returns the geometry as lines, or undefined when it is not of lines. */
export function linesOf(geometry: Geometry): MultiLineString | undefined {
  if (geometry.type === 'MultiLineString') return geometry
  if (geometry.type === 'LineString') return { type: 'MultiLineString', coordinates: [geometry.coordinates] }
  return undefined
}

/** Returns the geometry as polygons, or undefined when it is not of polygons. */
export function areasOf(geometry: Geometry): MultiPolygon | undefined {
  if (geometry.type === 'MultiPolygon') return geometry
  if (geometry.type === 'Polygon') return { type: 'MultiPolygon', coordinates: [geometry.coordinates] }
  return undefined
}

/** Returns the rings of polygons as lines: the border that stands for an area when only lines are held. */
export function outlineOf(area: MultiPolygon): MultiLineString {
  return { type: 'MultiLineString', coordinates: area.coordinates.flat() }
}

function cleanLines(lines: MultiLineString): MultiLineString | undefined {
  const coordinates = lines.coordinates.map(withoutDoubles).filter((line) => line.length >= 2)
  return coordinates.length > 0 ? { type: 'MultiLineString', coordinates } : undefined
}

function cleanAreas(areas: MultiPolygon): MultiPolygon | undefined {
  const coordinates: Position[][][] = []
  for (const [outer, ...holes] of areas.coordinates) {
    const ring = closeRing(outer ?? [])
    if (ring.length < 4) continue
    coordinates.push([ring, ...holes.map(closeRing).filter((hole) => hole.length >= 4)])
  }
  return coordinates.length > 0 ? { type: 'MultiPolygon', coordinates } : undefined
}

function closeRing(ring: Position[]): Position[] {
  const clean = withoutDoubles(ring)
  return clean.length > 2 && !same(clean[0], clean.at(-1)!) ? [...clean, clean[0]] : clean
}

function withoutDoubles(line: Position[]): Position[] {
  return line.filter((position, i) => i === 0 || !same(position, line[i - 1]))
}

function same(a: Position, b: Position): boolean {
  return a[0] === b[0] && a[1] === b[1]
}

function hasPositions(geometry: Geometry): boolean {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.length > 0
  return Array.isArray(geometry.coordinates) && geometry.coordinates.flat(3).length > 0
}
