import { readWkb, sridOfWkb } from '../formats/wkb'

/** A geometry that stands in a cell: as a file gives it, not checked; `system` is the one that it states, `EPSG:4547`, or ''. */
export interface GeometryText {
  type: string
  geometry: unknown
  system: string
}

const kinds = new Map(
  ['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon'].map((type) => [
    type.toUpperCase(),
    type,
  ]),
)

/**
 * Reads a cell that holds a geometry: WKT and EWKT (`SRID=4547;POLYGON((…))`), well-known binary in hexadecimal as PostGIS writes it,
 * GeoJSON, or positions one after the other. Undefined for any other text; a `type` without a geometry is one that cannot be read.
 */
export function readGeometryText(cell: string): GeometryText | undefined {
  const text = cell.trim()
  if (polyline.test(text)) return ofPolyline(text)
  return text.startsWith('{') ? ofJson(text) : /^0[01][0-9a-f]{18,}$/i.test(text) ? ofHex(text) : ofWkt(text)
}

/** Positions one after the other, as map services write boundaries: `113.2,35.2;113.3,35.2;…`, parts of one thing parted by a bar. */
const polyline =
  /^-?\d{1,8}(\.\d+)?\s*,\s*-?\d{1,8}(\.\d+)?(\s*[;；|]\s*-?\d{1,8}(\.\d+)?\s*,\s*-?\d{1,8}(\.\d+)?){2,}\s*[;；]?$/

/** What ends where it begins is an area, anything else a line. */
function ofPolyline(text: string): GeometryText {
  const parts = text.split('|').map((part) =>
    part
      .split(/[;；]/)
      .filter((position) => position.trim() !== '')
      .map((position) => position.split(',').map(Number)),
  )
  const isClosed = parts.every((part) => part.length > 3 && part[0].join() === part.at(-1)!.join())
  const type = isClosed ? 'MultiPolygon' : 'MultiLineString'
  const coordinates = isClosed ? parts.map((part) => [part]) : parts
  return { type, geometry: { type, coordinates }, system: '' }
}

function ofWkt(text: string): GeometryText | undefined {
  const found = /^(?:SRID\s*=\s*(\d+)\s*;\s*)?([a-z]{5,20}?)\s*(?:ZM|Z|M)?\s*(\(.*\)|EMPTY)$/is.exec(text)
  if (!found) return undefined
  const [, srid, word, body] = found
  const type = kinds.get(word.toUpperCase())
  const system = srid ? `EPSG:${srid}` : ''
  if (!type)
    return /^(GEOMETRYCOLLECTION|(MULTI)?(CURVE|SURFACE)|CIRCULARSTRING|COMPOUNDCURVE|CURVEPOLYGON|TIN|TRIANGLE|POLYHEDRALSURFACE)$/i.test(
      word,
    )
      ? { type: word.toUpperCase(), geometry: { type: word }, system }
      : undefined
  return { type, geometry: { type, coordinates: coordinatesOf(type, body) }, system }
}

/** The lists of a body: `((1 2, 3 4))` is [[[1, 2], [3, 4]]]; null where the brackets or numbers are none. */
function coordinatesOf(type: string, body: string): unknown {
  if (/^EMPTY$/i.test(body)) return []
  const lists = body
    .replace(
      /([^\s(),]+)\s+([^\s(),]+)(?:\s+[^\s(),]+)*/g,
      (_, x: string, y: string) => `[${numeral(x)},${numeral(y)}]`,
    )
    .replace(/\(/g, '[')
    .replace(/\)/g, ']')
  try {
    const read = JSON.parse(lists) as unknown[]
    if (type === 'Point') return read[0]
    return type === 'MultiPoint'
      ? read.map((one) => (Array.isArray(one) && Array.isArray(one[0]) ? (one[0] as unknown) : one))
      : read
  } catch {
    return null
  }
}

function numeral(text: string): string {
  const value = Number(text)
  return Number.isFinite(value) ? String(value) : 'null'
}

function ofHex(text: string): GeometryText | undefined {
  const bytes = Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  try {
    const geometry = readWkb(bytes)
    const srid = sridOfWkb(bytes)
    return { type: geometry.type, geometry, system: srid ? `EPSG:${srid}` : '' }
  } catch {
    return undefined
  }
}

function ofJson(text: string): GeometryText | undefined {
  try {
    const value = JSON.parse(text) as { type?: unknown; geometry?: unknown }
    const geometry = (value.type === 'Feature' ? value.geometry : value) as {
      type?: unknown
      coordinates?: unknown
    }
    if (typeof geometry.type !== 'string' || !('coordinates' in geometry)) return undefined
    return { type: kinds.get(geometry.type.toUpperCase()) ?? geometry.type, geometry, system: '' }
  } catch {
    return undefined
  }
}
