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

async function readLayer(bytes: Uint8Array, fileName: string): Promise<FeatureLayer> {
  const [
    { ByteBuffer },
    { fromByteBuffer },
    { Feature },
    { fromFeature },
    { parseProperties },
    { calcTreeSize },
  ] = await Promise.all([
    import('flatbuffers'),
    import('flatgeobuf/lib/mjs/header-meta.js'),
    import('flatgeobuf/lib/mjs/flat-geobuf/feature.js'),
    import('flatgeobuf/lib/mjs/geojson/feature.js'),
    import('flatgeobuf/lib/mjs/generic/feature.js'),
    import('flatgeobuf/lib/mjs/packedrtree.js'),
  ])
  const buffer = new ByteBuffer(bytes)
  const { header, start } = readHeader()

  function readHeader() {
    try {
      buffer.setPosition(MAGIC_LENGTH)
      const header = fromByteBuffer(buffer)
      const index = header.indexNodeSize > 0 ? calcTreeSize(header.featuresCount, header.indexNodeSize) : 0
      return { header, start: MAGIC_LENGTH + SIZE_LENGTH + buffer.readUint32(MAGIC_LENGTH) + index }
    } catch (cause) {
      throw new DataError('file-damaged', 'FlatGeobuf', cause)
    }
  }

  function readOne(at: number, number: number): RawFeature {
    try {
      buffer.setPosition(at)
      const feature = Feature.getSizePrefixedRootAsFeature(buffer)
      const { properties, geometry } = feature.geometry()
        ? fromFeature(number, feature, header)
        : { properties: parseProperties(feature, header.columns), geometry: null }
      return { properties, geometry }
    } catch {
      return { properties: {}, geometry: null, broken: { reason: 'row-unreadable', detail: '' } }
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- features of every format come the same way
  async function* features(): AsyncGenerator<RawFeature[]> {
    let chunk: RawFeature[] = []
    for (let at = start, number = 0; at < bytes.length; number++) {
      const length = at + SIZE_LENGTH <= bytes.length ? buffer.readUint32(at) : bytes.length
      const isWhole = at + SIZE_LENGTH + length <= bytes.length
      chunk.push(
        isWhole
          ? readOne(at, number)
          : { properties: {}, geometry: null, broken: { reason: 'row-unreadable', detail: '' } },
      )
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
