import gcoord from 'gcoord'
import type { Geometry, Position } from 'geojson'
import proj4 from 'proj4'
import type { CoordinateSystem } from '../types'
import { SWAPPED } from './datum'
import { systemOfCode } from './systems'

const transforms = new Map<CoordinateSystem, (position: Position) => [number, number]>()

/**
 * Returns a position in WGS84 degrees; NaN where the system has no such place. `from` is one of the named systems, `EPSG:4547` or
 * WKT, with `yx:` before it where the axes are swapped. Outside of China GCJ-02 and WGS84 are the same.
 */
export function toWgs84(position: Position, from: CoordinateSystem): [number, number] {
  if (from === 'wgs84' || from === '') return [position[0], position[1]]
  let transform = transforms.get(from)
  if (!transform) transforms.set(from, (transform = transformOf(from)))
  const [lng, lat] = transform(position)
  return [round(lng), round(lat)]
}

/** Tells whether positions of a system can be converted. */
export function isReadable(system: CoordinateSystem): boolean {
  try {
    transformOf(system)
    return true
  } catch {
    return false
  }
}

function transformOf(from: CoordinateSystem): (position: Position) => [number, number] {
  if (from.startsWith(SWAPPED)) {
    const inner = transformOf(from.slice(SWAPPED.length))
    return ([y, x]) => inner([x, y])
  }
  if (from === 'wgs84') return ([x, y]) => [x, y]
  const named = gcoordNames[from]
  if (named) return ([x, y]) => gcoord.transform([x, y], named, gcoord.WGS84)
  const code = /^EPSG:(\d+)$/i.exec(from)?.[1]
  const known = code === undefined ? undefined : systemOfCode(Number(code))
  if (code !== undefined && !known) throw new RangeError(from)
  const converter = proj4(known?.definition ?? from, 'WGS84')
  return ([x, y]) => converter.forward<[number, number]>([x, y], false)
}

const gcoordNames: Record<
  string,
  (typeof gcoord)['GCJ02'] | (typeof gcoord)['BD09'] | (typeof gcoord)['WebMercator']
> = {
  gcj02: gcoord.GCJ02,
  bd09: gcoord.BD09,
  'web-mercator': gcoord.WebMercator,
}

/** Returns a new geometry whose positions were mapped; heights are left out. Geometry collections are not expected. */
export function mapPositions(geometry: Geometry, map: (position: Position) => Position): Geometry {
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', coordinates: map(geometry.coordinates) }
    case 'MultiPoint':
    case 'LineString':
      return { ...geometry, coordinates: geometry.coordinates.map(map) }
    case 'MultiLineString':
    case 'Polygon':
      return { ...geometry, coordinates: geometry.coordinates.map((part) => part.map(map)) }
    case 'MultiPolygon':
      return {
        type: 'MultiPolygon',
        coordinates: geometry.coordinates.map((polygon) => polygon.map((ring) => ring.map(map))),
      }
    case 'GeometryCollection':
      return { ...geometry, geometries: geometry.geometries.map((part) => mapPositions(part, map)) }
  }
}

/** Nine decimals of a degree are a tenth of a millimetre. */
function round(degrees: number): number {
  return Math.round(degrees * 1e9) / 1e9
}
