import { clean } from '../values/text'
import { isEmpty } from '../values/values'
import { readParts, type TimeParts } from './parts'
import type { DateOrder } from './marks'
import { aheadAt, type Ahead } from './zones'

/** The first and the last year that a date without marks between its numbers may have; others are numbers of something else. */
const FIRST_YEAR = 1990
const LAST_YEAR = 2100

/** When something was, as ISO text in UTC; `isUnclear` where the clocks of its zone showed the time twice or never, and one was taken. */
export interface ReadInstant {
  instant: string
  isUnclear: boolean
}

/**
 * Returns an instant as ISO text in UTC, `undefined` for an empty cell, null for what is no time. `zone` (`+08:00`, `America/New_York`)
 * holds for times that state none, `countsFrom1904` for days that stand as numbers; `order` tells whether the day or the month comes first
 * where the year comes last.
 */
export function readTime(...given: Parameters<typeof readInstant>): string | null | undefined {
  const read = readInstant(...given)
  return read ? read.instant : read
}

/** As `readTime`, and tells whether the clocks of the zone leave the instant open. */
export function readInstant(
  text: string | undefined,
  zone: string,
  order?: DateOrder,
  countsFrom1904 = false,
): ReadInstant | null | undefined {
  if (isEmpty(text)) return undefined
  const plain = clean(text!).replace(/^'(?=\d)/, '')
  const counted = readCounted(plain, zone, countsFrom1904 ? SPREADSHEET_EPOCH_1904_MS : SPREADSHEET_EPOCH_MS)
  if (counted !== undefined) return counted
  const parts = readParts(plain, order)
  return parts ? instantOf(parts, zone) : null
}

const DAY_MS = 86_400_000
/** Day 0 of spreadsheets as it works for every date after February 1900. */
export const SPREADSHEET_EPOCH_MS = Date.UTC(1899, 11, 30)
export const SPREADSHEET_EPOCH_1904_MS = Date.UTC(1904, 0, 1)

/** Tells whether text is a time of which only the zone of its writer tells when it was; a day alone is one too. */
export function lacksZone(text: string): boolean {
  const read = ['+00:00', '+01:00'].map((zone) => readTime(text, zone, 'dmy') ?? readTime(text, zone, 'mdy'))
  return typeof read[0] === 'string' && read[0] !== read[1]
}

/** Seconds and milliseconds since 1970 (UTC), and day numbers of a spreadsheet (local time); undefined for other text. */
function readCounted(plain: string, zone: string, epochMs: number): ReadInstant | undefined {
  if (!/^\d{5}(\.\d+)?$|^\d{10}(\.\d+)?$|^\d{13}(\.0+)?$/.test(plain)) return undefined
  const value = Number(plain)
  const isDay = value < 1e6
  const ms = isDay
    ? Math.round((epochMs + value * DAY_MS) / 1000) * 1000
    : value < 1e11
      ? value * 1000
      : value
  const year = new Date(ms).getUTCFullYear()
  if (year < FIRST_YEAR || year > LAST_YEAR) return undefined
  return isDay ? shownAt(ms, aheadAt(zone, ms)) : { instant: new Date(ms).toISOString(), isUnclear: false }
}

/** The instant at which the clocks of a zone show a time, given as if they showed UTC. */
function shownAt(ms: number, ahead: Ahead | undefined): ReadInstant | undefined {
  if (!ahead) return undefined
  return { instant: new Date(ms - ahead.minutes * 60_000).toISOString(), isUnclear: ahead.isUnclear }
}

function instantOf(parts: TimeParts, zone: string): ReadInstant | null {
  const { year, month, day, hour, minute, second } = parts
  const isPossible = month >= 1 && month <= 12 && day >= 1 && hour <= 24 && minute <= 59 && second <= 60
  if (!isPossible) return null
  // 24:00 is the end of the day.
  if (hour === 24 && (minute > 0 || second > 0)) return null
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) return null
  const ms = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000
  return shownAt(ms, aheadOf(parts.zone ?? zone, zone, ms)) ?? null
}

/** How far a written zone is ahead. CST is China's where China's time is meant. */
function aheadOf(written: string, zone: string, ms: number): Ahead | undefined {
  if (written.trim().toUpperCase() !== 'CST') return aheadAt(written, ms)
  return aheadAt(zone, ms)?.minutes === 480 ? { minutes: 480, isUnclear: false } : undefined
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
