import type { MultiPolygon, Point, Position } from 'geojson'
import { ByteWriter } from './bytes'

const HEADER = 100
const FILE_CODE = 9994
const VERSION = 1000
const POINT = 1
const POLYGON = 5

/** The two files that hold shapes: the shapes and where each begins. */
export interface ShapeFiles {
  shp: Uint8Array
  shx: Uint8Array
}

type Box = [west: number, south: number, east: number, north: number]

function boxOf(positions: readonly Position[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of positions) {
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return positions.length ? box : [0, 0, 0, 0]
}

/** Twice the area of a ring, positive where it runs against the clock. */
function turn(ring: readonly Position[]): number {
  return ring.slice(1).reduce((sum, [x, y], at) => sum + ring[at][0] * y - x * ring[at][1], 0)
}

/** A shapefile's outer rings run with the clock and its holes against it, the other way round than GeoJSON's. */
function ringsOf({ coordinates }: MultiPolygon): Position[][] {
  return coordinates.flatMap((polygon) =>
    polygon.map((ring, index) => (turn(ring) > 0 === (index === 0) ? [...ring].reverse() : ring)),
  )
}

function polygonContent(geometry: MultiPolygon): Uint8Array {
  const rings = ringsOf(geometry)
  const positions = rings.flat()
  const writer = new ByteWriter(44 + 4 * rings.length + 16 * positions.length)
  writer
    .int32(POLYGON)
    .double(...boxOf(positions))
    .int32(rings.length)
    .int32(positions.length)
  let start = 0
  for (const ring of rings) {
    writer.int32(start)
    start += ring.length
  }
  for (const [x, y] of positions) writer.double(x, y)
  return writer.bytes()
}

function pointContent({ coordinates: [x, y] }: Point): Uint8Array {
  return new ByteWriter(20).int32(POINT).double(x, y).bytes()
}

function header(writer: ByteWriter, bytes: number, kind: number, box: Box): void {
  writer
    .bigInt32(FILE_CODE)
    .skip(20)
    .bigInt32(bytes / 2)
  writer
    .int32(VERSION)
    .int32(kind)
    .double(...box)
    .skip(32)
}

function filesOf(kind: number, contents: readonly Uint8Array[], box: Box): ShapeFiles {
  const length = HEADER + contents.reduce((sum, content) => sum + 8 + content.length, 0)
  const shp = new ByteWriter(length)
  const shx = new ByteWriter(HEADER + 8 * contents.length)
  header(shp, length, kind, box)
  header(shx, HEADER + 8 * contents.length, kind, box)
  let offset = HEADER
  for (const [index, content] of contents.entries()) {
    shp
      .bigInt32(index + 1)
      .bigInt32(content.length / 2)
      .field(content, content.length, 0)
    shx.bigInt32(offset / 2).bigInt32(content.length / 2)
    offset += 8 + content.length
  }
  return { shp: shp.bytes(), shx: shx.bytes() }
}

/** Returns areas as shapes, in the order given. */
export function writePolygons(areas: readonly MultiPolygon[]): ShapeFiles {
  const box = boxOf(areas.flatMap(({ coordinates }) => coordinates.flat(2)))
  return filesOf(POLYGON, areas.map(polygonContent), box)
}

/** Returns points as shapes, in the order given. */
export function writePoints(points: readonly Point[]): ShapeFiles {
  return filesOf(POINT, points.map(pointContent), boxOf(points.map(({ coordinates }) => coordinates)))
}
