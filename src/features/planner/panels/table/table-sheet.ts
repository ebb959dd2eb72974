import { byStreet, type Column, type GridRow, sumsOf, VALUES } from './grid-rows'

/** What is handed out of the table: the rows and columns that are shown, in their order, and whether each street has its sums. */
export interface ShownTable {
  rows: readonly GridRow[]
  columns: readonly Column[]
  hasStreets: boolean
}

/** What the sheet says in the language of the interface. */
export interface SheetWords {
  title: (column: Column | 'name' | 'estimated' | 'replaced') => string
  sum: (count: number, street: string) => string
  replaced: string
}

type Cell = string | number | null

/** Columns that add up. */
const SUMMED = ['households', 'buildings', 'cutCompounds', 'incidents', 'visits', 'load'] as const
const isSummed = (column: Column): column is (typeof SUMMED)[number] =>
  (SUMMED as readonly string[]).includes(column)

/**
 * Returns the table as it is shown, titles first and sums at the end. Estimates and grids that another plan replaced have a
 * column each where there are any.
 */
export function sheetRows({ rows, columns, hasStreets }: ShownTable, words: SheetWords): Cell[][] {
  const hasEstimates = rows.some(({ estimated }) => estimated > 0)
  const hasReplaced = rows.some(({ replacedBy }) => replacedBy !== null)
  const [first, ...others] = columns
  const line = (
    name: Cell,
    of: (column: Column) => Cell,
    { estimated, replaced }: { estimated: Cell; replaced: Cell },
  ): Cell[] => [
    of(first),
    name,
    ...others.map(of),
    ...(hasEstimates ? [estimated] : []),
    ...(hasReplaced ? [replaced] : []),
  ]
  const sums = (street: string, own: readonly GridRow[]): Cell[] => {
    const sum = sumsOf(own)
    const of = (column: Column) => {
      if (column === first) return words.sum(own.length, street)
      return isSummed(column) ? sum[column] : null
    }
    return line(null, of, { estimated: sum.estimated, replaced: null })
  }
  const titles = { estimated: words.title('estimated'), replaced: words.title('replaced') }
  return [
    line(words.title('name'), words.title, titles),
    ...rows.map((row) =>
      line(row.name || null, (column) => VALUES[column](row), {
        estimated: row.estimated,
        replaced: row.replacedBy ? words.replaced : null,
      }),
    ),
    ...(hasStreets ? byStreet(rows).map(({ street, rows: own }) => sums(street, own)) : []),
    sums('', rows),
  ]
}
