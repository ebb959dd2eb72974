import type { Encoding } from '../csv/encoding'
import type { CsvRecord } from '../csv/records'
import type { Problem } from '../types'
import type { FormatName } from './names'

/** A file or a part of one, by the name that it has without folders. */
export interface NamedBlob {
  name: string
  blob: Blob
}

/** What readers need and cannot get for themselves, since a page and a process load it in different ways. */
export interface Resources {
  /** The bytes of `sql.js/dist/sql-wasm.wasm`. */
  sqliteWasm(): Promise<Uint8Array>
}

/** One thing as a file has it: nothing of it has been checked. */
export interface RawFeature {
  id?: unknown
  properties: unknown
  geometry: unknown
  /** Why it cannot be read at all. */
  broken?: Problem
}

/** What whoever opens a workbook does not see of a sheet: the sheet itself, or columns by their place from 0. */
export interface Hidden {
  isSheet: boolean
  columns: number[]
}

interface LayerFacts {
  name: string
  format: FormatName
  /** How its text was written. */
  encoding: string
  /** What says that there is more than what is in it, as the file says it. */
  incomplete?: string
  /** In which a person who looks at it sees less. */
  hidden?: Hidden
}

/** Features with geometry and attributes. */
export interface FeatureLayer extends LayerFacts {
  /** The system that the file states: `EPSG:4547`, WKT, the name of a system, or ''. */
  crs: string
  features: () => AsyncGenerator<RawFeature[]>
}

/** Rows of cells: a sheet, or a list of objects without geometry. */
export interface RecordLayer extends LayerFacts {
  records: () => AsyncGenerator<CsvRecord[]>
  /** Of text: what parts its cells, and what was guessed about it. */
  delimiter?: string
  unsure?: ('encoding' | 'delimiter')[]
  /** Its days are counted from 1904, not from 1900. */
  countsFrom1904?: true
  share?: () => number
}

export type Layer = FeatureLayer | RecordLayer

/** How one format is known and read. */
export interface Format {
  name: FormatName
  /** Tells by the first bytes, or by the name where these cannot tell. */
  detect(fileName: string, head: Uint8Array): boolean
  /** Opens a file with the parts that belong to it. Throws DataError (`file-…`) for what cannot be read at all. */
  open(file: NamedBlob, context: OpenContext): Promise<Layer[]>
}

export interface OpenContext {
  resources: Resources
  /** Files that were chosen together with it, such as the parts of a Shapefile. */
  parts: NamedBlob[]
  /** How text is written, where the person said so. */
  encoding?: Encoding
  delimiter?: string
  /** How many archives it lay in. */
  depth?: number
}
