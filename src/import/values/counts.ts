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
  const number = readCount(plain, format)
  const value = number === undefined || Number.isNaN(number) ? chineseNumber(plain) : number
  return value === undefined || value >= 1_000_000 ? undefined : { value, isApproximate }
}
