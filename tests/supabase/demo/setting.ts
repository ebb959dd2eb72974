import { createClock, type Deadline } from '../../../supabase/local/demo/clock'
import { createDistrict } from '../../../supabase/local/demo/district'
import type { Deadlines } from '../../../supabase/local/demo/history'
import { KINDS } from '../../../supabase/local/demo/kinds'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Monday to Friday, 8:30 to 12:00 and 14:00 to 17:30 in Beijing. */
export function weekdayClock() {
  const spans = []
  let secondsBefore = 0
  for (let day = Date.UTC(2025, 0, 1); day < Date.UTC(2028, 0, 1); day += DAY_MS) {
    if ([0, 6].includes(new Date(day).getUTCDay())) continue
    for (const [from, to] of [
      [8.5, 12],
      [14, 17.5],
    ]) {
      const startsAt = day + (from - 8) * HOUR_MS
      const endsAt = day + (to - 8) * HOUR_MS
      spans.push({ startsAt, endsAt, secondsBefore })
      secondsBefore += (endsAt - startsAt) / 1000
    }
  }
  return createClock(spans, 7 * 3600)
}

/** Deadlines of a plausible mix of units. */
export function someDeadlines(): Map<string, Deadlines> {
  const hours = (amount: number): Deadline => ({ amount, unit: 'working_hours' })
  const handlings: Deadline[] = [
    hours(4),
    { amount: 3, unit: 'working_days' },
    { amount: 6, unit: 'urgent_hours' },
  ]
  return new Map(
    KINDS.map(({ code }, index) => [
      code,
      {
        acceptance: hours(0.5),
        verification: hours(1),
        filing: hours(0.5),
        dispatch: hours(0.5),
        check: hours(4),
        handling: handlings[index % 3],
      },
    ]),
  )
}

export const district = createDistrict('demo')
