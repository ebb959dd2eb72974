import { DataError } from '../lib/errors'
import { guessDelimiter, readCsv, type CsvRecord } from './csv'
import { decodeStream, detectEncoding, streamBytes, type Encoding } from './encoding'
import { tableOfFeatures } from './feature-table'
import { openLayers, type FormatName, type Layer, type NamedBlob, type Resources } from './formats'
import type { SourceRow } from './types'

/** What the person chose about how a file is to be opened. */
export interface FileChoices {
  /** Name of the layer or sheet; the first where it is left out. */
  layer?: string
  /** Files that were chosen together with it, such as the parts of a Shapefile. */
  parts?: NamedBlob[]
  /** How its text is written. */
  encoding?: Encoding
}

/** A file opened: what its columns are, the first rows, and all rows as often as they are wanted. */
export interface SourceTable {
  fileName: string
  format: FormatName
  /** Its features have their place in their geometry; otherwise columns give it. */
  hasGeometry: boolean
  /** Layers and sheets that the file has, and the one that is read. */
  layers: string[]
  layer: string
  /** Somebody said which layer is meant. */
  isLayerChosen: boolean
  encoding: string
  /** Of CSV; '' for other formats. */
  delimiter: string
  columns: string[]
  /** The first rows, at most 200. */
  sample: SourceRow[]
  /** How many features there are of each geometry type. */
  geometryTypes: Record<string, number>
  /** Coordinate reference system that the file states: `EPSG:4547`, WKT or a name; '' for none. */
  crs: string
  /** Every row in chunks, with the share of the file (0–1) that has been read. */
  rows(): AsyncGenerator<{ rows: SourceRow[]; share: number }>
}

const headBytes = 65_536
const sampleSize = 200

/** Opens a file of any format that is read. Throws DataError for what is none, is empty, or cannot be read. */
export async function openTable(
  blob: Blob,
  fileName: string,
  choices: FileChoices = {},
  resources: Resources = noResources,
): Promise<SourceTable> {
  const { layer: chosen, parts = [], encoding } = choices
  const layers = await openLayers({ name: fileName, blob }, { resources, parts, encoding })
  if (!layers) {
    const table = await openCsv(blob, fileName, choices)
    return { ...table, layers: [], layer: '', isLayerChosen: true }
  }
  const names = distinctNames(layers)
  const at = chosen === undefined ? firstOfMost(layers) : names.indexOf(chosen)
  if (at < 0) throw new DataError('layer-unknown', names.join(', '))
  const layer = layers[at]
  const facts = { fileName, layers: names, layer: names[at], isLayerChosen: chosen !== undefined }
  if ('features' in layer) return { ...(await tableOfFeatures(layer)), ...facts }
  return { ...(await tableOfRecords(layer.records, { ...layer, delimiter: '' })), ...facts }
}

const noResources: Resources = {
  sqliteWasm: () => Promise.reject(new Error('no SQLite was given')),
}

function distinctNames(layers: Layer[]): string[] {
  const names = layers.map(({ name }) => name)
  return names.map((name, i) => (names.indexOf(name) === i ? name : `${name} (${i + 1})`))
}

/** The first that is read unless another is chosen. */
function firstOfMost(layers: Layer[]): number {
  return layers.length > 0 ? 0 : -1
}

type CsvTable = Omit<SourceTable, 'layers' | 'layer' | 'isLayerChosen'>

async function openCsv(blob: Blob, fileName: string, choices: FileChoices): Promise<CsvTable> {
  const head = new Uint8Array(await blob.slice(0, headBytes).arrayBuffer())
  const encoding = choices.encoding ?? detectEncoding(head)
  const start = new TextDecoder(encoding).decode(head)
  if (start.includes('\0')) throw new DataError('file-unreadable', fileName)
  const delimiter = guessDelimiter(start)
  let read = 0
  async function* counted(source: Blob) {
    read = 0
    for await (const chunk of streamBytes(source)) {
      read += chunk.byteLength
      yield chunk
    }
  }
  const records = () => readCsv(decodeStream(counted(blob), encoding), delimiter)
  const table = await tableOfRecords(records, { format: 'csv', encoding, delimiter }, () => read / blob.size)
  return { ...table, fileName }
}

/** Returns the table of records under a header: of a CSV file, of a sheet. `share` tells how much has been read. */
async function tableOfRecords(
  records: () => AsyncGenerator<CsvRecord[]>,
  { format, encoding, delimiter }: Pick<SourceTable, 'format' | 'encoding' | 'delimiter'>,
  share: () => number = () => 0.5,
): Promise<Omit<SourceTable, 'fileName' | 'layers' | 'layer' | 'isLayerChosen'>> {
  const header = await findHeader(records())
  async function* rows() {
    for await (const chunk of records()) {
      const after = chunk.filter((record) => record.line > header.line)
      yield { rows: after.map((record) => toRow(record, header.columns)), share: share() }
    }
  }
  const sample = await firstRows(rows())
  if (sample.length === 0) throw new DataError('file-no-rows')
  return {
    format,
    hasGeometry: false,
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

async function firstRows(chunks: AsyncGenerator<{ rows: SourceRow[] }>): Promise<SourceRow[]> {
  const found: SourceRow[] = []
  for await (const { rows } of chunks) {
    found.push(...rows.slice(0, sampleSize - found.length))
    if (found.length >= sampleSize) break
  }
  return found
}
