import type { DateMarks } from '../dates/marks'
import type { Encoding } from '../csv/encoding'
import type { FormatName } from '../formats/names'
import type { NamedBlob } from '../formats/types'
import type { OtherThings } from '../kinds/other-things'
import type { SourceRow } from '../types'

/** How the person said that a text file is written. What is left out is guessed. */
export interface TextChoices {
  encoding?: Encoding
  /** One character. */
  delimiter?: string
  /** Line on which the header begins; 0 for none. */
  headerLine?: number
}

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
  /** What stands above the header, a line each. */
  titles?: string[]
  /** What was guessed about how the file is written and could as well be something else. */
  unsure?: ('encoding' | 'delimiter' | 'header-line')[]
  /** The first rows, at most 200. */
  sample: SourceRow[]
  /** What all values of each column tell. */
  profiles?: Map<string, ColumnProfile>
  /** What there is among the features that is no building, by sort. */
  otherThings?: OtherThings
  /** Rows of which several are of one building. */
  parts?: BuildingParts
  /** The column of a list whose cells are geometries (WKT, EWKB, GeoJSON); nothing else is taken from it. */
  geometryColumn?: string
  /** How many features there are of each geometry type. */
  geometryTypes: Record<string, number>
  /** Coordinate reference system that the file states: `EPSG:4547`, WKT or a name; '' for none. */
  crs: string
  /** What says that there is more than what is in the file. */
  incomplete?: string
  /** What whoever opens the file in the program it was made with does not see. */
  hidden?: HiddenParts
  /** A workbook whose days are counted from 1904. */
  countsFrom1904?: true
  /** Every row in chunks, with the share of the file (0–1) that has been read. */
  rows(): AsyncGenerator<{ rows: SourceRow[]; share: number }>
}

/** What a workbook does not show of a sheet. */
export interface HiddenParts {
  isSheet: boolean
  /** By name, those that say something. */
  columns: string[]
}

/** Buildings that stand in several rows of a table: by their units, entrances or rooms. */
export interface BuildingParts {
  rows: number
  /** As many as the rows are when those of one name at one address are one. */
  buildings: number
  /** Rows of one building have ids of their own. */
  hasOwnIds: boolean
  /** The first of them with the counts of their rows. */
  examples: string[]
}

/** What all values of a column tell. */
export interface ColumnProfile {
  /** Rows in which the column says something. */
  filled: number
  /** Values that say something, at most 400, taken evenly over the whole file. */
  values: string[]
  /** Different values with their rows, as they come, at most 500; undefined where there are more. */
  words: Map<string, number> | undefined
  identityNumbers: number
  telephones: number
  /** Whole numbers that fill a run from 0 or 1 on. */
  isRunning: boolean
  /** Values stand in the first row of a group only, with blank cells below. */
  isGrouped: boolean
  /** Of its dates that begin with a day or a month: which of the two numbers was ever above 12. */
  dateMarks: DateMarks
}
