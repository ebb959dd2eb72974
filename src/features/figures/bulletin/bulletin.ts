import type { Bulletin } from '../../../data/assessment'
import type { Period } from '../../../data/indicators'
import { mondayOf, movedDay } from '../../../lib/time/days'

/** The columns of a bulletin. */
export const COLUMNS = ['cameIn', 'filedCases', 'closingDue', 'closedCases', 'onTimeClosure'] as const
export type Column = (typeof COLUMNS)[number]

type Rates = NonNullable<Bulletin['content']['total']>

/** Returns the columns of a row: counts, and on-time closure as a share; null where nothing was due. */
export function valuesOf(rates: Rates, isLess: boolean): Record<Column, number | null> {
  const pair = (code: string) => (isLess && rates[`${code}Less`]) || rates[code] || [0, 0]
  const [above, below] = pair('onTimeClosure')
  return {
    cameIn: pair('cameIn')[0],
    filedCases: pair('filedCases')[0],
    closingDue: pair('closingDue')[0],
    closedCases: pair('closedCases')[0],
    onTimeClosure: below ? above / below : null,
  }
}

const iso = (at: number) => new Date(at).toISOString().slice(0, 10)

/** Periods of the calendar that figures are told of, and how many months are in each. */
const MONTHS_IN = { month: 1, quarter: 3, year: 12 } as const
type CalendarPeriod = 'week' | keyof typeof MONTHS_IN

/** Returns the week (Monday to Sunday), month, quarter or year in which a day lies, moved by so many of them. */
export function bulletinPeriod(kind: CalendarPeriod, day: string, steps = 0): Period {
  if (kind === 'week') {
    const monday = movedDay(mondayOf(day), 7 * steps)
    return { firstDay: monday, lastDay: movedDay(monday, 6) }
  }
  const [year, month] = day.split('-').map(Number)
  const months = MONTHS_IN[kind]
  const first = month - 1 - ((month - 1) % months) + steps * months
  return { firstDay: iso(Date.UTC(year, first, 1)), lastDay: iso(Date.UTC(year, first + months, 0)) }
}
