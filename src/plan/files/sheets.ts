import type { Sheet } from 'write-excel-file/browser'
import { type Column, columnsOf, type FileContents, gridColumns } from './columns'

/** Names of sheets have at most 31 characters, and none of these. */
function sheetName(words: string): string {
  return words.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31)
}

function sheetOf<Row>(
  name: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  titleOf: (key: string) => string,
): Sheet<Blob> {
  const titles = columns.map(({ key }) => ({ value: titleOf(key), fontWeight: 'bold' as const }))
  const cells = rows.map((row) => columns.map(({ key }) => ({ value: row[key] as string | number })))
  return {
    sheet: sheetName(name),
    data: [titles, ...cells],
    columns: columns.map(({ letters }) => ({ width: letters })),
    stickyRowsCount: 1,
  }
}

/** Returns the sheets of a workbook: grids of all levels, and buildings with the codes of their grids; the titles stay in view. */
export function sheetsOf(
  { grids, buildings }: FileContents,
  titleOf: (key: string) => string,
  names: { grids: string; buildings: string },
): Sheet<Blob>[] {
  const rows = grids.map(({ row }) => row)
  return [
    sheetOf(names.grids, gridColumns, rows, titleOf),
    sheetOf(names.buildings, columnsOf(buildings), buildings, titleOf),
  ]
}
