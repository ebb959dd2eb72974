import { clean } from './text'
import { isEmpty, readCount, type NumberFormat } from './values'

/** A count in words: how many, and whether the words say that it is only about so many. */
export interface WordedCount {
  value: number
  isApproximate: boolean
}

const before = /^(?:(约|大约|大概|近|将近|约有|约计|~|≈)|共|共计|计|总计)/
const after = /(余户|多户|余|多|左右|上下|以上|\+)$/
const unit = /(户|戶|家|套|세대|가구|households?)$/i
const remark = /[（(][^（）()]{1,30}[）)]$/
/** Of two numbers none is the count: 30-40, 30~40户, 30至40, 三四十户. */
const range =
  /^(?:约|大约)?\d[\d,]*(?:户|戶)?(?:[-–—~～至到]|--)\d[\d,]*(?:户|戶|家|套)?(?:左右)?$|^[一二三四五六七八九][一二三四五六七八九][十百千万](?:多|余)?[户戶家套]?$|^[十几數数]?[几幾數数][十百千]?(?:多|余)?[户戶家套]$/
/** A number with a unit of thousands behind it: 1.2万, 1万2千, 3百. */
const manyfold = /^(?:\d+(?:\.\d+)?[万萬])?(?:\d+(?:\.\d+)?千)?(?:\d+(?:\.\d+)?百)?$/
const digits = '零一二三四五六七八九'
const units = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
  ['万', 10_000],
])

/** Returns a number written in Chinese characters, `一百二十`, `三十二`, `两千`; undefined for anything else. */
export function chineseNumber(text: string): number | undefined {
  const plain = text.replace(/[〇○]/g, '零').replace(/两|兩/g, '二').replace(/萬/g, '万')
  if (!/^[零一二三四五六七八九十百千万]+$/.test(plain)) return undefined
  // 三百二 is 320 when it is said, and 302 by its characters.
  if (/[百千万][一二三四五六七八九]$/.test(plain)) return undefined
  if (!/[十百千万]/.test(plain)) return Number([...plain].map((one) => digits.indexOf(one)).join(''))
  let [sum, section, digit] = [0, 0, 0]
  let least = Infinity
  for (const one of plain) {
    const size = units.get(one)
    if (size === undefined) {
      if (digit > 0) return undefined
      digit = digits.indexOf(one)
      continue
    }
    if (size >= least && size < 10_000) return undefined
    if (size === 10_000) {
      sum += (section + digit || 1) * size
      section = 0
      least = Infinity
    } else {
      section += (digit || 1) * size
      least = size
    }
    digit = 0
  }
  return sum + section + digit
}

/** Tells whether a cell names two numbers between which a count lies, or says "some": nobody has counted. */
export function isRangeOfCounts(text: string): boolean {
  return range.test(clean(text).replace(/\s+/g, ''))
}

/** Returns the number of `1.2万`, `3百`, `1万2千`; undefined for what is not written so. */
function numberWithUnits(text: string): number | undefined {
  if (text === '' || !manyfold.test(text)) return undefined
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([万萬千百])/g)].map(
    ([, number, unit]) => Number(number) * units.get(unit === '萬' ? '万' : unit)!,
  )
  // What stands behind a larger unit is smaller than that: 1万2千, but no 1千20百.
  if (parts.some((part, i) => i > 0 && part >= parts[i - 1])) return undefined
  return Math.round(parts.reduce((sum, part) => sum + part, 0))
}

/**
 * Returns the count of a cell that is more than a number: `约120`, `120余户`, `120户(含空置5户)`, `三十二户`. What is left after the words
 * must be a number alone; undefined for anything else and for what `readCount` reads.
 */
export function readWordedCount(text: string | undefined, format?: NumberFormat): WordedCount | undefined {
  if (isEmpty(text)) return undefined
  let plain = clean(text!).replace(/\s+/g, '')
  let isApproximate = false
  const without = (pattern: RegExp, isAbout: (found: RegExpExecArray) => boolean) => {
    const found = pattern.exec(plain)
    if (!found) return
    plain = plain.slice(0, found.index) + plain.slice(found.index + found[0].length)
    isApproximate ||= isAbout(found)
  }
  without(remark, () => true)
  without(before, (found) => found[1] !== undefined)
  without(after, () => true)
  without(unit, () => false)
  without(after, () => true)
  if (plain === '') return undefined
  const rounded = numberWithUnits(plain)
  isApproximate ||= rounded !== undefined
  const number = rounded ?? readCount(plain, format)
  const value = number === undefined || Number.isNaN(number) ? chineseNumber(plain) : number
  return value === undefined || value >= 1_000_000 ? undefined : { value, isApproximate }
}
