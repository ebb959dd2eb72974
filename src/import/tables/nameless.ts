import type { CsvRecord } from '../csv/records'
import { valueFits } from '../guesses/fits'
import { fieldsOf, type Field } from '../kinds/columns'
import { words, wordsWithoutBrackets } from '../values/text'
import { isNumberLike } from '../values/values'
import type { Header } from './header'

/** Of so many rows one may be damaged. */
const LEAST_SHARE = 0.9

/** What the values below a name have to be, for names that say it. */
const types = new Map<string, Field['type']>(
  Object.values(fieldsOf).flatMap((fields) =>
    fields.flatMap(({ names, type }) =>
      type === 'text' ? [] : names.map((name) => [words(name), type] as const),
    ),
  ),
)

/**
 * Returns a header whose rows all have one cell more than it has names, with a column without a name (`#1`) where that cell stands:
 * before the others, as R writes the names of rows, or behind them. The values below names that say what they are decide; where they
 * do not, the header stays as it is.
 */
export function withNameless(header: Header, first: CsvRecord[]): Header {
  const { columns } = header
  const rows = first.filter(({ line }) => line > header.line).map(({ cells }) => trimmed(cells))
  const longer = rows.filter((cells) => cells.length === columns.length + 1)
  if (header.line === 0 || longer.length === 0 || longer.length < rows.length * LEAST_SHARE) return header
  const [behind, before] = [0, 1].map((shift) => fitting(columns, longer, shift))
  const isBefore = before > behind || (before === behind && namesRows(longer))
  if (isBefore) return { ...header, columns: ['#1', ...columns], isExact: true }
  return behind > before ? { ...header, columns: [...columns, `#${columns.length + 1}`] } : header
}

/** How many values are what the name says under which they stand. */
function fitting(columns: string[], rows: string[][], shift: number): number {
  let count = 0
  columns.forEach((column, i) => {
    const type = types.get(words(column)) ?? types.get(wordsWithoutBrackets(column))
    if (type)
      count += rows.filter((cells) => cells[i + shift] !== '' && valueFits(type, cells[i + shift])).length
  })
  return count
}

/** Rows are named by their numbers: 1, 2, 3. */
function namesRows(rows: string[][]): boolean {
  return rows.every((cells, i) => isNumberLike(cells[0]) && Number(cells[0]) === Number(rows[0][0]) + i)
}

function trimmed(cells: string[]): string[] {
  const all = cells.map((cell) => cell.trim())
  while (all.length > 0 && all.at(-1) === '') all.pop()
  return all
}
