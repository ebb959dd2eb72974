import { writeCsv } from '../../../import/csv/records'
import { readTime } from '../../../import/dates'
import { type DateOrder, DateMarks } from '../../../import/dates/marks'
import { refusedTopic } from '../../../import/privacy/refused'
import { withoutGuard } from '../../../import/report/guard'
import { openTable } from '../../../import/tables/open'
import type { Doubt, RefusalReason, SourceRow } from '../../../import/types'

/** A file about the staff: its columns, what each was taken for, and those that are not kept. */
export interface StaffFile<Field extends string = string> {
  name: string
  columns: string[]
  /** The column of each field; null where none is. */
  mapping: Record<Field, string | null>
  /** Columns of what the product refuses to hold; they are left out. */
  refused: string[]
  rows: { line: number; cells: Record<string, string> }[]
  /** What is no row of the list, or leaves it open what it says; it is not taken, and shown with the rows that are refused. */
  leftOut: { line: number; cells: Record<string, string>; code: RefusalReason | Doubt; detail: string }[]
  /** Sheets of a workbook, and the one that is read; '' while nobody chose one of several. */
  sheets: string[]
  sheet: string
}

/** What was found in a file about the staff, or written of it; `detail` is the word at fault. */
export interface StaffReport {
  rows: number
  people: number
  refused: { number: number; code: string; detail: string }[]
  isWritten: boolean
}

/** A kind of file about the staff that can be read: its fields, and how its rows are taken. Its words are `setup.<words>.*`. */
export interface StaffFileKind {
  words: string
  fields: readonly string[]
  read: (file: File, sheet?: string) => Promise<StaffFile>
  /** Whether the columns that were found suffice to look at the rows. */
  isEnough: (mapping: StaffFile['mapping']) => boolean
  /** Looks at the rows or writes them. */
  take: (file: StaffFile, district: number, asked: { write: boolean; key?: string }) => Promise<StaffReport>
  /** What the report counts, for its words. */
  counts: (report: StaffReport) => Record<string, number>
}

/** What leaves open whether a row is meant, or what it says. */
const UNCLEAR: readonly Doubt[] = ['row-struck', 'row-hidden', 'text-damaged']

/** Why a row is not taken, before anybody looks at what it says; undefined for one that is. */
function leftOutFor(
  { broken, unreadable, doubts = [], formulas = {} }: SourceRow,
  columns: readonly (string | null)[],
): { code: RefusalReason | Doubt; detail: string } | undefined {
  if (unreadable) return { code: 'row-unreadable', detail: '' }
  if (broken) return { code: broken.reason, detail: broken.detail }
  const unclear = doubts.find(({ code }) => UNCLEAR.includes(code))
  if (unclear) return unclear
  const empty = columns.find((column) => column !== null && formulas[column] === 'uncalculated')
  return empty ? { code: 'formula-uncalculated', detail: empty } : undefined
}

/**
 * Reads a file by the readers of the import; `known` has the titles by which each field's column is found, `sheet` is the one that was
 * chosen of several. Throws DataError.
 */
export async function readStaffFile<Field extends string>(
  file: File,
  known: Record<Field, RegExp>,
  sheet?: string,
): Promise<StaffFile<Field>> {
  const table = await openTable(file, file.name, sheet === undefined ? {} : { layer: sheet })
  // A name and a work telephone are what a roster of staff is about; everything else that is refused is refused here, too.
  const isRefused = (column: string) => ![undefined, 'person'].includes(refusedTopic(column))
  const refused = table.columns.filter(isRefused)
  const columns = table.columns.filter((column) => !refused.includes(column))
  const taken = new Set<string>()
  const mapping = Object.fromEntries(
    (Object.entries(known) as [Field, RegExp][]).map(([field, titles]) => {
      const found = columns.find((column) => !taken.has(column) && titles.test(column.trim()))
      if (found) taken.add(found)
      return [field, found ?? null]
    }),
  ) as Record<Field, string | null>
  const rows: StaffFile['rows'] = []
  const leftOut: StaffFile['leftOut'] = []
  for await (const chunk of table.rows()) {
    for (const row of chunk.rows) {
      const { line, cells } = row
      const why = leftOutFor(row, Object.values(mapping))
      if (why) leftOut.push({ line, cells, ...why })
      else if (Object.values(cells).some((cell) => cell.trim())) rows.push({ line, cells })
    }
  }
  const isOne = table.layers.length < 2
  return {
    name: file.name,
    columns,
    mapping,
    refused,
    rows,
    leftOut,
    sheets: isOne ? [] : table.layers,
    sheet: isOne ? table.layer : (sheet ?? ''),
  }
}

/** Returns what each row says in the fields, blank where it says nothing; days are read in the order that the file proves. */
export function saidOf<Field extends string>(
  { rows, mapping }: StaffFile<Field>,
  fields: readonly Field[],
  days: readonly Field[],
): (Record<Field, string> & { number: number })[] {
  const cell = (cells: Record<string, string>, field: Field) => {
    const column = mapping[field]
    return column === null ? '' : withoutGuard(cells[column] ?? '').trim()
  }
  const marks = new DateMarks()
  for (const { cells } of rows) for (const field of days) marks.add(cell(cells, field))
  return rows.map(({ line, cells }) => {
    const words = Object.fromEntries(
      fields.map((field) => {
        const said = cell(cells, field)
        return [field, days.includes(field) ? dayOf(said, marks.order) : said]
      }),
    ) as Record<Field, string>
    return { ...words, number: line }
  })
}

/** Days as people write them, as `YYYY-MM-DD`; what is none stays as it is, for the database to refuse. */
function dayOf(word: string, order: DateOrder | undefined): string {
  return /^(.{10})T00:00:00\.000Z$/.exec(readTime(word, '+00:00', order) ?? '')?.[1] ?? word
}

/** Tells whether a word that was no day is one of which nobody knows what is the day and what the month. */
export function isAmbiguousDay(word: string): boolean {
  const marks = new DateMarks()
  marks.add(word)
  return marks.ambiguous > 0
}

/** Returns a table as a file that is read again as it stands. */
export async function staffBlob(titles: string[], rows: string[][], kind: 'xlsx' | 'csv'): Promise<Blob> {
  if (kind === 'csv') return new Blob([writeCsv(titles, rows)], { type: 'text/csv;charset=utf-8' })
  const { default: writeExcelFile } = await import('write-excel-file/browser')
  return writeExcelFile([titles, ...rows].map((row) => row.map((value) => ({ value })))).toBlob()
}
