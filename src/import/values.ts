import { clean } from './text'

const nothing = new Set(['', 'nil', 'null', 'none', 'n/a', 'na', 'nan', '-', '--', '/', '无', '未知', '不详'])

/** Tells whether a cell says nothing. */
export function isEmpty(text: string | undefined): boolean {
  return text === undefined || nothing.has(clean(text).toLowerCase())
}

/** Returns the number in a cell, `undefined` when it is empty, `NaN` when it is something else. `1,204 户` is 1204. */
export function readNumber(text: string | undefined): number | undefined {
  if (isEmpty(text)) return undefined
  const plain = clean(text!)
    .replace(/(?<=\d)[,\s](?=\d{3}(\D|$))/g, '')
    .replace(/\s*(户|戶|层|層|households|storeys|floors|units)$/i, '')
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN
}

/** As `readNumber`, for counts: what is negative or has a fraction is `NaN`. */
export function readCount(text: string | undefined): number | undefined {
  const value = readNumber(text)
  if (value === undefined) return undefined
  return Number.isInteger(value) && value >= 0 && value < 1_000_000 ? value : Number.NaN
}

const yearFirst =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2})[:时](\d{1,2})分?(?::?(\d{1,2})(?:\.\d+)?秒?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i
const monthFirst = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(AM|PM)?)?$/i

/**
 * Returns an instant as ISO text in UTC, `undefined` for an empty cell, null for what is no time.
 * `offset` (`+08:00`) holds for times that state none.
 */
export function readTime(text: string | undefined, offset: string): string | null | undefined {
  if (isEmpty(text)) return undefined
  const plain = clean(text!)
  const parts = readYearFirst(plain) ?? readMonthFirst(plain)
  if (!parts) return null
  const [year, month, day, hour, minute, second] = parts.numbers
  const date = `${pad(year, 4)}-${pad(month)}-${pad(day)}`
  const local = new Date(`${date}T${pad(hour)}:${pad(minute)}:${pad(second)}Z`)
  if (Number.isNaN(local.getTime()) || local.getUTCDate() !== day) return null
  return new Date(local.getTime() - minutesOf(parts.zone ?? offset) * 60_000).toISOString()
}

interface TimeParts {
  numbers: number[]
  zone?: string
}

function readYearFirst(text: string): TimeParts | undefined {
  const found = yearFirst.exec(text)
  if (!found) return undefined
  return { numbers: found.slice(1, 7).map((part) => Number(part ?? 0)), zone: found[7] }
}

function readMonthFirst(text: string): TimeParts | undefined {
  const found = monthFirst.exec(text)
  if (!found) return undefined
  const [month, day, year, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0))
  const half = found[7]?.toUpperCase()
  const hours = half ? (hour % 12) + (half === 'PM' ? 12 : 0) : hour
  return { numbers: [year, month, day, hours, minute, second] }
}

function minutesOf(zone: string): number {
  if (/^z$/i.test(zone)) return 0
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)!
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0')
}
