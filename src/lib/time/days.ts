/** Days as `2026-11-29`: of the district's wall clocks, and counted from each other. */
import { zoneFormat } from './zone'

const DAY_MS = 86_400_000
const WALL_CLOCK = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const

/** Returns the day that it is in the district at an instant, in milliseconds. */
export function dayAt(nowMs: number): string {
  return clockAt(nowMs).slice(0, 10)
}

/** What the district's wall clocks show at an instant, `YYYY-MM-DD HH:MM:SS`. */
function clockAt(ms: number): string {
  return zoneFormat('sv-SE', WALL_CLOCK).format(ms)
}

/** What the district's wall clocks show at an instant, as if they showed UTC; in milliseconds. */
function clockMs(ms: number): number {
  return Date.parse(`${clockAt(ms).replace(' ', 'T')}Z`)
}

/** Returns the instant at which a day begins in the district, as ISO text; where the clocks skip midnight the first after it. */
export function startOfDay(day: string): string {
  const wanted = Date.parse(`${day}T00:00:00Z`)
  const begins = [wanted - DAY_MS, wanted + DAY_MS]
    .map((near) => wanted - (clockMs(near) - near))
    .sort((one, other) => one - other)
  const start = begins.find((ms) => dayAt(ms) === day && dayAt(ms - 1) !== day) ?? begins[1]
  return new Date(start).toISOString()
}

/** Returns the day so many days after another, or before it where `days` is negative. */
export function movedDay(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Returns the day that a calendar of this device shows, which counts by the device's clock. */
export function shownDay(day: Date): string {
  const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()]
  return parts.map((part) => String(part).padStart(2, '0')).join('-')
}

/** Returns the instants from which and to which something of the last twelve months is counted. */
export function lastYear(now: Date): { from: Date; to: Date } {
  const from = new Date(now)
  from.setUTCFullYear(from.getUTCFullYear() - 1)
  return { from, to: now }
}

/** Returns the Monday of a day's week. */
export function mondayOf(day: string): string {
  return movedDay(day, -((new Date(day).getUTCDay() + 6) % 7))
}
