import { numberedNames, withoutEntities } from '../values/text'
import type { CsvRecord } from '../csv/records'
import { knowsColumn } from '../kinds/columns'
import { isNumberLike } from '../values/values'

/** Where the names of the columns stand. */
export interface Header {
  /** Line on which the header begins; 0 where the file has none. */
  line: number
  columns: string[]
  /** No other line is nearly as likely. */
  isSure: boolean
  /** The first column has no name: a row with another number of cells would be read beside its columns. */
  isExact?: true
}

/** Records that are looked at: exports put a title, a unit, a date above the table. */
export const MOST_TITLE_RECORDS = 30

/**
 * Finds the header among the first records: the line that names the most columns which are known; else the first one that is as
 * full as the table is wide and holds no number. Where both are likely and differ, neither is sure. Returns undefined where no record
 * has two cells.
 */
export function findHeader(first: CsvRecord[]): Header | undefined {
  const found = findLine(first)
  return found && withOtherLine(found, first)
}

/** A name may stand in the line above or below where the line of names has none: heads of two lines, whose groups span several columns. */
function withOtherLine(found: Header, first: CsvRecord[]): Header {
  const at = first.findIndex(({ line }) => line === found.line)
  const own = first[at].cells
  const [above, below] = [first[at - 1], first[at + 1]]
  if (below && isSecondLine(below.cells, own))
    return { ...found, line: below.line, columns: nameColumns(joined(below.cells, own)) }
  return above && isSecondLine(own, above.cells)
    ? { ...found, columns: nameColumns(joined(own, above.cells)) }
    : found
}

/** Names below names of groups: they fill what those leave blank, and leave blank what has a name of its own already. */
function isSecondLine(lower: string[], upper: string[]): boolean {
  const isFilled = (cells: string[], i: number) => (cells[i] ?? '').trim() !== ''
  const places = Array.from({ length: Math.max(lower.length, upper.length) }, (_, i) => i)
  const names = [...lower, ...upper].filter((cell) => cell.trim() !== '')
  const isNamed = places.filter((i) => isFilled(lower, i)).some((i) => knowsColumn(lower[i]))
  return (
    isNamed &&
    upper.filter((cell) => cell.trim() !== '').length > 1 &&
    !names.some((name) => isNumberLike(name) || /[:：]/.test(name)) &&
    places.some((i) => isFilled(lower, i) && !isFilled(upper, i)) &&
    places.some((i) => isFilled(upper, i) && !isFilled(lower, i))
  )
}

/** Each name of the lower line, else that of the upper one; of two that are alike the group tells which is which. */
function joined(lower: string[], upper: string[]): string[] {
  const length = Math.max(lower.length, upper.length)
  let group = ''
  const names = Array.from({ length }, (_, i) => {
    const [name, over] = [(lower[i] ?? '').trim(), (upper[i] ?? '').trim()]
    group = over || group
    return { name: name || over, group: name === '' ? '' : group }
  })
  return names.map(({ name, group: over }) =>
    over !== '' && names.filter((one) => one.name === name).length > 1 ? `${over} ${name}` : name,
  )
}

function findLine(first: CsvRecord[]): Header | undefined {
  const width = usualWidth(first)
  const rows = first.map((record) => ({ record, filled: filled(record), known: known(record) }))
  const wide = rows.filter((row) => row.filled > 1)
  if (wide.length === 0) return undefined
  const mostKnown = Math.max(...wide.map((row) => row.known))
  const byName = mostKnown > 1 ? wide.find((row) => row.known === mostKnown) : undefined
  const full = wide.find((row) => row.filled >= Math.max(2, width * 0.6))
  if (byName) {
    const isMostlyKnown = byName.known * 2 >= byName.filled
    const isBelowNames = full !== undefined && full.record.line < byName.record.line && isNames(full.record)
    if (!isBelowNames) return header(byName.record, isMostlyKnown || isNames(byName.record))
    // Values of a row may be called like columns: 社区, 街道. So many are not.
    const isSure = isMostlyKnown && byName.known >= LEAST_KNOWN_BELOW
    return header(isSure ? byName.record : full.record, isSure)
  }
  if (!full) return header(wide[0].record, false)
  return header(full.record, isNames(full.record))
}

/** A line of names below another one, as under names that only a program reads, has at least so many that are known. */
const LEAST_KNOWN_BELOW = 3

function isNames({ cells }: CsvRecord): boolean {
  return !cells.some(isNumberLike) && new Set(cells).size > 1
}

/** Returns the header that a person chose; line 0 is a file without one, whose columns are numbered. */
export function chosenHeader(first: CsvRecord[], line: number): Header | undefined {
  if (line === 0) return { line: 0, columns: first[0]?.cells.map((_, i) => `#${i + 1}`) ?? [], isSure: true }
  const record = first.find((one) => line >= one.line && line < one.line + (one.lines ?? 1))
  return record && header(record, true)
}

function header(record: CsvRecord, isSure: boolean): Header {
  // A header may take several lines; rows come after the last of them.
  return { line: record.line, columns: nameColumns(record.cells), isSure }
}

function filled({ cells }: CsvRecord): number {
  return cells.filter((cell) => cell.trim() !== '').length
}

function known({ cells }: CsvRecord): number {
  return new Set(cells.filter(knowsColumn)).size
}

/** The number of cells that most records fill. */
function usualWidth(records: CsvRecord[]): number {
  const counts = records.map(filled).sort((a, b) => a - b)
  return counts[Math.floor(counts.length / 2)] ?? 0
}

function nameColumns(cells: string[]): string[] {
  const names = [...cells]
  while (names.length > 0 && names.at(-1)!.trim() === '') names.pop()
  return numberedNames(
    names.map(
      (cell, i) =>
        withoutEntities(cell)
          .replace(/\uFEFF/g, '')
          .trim() || `#${i + 1}`,
    ),
  )
}
