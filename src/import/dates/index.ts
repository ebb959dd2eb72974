import { clean } from '../values/text'
import { isEmpty } from '../values/values'
import { readParts, type TimeParts } from './parts'
import type { DateOrder } from './marks'

/** The first and the last year that a date without marks between its numbers may have; others are numbers of something else. */
const FIRST_YEAR = 1990
const LAST_YEAR = 2100

/**
 * Returns an instant as ISO text in UTC, `undefined` for an empty cell, null for what is no time. `offset` (`+08:00`) holds for times
 * that state none, `countsFrom1904` for days that stand as numbers; `order` tells whether the day or the month comes first where the year comes last.
 */
export function readTime(
  text: string | undefined,
  offset: string,
  order?: DateOrder,
  countsFrom1904 = false,
): string | null | undefined {
  if (isEmpty(text)) return undefined
  const plain = clean(text!).replace(/^'(?=\d)/, '')
  const counted = readCounted(
    plain,
    offset,
    countsFrom1904 ? SPREADSHEET_EPOCH_1904_MS : SPREADSHEET_EPOCH_MS,
  )
  if (counted !== undefined) return counted
  const parts = readParts(plain, order)
  return parts ? instantOf(parts, offset) : null
}

const DAY_MS = 86_400_000
/** Day 0 of spreadsheets as it works for every date after February 1900. */
const SPREADSHEET_EPOCH_MS = Date.UTC(1899, 11, 30)
const SPREADSHEET_EPOCH_1904_MS = Date.UTC(1904, 0, 1)

/** Seconds and milliseconds since 1970 (UTC), and day numbers of a spreadsheet (local time); undefined for other text. */
function readCounted(plain: string, offset: string, epochMs: number): string | undefined {
  if (!/^\d{5}(\.\d+)?$|^\d{10}(\.\d+)?$|^\d{13}(\.0+)?$/.test(plain)) return undefined
  const value = Number(plain)
  const ms =
    value < 1e6
      ? Math.round((epochMs + value * DAY_MS) / 1000) * 1000 - minutesOf(offset)! * 60_000
      : value < 1e11
        ? value * 1000
        : value
  const year = new Date(ms).getUTCFullYear()
  return year >= FIRST_YEAR && year <= LAST_YEAR ? new Date(ms).toISOString() : undefined
}

function instantOf(parts: TimeParts, offset: string): string | null {
  const { year, month, day, hour, minute, second } = parts
  const minutes = minutesOf(parts.zone ?? offset, offset)
  const isPossible = month >= 1 && month <= 12 && day >= 1 && hour <= 24 && minute <= 59 && second <= 60
  if (!isPossible || minutes === undefined) return null
  // 24:00 is the end of the day.
  if (hour === 24 && (minute > 0 || second > 0)) return null
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) return null
  return new Date(date.getTime() + ((hour * 60 + minute - minutes) * 60 + second) * 1000).toISOString()
}

/** Returns the minutes east of Greenwich of a zone, undefined for one that nobody knows. CST is China's where China's time is meant. */
function minutesOf(zone: string, offset = zone): number | undefined {
  const plain = zone.toUpperCase().replace(/\s/g, '')
  if (plain === 'CST') return offset === '+08:00' ? 480 : undefined
  if (/^(Z|UTC|GMT)$/.test(plain)) return 0
  const found = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$/.exec(plain)
  if (!found) return undefined
  const [, sign, hours, minutes = '0'] = found
  if (Number(hours) > (sign === '-' ? 12 : 14) || Number(minutes) > 59) return undefined
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

/** Tells whether an instant is none that anything happened at: what programs write for "no time", and years to come. */
export function isPlaceholder(instant: string, now: string): boolean {
  const ms = new Date(instant).getTime()
  return ms < Date.UTC(FIRST_YEAR, 0, 1) || ms > new Date(now).getTime() + 2 * DAY_MS
}

/** As `isPlaceholder` for what lies ahead, such as a deadline: ten years at most. */
export function isPlaceholderAhead(instant: string, now: string): boolean {
  const ms = new Date(instant).getTime()
  return ms < Date.UTC(FIRST_YEAR, 0, 1) || ms > new Date(now).getTime() + 3653 * DAY_MS
}
