import { DataError } from '../../lib/errors'
import type { FeatureLayer, Format, RawFeature } from './types'
import { stemOf } from './names'

const FEATURES_AT_ONCE = 1000
const MAGIC_LENGTH = 8
const SIZE_LENGTH = 4

/** FlatGeobuf (version 3): features one after the other, each with its length before it. */
export const flatgeobuf: Format = {
  name: 'flatgeobuf',
  detect: (_name, head) => head[0] === 0x66 && head[1] === 0x67 && head[2] === 0x62,
  async open({ name, blob }) {
    if (blob.size > 1024 ** 3) throw new DataError('file-too-large', name)
    return [await readLayer(new Uint8Array(await blob.arrayBuffer()), name)]
  },
}

/** Bytes that a column or a feature takes at least: a count that cannot be is a damaged one. */
const LEAST_BYTES = 4
const MOST_PARTS_IN_PARTS = 4

const unreadable: RawFeature = {
  properties: {},
  geometry: null,
  broken: { reason: 'row-unreadable', detail: 'FlatGeobuf' },
}

interface Counted {
  xyLength(): number
  endsLength(): number
  partsLength(): number
  parts(index: number): Counted | null
}

/** Tells whether the lists of a feature fit into its bytes; otherwise reading them would never end. */
function holds(feature: { propertiesLength(): number; geometry(): Counted | null }, bytes: number): boolean {
  let room = bytes
  const take = (geometry: Counted, depth: number): boolean => {
    room -= geometry.xyLength() * 8 + geometry.endsLength() * 4 + geometry.partsLength() * 4
    if (room < 0 || depth > MOST_PARTS_IN_PARTS) return false
    for (let i = 0; i < geometry.partsLength(); i++) {
      const part = geometry.parts(i)
      if (part && !take(part, depth + 1)) return false
    }
    return true
  }
  const geometry = feature.geometry()
  return feature.propertiesLength() <= bytes && (!geometry || take(geometry, 0))
}

async function readLayer(bytes: Uint8Array, fileName: string): Promise<FeatureLayer> {
  const [
    { ByteBuffer },
    { fromByteBuffer },
    { Feature },
    { Header },
    { fromFeature },
    { parseProperties },
    { calcTreeSize },
  ] = await Promise.all([
    import('flatbuffers'),
    import('flatgeobuf/lib/mjs/header-meta.js'),
    import('flatgeobuf/lib/mjs/flat-geobuf/feature.js'),
    import('flatgeobuf/lib/mjs/flat-geobuf/header.js'),
    import('flatgeobuf/lib/mjs/geojson/feature.js'),
    import('flatgeobuf/lib/mjs/generic/feature.js'),
    import('flatgeobuf/lib/mjs/packedrtree.js'),
  ])
  const buffer = new ByteBuffer(bytes)
  const { header, start } = readHeader()

  function readHeader() {
    try {
      const length = bytes.length < MAGIC_LENGTH + SIZE_LENGTH ? Infinity : buffer.readUint32(MAGIC_LENGTH)
      const headerEnd = MAGIC_LENGTH + SIZE_LENGTH + length
      if (headerEnd > bytes.length) throw new RangeError('the header is longer than the file')
      buffer.setPosition(MAGIC_LENGTH)
      if (Header.getSizePrefixedRootAsHeader(buffer).columnsLength() * LEAST_BYTES > length)
        throw new RangeError('more columns than the header can hold')
      buffer.setPosition(MAGIC_LENGTH)
      const header = fromByteBuffer(buffer)
      const { featuresCount, indexNodeSize } = header
      if (featuresCount * LEAST_BYTES > bytes.length)
        throw new RangeError('more features than the file can hold')
      const index = indexNodeSize > 0 && featuresCount > 0 ? calcTreeSize(featuresCount, indexNodeSize) : 0
      return { header, start: headerEnd + index }
    } catch (cause) {
      throw new DataError('file-damaged', 'FlatGeobuf', cause)
    }
  }

  function readOne(at: number, length: number, number: number): RawFeature {
    try {
      buffer.setPosition(at)
      const feature = Feature.getSizePrefixedRootAsFeature(buffer)
      if (!holds(feature, length)) return unreadable
      const { properties, geometry } = feature.geometry()
        ? fromFeature(number, feature, header)
        : { properties: parseProperties(feature, header.columns), geometry: null }
      return { properties, geometry }
    } catch {
      return unreadable
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- features of every format come the same way
  async function* features(): AsyncGenerator<RawFeature[]> {
    let chunk: RawFeature[] = []
    for (let at = start, number = 0; at < bytes.length; number++) {
      const length = at + SIZE_LENGTH <= bytes.length ? buffer.readUint32(at) : bytes.length
      const isWhole = at + SIZE_LENGTH + length <= bytes.length
      chunk.push(isWhole ? readOne(at, length, number) : unreadable)
      at += SIZE_LENGTH + length
      if (chunk.length < FEATURES_AT_ONCE) continue
      yield chunk
      chunk = []
    }
    if (chunk.length > 0) yield chunk
  }

  return {
    name: header.title || stemOf(fileName),
    format: 'flatgeobuf',
    encoding: 'utf-8',
    crs: systemOf(header.crs),
    features,
  }
}

function systemOf(crs: { org?: string | null; code?: number; wkt?: string | null } | null): string {
  if (!crs) return ''
  return crs.code ? `${crs.org || 'EPSG'}:${crs.code}`.toUpperCase() : (crs.wkt ?? '')
}
