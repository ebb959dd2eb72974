import { BLANKS, blankLayout, isParted, looksParted } from './blanks'
import { readCells } from './cells'
import { lineEndsOf } from './lines'

/** What parts the cells of a line, by the names that a person gives them. */
export const delimiters = {
  comma: ',',
  tab: '\t',
  semicolon: ';',
  pipe: '|',
  'full-width-comma': '，',
  box: '│',
  blanks: BLANKS,
} as const
export type DelimiterName = keyof typeof delimiters

/** Returns the delimiter that somebody names (`tab`, `;`, `\t`), or undefined. */
export function delimiterNamed(name: string): string | undefined {
  if (Object.hasOwn(delimiters, name)) return delimiters[name as DelimiterName]
  return name === '\\t' ? '\t' : Object.values(delimiters).find((one) => one === name)
}

/** Returns the name of a delimiter. */
export function nameOfDelimiter(delimiter: string): string {
  return Object.entries(delimiters).find(([, one]) => one === delimiter)?.[0] ?? delimiter
}

/** Lines that are looked at. */
const MOST_LINES = 200

/** A title and what goes with it. */
const MOST_TITLES = 5

/** What the first lines of a file tell about its delimiter. */
export interface DelimiterVerdict {
  delimiter: string
  /** No other would part the lines as evenly. */
  isSure: boolean
  /** Most lines are words with blanks between them, which part them in several ways: nobody knows what its columns are. */
  isUneven?: true
}

/** Returns the first lines of a file that say something. */
export function firstLines(head: string): string[] {
  return head
    .split(lineEndsOf(head))
    .filter((line) => line.trim() !== '')
    .slice(0, MOST_LINES)
}

/**
 * Returns the delimiter that parts most lines into the same number of cells, two at least; blanks where they part every line alike and
 * no other does. A title has another delimiter than the table, or none; one line decides nothing.
 */
export function guessDelimiter(head: string): DelimiterVerdict {
  const lines = firstLines(head)
  const ranked = Object.values(delimiters)
    .filter((delimiter) => delimiter !== BLANKS)
    .map((delimiter) => ({ delimiter, ...evenness(lines, delimiter) }))
    .filter(({ width }) => width > 1)
    .sort((a, b) => b.even - a.even || b.width - a.width)
  const [first, second] = ranked
  const isMost = first !== undefined && first.even * 2 >= lines.length
  // The last line of a head may be cut off.
  const whole = lines.length > 2 ? lines.slice(0, -1) : lines
  const layout = blankLayout(whole)
  const parted = layout ? whole.filter((line) => isParted(line, layout)) : []
  const names = parted.length > (first?.even ?? 0) ? parted[0] : undefined
  // A delimiter that parts the names of the columns parts the table, whatever blanks are in it.
  const isOther = (line: string) =>
    first !== undefined && readCells(line, first.delimiter).cells.length === first.width
  if (names !== undefined && !isOther(names)) return { delimiter: BLANKS, isSure: !isMost }
  if (!isMost && !lines.slice(0, MOST_TITLES).some(isOther) && looksParted(lines))
    return { delimiter: BLANKS, isSure: false, isUneven: true }
  if (first === undefined) return { delimiter: ',', isSure: true }
  const isSure = !second || second.even < first.even * 0.9 || second.width < first.width
  return { delimiter: first.delimiter, isSure }
}

/** The number of cells that most lines have, and how many lines have it. */
function evenness(lines: string[], delimiter: string): { width: number; even: number } {
  const counts = new Map<number, number>()
  for (const line of lines) {
    const width = readCells(line, delimiter).cells.length
    if (width > 1) counts.set(width, (counts.get(width) ?? 0) + 1)
  }
  let best = { width: 0, even: 0 }
  for (const [width, even] of counts)
    if (even > best.even || (even === best.even && width > best.width)) best = { width, even }
  return best
}
