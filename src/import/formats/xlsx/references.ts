/** Returns the place, from 0, of the column with some letters: 27 for AB. */
export function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** Returns the letters of a column by its place from 0. */
export function lettersOf(column: number): string {
  const rest = Math.floor(column / 26) - 1
  return (rest >= 0 ? lettersOf(rest) : '') + String.fromCharCode(65 + (column % 26))
}
