import { DataError } from '../../lib/errors'
import type { CsvRecord } from '../csv/records'
import { isNeededColumn } from '../kinds/columns'
import { withNameless } from './nameless'
import { chosenHeader, findHeader, MOST_TITLE_RECORDS, type Header } from './header'
import { withoutGuard } from '../report/guard'
import { reportColumns } from '../report/report'
import { isDitto, namesOtherColumns, notData } from './not-data'
import type { SourceTable } from './source-table'
import { printable, withoutEntities } from '../values/text'
import type { SourceRow } from '../types'

const sampleSize = 200

/** What is known of a file of records besides them. */
type RecordFacts = Pick<SourceTable, 'format' | 'encoding' | 'delimiter'>

/**
 * Returns the table of records under a header: of a CSV file, of a sheet. `share` tells how much has been read; `headerLine` is
 * the line that the person chose, 0 for a file without header.
 */
export async function tableOfRecords(
  records: () => AsyncGenerator<CsvRecord[]>,
  facts: RecordFacts,
  share: () => number = () => 0.5,
  { headerLine }: { headerLine?: number } = {},
): Promise<Omit<SourceTable, 'fileName' | 'layers' | 'layer' | 'isLayerChosen'>> {
  const first = await firstRecords(records(), Math.max(MOST_TITLE_RECORDS, headerLine ?? 0))
  const found = headerLine === undefined ? findHeader(first) : chosenHeader(first, headerLine)
  const header = found && withNameless(found, first)
  if (!header) throw new DataError('file-no-header')
  if (isBesideAnother(header)) throw new DataError('file-tables-beside')
  async function* rows() {
    const toRow = rowReader(header!)
    for await (const chunk of records()) {
      const after = chunk.filter((record) => record.line > header!.line)
      yield { rows: after.map(toRow), share: share() }
    }
  }
  const sample = await firstRows(rows())
  if (sample.length === 0) throw new DataError('file-no-rows')
  const empty = columnsWithoutResults(sample, header.columns)
  if (empty.length > 0) throw new DataError('file-uncalculated', empty.join(', '))
  return {
    ...facts,
    hasGeometry: false,
    geometryTypes: {},
    crs: '',
    unsure: header.isSure ? [] : ['header-line'],
    columns: header.columns.slice(ownColumns(header)),
    header: { line: header.line, isSure: header.isSure },
    titles: first.filter(({ line }) => line < header.line).map(({ cells }) => cells.join(' ').trim()),
    sample,
    rows,
  }
}

/** Columns that a kind cannot do without and of which no row has more than a formula that nothing has reckoned. */
function columnsWithoutResults(sample: SourceRow[], columns: string[]): string[] {
  const rows = sample.filter(({ broken, unreadable }) => !broken && !unreadable)
  if (!rows.some(({ formulas }) => formulas)) return []
  return columns.filter(
    (column) =>
      isNeededColumn(column) &&
      rows.some(({ formulas }) => formulas?.[column] === 'uncalculated') &&
      rows.every(({ cells }) => cells[column] === ''),
  )
}

/** How many of the first columns are those that we put before the file's own when we saved its refused rows. */
function ownColumns({ columns }: Header): number {
  return reportColumns.every((name, i) => columns[i] === name) ? reportColumns.length : 0
}

