import { withoutDayWord } from './day-words'
import { inFigures } from './figures'
import type { DateOrder } from './marks'

/** A date and time as written, before its zone is known. */
export interface TimeParts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  /** As written; undefined where the text states none. */
  zone?: string
}

const zone = '(?:\\s*(Z|UTC|GMT|CST|(?:UTC|GMT)?\\s*[+-]\\d{1,2}(?::?\\d{2})?))?'
const clock = '(\\d{1,2})[:.时点](\\d{1,2})分?(?:[:.]?(\\d{1,2})(?:[.,]\\d+)?秒?)?'
const time = `(?:[T\\s,]*(AM|PM)?\\s*${clock}\\s*(AM|PM)?)?`
const end = `${time}${zone}$`

const yearFirst = new RegExp(`^(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?${end}`, 'i')
const yearLast = new RegExp(`^(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})${end}`, 'i')
const compact = new RegExp(
  `^(\\d{4})(\\d{2})(\\d{2})(?:[T\\s]?(\\d{2}):?(\\d{2})(?::?(\\d{2}))?)?${zone}$`,
  'i',
)
const dayMonthName = new RegExp(
  `^(?:[a-z]{3,9},?\\s+)?(\\d{1,2})(?:st|nd|rd|th)?[-\\s.]+([a-z]{3,9})[-\\s.,]+(\\d{4})${end}`,
  'i',
)
const monthNameDay = new RegExp(
  `^(?:[a-z]{3,9},?\\s+)?([a-z]{3,9})[-\\s.]+(\\d{1,2})(?:st|nd|rd|th)?[-\\s,]+(\\d{4})${end}`,
  'i',
)
/** As Java and Unix print it: `Sun Mar 01 08:05:00 CST 2026`. */
const yearAtEnd = new RegExp(
  `^[a-z]{3}\\s+([a-z]{3})\\s+(\\d{1,2})\\s+(\\d{2}):(\\d{2}):(\\d{2})${zone}\\s+(\\d{4})$`,
  'i',
)

/** From one hour to another: the second is no zone, though it looks like one. A zone stands behind seconds or a T. */
const isSpan = /(?<![T:\d])\d{1,2}:\d{2}\s*[-–—~至到]\s*\d{1,2}:\d{2}(:\d{2})?$/i

/** Returns the parts of a written date, or undefined. `order` tells what `03/02/2026` is; without it such a date is not read. */
export function readParts(text: string, order?: DateOrder): TimeParts | undefined {
  const counted = withoutDayWord(inFigures(text))
  if (counted === undefined) return undefined
  const plain = westernised(counted)
  if (isSpan.test(plain)) return undefined
  let found = yearFirst.exec(plain)
  if (found) return parts(found, [1, 2, 3], 4)
  found = compact.exec(plain)
  if (found) return compactParts(found)
  found = yearLast.exec(plain)
  if (found) return dayAndMonth(found, order)
  found = dayMonthName.exec(plain)
  if (found) return named(found, 3, found[2], found[1])
  found = monthNameDay.exec(plain)
  if (found) return named(found, 3, found[1], found[2])
  found = yearAtEnd.exec(plain)
  return found ? atEnd(found) : undefined
}

/** The year before the first of a Japanese era. */
const eras: Record<string, number> = { 令和: 2018, R: 2018, 平成: 1988, H: 1988, 昭和: 1925, S: 1925 }

/** Halves of the day in one form, Korean marks as Chinese ones, years of the Republic and of Japanese eras as common ones. */
function westernised(text: string): string {
  return text
    .replace(/\b([ap])\.?m\.?(?![a-z])/gi, (_, half: string) => ` ${half}m `)
    .replace(/^(\d{4})\.\s+(\d{1,2})\.\s+(\d{1,2})\.?(?=\s|$)/, '$1-$2-$3')
    .replace(/\s*[(（][日月火水木金土一二三四五六][)）]\s*/, ' ')
    .replace(/時/g, '时')
    .replace(/點/g, '点')
    .replace(/년/g, '年')
    .replace(/월/g, '月')
    .replace(/일/g, '日')
    .replace(/시/g, '时')
    .replace(/분/g, '分')
    .replace(/초/g, '秒')
    .replace(/(?<=[点时])整/g, '0分')
    .replace(/(?<=[点时])半/g, '30分')
    .replace(/[点时](?!\d)/g, '时0分')
    .replace(/(?:星期|周|礼拜)[一二三四五六日天]/g, ' ')
    .replace(/^(?:民国|民國|中华民国|中華民國)\s*(\d{2,3})/, (_, year: string) => String(Number(year) + 1911))
    .replace(
      /^(?:(令和|平成|昭和)|([RHS])(?=\d{1,2}[./-]))\s*(元|\d{1,2})(?=年|[./-])/,
      (_, era: string | undefined, letter: string | undefined, year: string) =>
        String(eras[(era ?? letter)!] + (year === '元' ? 1 : Number(year))),
    )
    .replace(/\s*(年|月|日|时|分)\s*/g, '$1')
    .replace(/\s*:\s*/g, ':')
    .trim()
}

/** `at`: where the marks of the clock begin in the expression (AM or PM, hour, minute, second, AM or PM, zone). */
function parts(found: RegExpExecArray, [year, month, day]: number[], at: number): TimeParts {
  const [before, hour, minute, second, after, said] = found.slice(at, at + 6)
  const half = (before ?? after)?.toUpperCase()
  return {
    year: Number(found[year]),
    month: Number(found[month]),
    day: Number(found[day]),
    hour: hourOf(Number(hour ?? 0), half),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    zone: said,
  }
}

/** `下午 14:05` is said as well as `下午 2:05`; 0 AM and 12 AM are midnight. */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour
  return (hour % 12) + (half === 'PM' ? 12 : 0)
}

function compactParts(found: RegExpExecArray): TimeParts | undefined {
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0))
  return { year, month, day, hour, minute, second, zone: found[7] }
}

function dayAndMonth(found: RegExpExecArray, order: DateOrder | undefined): TimeParts | undefined {
  const [first, second] = [Number(found[1]), Number(found[2])]
  const evident = first > 12 ? 'dmy' : second > 12 || first === second ? 'mdy' : undefined
  const chosen = order ?? evident
  if (!chosen) return undefined
  return parts(found, chosen === 'dmy' ? [3, 2, 1] : [3, 1, 2], 4)
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const wholeMonths =
  'january february march april may june july august september october november december sept'.split(' ')

function monthNamed(name: string): number {
  const plain = name.toLowerCase()
  return months.includes(plain) || wholeMonths.includes(plain) ? months.indexOf(plain.slice(0, 3)) + 1 : 0
}

function named(found: RegExpExecArray, year: number, month: string, day: string): TimeParts | undefined {
  const number = monthNamed(month)
  if (number === 0) return undefined
  return { ...parts(found, [year, year, year], 4), month: number, day: Number(day) }
}

function atEnd(found: RegExpExecArray): TimeParts | undefined {
  const month = monthNamed(found[1])
  if (month === 0) return undefined
  const [day, hour, minute, second] = found.slice(2, 6).map(Number)
  return { year: Number(found[7]), month, day, hour, minute, second, zone: found[6] }
}
