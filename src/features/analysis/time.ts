import type { CaseWindow } from '../../workers/analysis'

/** Hours since the first of 1970 on the district's clock, from one to before another. */
export type Span = Pick<CaseWindow, 'from' | 'until'>

/** How far playback goes at a time. */
export const STEPS = ['hour', 'day', 'week', 'month'] as const
export type Step = (typeof STEPS)[number]

const HOUR_MS = 3_600_000
export const DAY_HOURS = 24
const STEP_HOURS: Readonly<Record<Exclude<Step, 'month'>, number>> = { hour: 1, day: 24, week: 168 }

/** Returns the first hour of a day, `YYYY-MM-DD`. */
export function hourOfDay(day: string): number {
  return Date.parse(day) / HOUR_MS
}

/** Returns the day, `YYYY-MM-DD`, that an hour lies in. */
export function dayOfHour(hour: number): string {
  return new Date(hour * HOUR_MS).toISOString().slice(0, 10)
}

/** Returns an hour as it stands in the address: `YYYY-MM-DD`, and `THH` where it is not the first of its day. */
export function hourText(hour: number): string {
  return new Date(hour * HOUR_MS).toISOString().slice(0, hour % DAY_HOURS === 0 ? 10 : 13)
}

/** Returns the hour that stands in an address, or null. */
export function readHour(text: unknown): number | null {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d(T\d\d)?$/.test(text)) return null
  const ms = Date.parse(text.length === 10 ? text : `${text}:00Z`)
  return Number.isNaN(ms) ? null : Math.floor(ms / HOUR_MS)
}

/** Returns a span moved by steps; by months both ends move, so that a month stays one. */
export function moved(span: Span, step: Step, steps: number): Span {
  if (step !== 'month')
    return { from: span.from + steps * STEP_HOURS[step], until: span.until + steps * STEP_HOURS[step] }
  return { from: monthsLater(span.from, steps), until: monthsLater(span.until, steps) }
}

/** The same hour of a month so many later; of a day that it does not have, of its last one. */
function monthsLater(hour: number, months: number): number {
  const was = new Date(hour * HOUR_MS)
  const first = Date.UTC(was.getUTCFullYear(), was.getUTCMonth() + months, 1)
  const next = new Date(first)
  const days = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate()
  return first / HOUR_MS + (Math.min(was.getUTCDate(), days) - 1) * DAY_HOURS + was.getUTCHours()
}

/** Returns the span of whole days, both included. */
export function spanOfDays(firstDay: string, lastDay: string): Span {
  return { from: hourOfDay(firstDay), until: hourOfDay(lastDay) + DAY_HOURS }
}

/** Returns the first and last day (`YYYY-MM-DD`) of a span. */
export function daysOf({ from, until }: Span): [first: string, last: string] {
  return [dayOfHour(from), dayOfHour(until - 1)]
}
