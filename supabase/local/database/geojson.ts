/** How many numbers follow for each position, by the flags of EWKB for height and measure. */
const flags = { z: 0x80000000, m: 0x40000000, srid: 0x20000000 }

const names = [
  '',
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
]

/** Digits after the point of a degree, as PostGIS prints them: a tenth of a millimetre. */
const decimals = 1e9

/**
 * Returns a geometry in EWKB, written in hexadecimal as PostgreSQL prints it, as PostGIS turns it into JSON: GeoJSON with
 * its reference system in `crs`. Anything that is no EWKB is returned as it is.
 */
export function toGeoJson(hex: string): unknown {
  if (!/^(?:00|01)(?:[0-9A-F]{2})+$/i.test(hex)) return hex
  try {
    return new Reader(Buffer.from(hex, 'hex')).geometry()
  } catch {
    return hex
  }
}

class Reader {
  readonly #bytes: Buffer
  #at = 0
  #littleEndian = true

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  geometry(): object {
    this.#littleEndian = this.#bytes.readUInt8(this.#at++) === 1
    const written = this.#count()
    const crs = written & flags.srid ? this.#crs() : {}
    const name = names[written & 0xff]
    const size = 2 + (written & flags.z ? 1 : 0) + (written & flags.m ? 1 : 0)
    if (name === 'GeometryCollection')
      return { type: name, ...crs, geometries: this.#list(() => this.geometry()) }
    return { type: name, ...crs, coordinates: this.#coordinates(name, size) }
  }

  #coordinates(name: string, size: number): unknown {
    const position = () => Array.from({ length: size }, () => this.#number())
    const ring = () => this.#list(position)
    switch (name) {
      case 'Point': {
        const numbers = position()
        return numbers.some(Number.isNaN) ? [] : numbers
      }
      case 'LineString':
        return ring()
      case 'Polygon':
        return this.#list(ring)
      case 'MultiPoint':
      case 'MultiLineString':
      case 'MultiPolygon':
        return this.#list(() => (this.geometry() as { coordinates: unknown }).coordinates)
      default:
        throw new Error(`no GeoJSON of ${name}`)
    }
  }

  #list<T>(item: () => T): T[] {
    return Array.from({ length: this.#count() }, item)
  }

  #crs(): object {
    return { crs: { type: 'name', properties: { name: `EPSG:${this.#count()}` } } }
  }

  #count(): number {
    const count = this.#littleEndian ? this.#bytes.readUInt32LE(this.#at) : this.#bytes.readUInt32BE(this.#at)
    this.#at += 4
    return count
  }

  #number(): number {
    const value = this.#littleEndian ? this.#bytes.readDoubleLE(this.#at) : this.#bytes.readDoubleBE(this.#at)
    this.#at += 8
    return Math.round(value * decimals) / decimals
  }
}
