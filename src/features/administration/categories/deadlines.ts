import type { DeadlineUnit, IncidentClock } from '../../../data/categories'
import type { CategoryContent, DistrictCategory } from '../../../data/district/own-categories'

/** The clocks of a case in the order in which they run, then those beside them. */
export const CLOCKS: readonly IncidentClock[] = [
  'acceptance',
  'verification',
  'filing',
  'dispatch',
  'handling',
  'check',
  'arrival',
  'first_answer',
]
export const UNITS: readonly DeadlineUnit[] = [
  'urgent_hours',
  'working_hours',
  'working_days',
  'calendar_days',
]

/** A clock as a form has it; without an amount it does not run. */
export interface ClockField {
  clock: IncidentClock
  amount: number | undefined
  unit: DeadlineUnit
}

/** Returns a field for each clock, with what a category says of it. */
export function fieldsOf(deadlines: DistrictCategory['deadlines']): ClockField[] {
  return CLOCKS.map((clock) => {
    const set = deadlines.find((one) => one.clock === clock)
    return {
      clock,
      amount: set?.amount,
      unit: set?.unit ?? (clock === 'arrival' ? 'urgent_hours' : 'working_hours'),
    }
  })
}

/** Returns what of the fields is set. */
export function deadlinesOf(fields: readonly ClockField[]): CategoryContent['deadlines'] {
  return fields.flatMap(({ clock, amount, unit }) => (amount === undefined ? [] : [{ clock, amount, unit }]))
}

/** Returns what a form begins with: what a category says, or nothing. */
export function contentOf(category: DistrictCategory | null): Omit<CategoryContent, 'deadlines'> {
  return {
    code: category?.code ?? '',
    name: category?.name ?? '',
    nameEn: category?.nameEn ?? '',
    gridOnly: category?.gridOnly ?? false,
    approvedBy: category?.approvedBy ?? '',
    approval: category?.approval ?? '',
    approvedSince: category?.approvedSince ?? '',
    approvedUntil: category?.approvedUntil ?? '',
  }
}
