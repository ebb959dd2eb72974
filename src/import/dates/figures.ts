const DIGITS = '零一二三四五六七八九'
/** Other characters for the same, as on cheques, and letters that are typed for a nought. */
const written: Record<string, string> = {
  〇: '零',
  '○': '零',
  o: '零',
  O: '零',
  壹: '一',
  贰: '二',
  貳: '二',
  叁: '三',
  參: '三',
  肆: '四',
  伍: '五',
  陆: '六',
  陸: '六',
  柒: '七',
  捌: '八',
  玖: '九',
  拾: '十',
  廿: '二十',
  卅: '三十',
  号: '日',
  號: '日',
}
/** A day of a year in Chinese characters. Without 日 behind the day it may be one of the lunar calendar: 八月十五. */
const inCharacters =
  /^\s*([0-9oO〇○零一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖]{4})\s*年\s*([0-9一二三四五六七八九十壹贰貳叁參肆伍陆陸柒捌玖拾]{1,3})\s*月\s*([0-9一二三四五六七八九十廿卅壹贰貳叁參肆伍陆陸柒捌玖拾]{1,4})\s*([日号號])/
const clockInCharacters = /([零〇一二三四五六七八九十]{1,3})(?=\s*[时時点點分秒])/g

/** Returns a date with its numbers in figures: 二〇二五年十月一日, 2025年十月一日上午九时. Other text is returned as it is. */
export function inFigures(text: string): string {
  const found = inCharacters.exec(text)
  if (!found) return text
  const [whole, ...parts] = found
  const [year, month, day] = parts.map(figuresOf)
  if (year === undefined || month === undefined || day === undefined) return text
  const rest = text
    .slice(whole.length)
    .replace(clockInCharacters, (word: string) => String(figuresOf(word) ?? word))
  return `${year}年${month}月${day}日${rest}`
}

/** Returns a number below a hundred, or of single characters, in figures; undefined for what is none. */
function figuresOf(text: string): number | undefined {
  const plain = text.replace(/[^0-9]/g, (one) => written[one] ?? one)
  if (!plain.includes('十')) {
    const figures = [...plain]
      .map((one) => (DIGITS.includes(one) ? String(DIGITS.indexOf(one)) : one))
      .join('')
    return /^\d+$/.test(figures) ? Number(figures) : undefined
  }
  const parted = /^([一二三四五六七八九]?)十([一二三四五六七八九]?)$/.exec(plain)
  return parted
    ? DIGITS.indexOf(parted[1] || '一') * 10 + (parted[2] ? DIGITS.indexOf(parted[2]) : 0)
    : undefined
}
