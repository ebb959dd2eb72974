import { DataError } from '../lib/errors'
import { openCsv, type TextChoices } from './csv-table'
import { tableOfFeatures } from './feature-table'
import { openLayers, type FormatName, type Layer, type NamedBlob, type Resources } from './formats'
import { profiled, type ColumnProfile } from './profile'
import { tableOfRecords } from './record-table'
import type { SourceRow } from './types'

/** What the person chose about how a file is to be opened. */
export interface FileChoices extends TextChoices {
  /** Name of the layer or sheet; the first where it is left out. */
  layer?: string
  /** Files that were chosen together with it, such as the parts of a Shapefile. */
  parts?: NamedBlob[]
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
  /** Coordinate reference system that the file states: `EPSG:4547`, WKT or a name; '' for none. */
  crs: string
  /** Every row in chunks, with the share of the file (0–1) that has been read. */
  rows(): AsyncGenerator<{ rows: SourceRow[]; share: number }>
}

/** Opens a file of any format that is read. Throws DataError for what is none, is empty, or cannot be read. */
export async function openTable(
  blob: Blob,
  fileName: string,
  choices: FileChoices = {},
  resources: Resources = noResources,
): Promise<SourceTable> {
  return profiled(await openAny(blob, fileName, choices, resources))
}

async function openAny(
  blob: Blob,
  fileName: string,
  choices: FileChoices,
  resources: Resources,
): Promise<SourceTable> {
  const { layer: chosen, parts = [], encoding } = choices
  const layers = await openLayers({ name: fileName, blob }, { resources, parts, encoding })
  if (!layers)
    return { ...(await openCsv(blob, fileName, choices)), layers: [], layer: '', isLayerChosen: true }
  const names = distinctNames(layers)
  const at = chosen === undefined ? firstOfMost(layers) : names.indexOf(chosen)
  if (at < 0) throw new DataError('layer-unknown', names.join(', '))
  const layer = layers[at]
  const facts = { fileName, layers: names, layer: names[at], isLayerChosen: chosen !== undefined }
  if ('features' in layer) return { ...(await tableOfFeatures(layer)), ...facts }
  const written = { format: layer.format, encoding: layer.encoding, delimiter: '' }
  const table = await tableOfRecords(() => layer.records(), written, undefined, choices)
  return { ...table, ...facts }
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
