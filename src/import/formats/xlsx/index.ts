import type { CellValue, SheetData } from 'read-excel-file/universal'
import { DataError } from '../../../lib/errors'
import type { CsvRecord } from '../../csv/records'
import type { Format, RecordLayer } from '../types'
import { cellText } from '../values'
import { headOf, sharedCells, spread } from './merges'
import { openWorkbook, usualPath, withoutBadCells, type SheetPart, type Workbook } from './parts'
import { lotsOf, slicesOf, workbookOf } from './slices'

const ROWS_AT_ONCE = 1000

/** A workbook (ECMA-376): each sheet that has rows is a layer; cells that were merged each have the value. */
export const xlsx: Format = {
  name: 'xlsx',
  detect: () => false, // Known by what is in the zip file: see `archive.ts`.
  async open({ blob }) {
    const bytes = new Uint8Array(await blob.arrayBuffer())
    const workbook = openWorkbook(bytes)
    const sheets = await readSheets(workbook)
    const layers = workbook.sheets.flatMap((part) => {
      const records = recordsOf(sheets.get(part) ?? [], part)
      const { isHidden } = part
      return records.length > 0
        ? [{ layer: layerOf(part.name, records, workbook.countsFrom1904, part), isHidden }]
        : []
    })
    if (layers.length === 0) throw new DataError('file-no-rows')
    // What nobody sees is a list of words to choose from, or what was meant to go.
    return [...layers.filter(({ isHidden }) => !isHidden), ...layers.filter(({ isHidden }) => isHidden)].map(
      ({ layer }) => layer,
    )
  },
}

/** Tells whether names in a zip file are those of a workbook. */
export function isWorkbook(names: string[]): boolean {
  return names.some((name) => usualPath(name) === 'xl/workbook.xml')
}

/**
 * The library gives up at the first cell that it cannot read: then cells like that are emptied, and it reads again. It waits for ever
 * where a zip file is broken inside: it gets ones that were packed here, each with some rows of the sheets.
 */
async function readSheets(workbook: Workbook): Promise<Map<SheetPart, string[][]>> {
  const { default: read, InvalidSpreadsheetError } = await import('read-excel-file/universal')
  const options = { parseNumber: numberText, trim: false }
  const attempt = async (rows: string[]) => {
    const sheets = await read(workbookOf(rows, workbook).buffer, options)
    return sheets.map(({ data }) => textsOf(data))
  }
  const mended = withoutBadCells(workbook)
  const found = new Map<SheetPart, string[][]>(workbook.sheets.map((sheet) => [sheet, []]))
  try {
    for (const lot of lotsOf(workbook.sheets.flatMap((sheet) => [...slicesOf(sheet)]))) {
      const rows = lot.map((slice) => slice.rows)
      const parts = await attempt(rows).catch((failure: unknown) => {
        if (failure instanceof InvalidSpreadsheetError) return attempt(rows.map(mended))
        throw failure
      })
      lot.forEach(({ sheet, offset }, i) => place(found.get(sheet)!, offset, parts[i]))
    }
  } catch (cause) {
    if (cause instanceof DataError) throw cause
    throw new DataError('file-damaged', cause instanceof Error ? cause.message : 'XLSX', cause)
  }
  for (const rows of found.values()) widen(rows)
  return found
}

/** Puts rows where they stand in their sheet; between them are blank ones. */
function place(all: string[][], offset: number, rows: string[][]): void {
  if (rows.length > 0) while (all.length < offset) all.push([])
  for (const row of rows) all.push(row)
}

function widen(rows: string[][]): void {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0)
  for (const row of rows) while (row.length < width) row.push('')
}

function textsOf(data: SheetData<string>): string[][] {
  return data.map((row) =>
    row.map((cell: CellValue<string> | null) =>
      cellText(cell).replace(/^#(N\/A|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|NULL!)$/, ''),
    ),
  )
}

/** So many digits a workbook keeps; what stands behind them is noise of its reckoning, or was lost. */
const KEPT_DIGITS = 15

/**
 * Returns a number as a sheet shows it: 410802001001 for 4.10802001001E11, 40 for 39.99999999999999. A whole number of more digits than a
 * sheet keeps stays in scientific notation: it was a code, whose last digits are gone.
 */
function numberText(text: string): string {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) return text
  if (!Number.isInteger(value)) return String(Number(value.toPrecision(KEPT_DIGITS)))
  const isKept = Math.abs(value) < 1e15 || (Number.isSafeInteger(value) && value % 10 !== 0)
  return isKept ? String(value) : value.toExponential(KEPT_DIGITS - 1).toUpperCase()
}

/** Rows with the number that they have in the sheet; those of the head become one. */
function recordsOf(rows: string[][], part: SheetPart): CsvRecord[] {
  const merges = part.merges
  const width = rows[0]?.length ?? 0
  const filled = spread(rows, merges, width)
  const head = headOf(filled, merges, width)
  const shared = sharedCells(filled, merges, width)
  const records: CsvRecord[] = []
  filled.forEach((cells, i) => {
    if (head && i >= head.from && i < head.to) return
    if (head?.to === i) return void records.push({ line: i + 1, cells: head.cells })
    const { columns, isContinued } = shared[i]
    if (isContinued || cells.every((cell) => cell === '')) return
    const isHidden = part.hiddenRows.has(i + 1)
    const isStruck = part.struckRows.has(i + 1)
    const formulas = part.formulas.get(i + 1)
    records.push({
      line: i + 1,
      cells,
      ...(columns.length > 0 && { shared: columns }),
      ...(isHidden && { isHidden: true as const }),
      ...(isStruck && { isStruck: true as const }),
      ...(formulas && { formulas }),
    })
  })
  return records
}

function layerOf(name: string, all: CsvRecord[], countsFrom1904: boolean, part: SheetPart): RecordLayer {
  const hidden = { isSheet: part.isHidden, columns: part.hiddenColumns }
  // eslint-disable-next-line @typescript-eslint/require-await -- rows of every format come the same way
  async function* records() {
    for (let from = 0; from < all.length; from += ROWS_AT_ONCE) yield all.slice(from, from + ROWS_AT_ONCE)
  }
  return {
    name,
    format: 'xlsx',
    encoding: 'utf-8',
    records,
    ...((hidden.isSheet || hidden.columns.length > 0) && { hidden }),
    ...(countsFrom1904 && { countsFrom1904: true as const }),
  }
}
