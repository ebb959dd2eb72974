/** Lines of rules that terminals draw between rows: `+----+----+`, `|---|:-:|`, `├────┼────┤`. */
const isRuler =
  /^[\s|+│┃┼├┤┌┐└┘┬┴╞╪╡╭╮╰╯┠╂┨─━═=:-]*(-{3,}|─{2,}|━{2,}|═{2,}|={3,})[\s|+│┃┼├┤┌┐└┘┬┴╞╪╡╭╮╰╯┠╂┨─━═=:-]*$/

/** What terminals and Markdown put around a table whose cells bars part. */
export interface Bars {
  delimiter: string
  /** A bar stands before the first cell and behind the last one of every line. */
  isAround: boolean
}

/** Returns how bars stand in these lines; undefined where another delimiter parts them. */
export function barsOf(lines: string[], delimiter: string): Bars | undefined {
  if (delimiter !== '|' && delimiter !== '│') return undefined
  const parted = lines.filter((line) => line.includes(delimiter) && !isRuler.test(line))
  const isAround = parted.every((line) => isBetween(line.trim(), delimiter))
  return { delimiter, isAround: isAround && parted.length > 1 }
}

function isBetween(line: string, delimiter: string): boolean {
  return line.length > 1 && line.startsWith(delimiter) && line.endsWith(delimiter)
}

/** Returns a line without the bars around it; blank where it is a rule, which is no row. */
export function withoutBars(line: string, { delimiter, isAround }: Bars): string {
  if (isRuler.test(line)) return ''
  const plain = line.trim()
  return isAround && isBetween(plain, delimiter) ? plain.slice(1, -1) : line
}
