import type { Period } from '../../data/indicators'
import { mondayOf, movedDay } from '../../lib/time/days'

/** The periods that the page offers; `custom` is whatever the address says. */
export const SPANS = ['days7', 'days28', 'week', 'month', 'lastMonth', 'quarter'] as const
export type Span = (typeof SPANS)[number]

const isDay = (text: unknown): text is string =>
  typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

/** Returns the day that a part of an address says, or null where it says none. */
export function readDay(text: unknown): string | null {
  return isDay(text) ? text : null
}

/** Returns the days of a span that ends today or before; a week begins on Monday. */
export function periodOf(span: Span, today: string): Period {
  const [year, month] = today.split('-').map(Number)
  const first = (monthsBack: number) =>
    new Date(Date.UTC(year, month - 1 - monthsBack, 1)).toISOString().slice(0, 10)
  const monday = mondayOf(today)
  const periods: Record<Span, Period> = {
    days7: { firstDay: movedDay(today, -6), lastDay: today },
    days28: { firstDay: movedDay(today, -27), lastDay: today },
    week: { firstDay: movedDay(monday, -7), lastDay: movedDay(monday, -1) },
    month: { firstDay: first(0), lastDay: today },
    lastMonth: { firstDay: first(1), lastDay: movedDay(first(0), -1) },
    quarter: { firstDay: first((month - 1) % 3), lastDay: today },
  }
  return periods[span]
}

/** Returns the period that an address asks for, or the last 28 days; ends in the wrong order are put right. */
export function readPeriod(query: Record<string, unknown>, today: string): Period & { span: Span | null } {
  const { first, last } = query
  if (isDay(first) && isDay(last)) {
    const [firstDay, lastDay] = first <= last ? [first, last] : [last, first]
    return { firstDay, lastDay, span: null }
  }
  const span = SPANS.find((one) => one === query.span) ?? 'days28'
  return { ...periodOf(span, today), span }
}
