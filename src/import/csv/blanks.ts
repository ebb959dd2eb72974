import { readLines } from './lines'
import type { CsvRecord } from './records'

/** What stands for "parted by runs of blanks" where a delimiter is named. */
export const BLANKS = ' '

/**
 * How blanks part lines: by runs of them, or by the places at which columns begin. Places count as terminals show characters
 * (`isWide`: a Chinese one takes two), or one a character.
 */
export type BlankLayout = { runs: RegExp; width: number } | { starts: number[]; isWide: boolean }

const twoOrMore = /[ \u00A0\u3000\t]{2,}|[\u3000\t]/
const oneOrMore = /[ \u00A0\u3000\t]+/
const isRuler = /^[\s\-=─━═_]*(-{2,}|={2,}|─{2,}|━{2,}|═{2,}|_{2,})[\s\-=─━═_]*$/

/** Titles above a table, and what stands below it, have one piece. So many lines may. */
const MOST_LOOSE = 5
/** Fewer lines part alike by chance. */
const LEAST_LINES = 2
const LEAST_PLACES = 3

/**
 * Returns how blanks part these lines where they part every one alike: under a line of rules, by runs of two or more, at the same
 * places of each line, or by single ones. Undefined where nothing does. O(characters).
 */
export function blankLayout(lines: string[]): BlankLayout | undefined {
  return ruled(lines) ?? byRuns(lines, twoOrMore, 2) ?? byPlaces(lines) ?? byRuns(lines, oneOrMore, 3)
}

/** Returns the layout for lines that a person says are parted by blanks, though not alike: the first line that is parted tells how. */
export function anyBlankLayout(lines: string[]): BlankLayout {
  const first = lines.find((line) => piecesOf(line, oneOrMore).length > 1) ?? ''
  const [wide, single] = [twoOrMore, oneOrMore].map((runs) => ({ runs, width: piecesOf(first, runs).length }))
  return blankLayout(lines) ?? (wide.width > 1 ? wide : single)
}

/** Tells whether most lines are words with blanks between them: a table whose columns nothing tells, or no table. */
export function looksParted(lines: string[]): boolean {
  const many = lines.filter((line) => piecesOf(line, oneOrMore).length >= 3)
  return piecesOf(lines[0] ?? '', oneOrMore).length > 1 && many.length >= lines.length * 0.8
}

/** Tells whether a layout parts a line into its columns. */
export function isParted(line: string, layout: BlankLayout): boolean {
  return !isRuler.test(line) && cellsOf(line, layout) !== undefined
}

/** Reads lines that blanks part. A line that is parted otherwise has one cell too many: nobody knows which of them is missing. */
export async function* readBlanks(
  pieces: AsyncIterable<string>,
  layout: BlankLayout,
  ends?: RegExp,
): AsyncGenerator<CsvRecord[]> {
  let hasBegun = false
  for await (const lines of readLines(pieces, ends)) {
    const records: CsvRecord[] = []
    for (const { number, text } of lines) {
      if (text.replace(/\u001A/g, '').trim() === '' || isRuler.test(text)) continue
      const cells = cellsOf(text, layout)
      hasBegun ||= cells !== undefined
      records.push({ line: number, cells: cells ?? looseCells(text, layout, hasBegun) })
    }
    if (records.length > 0) yield records
  }
}

/** A title above, or a few words below, are one cell. */
function looseCells(text: string, layout: BlankLayout, hasBegun: boolean): string[] {
  const pieces = piecesOf(text, oneOrMore)
  if (!hasBegun || pieces.length <= MOST_NOTE_WORDS) return [text.trim()]
  return [...pieces, ...Array<string>(Math.max(1, widthOf(layout) + 1 - pieces.length)).fill('?')]
}

const MOST_NOTE_WORDS = 2

function widthOf(layout: BlankLayout): number {
  return 'runs' in layout ? layout.width : layout.starts.length
}

function cellsOf(line: string, layout: BlankLayout): string[] | undefined {
  if ('starts' in layout) return atPlaces(line, layout)
  const cells = piecesOf(line, layout.runs)
  return cells.length === layout.width ? cells : undefined
}

