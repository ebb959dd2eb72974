import { DataError } from '../../lib/errors'
import type { CsvRecord } from '../csv/records'
import { chosenHeader, findHeader, MOST_TITLE_RECORDS, type Header } from './header'
import { withoutGuard } from '../report/guard'
import { reportColumns } from '../report/report'
import type { SourceTable } from './source-table'
import { printable } from '../values/text'
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
  const header = headerLine === undefined ? findHeader(first) : chosenHeader(first, headerLine)
  if (!header) throw new DataError('file-no-header')
  const toRow = rowMaker(header)
  async function* rows() {
    for await (const chunk of records()) {
      const after = chunk.filter((record) => record.line > header!.line)
      yield { rows: after.map(toRow), share: share() }
    }
  }
  const sample = await firstRows(rows())
  if (sample.length === 0) throw new DataError('file-no-rows')
  return {
    ...facts,
    hasGeometry: false,
    geometryTypes: {},
    crs: '',
    unsure: header.isSure ? [] : ['header-line'],
    columns: header.columns.slice(ownColumns(header)),
    header: { line: header.line, isSure: header.isSure },
    sample,
    rows,
  }
}

/** How many of the first columns are those that we put before the file's own when we saved its refused rows. */
function ownColumns({ columns }: Header): number {
  return reportColumns.every((name, i) => columns[i] === name) ? reportColumns.length : 0
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
    const isLonger = cells.slice(columns.length).some((cell) => cell !== '')
    if (isLonger || (record.hasStrayQuotes && cells.length !== columns.length)) row.unreadable = true
    const doubts = doubtsOf(record, row)
    if (doubts.length > 0) row.doubts = doubts
    return row
  }
}

function doubtsOf({ hasStrayQuotes }: CsvRecord, { cells }: SourceRow): NonNullable<SourceRow['doubts']> {
  const damaged = Object.keys(cells).filter((column) => cells[column].includes('\uFFFD'))
  return [
    ...(hasStrayQuotes ? [{ code: 'quotes-mended' as const, detail: '' }] : []),
    ...damaged.map((column) => ({ code: 'text-damaged' as const, detail: column })),
  ]
}

/** A spreadsheet writes `="0123"` for digits that are to stay text. */
const constantFormula = /^="((?:[^"]|"")*)"$/

/** Returns the text of a cell: without blanks around it, control characters, and the formula that kept digits as text. */
function cellText(cell: string): string {
  const plain = printable(cell).trim()
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
