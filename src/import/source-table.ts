import type { FormatName } from './formats/types'
import type { ColumnProfile } from './column-profile'
import type { SourceRow } from './types'

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
