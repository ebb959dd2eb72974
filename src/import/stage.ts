import type { DerivedArea } from './derive'
import type { ReadResult } from './read'
import type { Json } from './types'

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

/** Returns everything that was read as rows to stage: those of the file by line, derived areas after them. */
export function stagedRows({ accepted, refused }: ReadResult, derived: DerivedArea[]): StagedRow[] {
  const rows: StagedRow[] = [
    ...accepted.map(({ geometry, ...row }) => ({
      number: row.line,
      ...row,
      geometry: geometry as unknown as Json,
    })),
    ...refused.map(({ line, reason, detail }) => ({ number: line, line, refusal: reason, detail })),
  ].sort((a, b) => a.number - b.number)
  const last = rows.at(-1)?.number ?? 0
  const areas = derived.map(({ part, source, name, parent, geometry, refusal }, i) => ({
    number: last + 1 + i,
    part,
    source,
    payload: { name, nameEn: '', code: '', parentCode: '', parent },
    geometry: geometry as unknown as Json,
    refusal,
  }))
  return [...rows, ...areas]
}

const MOST_ROWS = 1000
const MOST_CHARACTERS = 1_000_000

/** Returns how many rows from `from` on go into one call: at most 1,000, and about a megabyte of JSON. */
export function chunkLength(rows: StagedRow[], from: number): number {
  let characters = 0
  let length = 0
  while (from + length < rows.length && length < MOST_ROWS && characters < MOST_CHARACTERS) {
    characters += JSON.stringify(rows[from + length]).length
    length++
  }
  return length
}
