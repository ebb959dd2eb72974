import gcoord from 'gcoord'
import type { Geometry, Position } from 'geojson'
import type { CoordinateSystem } from './types'

const systems = {
  wgs84: gcoord.WGS84,
  gcj02: gcoord.GCJ02,
  bd09: gcoord.BD09,
  'web-mercator': gcoord.WebMercator,
} as const

/** Returns a position in WGS84 degrees. Outside of China GCJ-02 and WGS84 are the same. */
export function toWgs84(position: Position, from: CoordinateSystem): [number, number] {
  const [x, y] = position
  if (from === 'wgs84') return [x, y]
  const [lng, lat] = gcoord.transform([x, y], systems[from], gcoord.WGS84)
  return [round(lng), round(lat)]
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

/**
 * Guesses the coordinate system from the file's name, its `crs` and the size of its numbers. GCJ-02 and BD-09 cannot be told
 * from WGS84 by their numbers: that remains a question to the person.
 */
export function guessCoordinates(fileName: string, crs: string, positions: Position[]): CoordinateSystem {
  const said = `${fileName} ${crs}`.toLowerCase()
  if (/gcj-?_?0?2|火星|高德|amap|腾讯/.test(said)) return 'gcj02'
  if (/bd-?_?09|百度|baidu/.test(said)) return 'bd09'
  if (/3857|900913/.test(said)) return 'web-mercator'
  return positions.some(([x, y]) => Math.abs(x) > 181 || Math.abs(y) > 91) ? 'web-mercator' : 'wgs84'
}

/** Nine decimals of a degree are a tenth of a millimetre. */
function round(degrees: number): number {
  return Math.round(degrees * 1e9) / 1e9
}
