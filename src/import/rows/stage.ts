import type { DerivedArea } from './derive'
import type { ReadRow } from './read'
import type { Json } from '../types'
import { printable } from '../values/text'

/** A row as `stage_import_rows` takes it. Keys that are missing have their defaults there. */
export interface StagedRow {
  /** Unique in the import. */
  number: number
  line?: number
  lines?: number
  part?: string
  source?: string
  payload?: Json
  geometry?: Json
  doubts?: Json
  refusal?: string
  detail?: string
}

/** Returns a row of the file as it is staged, under the number of its line. */
export function stagedRow(read: ReadRow): StagedRow {
  if ('row' in read) {
    const { geometry, ...row } = read.row
    return { number: row.line, ...row, geometry: geometry as unknown as Json }
  }
  const { line, reason, detail } = read.refusal
  return { number: line, line, refusal: reason, detail }
}

/** Returns areas that no line of the file is as rows to stage, numbered after its last line. */
export function derivedRows(derived: DerivedArea[], lastLine: number): StagedRow[] {
  return derived.map(({ part, source, name, parent, geometry, refusal }, i) => ({
    number: lastLine + 1 + i,
    part,
    source,
    payload: { name, nameEn: '', code: '', parentCode: '', parent },
    geometry: geometry as unknown as Json,
    refusal,
  }))
}

const MOST_ROWS = 1000
const MOST_CHARACTERS = 1_000_000

/** As JSON writes them: control characters but tab and line ends, and halves of characters, none of which a database holds. */
const unheld = /\\u(?:00(?:0[0-8bcef]|1[0-9a-f]|7f)|d[89a-f][0-9a-f]{2})/i

/**
 * Returns rows as a database can hold them. What comes in through a file's cells is clean already; words of refusals and doubts, and
 * what is made of several cells, may not be: one such character would end the call for a thousand rows.
 */
export function holdable(rows: StagedRow[]): StagedRow[] {
  const text = JSON.stringify(rows)
  return unheld.test(text) ? (cleaned(JSON.parse(text) as Json) as unknown as StagedRow[]) : rows
}

function cleaned(value: Json): Json {
  if (typeof value === 'string') return printable(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [printable(key), cleaned(one)]))
}

/** Returns how many of the first rows go into one call: at most 1,000, and about a megabyte of JSON. */
export function chunkLength(rows: StagedRow[]): number {
  let characters = 0
  let length = 0
  while (length < rows.length && length < MOST_ROWS && characters < MOST_CHARACTERS) {
    characters += JSON.stringify(rows[length]).length
    length++
  }
  return length
}
