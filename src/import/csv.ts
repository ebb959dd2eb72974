import Papa from 'papaparse'

export interface CsvRecord {
  /** Line of the file on which the record begins, from 1. */
  line: number
  cells: string[]
}

const delimiters = [',', '\t', ';', '|', '，'] as const

/** Returns the delimiter that splits the first line most often outside of quotes; a comma where none does. */
export function guessDelimiter(head: string): string {
  const first = head.split(/\r?\n/, 1)[0].replace(/"[^"]*"/g, '')
  let best: string = ','
  let most = 0
  for (const delimiter of delimiters) {
    const count = first.split(delimiter).length - 1
    if (count > most) [best, most] = [delimiter, count]
  }
  return best
}

/**
 * Splits text that comes in pieces into records (RFC 4180: quoted cells may hold delimiters and line breaks) with the
 * line each begins on. Blank lines are left out but counted.
 */
export async function* readCsv(
  pieces: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<CsvRecord[]> {
  let rest = ''
  let line = 1
  let newline: string | undefined
  for await (const piece of pieces) {
    rest += piece
    newline ??= guessNewline(rest)
    if (!newline) continue
    const { records, used, next } = split(rest, delimiter, newline, line, true)
    rest = rest.slice(used)
    line = next
    if (records.length > 0) yield records
  }
  if (rest === '') return
  const { records } = split(rest, delimiter, newline ?? '\n', line, false)
  if (records.length > 0) yield records
}

/** Line breaks inside quotes do not count. A carriage return at the very end may be half of a pair: wait for more. */
function guessNewline(quoted: string): string | undefined {
  const text = quoted.replace(/"[^"]*("|$)/g, '')
  const at = text.search(/[\r\n]/)
  if (at < 0 || (text[at] === '\r' && at === text.length - 1)) return undefined
  if (text[at] === '\n') return '\n'
  return text[at + 1] === '\n' ? '\r\n' : '\r'
}

function split(text: string, delimiter: string, newline: string, line: number, keepLast: boolean) {
  const parser = new Papa.Parser({ delimiter, newline: newline as '\n' })
  const parsed = parser.parse(text, 0, keepLast) as { data: string[][]; meta: { cursor: number } }
  const records: CsvRecord[] = []
  let next = line
  for (const cells of parsed.data) {
    if (cells.some((cell) => cell.trim() !== '')) records.push({ line: next, cells })
    next += 1 + cells.reduce((sum, cell) => sum + breaks(cell), 0)
  }
  return { records, used: parsed.meta.cursor, next }
}

function breaks(cell: string): number {
  let count = 0
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++
  return count
}

/** Returns rows as CSV text with a byte-order mark, which spreadsheet programs need to read Chinese. */
export function writeCsv(header: string[], rows: (string | number)[][]): string {
  return (
    '\uFEFF' + Papa.unparse({ fields: header, data: rows }, { newline: '\n', escapeFormulae: true }) + '\n'
  )
}