function piecesOf(line: string, runs: RegExp): string[] {
  return line
    .replace(/^\uFEFF/, '')
    .trim()
    .split(runs)
}

/** Without titles above and notes below. */
function tableOf(lines: string[], runs: RegExp): string[] {
  const isLoose = (line: string) => piecesOf(line, runs).length === 1
  let [from, to] = [0, lines.length]
  while (from < Math.min(MOST_LOOSE, to) && isLoose(lines[from])) from++
  while (to > Math.max(from, lines.length - MOST_LOOSE) && isLoose(lines[to - 1])) to--
  return lines.slice(from, to)
}

function byRuns(lines: string[], runs: RegExp, least: number): BlankLayout | undefined {
  const table = tableOf(lines, runs)
  const width = piecesOf(table[0] ?? '', runs).length
  const isAlike = table.every((line) => piecesOf(line, runs).length === width)
  const isMost = table.length >= LEAST_LINES && table.length * 2 >= lines.length
  return width >= least && isMost && isAlike ? { runs, width } : undefined
}

/** A line of rules tells where the columns are: `----- ------`. */
function ruled(lines: string[]): BlankLayout | undefined {
  const at = lines.findIndex((line) => isRuler.test(line) && piecesOf(line, oneOrMore).length > 1)
  if (at < 0) return undefined
  const ruler = lines[at]
  const starts = [...ruler.matchAll(/\S+/g)].map(({ index }) => index)
  const table = tableOf(lines.slice(Math.max(0, at - 1)), oneOrMore).filter((line) => !isRuler.test(line))
  return layoutAt(starts, table)
}

/** Columns begin behind places that are blank in every line. Each has a name in the first, which has no other words. */
function byPlaces(lines: string[]): BlankLayout | undefined {
  const table = tableOf(lines, oneOrMore)
  if (table.length <= LEAST_LINES) return undefined
  for (const isWide of [true, false]) {
    const starts = startsIn(table.map((line) => places(line, isWide)))
    const names = atPlaces(table[0], { starts, isWide })
    const isNamed = names?.every((name) => name !== '' && !twoOrMore.test(name)) ?? false
    if (isNamed && starts.length >= LEAST_PLACES) return layoutAt(starts, table)
  }
  return undefined
}

function layoutAt(starts: number[], table: string[]): BlankLayout | undefined {
  const isWide = [true, false].find((wide) => table.every((line) => atPlaces(line, { starts, isWide: wide })))
  return isWide === undefined || table.length < LEAST_LINES ? undefined : { starts, isWide }
}

function startsIn(lines: string[]): number[] {
  const length = Math.max(...lines.map((line) => line.length))
  const isBlank = Array.from({ length }, (_, i) => lines.every((line) => (line[i] ?? ' ') === ' '))
  return isBlank.flatMap((blank, i) => (!blank && (i === 0 || isBlank[i - 1]) ? [i] : []))
}

const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/
/** Stands for the second half of a wide character. */
const HALF = '\u0000'

/** The line with one mark for each place that it takes, blanks of any kind as one kind. */
function places(line: string, isWide: boolean): string {
  const plain = line.replace(/^\uFEFF/, '').replace(/\u00A0/g, ' ')
  const shown = isWide ? plain.replace(/\u3000/g, '  ') : plain.replace(/\u3000/g, ' ')
  return isWide ? [...shown].map((one) => (wide.test(one) ? one + HALF : one)).join('') : shown
}

/** The cells of a line whose columns begin at places; undefined where something stands across the blank before one. */
function atPlaces(
  line: string,
  { starts, isWide }: { starts: number[]; isWide: boolean },
): string[] | undefined {
  const shown = places(line, isWide)
  if (starts.length === 0 || shown.slice(0, starts[0]).trim() !== '') return undefined
  if (starts.slice(1).some((start) => (shown[start - 1] ?? ' ') !== ' ')) return undefined
  return starts.map((start, i) =>
    shown
      .slice(start, starts[i + 1])
      .replaceAll(HALF, '')
      .trim(),
  )
}
