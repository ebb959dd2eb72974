import Papa from 'papaparse'
import { type Bars, withoutBars } from './bars'
import { readCells, type OpenRecord } from './cells'
import { readLines, type TextLine } from './lines'
import type { FormulaState } from '../formats/xlsx/formulas'
import { guard } from '../report/guard'

export interface CsvRecord {
  /** Line of the file on which the record begins, from 1. */
  line: number
  /** How many lines it takes. */
  lines?: number
  cells: string[]
  /** Quotes stood where none may, and were taken as text. */
  hasStrayQuotes?: true
  /** Whoever opens the sheet does not see it: hidden, or left out by a filter. */
  isHidden?: true
  /** The sheet strikes it through. */
  isStruck?: true
  /** Cells, from 0, whose formula has no result, or a nought. */
  formulas?: Map<number, FormulaState>
  /** Cells, from 0, that were merged with those of other rows: their value is that of all of them. */
  shared?: number[]
}

/** So many lines, and characters, a cell may go on for before its opening quote is taken for a stray one. */
const MOST_LINES = 1000
const MOST_CHARACTERS = 1_000_000
const FEWEST_LINES = 50

/**
 * Splits text that comes in pieces into records (RFC 4180: quoted cells may hold delimiters and line breaks) with the line each
 * begins on. Blank lines are left out but counted. A quote that opens a cell and swallows lines that are records of their own, or is
 * never closed, is a stray one: it costs its own line at most, and what came after it is read anew.
 */
export async function* readCsv(
  pieces: AsyncIterable<string>,
  delimiter: string,
  ends?: RegExp,
  bars?: Bars,
): AsyncGenerator<CsvRecord[]> {
  const reader = new RecordReader(delimiter)
  for await (const lines of readLines(pieces, ends)) {
    const plain = bars ? lines.map(({ number, text }) => ({ number, text: withoutBars(text, bars) })) : lines
    const records = reader.feed(plain)
    if (records.length > 0) yield records
  }
  const last = reader.end()
  if (last.length > 0) yield last
}

class RecordReader {
  private pending: TextLine[] = []
  private characters = 0
  private record: OpenRecord | undefined
  private mostLines = MOST_LINES
  /** How many cells the record before had. */
  private width = 0
  constructor(private readonly delimiter: string) {}

  feed(lines: TextLine[]): CsvRecord[] {
    const records: CsvRecord[] = []
    // Lines that a stray quote had swallowed come back here, before those that follow.
    const waiting = [...lines].reverse()
    for (let line = waiting.pop(); line; line = waiting.pop()) {
      const again = this.take(line, records)
      for (let i = again.length - 1; i >= 0; i--) waiting.push(again[i])
    }
    return records
  }

  end(): CsvRecord[] {
    const records: CsvRecord[] = []
    while (this.pending.length > 0) records.push(...this.feedAgain(this.giveUp(records)))
    return records
  }

  private feedAgain(lines: TextLine[]): CsvRecord[] {
    return this.feed(lines)
  }

  /** Takes a line and returns those that have to be read once more. */
  private take(line: TextLine, records: CsvRecord[]): TextLine[] {
    this.record = readCells(line.text, this.delimiter, this.record)
    this.pending.push(line)
    this.characters += line.text.length
    if (this.record.open !== undefined) {
      if (this.pending.length < this.mostLines && this.characters < MOST_CHARACTERS) return []
      this.mostLines = Math.max(FEWEST_LINES, this.mostLines >> 1)
      return this.giveUp(records)
    }
    if (this.pending.length > 1 && this.swallowsRecords()) return this.giveUp(records)
    push(records, this.pending, this.record)
    this.width = this.record.cells.length
    this.clear()
    return []
  }

  /** Takes the quote that opened the cell for text: its line is a record, the lines after it are read anew. */
  private giveUp(records: CsvRecord[]): TextLine[] {
    const [first, ...rest] = this.pending
    push(records, [first], { ...this.literal(first), isIrregular: true })
    this.clear()
    return rest
  }

  private clear(): void {
    this.pending = []
    this.characters = 0
    this.record = undefined
  }

  /** The line with the quote of its last cell taken as text, and taken off: it belongs to no cell. */
  private literal(line: TextLine): OpenRecord {
    const strict = readCells(line.text, this.delimiter)
    const from = strict.cells.length
    const { cells } = readCells(line.text, this.delimiter, undefined, from)
    return {
      cells: cells.map((cell, i) => (i === from ? cell.replace(/^\s*"/, '') : cell)),
      open: undefined,
      isIrregular: true,
    }
  }

  /**
   * Whether the lines within a quoted cell are records: they have the cells of the line that the quote stands in, and numbers in the
   * same places. What a person wrote over several lines has not, nor has a record that only as a whole is as wide as the one before.
   */
  private swallowsRecords(): boolean {
    const [first, ...rest] = this.pending
    const start = this.literal(first).cells
    if (this.record?.cells.length === this.width && start.length !== this.width) return false
    const written = rest.filter(({ text }) => text.trim() !== '')
    if (start.length < 3 || written.length === 0) return false
    const alone = written.map(({ text }) => readCells(text, this.delimiter).cells)
    const alike = alone.filter((cells) => cells.length === start.length)
    if (alike.length < Math.ceil(written.length * 0.8)) return false
    return start.some(
      (cell, i) => alike.every((cells) => isNumeric(cells[i])) && (isNumeric(cell) || alike.length > 1),
    )
  }
}

function isNumeric(cell: string): boolean {
  return /^\s*"?[+-]?\d[\d.,]*"?\s*$/.test(cell)
}

/** Also what old programs put at the end of a file. */
const isBlank = /^[\s\u0000\u001A]*$/

function push(records: CsvRecord[], lines: TextLine[], { cells, isIrregular }: OpenRecord): void {
  if (!cells.some((cell) => !isBlank.test(cell))) return
  records.push({
    line: lines[0].number,
    ...(lines.length > 1 && { lines: lines.length }),
    cells,
    ...(isIrregular && { hasStrayQuotes: true as const }),
  })
}

/**
 * Returns rows as CSV text with a byte-order mark, which spreadsheet programs need to read Chinese. No spreadsheet runs what
 * stands in a cell (`guard`); numbers stay numbers.
 */
export function writeCsv(
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const lines = [header, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'string' ? guard(cell) : cell)),
  )
  // Not by `fields`, which cut longer rows to the length of the header.
  return '\uFEFF' + Papa.unparse(lines, { newline: '\n' }) + '\n'
}
