/** A line of a file without its line break. */
export interface TextLine {
  /** From 1. */
  number: number
  text: string
}

/**
 * Splits text that comes in pieces into lines. CR LF, LF and CR end a line, each wherever it stands, since files are put together
 * from parts with different ends.
 */
export async function* readLines(pieces: AsyncIterable<string>): AsyncGenerator<TextLine[]> {
  let rest = ''
  let number = 0
  for await (const piece of pieces) {
    rest += piece
    // A carriage return at the very end may be half of a pair.
    const until = rest.endsWith('\r') ? rest.length - 1 : rest.length
    const lines: TextLine[] = []
    let from = 0
    for (const { index, 0: end } of rest.slice(0, until).matchAll(/\r\n|\n|\r/g)) {
      lines.push({ number: ++number, text: rest.slice(from, index) })
      from = index + end.length
    }
    rest = rest.slice(from)
    if (lines.length > 0) yield lines
  }
  if (rest !== '') yield [{ number: ++number, text: rest.replace(/\r$/, '') }]
}
