import { isObject } from './objects'

const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const OPEN_BRACE = 123
const CLOSE_BRACE = 125
const OPEN_BRACKET = 91
const CLOSE_BRACKET = 93

/**
 * Returns a document in which each name of an object is another: the second 户数 is `户数 (2)`, as in a list with two such columns, since
 * a program that reads JSON keeps the last and says nothing. Undefined where all differ already. The document has to be JSON. O(length).
 */
export function withDistinctNames(text: string): string | undefined {
  const pieces: string[] = []
  let from = 0
  // Names of the objects that are open, innermost last; null for a list.
  const open: (Map<string, number> | null)[] = []
  let isName = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = endOfString(text, at)
      const names = isName ? open[open.length - 1] : null
      isName = false
      if (names) {
        const name = nameIn(text, at, end)
        const times = (names.get(name) ?? 0) + 1
        names.set(name, times)
        if (times > 1) {
          pieces.push(text.slice(from, end), ` (${times})`)
          from = end
        }
      }
      at = end
    } else if (code === OPEN_BRACE) {
      open.push(new Map())
      isName = true
    } else if (code === OPEN_BRACKET) {
      open.push(null)
      isName = false
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) open.pop()
    else if (code === COMMA) isName = true
  }
  if (pieces.length === 0) return undefined
  pieces.push(text.slice(from))
  return pieces.join('')
}

/** Where the quote stands that ends a string. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at
}

function nameIn(text: string, start: number, end: number): string {
  const name = text.slice(start + 1, end)
  return name.includes('\\') ? (JSON.parse(`"${name}"`) as string) : name
}

const structural =
  'features|geometry|properties|attributes|coordinates|geometries|rings|paths|points|objects|arcs|x|y'

/** Returns the first name on which the meaning of a thing or a document hangs and that it has twice; undefined where it has none. */
export function repeatedIn(value: unknown): string | undefined {
  if (!isObject(value)) return undefined
  return structural.split('|').find((name) => `${name} (2)` in value && name in value)
}
