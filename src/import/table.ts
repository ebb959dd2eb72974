import type { Feature, Geometry, Position } from 'geojson'
import { openCsv, type TextChoices } from './csv-table'
import { detectEncoding, type Encoding } from './encoding'
import { readFeatures } from './geojson'
import { profiled, type ColumnProfile } from './profile'
import { DataError } from '../lib/errors'
import { printable } from './text'
import type { SourceRow } from './types'

/** A file opened: what its columns are, the first rows, and all rows as often as they are wanted. */
export interface SourceTable {
  fileName: string
  format: 'csv' | 'geojson'
  encoding: string
  /** Of CSV; '' for GeoJSON. */
  delimiter: string
  columns: string[]
  /** Where the names of the columns stand, in files that have rows of text. */
  header?: { line: number; isSure: boolean }
  /** What was guessed about how the file is written and could as well be something else. */
  unsure?: ('encoding' | 'delimiter' | 'header-line')[]
  /** The first rows, at most 200. */
  sample: SourceRow[]
  /** What all values of each column tell. */
  profiles?: Map<string, ColumnProfile>
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
export async function openTable(
  blob: Blob,
  fileName: string,
  choices: TextChoices = {},
): Promise<SourceTable> {
  const head = new Uint8Array(await blob.slice(0, headBytes).arrayBuffer())
  if (head.length === 0) throw new DataError('file-empty')
  if (head[0] === 0x50 && head[1] === 0x4b) throw new DataError('file-is-spreadsheet')
  const { encoding } = choices.encoding ? { encoding: choices.encoding } : await detectEncoding(blob)
  const start = new TextDecoder(encoding).decode(head)
  const isGeoJson = /^\s*[{[]/.test(start)
  return profiled(
    await (isGeoJson ? openGeoJson(blob, fileName, encoding) : openCsv(blob, fileName, choices)),
  )
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
  const cells = Object.create(null) as Record<string, string>
  if (feature.id !== undefined) cells['@id'] = String(feature.id)
  for (const [name, value] of Object.entries(feature.properties ?? {})) cells[name] = toText(value)
  return { line, cells, geometry: feature.geometry }
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return printable(value).trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)
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