/** Tables that stand beside each other under one line of names: each line holds a row of each, and only the first would be read. */
function isBesideAnother({ columns }: Header): boolean {
  const names = columns.filter((name) => !/^#\d+$/.test(name)).map((name) => name.replace(/ \(\d+\)$/, ''))
  const width = names.indexOf(names[0], 1)
  return (
    width >= LEAST_BESIDE && names.length % width === 0 && names.every((name, i) => name === names[i % width])
  )
}

/** Fewer names than these may come again for another reason, such as two positions of one thing. */
const LEAST_BESIDE = 3

/**
 * Returns a function that reads one record after the other: what says "as above" has the value above, and what is no row of the table
 * (totals, notes, its header again, another table below) says so.
 */
function rowReader(header: Header): (record: CsvRecord) => SourceRow {
  const make = rowMaker(header)
  const isOurs = ownColumns(header) > 0
  const columns = header.columns.slice(ownColumns(header))
  let above: SourceRow | undefined
  let isOther = false
  return (record) => {
    const row = make(record)
    if (row.unreadable) return row
    const cells = columns.map((column) => row.cells[column])
    const broken = notData(cells, columns)
    // Names in another language, or units, stand directly below the header; names further down begin another table.
    if (broken?.reason === 'row-is-header' && above) isOther = namesOtherColumns(cells, columns)
    if (broken) return { ...row, broken }
    if (isOther) return { ...row, broken: { reason: 'below-other-header', detail: '' } }
    // In what we saved, the value stands there already.
    for (const column of isOurs ? [] : columns)
      if (isDitto(row.cells[column])) row.cells[column] = above?.cells[column] ?? ''
    above = row
    return row
  }
}

function rowMaker(header: Header): (record: CsvRecord) => SourceRow {
  const own = ownColumns(header)
  const columns = header.columns.slice(own)
  const textOf = own > 0 ? textAsSaved : cellText
  return (record) => {
    const cells = record.cells.slice(own).map(textOf)
    const row: SourceRow = {
      line: record.line,
      cells: Object.create(null) as Record<string, string>,
      geometry: null,
    }
    columns.forEach((column, i) => (row.cells[column] = cells[i] ?? ''))
    if (record.shared) row.shared = record.shared.flatMap((i) => columns[i - own] ?? [])
    if (record.formulas) row.formulas = formulasOf(record.formulas, columns, own)
    // A nought that no formula came to is none.
    for (const column of columns) if (row.formulas?.[column] === 'uncalculated') row.cells[column] = ''
    const isLonger = cells.slice(columns.length).some((cell) => cell !== '')
    const isOther = cells.length !== columns.length && (record.hasStrayQuotes ?? header.isExact)
    if (isLonger || isOther) row.unreadable = true
    const doubts = doubtsOf(record, row)
    if (doubts.length > 0) row.doubts = doubts
    return row
  }
}

function formulasOf(
  states: NonNullable<CsvRecord['formulas']>,
  columns: readonly string[],
  own: number,
): SourceRow['formulas'] {
  return Object.fromEntries(
    [...states].flatMap(([i, state]) => (columns[i - own] === undefined ? [] : [[columns[i - own], state]])),
  )
}

function doubtsOf(
  { hasStrayQuotes, isHidden, isStruck }: CsvRecord,
  { cells }: SourceRow,
): NonNullable<SourceRow['doubts']> {
  const damaged = Object.keys(cells).filter((column) => cells[column].includes('\uFFFD'))
  return [
    ...(isHidden ? [{ code: 'row-hidden' as const, detail: '' }] : []),
    ...(isStruck ? [{ code: 'row-struck' as const, detail: '' }] : []),
    ...(hasStrayQuotes ? [{ code: 'quotes-mended' as const, detail: '' }] : []),
    ...damaged.map((column) => ({ code: 'text-damaged' as const, detail: column })),
  ]
}

/** A spreadsheet writes `="0123"` for digits that are to stay text. */
const constantFormula = /^="((?:[^"]|"")*)"$/

/** Returns the text of a cell: without blanks around it, control characters, marks of web pages, and the formula that kept digits as text. */
function cellText(cell: string): string {
  const plain = printable(withoutEntities(cell)).trim()
  const constant = constantFormula.exec(plain)
  return constant ? constant[1].replaceAll('""', '"').trim() : plain
}

/**
 * Returns the text of a cell that we saved: what stood behind our apostrophe is text as it is, a formula that kept digits too. We
 * write no cell that begins with a formula: one that does was put there since.
 */
function textAsSaved(cell: string): string {
  return constantFormula.test(printable(cell)) ? cellText(cell) : printable(withoutGuard(cell)).trim()
}

async function firstRecords(chunks: AsyncGenerator<CsvRecord[]>, most: number): Promise<CsvRecord[]> {
  const found: CsvRecord[] = []
  for await (const chunk of chunks) {
    found.push(...chunk.slice(0, most - found.length))
    if (found.length >= most) break
  }
  return found
}

async function firstRows(chunks: AsyncGenerator<{ rows: SourceRow[] }>): Promise<SourceRow[]> {
  const found: SourceRow[] = []
  for await (const { rows } of chunks) {
    found.push(...rows.slice(0, sampleSize - found.length))
    if (found.length >= sampleSize) break
  }
  return found
}
