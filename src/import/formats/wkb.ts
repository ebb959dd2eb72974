import type { Geometry, Position } from 'geojson'

const kinds: Record<number, Geometry['type']> = {
  1: 'Point',
  2: 'LineString',
  3: 'Polygon',
  4: 'MultiPoint',
  5: 'MultiLineString',
  6: 'MultiPolygon',
  7: 'GeometryCollection',
}

/** A geometry of a kind that GeoJSON has no word for, such as a curve. */
export class UnknownGeometry extends Error {}

/**
 * Reads well-known binary (OGC 06-103r4; heights and measures in ISO's and PostGIS's way are left out). Throws UnknownGeometry
 * for curves and surfaces, and RangeError where the bytes end too early.
 */
export function readWkb(bytes: Uint8Array): Geometry {
  return new WkbReader(bytes).geometry()
}

/** The number of the system that well-known binary of PostGIS states (EWKB); undefined where it states none. */
export function sridOfWkb(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isLittle = view.getUint8(0) === 1
  return view.getUint32(1, isLittle) & 0x20000000 ? view.getUint32(5, isLittle) : undefined
}

class WkbReader {
  private readonly view: DataView
  private at = 0

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  geometry(): Geometry {
    const little = this.view.getUint8(this.at) === 1
    this.at += 1
    const code = this.uint32(little)
    if (code & 0x20000000) this.at += 4
    const base = (code & 0x0fffffff) % 1000
    const thousands = Math.floor((code & 0x0fffffff) / 1000)
    const extra = thousands === 0 ? Number((code & 0x80000000) !== 0) + Number((code & 0x40000000) !== 0) : 0
    const size = 2 + (thousands === 3 ? 2 : thousands > 0 ? 1 : extra)
    const type = kinds[base]
    if (!type) throw new UnknownGeometry(`WKB ${base}`)
    return this.ofType(type, little, size)
  }

  private ofType(type: Geometry['type'], little: boolean, size: number): Geometry {
    const position = () => this.position(little, size)
    const line = () => this.list(little, position, size * 8)
    const parts = <T>() => this.list(little, () => this.part() as T, 9)
    switch (type) {
      case 'Point': {
        const coordinates = position()
        return { type, coordinates: coordinates.every(Number.isNaN) ? [] : coordinates }
      }
      case 'LineString':
        return { type, coordinates: line() }
      case 'Polygon':
        return { type, coordinates: this.list(little, line, 4) }
      case 'GeometryCollection':
        return { type, geometries: this.list(little, () => this.geometry(), 5) }
      case 'MultiPoint':
        return { type, coordinates: parts<Position>() }
      case 'MultiLineString':
        return { type, coordinates: parts<Position[]>() }
      case 'MultiPolygon':
        return { type, coordinates: parts<Position[][]>() }
    }
  }

  private part(): unknown {
    const part = this.geometry()
    return part.type === 'GeometryCollection' ? [] : part.coordinates
  }

  /** A count that the bytes left cannot hold is a damaged one: it must not make room for a thousand million. */
  private list<T>(little: boolean, read: () => T, leastBytes: number): T[] {
    const count = this.uint32(little)
    if (count * leastBytes > this.view.byteLength - this.at) throw new RangeError('WKB ends too early')
    return Array.from({ length: count }, read)
  }

  private position(little: boolean, size: number): Position {
    const found = [this.view.getFloat64(this.at, little), this.view.getFloat64(this.at + 8, little)]
    this.at += size * 8
    return found
  }

  private uint32(little: boolean): number {
    this.at += 4
    return this.view.getUint32(this.at - 4, little)
  }
}
