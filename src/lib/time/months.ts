import { dayAt } from './days'

/** Returns the month of an instant in the district's time zone, as `YYYY-MM`. */
export function monthOf(instant: Date): string {
  return dayAt(instant.getTime()).slice(0, 7)
}

/** Returns the month so many months before one, `YYYY-MM`. */
export function monthBefore(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number)
  const index = year * 12 + number - 1 - count
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** Returns how much of its month is over when a day begins, 0 to 1. The day is `YYYY-MM-DD`. */
export function shareOfMonth(day: string): number {
  const [year, month, date] = day.split('-').map(Number)
  return (date - 1) / new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Returns the last `count` months up to and with one, oldest first. */
export function lastMonths(month: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => monthBefore(month, count - 1 - index))
}
