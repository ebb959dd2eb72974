import { withoutEntities } from '../../values/text'

/** A row that holds no further row: what lies around such a table is there for its looks. */
const row = /<tr\b[^>]*>((?:(?!<tr\b)[\s\S])*?)<\/tr\s*>/gi
const cell = /<t[dh]\b[^>]*>((?:(?!<t[dh]\b)[\s\S])*?)<\/t[dh]\s*>/gi
const lineEnd = /<br\s*\/?>|<\/(?:p|div|li|h\d)\s*>|\r?\n/gi
const pair = /^([^:：=<>]{1,30}?)\s*[:：=]\s*(.*)$/su

/** One pair is a sentence with a colon in it. */
const FEWEST_PAIRS = 2

/**
 * Returns what a description lists, by name: rows of two cells in a table of a web page, as GIS programs write the attributes of a
 * thing, or lines such as `户数：40`, if all are such. Undefined for text that lists nothing.
 */
export function listedIn(description: string): Record<string, string> | undefined {
  const pairs = /<tr\b/i.test(description) ? inTable(description) : inLines(description)
  if (pairs.length < FEWEST_PAIRS) return undefined
  return Object.fromEntries(pairs)
}

function inTable(description: string): [string, string][] {
  const rows = [...description.matchAll(row)].map(([, inner]) =>
    [...inner.matchAll(cell)].map(([, text]) => plain(text)),
  )
  const below = belowNames(description, rows)
  if (below) return below
  return rows.flatMap((cells): [string, string][] => {
    const isPairs = cells.length > 0 && cells.length % 2 === 0
    if (!isPairs) return []
    return cells.flatMap((name, i): [string, string][] =>
      i % 2 === 0 && name !== '' ? [[name.replace(/\s*[:：]$/, ''), cells[i + 1]]] : [],
    )
  })
}

/** A line of names with the line of their values below it; undefined for a table that is none. */
function belowNames(description: string, rows: string[][]): [string, string][] | undefined {
  const named = [...description.matchAll(row)].map(
    ([, inner]) => /<th\b/i.test(inner) && !/<td\b/i.test(inner),
  )
  if (rows.length !== 2 || !named[0] || named[1] || rows[0].length !== rows[1].length) return undefined
  return rows[0].flatMap((name, i): [string, string][] => (name === '' ? [] : [[name, rows[1][i]]]))
}

function inLines(description: string): [string, string][] {
  const lines = description
    .replace(lineEnd, '\n')
    .split('\n')
    .map(plain)
    .filter((line) => line !== '')
  const pairs = lines.map((line) => pair.exec(line))
  return pairs.every((found) => found !== null)
    ? pairs.map(([, name, value]) => [name.trim(), value.trim()])
    : []
}

function plain(text: string): string {
  return withoutEntities(text.replace(/<!--[\s\S]*?-->|<img\b[^>]*>/gi, ''))
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
}
