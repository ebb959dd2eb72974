/** Cells of a record as far as its lines have been seen. */
export interface OpenRecord {
  cells: string[]
  /** Text of the quoted cell that goes on in the next line; undefined where the record is complete. */
  open: string | undefined
  /** A quote stands where none may: within a quoted cell, after it, or alone in a cell without quotes. */
  isIrregular: boolean
}

const blanks = /[ \u00A0\u3000]/

/**
 * Reads a further line into a record (RFC 4180; a quote that is neither doubled nor at the end of its cell is taken as text).
 * `literalFrom`: from this cell on quotes mean nothing.
 */
export function readCells(
  line: string,
  delimiter: string,
  before?: OpenRecord,
  literalFrom = Infinity,
): OpenRecord {
  const record: OpenRecord = before ?? { cells: [], open: undefined, isIrregular: false }
  let at = 0
  if (record.open !== undefined) {
    const end = readQuoted(line, 0, delimiter, record, record.open + '\n')
    if (end < 0) return record
    if (end > line.length) return record
    at = end
  }
  for (;;) {
    const opening = record.cells.length < literalFrom ? openingQuote(line, at, delimiter) : -1
    if (opening >= 0) {
      const end = readQuoted(line, opening + 1, delimiter, record, '')
      if (end < 0 || end > line.length) return record
      at = end
    } else {
      const found = line.indexOf(delimiter, at)
      const cell = found < 0 ? line.slice(at) : line.slice(at, found)
      record.cells.push(cell)
      if (cell.includes('"') && !isWhole(cell)) record.isIrregular = true
      if (found < 0) return record
      at = found + delimiter.length
    }
  }
}

/** A constant formula (`="0123"`) and marks of inches in pairs are text; a quote alone is a leftover. */
function isWhole(cell: string): boolean {
  return (cell.split('"').length - 1) % 2 === 0
}

/** Where a cell begins with a quote, blanks before it left out; -1 where it does not. */
function openingQuote(line: string, at: number, delimiter: string): number {
  let from = at
  while (from < line.length && blanks.test(line[from]) && line[from] !== delimiter) from++
  return line[from] === '"' ? from : -1
}

/**
 * Reads a quoted cell from behind its opening quote. Returns where the next cell begins, one past the end of the line where this
 * was the last, or -1 where the line ends inside of it.
 */
function readQuoted(
  line: string,
  from: number,
  delimiter: string,
  record: OpenRecord,
  start: string,
): number {
  let text = start
  for (let at = from; ;) {
    const quote = line.indexOf('"', at)
    if (quote < 0) {
      record.open = text + line.slice(at)
      return -1
    }
    text += line.slice(at, quote)
    if (line[quote + 1] === '"') {
      text += '"'
      at = quote + 2
      continue
    }
    const after = endOfCell(line, quote + 1, delimiter)
    if (after >= 0) {
      record.cells.push(text)
      record.open = undefined
      return after
    }
    text += '"'
    record.isIrregular = true
    at = quote + 1
  }
}

/** Where the next cell begins if only blanks stand between here and the delimiter or the end of the line; else -1. */
function endOfCell(line: string, at: number, delimiter: string): number {
  let end = at
  while (end < line.length && blanks.test(line[end]) && !line.startsWith(delimiter, end)) end++
  if (end === line.length) return line.length + 1
  return line.startsWith(delimiter, end) ? end + delimiter.length : -1
}
