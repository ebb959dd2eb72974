import type { Position } from 'geojson'
import type { RawFeature } from '../types'
import { groupRings } from './rings'

const HEADER_BYTES = 100
const RECORD_HEADER_BYTES = 8
const FILE_CODE = 9994

/** The shape of one record, or why it is none. */
export type Shape = Pick<RawFeature, 'geometry' | 'broken'>

/** Tells whether bytes begin like a .shp or .shx file. */
export function isShp(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER_BYTES && viewOf(bytes).getInt32(0, false) === FILE_CODE
}

/** The type of surfaces in space. */
const MULTIPATCH = 31

/** Tells whether the header says that all shapes are surfaces in space (MultiPatch), which have no outline on the ground. */
export function holdsSolids(shp: Uint8Array): boolean {
  return viewOf(shp).getInt32(32, true) === MULTIPATCH
}

/**
 * Returns where the content of each record lies (ESRI Shapefile Technical Description, 1998): by the index where there is a
 * sound one, since records may lie in any order, else one after the other.
 */
export function recordsOf(shp: Uint8Array, shx?: Uint8Array): { at: number; length: number }[] {
  return (shx && indexed(shp, shx)) ?? sequential(shp)
}

function indexed(shp: Uint8Array, shx: Uint8Array): { at: number; length: number }[] | undefined {
  if (!isShp(shx)) return undefined
  const view = viewOf(shx)
  const count = Math.floor((shx.length - HEADER_BYTES) / RECORD_HEADER_BYTES)
  const records = Array.from({ length: count }, (_, i) => ({
    at: view.getInt32(HEADER_BYTES + i * 8, false) * 2 + RECORD_HEADER_BYTES,
    length: view.getInt32(HEADER_BYTES + i * 8 + 4, false) * 2,
  }))
  const isSound = ({ at, length }: { at: number; length: number }) =>
    at >= HEADER_BYTES + RECORD_HEADER_BYTES && length >= 4 && at + length <= shp.length
  return records.every(isSound) ? records : undefined
}

function sequential(shp: Uint8Array): { at: number; length: number }[] {
  const view = viewOf(shp)
  const records: { at: number; length: number }[] = []
  for (let at = HEADER_BYTES; at + RECORD_HEADER_BYTES <= shp.length;) {
    const length = view.getInt32(at + 4, false) * 2
    if (length < 4) break
    records.push({ at: at + RECORD_HEADER_BYTES, length })
    at += RECORD_HEADER_BYTES + length
  }
  return records
}

/** Reads the shape of a record; heights and measures are left out. What its bytes cannot hold is broken, never an exception. */
export function readShape(shp: Uint8Array, { at, length }: { at: number; length: number }): Shape {
  try {
    return shapeOf(new DataView(shp.buffer, shp.byteOffset + at, Math.min(length, shp.length - at)))
  } catch {
    return broken('geometry-invalid', '')
  }
}

function shapeOf(view: DataView): Shape {
  const type = view.getInt32(0, true)
  const base = type % 10
  if (type === 0) return { geometry: null }
  if (type === MULTIPATCH || type > 28 || ![1, 3, 5, 8].includes(base))
    return broken('geometry-kind', `Shapefile ${type}`)
  if (base === 1) return { geometry: { type: 'Point', coordinates: positionsOf(view, 4, 1)[0] } }
  if (base === 8)
    return { geometry: { type: 'MultiPoint', coordinates: positionsOf(view, 40, view.getInt32(36, true)) } }
  const parts = partsOf(view)
  if (base === 3) return { geometry: { type: 'MultiLineString', coordinates: parts } }
  return { geometry: { type: 'MultiPolygon', coordinates: groupRings(parts) } }
}

function partsOf(view: DataView): Position[][] {
  const [parts, count] = [view.getInt32(36, true), view.getInt32(40, true)]
  if (parts < 0 || 44 + parts * 4 > view.byteLength) throw new RangeError('too many parts')
  const positions = positionsOf(view, 44 + parts * 4, count)
  const starts = Array.from({ length: parts }, (_, i) => view.getInt32(44 + i * 4, true))
  return starts.map((start, i) => positions.slice(start, starts[i + 1] ?? count))
}

function positionsOf(view: DataView, from: number, count: number): Position[] {
  if (count < 0 || from + count * 16 > view.byteLength) throw new RangeError('too many positions')
  return Array.from({ length: count }, (_, i) => [
    view.getFloat64(from + i * 16, true),
    view.getFloat64(from + i * 16 + 8, true),
  ])
}

function broken(reason: 'geometry-invalid' | 'geometry-kind', detail: string): Shape {
  return { geometry: null, broken: { reason, detail } }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
