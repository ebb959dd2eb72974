import type { Geometry, Position } from 'geojson'
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon'
import { groupRings } from '../formats/shapefile/rings'
import type { Problem } from '../types'

/** A geometry whose every position is two finite numbers, or why it is none. */
export type ShapeResult = { geometry: Geometry | null; mended: boolean } | { problem: Problem }

/** How deep the positions of a kind lie: a point is one, a line a list of them, … */
const depths = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
} as const
type Simple = keyof typeof depths
const byLowerCase = new Map((Object.keys(depths) as Simple[]).map((type) => [type.toLowerCase(), type]))

/**
 * Checks what a file gives as a geometry. Kinds are known in any case, numbers in text are numbers, heights are left out whatever
 * they are, brackets that are missing or too many are mended where all of them are; nothing else is guessed. O(positions).
 */
export function readShape(value: unknown): ShapeResult {
  if (value === null || value === undefined) return { geometry: null, mended: false }
  if (typeof value !== 'object' || Array.isArray(value)) return invalid(value)
  const { type, coordinates } = value as { type?: unknown; coordinates?: unknown }
  if (type === 'Rings' && Array.isArray(coordinates)) return ofRings(coordinates)
  if (typeof type !== 'string') return { problem: { reason: 'geometry-kind', detail: short(type) } }
  if (type.toLowerCase() === 'geometrycollection') return ofCollection(value)
  const known = byLowerCase.get(type.toLowerCase())
  if (!known) return { problem: { reason: 'geometry-kind', detail: type.slice(0, 40) } }
  if (!Array.isArray(coordinates) || isEmpty(coordinates))
    return { problem: { reason: 'geometry-missing', detail: known } }
  return ofDepth(known, coordinates)
}

/** No position in any list: what programs write for a thing without a place. */
function isEmpty(list: unknown[]): boolean {
  return list.every((one) => Array.isArray(one) && isEmpty(one))
}

function ofDepth(type: Simple, coordinates: unknown[]): ShapeResult {
  const found = depthOf(coordinates)
  const read = readNested(coordinates, found)
  if (found < 0 || read === undefined) return invalid(firstOdd(coordinates, found))
  const difference = found - depths[type]
  if (difference === 0) return { geometry: { type, coordinates: read } as Geometry, mended: false }
  if (difference === 1 && Array.isArray(read) && read.length === 1)
    return { geometry: { type, coordinates: read[0] as unknown } as Geometry, mended: true }
  if (difference === 1 && multi[type])
    return { geometry: { type: multi[type], coordinates: read } as Geometry, mended: true }
  if (difference === -1 && type !== 'LineString')
    return { geometry: { type, coordinates: [read] } as Geometry, mended: true }
  return invalid(coordinates)
}

const multi: Partial<Record<Simple, Simple>> = {
  Point: 'MultiPoint',
  LineString: 'MultiLineString',
  Polygon: 'MultiPolygon',
}

/** Depth of the first position; −1 where there is none. */
function depthOf(value: unknown): number {
  let depth = -1
  for (let at = value; Array.isArray(at); at = at.find((one) => (Array.isArray(one) ? one.length > 0 : true)))
    depth++
  return depth
}

/** Reads lists of positions that all lie equally deep; undefined where one does not. */
function readNested(value: unknown, depth: number): unknown {
  if (!Array.isArray(value)) return undefined
  if (depth <= 0) return readPosition(value)
  const parts: unknown[] = []
  for (const one of value) {
    const part = readNested(one, depth - 1)
    if (part === undefined) return undefined
    parts.push(part)
  }
  return parts
}

function readPosition(value: unknown[]): Position | undefined {
  const [x, y] = [numberOf(value[0]), numberOf(value[1])]
  return Number.isFinite(x) && Number.isFinite(y) ? [x, y] : undefined
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)
    ? Number(value)
    : Number.NaN
}

function ofRings(rings: unknown[]): ShapeResult {
  if (isEmpty(rings)) return { problem: { reason: 'geometry-missing', detail: 'Polygon' } }
  const read = readNested(rings, 2) as Position[][] | undefined
  return read
    ? { geometry: { type: 'MultiPolygon', coordinates: groupRings(read) }, mended: false }
    : invalid(firstOdd(rings, 2))
}

/** Parts of one kind are one geometry of many; parts of several kinds are none. */
function ofCollection(value: object): ShapeResult {
  const { geometries } = value as { geometries?: unknown }
  if (!Array.isArray(geometries) || geometries.length === 0)
    return { problem: { reason: 'geometry-missing', detail: 'GeometryCollection' } }
  const parts: Geometry[] = []
  for (const one of geometries) {
    const isNested =
      typeof one === 'object' &&
      one !== null &&
      /^geometrycollection$/i.test(String((one as { type?: unknown }).type))
    const part = isNested ? invalid(one) : readShape(one)
    if ('problem' in part)
      return isNested ? { problem: { reason: 'geometry-kind', detail: 'GeometryCollection' } } : part
    if (part.geometry) parts.push(part.geometry)
  }
  const merged = mergeParts(parts) ?? withoutLabels(parts)
  return merged
    ? {
        geometry: merged,
        mended: parts.some(({ type }) => type !== merged.type && !merged.type.endsWith(type)),
      }
    : { problem: { reason: 'geometry-kind', detail: 'GeometryCollection' } }
}

/** Programs put the place of a name beside an area: points that lie in the areas say nothing more. */
function withoutLabels(parts: Geometry[]): Geometry | undefined {
  const points = parts.filter((part) => part.type === 'Point')
  const areas = mergeParts(parts.filter((part) => part.type !== 'Point'))
  if (points.length === 0 || !(areas?.type === 'Polygon' || areas?.type === 'MultiPolygon')) return undefined
  const rings = areas.type === 'Polygon' ? areas.coordinates : areas.coordinates.flat()
  const isSound = rings.every((ring) => ring.length > 3)
  return isSound && points.every((point) => booleanPointInPolygon(point, areas)) ? areas : undefined
}

function mergeParts(parts: Geometry[]): Geometry | undefined {
  for (const type of ['Point', 'LineString', 'Polygon'] as const) {
    const many = multi[type]!
    if (parts.length === 0 || !parts.every((part) => part.type === type || part.type === many)) continue
    if (parts.length === 1) return parts[0]
    const coordinates = parts.flatMap((part) =>
      part.type === many
        ? (part as { coordinates: unknown[] }).coordinates
        : [(part as { coordinates: unknown }).coordinates],
    )
    return { type: many, coordinates } as Geometry
  }
  return undefined
}

/** What a person has to look for: the first thing where a position should be that is none. */
function firstOdd(value: unknown, depth: number): unknown {
  if (!Array.isArray(value)) return value
  if (depth <= 0) return value
  return value.find((one) => readNested(one, depth - 1) === undefined)
}

function invalid(value: unknown): ShapeResult {
  return { problem: { reason: 'geometry-invalid', detail: short(value) } }
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? '').slice(0, 40)
}
