/** Days as `2026-11-29`: of the district's wall clocks, and counted from each other. */
import { TIME_ZONE } from './format'

const DAY_MS = 86_400_000
const wallClock = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE })

/** Returns the day that it is in the district at an instant, in milliseconds. */
export function dayAt(nowMs: number): string {
  return wallClock.format(nowMs)
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

/** Returns the Monday of a day's week. */
export function mondayOf(day: string): string {
  return movedDay(day, -((new Date(day).getUTCDay() + 6) % 7))
}
