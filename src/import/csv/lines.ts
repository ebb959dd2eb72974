/** A line of a file without its line break. */
export interface TextLine {
  /** From 1. */
  number: number
  text: string
}

const usualEnds = /\r\n|\n|\r/g
/** What Unicode has besides (UAX #14, class BK and NL). In a cell they are blanks. */
const otherEnds = /[\u0085\u2028\u2029]/g

/** Returns what ends the lines of a text that begins so: other marks of Unicode count where it has no usual one. */
export function lineEndsOf(start: string): RegExp {
  return start.search(usualEnds) < 0 && start.search(otherEnds) >= 0 ? otherEnds : usualEnds
}

/**
 * Splits text that comes in pieces into lines. CR LF, LF and CR end a line, each wherever it stands, since files are put together
 * from parts with different ends.
 */
export async function* readLines(
  pieces: AsyncIterable<string>,
  ends = usualEnds,
): AsyncGenerator<TextLine[]> {
  let rest = ''
  let number = 0
  for await (const piece of pieces) {
    rest += piece
    // A carriage return at the very end may be half of a pair.
    const until = rest.endsWith('\r') ? rest.length - 1 : rest.length
    const lines: TextLine[] = []
    let from = 0
    for (const { index, 0: end } of rest.slice(0, until).matchAll(ends)) {
      lines.push({ number: ++number, text: rest.slice(from, index) })
      from = index + end.length
    }
    rest = rest.slice(from)
    if (lines.length > 0) yield lines
  }
  if (rest !== '') yield [{ number: ++number, text: rest.replace(/\r$/, '') }]
}
