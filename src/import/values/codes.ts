import { clean } from './text'

/** What a cell of a column of codes holds. */
export interface Code {
  text: string
  /** A spreadsheet has rounded the digits away: the code cannot be had from the cell. */
  isDamaged: boolean
}

/**
 * Returns the code in a cell with what spreadsheets do to digits undone where nothing was lost: `410802001.0`, `4.10802001E+8`,
 * `'410802001`, `410,802,001`. `4.10802E+11` has lost digits.
 */
export function readCode(cell: string): Code {
  const plain = clean(cell)
    .replace(/^'(?=\d)/, '')
    .replace(/^=(?=\d+$)/, '')
  if (/^\d{1,3}(,\d{3})+(\.0+)?$/.test(plain)) return whole(plain.replaceAll(',', ''))
  if (/^\d+(\.0*)?$/.test(plain)) return whole(plain)
  const scientific = /^(\d)(?:\.(\d+))?e\+?(\d{1,2})$/i.exec(plain)
  if (!scientific) return { text: plain, isDamaged: false }
  const [, first, rest = '', exponent] = scientific
  if (rest.length < Number(exponent)) return { text: plain, isDamaged: true }
  const length = Number(exponent) + 1
  const all = first + rest
  return /^0*$/.test(all.slice(length))
    ? { text: all.slice(0, length), isDamaged: false }
    : { text: plain, isDamaged: true }
}

/**
 * Returns a statistics code as long as its level needs: registers write twelve digits for every level, and fill those of streets and
 * districts with zeros (`410802001000` is a street). No area has the number 000.
 */
export function unpadded(code: string): string {
  return /^\d{9}(\d{3})?$/.test(code) ? code.replace(/(?:000){1,2}$/, '') : code
}

/** More digits than a spreadsheet keeps, the last ones zeros: fifteen are right, the others gone. */
const rounded = /^\d{15}0{2,}$/

function whole(text: string): Code {
  const digits = text.replace(/\.0*$/, '')
  return { text: digits, isDamaged: rounded.test(digits) }
}

/** A name such as 3-1 that a spreadsheet took for a date. */
const asDate =
  /^((?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}月\d{1,2}日|\d{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2})$/i

/** Tells whether a name or number of a house was made a date by a spreadsheet. */
export function isDateForName(cell: string): boolean {
  return asDate.test(clean(cell))
}
