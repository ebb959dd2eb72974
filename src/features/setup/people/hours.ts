const DAYS = '一二三四五六日'
const ENGLISH = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const WHOLE: [RegExp, number[]][] = [
  [/^(每天|每日|天天|全周|daily|every ?day)$/i, EVERY_DAY],
  [/^(工作日|weekdays|workdays)$/i, [1, 2, 3, 4, 5]],
  [/^(周末|双休日?|weekends?)$/i, [6, 7]],
]

/** Returns the days of a word such as `周一`, `一三五`, `3`, `Sat`; undefined for what is none. */
function daysOf(word: string): number[] | undefined {
  const whole = WHOLE.find(([pattern]) => pattern.test(word))
  if (whole) return whole[1]
  const english = ENGLISH.findIndex((name) => new RegExp(`^${name}[a-z]*\\.?$`, 'i').test(word))
  if (english >= 0) return [english + 1]
  const plain = word.replace(/周|星期|礼拜/g, '').replace(/天/g, '日')
  if (/^[1-7]$/.test(plain)) return [Number(plain)]
  const days = [...plain].map((letter) => DAYS.indexOf(letter) + 1)
  return days.length > 0 && !days.includes(0) ? days : undefined
}

/** Returns the days from one to another, over the end of the week where the second comes before the first. */
function daysBetween(first: number, last: number): number[] {
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, at) => ((first - 1 + at) % 7) + 1)
}

/** Returns days of the week as people write them (`周一至周五`, `1、3`, `Mon-Fri`, `每天`) as `1,3,5`; what is none as it is. */
export function weekdaysOf(word: string): string {
  const found: number[] = []
  for (const part of word.split(/[、,，;；/\s和及]+/).filter(Boolean)) {
    const ends = part.split(/[-–—~～至到]/).map(daysOf)
    if (ends.length > 2 || ends.includes(undefined)) return word
    const [first, last] = ends as number[][]
    if (last && (first.length > 1 || last.length > 1)) return word
    found.push(...(last ? daysBetween(first[0], last[0]) : first))
  }
  return EVERY_DAY.filter((day) => found.includes(day)).join(',')
}

const NEXT_DAY = /次日|第二天|翌日|next day|[(（+]\s*\+?1\s*[)）]?$|\(\)|（）/gi
const DAY_MINUTES = 1440

/** Returns the minutes after midnight of a time as people or spreadsheets write it; undefined for what is none. */
function minutesOf(word: string): number | undefined {
  // A share of the day, as a spreadsheet keeps a time.
  if (/^0?\.\d+$/.test(word)) return Math.round(Number(word) * DAY_MINUTES) % DAY_MINUTES
  const clock =
    /^(?:(?:1899-12-3[01]|1900-01-0\d|1904-01-01)[T ])?(\d{1,2})\s*[:：点时]\s*(\d{1,2})?分?(?::00(?:\.0+)?)?Z?$/.exec(
      word,
    )
  if (!clock) return undefined
  const [hour, minute] = [Number(clock[1]), Number(clock[2] ?? 0)]
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return undefined
  return (hour * 60 + minute) % DAY_MINUTES
}

const clockOf = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')

/**
 * Returns when a shift begins and ends as `HH:MM`, of two cells or of one with both (`18:00–次日8:00`); an end that is not after the
 * beginning is on the next day. What is no time stays as it is, and an end that lies more than a day after, too.
 */
export function hoursOf(begins: string, ends: string): { begins: string; ends: string } {
  const both = ends === '' ? begins.split(/[-–—~～至到]/) : []
  const [first, last] = both.length === 2 ? both.map((word) => word.trim()) : [begins, ends]
  const from = minutesOf(first)
  const isNextDay = last.search(NEXT_DAY) >= 0
  const to = minutesOf(last.replace(NEXT_DAY, '').trim())
  const isTooLong = isNextDay && from !== undefined && to !== undefined && to > from
  return {
    begins: from === undefined ? first : clockOf(from),
    ends: to === undefined || isTooLong ? last : clockOf(to),
  }
}
