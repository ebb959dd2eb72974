import { clean } from './text'

const nothing = new Set([
  '',
  'nil',
  'null',
  'none',
  'n/a',
  'na',
  'nan',
  '#n/a',
  '#value!',
  '#ref!',
  '-',
  '--',
  '—',
  '——',
  '/',
  '\\',
  '无',
  '未知',
  '不详',
  '未详',
  '不明',
  '待定',
  '待补',
  '待核实',
  '未填',
  'unknown',
  'tbd',
  '(blank)',
  '(空白)',
  '#div/0!',
  '#name?',
  '#num!',
  '#null!',
  '?',
  '暂无',
])

const isAscii = /^[\u0000-\u007F]*$/

/** Tells whether a cell says nothing. */
export function isEmpty(text: string | undefined): boolean {
  if (text === undefined || text === '') return true
  if (text.length >= 12) return false
  return nothing.has((isAscii.test(text) ? text.trim() : clean(text)).toLowerCase())
}

/** Which mark parts whole numbers from fractions; the other one groups thousands. */
export type NumberFormat = 'point' | 'comma'

const unit =
  /\s*(户|戶|层|層|栋|幢|人|米|m|세대|가구|호|층|households?|storeys?|stories|floors?|units?|flats?)$/i

/**
 * Returns the number in a cell, `undefined` when it is empty, `NaN` when it is something else. `1,204 户` is 1204. Thousands are
 * grouped in threes or not at all: `1,2` is no number with the point as decimal mark.
 */
export function readNumber(text: string | undefined, format: NumberFormat = 'point'): number | undefined {
  if (isEmpty(text)) return undefined
  const plain = clean(text!)
    .replace(/^'(?=[+-]?\d)/, '')
    .replace(/[−–](?=\d)/g, '-')
    .replace(unit, '')
  const [group, mark] = format === 'point' ? [',', '.'] : ['.', ',']
  const ungrouped = plain
    .split(group)
    .join(' ')
    .replace(/(?<=^[+-]?\d{1,3}(?:[\s' ]\d{3})*)[\s' ](?=\d{3}(?:\D|$))/g, '')
  if (ungrouped.includes(' ')) return Number.NaN
  const western = mark === ',' ? ungrouped.replace(',', '.') : ungrouped
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(western) ? finite(Number(western)) : Number.NaN
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN
}

/** Tells whether a cell holds a number and nothing else; a name of a column does not. */
export function isNumberLike(text: string): boolean {
  const plain = clean(text)
  return plain !== '' && /^[+-]?[\d.,]*\d[\d.,]*%?$/.test(plain)
}

/** No building has so many households. */
export const MOST_COUNT = 1_000_000

/** As `readNumber`, for counts: what is negative, has a fraction or is a million or more is `NaN`. */
export function readCount(text: string | undefined, format?: NumberFormat): number | undefined {
  const read = readNumber(text, format)
  if (read === undefined) return undefined
  // What a program reckoned is off by its sixteenth digit: 39.99999999999999 is 40.
  const value = Number(read.toPrecision(15))
  return Number.isInteger(value) && value >= 0 && value < MOST_COUNT ? value : Number.NaN
}

/** What one cell tells about how the numbers of its column are written. */
export function formatOf(text: string): NumberFormat | 'either' | undefined {
  const plain = clean(text).replace(unit, '').replace(/\s/g, '')
  if (!/[.,]/.test(plain) || !/^[+-]?[\d.,]+$/.test(plain)) return undefined
  const marks = plain.replace(/[^.,]/g, '')
  if (marks.includes('.') && marks.includes(','))
    return plain.lastIndexOf('.') > plain.lastIndexOf(',') ? 'point' : 'comma'
  if (marks.length > 1) return marks[0] === ',' ? 'point' : 'comma'
  if (/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(plain)) return 'either'
  return marks === '.' ? 'point' : 'comma'
}
