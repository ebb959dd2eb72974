import type { Feature, Geometry, Position } from 'geojson'
import { guessDelimiter, readCsv, type CsvRecord } from './csv'
import { decodeStream, detectEncoding, streamBytes, type Encoding } from './encoding'
import { readFeatures } from './geojson'
import { DataError } from '../lib/errors'
import type { SourceRow } from './types'

/** A file opened: what its columns are, the first rows, and all rows as often as they are wanted. */
export interface SourceTable {
  fileName: string
  format: 'csv' | 'geojson'
  encoding: Encoding
  /** Of CSV; '' for GeoJSON. */
  delimiter: string
  columns: string[]
  /** The first rows, at most 200. */
  sample: SourceRow[]
  /** How many features there are of each geometry type. */
  geometryTypes: Record<string, number>
  /** Name of the coordinate reference system that the file states, or ''. */
  crs: string
  /** Every row in chunks, with the share of the file (0–1) that has been read. */
  rows(): AsyncGenerator<{ rows: SourceRow[]; share: number }>
}

const headBytes = 65_536
const sampleSize = 200
const featuresAtOnce = 1000

/** Opens a CSV or GeoJSON file. Throws DataError for what is neither, is empty, or cannot be read. */
export async function openTable(blob: Blob, fileName: string): Promise<SourceTable> {
  const head = new Uint8Array(await blob.slice(0, headBytes).arrayBuffer())
  if (head.length === 0) throw new DataError('file-empty')
  if (head[0] === 0x50 && head[1] === 0x4b) throw new DataError('file-is-spreadsheet')
  const encoding = detectEncoding(head)
  const start = new TextDecoder(encoding).decode(head)
  return /^\s*[{[]/.test(start)
    ? openGeoJson(blob, fileName, encoding)
    : openCsv(blob, fileName, encoding, start)
}

async function openCsv(
  blob: Blob,
  fileName: string,
  encoding: Encoding,
  start: string,
): Promise<SourceTable> {
  if (start.includes('\0')) throw new DataError('file-unreadable')
  const delimiter = guessDelimiter(start)
  const records = () => readCsv(decodeStream(counted(blob), encoding), delimiter)
  let read = 0
  async function* counted(source: Blob) {
    read = 0
    for await (const chunk of streamBytes(source)) {
      read += chunk.byteLength
      yield chunk
    }
  }
  const header = await findHeader(records())
  async function* rows() {
    for await (const chunk of records()) {
      const after = chunk.filter((record) => record.line > header.line)
      yield { rows: after.map((record) => toRow(record, header.columns)), share: read / blob.size }
    }
  }
  const sample = await firstRows(rows())
  if (sample.length === 0) throw new DataError('file-no-rows')
  return {
    fileName,
    format: 'csv',
    encoding,
    delimiter,
    columns: header.columns,
    sample,
    geometryTypes: {},
    crs: '',
    rows,
  }
}

/** The header is the first record of two cells or more: exports like to put a title above it. */
async function findHeader(
  records: AsyncGenerator<CsvRecord[]>,
): Promise<{ line: number; columns: string[] }> {
  for await (const chunk of records) {
    const found = chunk.find(({ cells }) => cells.filter((cell) => cell.trim() !== '').length > 1)
    if (found) return { line: found.line, columns: nameColumns(found.cells) }
  }
  throw new DataError('file-no-header')
}

function nameColumns(cells: string[]): string[] {
  const names = [...cells]
  while (names.length > 0 && names.at(-1)!.trim() === '') names.pop()
  const seen = new Map<string, number>()
  return names.map((cell, i) => {
    const name = cell.trim() || `#${i + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}

function toRow({ line, cells }: CsvRecord, columns: string[]): SourceRow {
  const row: SourceRow = { line, cells: {}, geometry: null }
  columns.forEach((column, i) => (row.cells[column] = (cells[i] ?? '').trim()))
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) row.unreadable = true
  return row
}

async function openGeoJson(blob: Blob, fileName: string, encoding: Encoding): Promise<SourceTable> {
  const { features, crs } = readFeatures(new TextDecoder(encoding).decode(await blob.arrayBuffer()))
  const columns = new Set<string>()
  const geometryTypes: Record<string, number> = {}
  for (const { properties, geometry } of features) {
    for (const name of Object.keys(properties ?? {})) columns.add(name)
    const type = geometry?.type ?? 'null'
    geometryTypes[type] = (geometryTypes[type] ?? 0) + 1
  }
  // eslint-disable-next-line @typescript-eslint/require-await -- the same shape as the rows of CSV
  async function* rows() {
    for (let i = 0; i < features.length; i += featuresAtOnce) {
      const chunk = features.slice(i, i + featuresAtOnce)
      yield {
        rows: chunk.map((feature, k) => toFeatureRow(feature, i + k + 1)),
        share: Math.min(1, (i + featuresAtOnce) / features.length),
      }
    }
  }
  const sample = features.slice(0, sampleSize).map((feature, i) => toFeatureRow(feature, i + 1))
  return {
    fileName,
    format: 'geojson',
    encoding,
    delimiter: '',
    columns: [...columns],
    sample,
    geometryTypes,
    crs,
    rows,
  }
}

function toFeatureRow(feature: Feature<Geometry | null>, line: number): SourceRow {
  const cells: Record<string, string> = {}
  if (feature.id !== undefined) cells['@id'] = String(feature.id)
  for (const [name, value] of Object.entries(feature.properties ?? {})) cells[name] = toText(value)
  return { line, cells, geometry: feature.geometry }
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)
}

async function firstRows(chunks: AsyncGenerator<{ rows: SourceRow[] }>): Promise<SourceRow[]> {
  const found: SourceRow[] = []
  for await (const { rows } of chunks) {
    found.push(...rows.slice(0, sampleSize - found.length))
    if (found.length >= sampleSize) break
  }
  return found
}

/** Some positions of the sample, to guess the coordinate system from. */
export function samplePositions(table: SourceTable): Position[] {
  return table.sample.flatMap(({ geometry }) => {
    if (!geometry || geometry.type === 'GeometryCollection') return []
    let first: unknown = geometry.coordinates
    while (Array.isArray(first) && Array.isArray(first[0])) first = first[0]
    return Array.isArray(first) && first.length >= 2 ? [first as Position] : []
  })
}
