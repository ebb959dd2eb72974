/** What a spreadsheet would run as a formula; a number with its sign is none. Full-width signs count, where the language of the spreadsheet writes them. */
const formula = /^[=+\-@\t\r＝＋－＠]/
const plainNumber = /^[+-]?(\d[\d,]*\.?\d*|\.\d+)(e[+-]?\d+)?%?$/i
const guarded = /^'+[=+\-@\t\r＝＋－＠]/

/** Returns a cell that no spreadsheet runs: an apostrophe is put before what begins like a formula and is no number. */
export function guard(cell: string): string {
  return (formula.test(cell) && !plainNumber.test(cell.trim())) || guarded.test(cell) ? `'${cell}` : cell
}

/** Returns a cell of a file that we wrote without the apostrophe that `guard` put before it. */
export function withoutGuard(cell: string): string {
  return guarded.test(cell) ? cell.slice(1) : cell
}
