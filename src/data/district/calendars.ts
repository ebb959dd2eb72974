import type { Client } from '../../lib/supabase'
import {
  type calendar,
  type calendarContent,
  calendarYear,
  saveCalendarYear,
  type specialDay,
} from '../contracts/calendars'
import { ask, type Shape } from '../contracts/contract'
import type { AreaId } from '../../lib/ids'

/** A year of a district's calendar. */
export type Calendar = Shape<typeof calendar>
/** A day that is not what its weekday says. */
export type SpecialDay = Shape<typeof specialDay>
/** A change of a year. */
export type CalendarContent = Shape<typeof calendarContent>

/** Returns a year of the calendar that a district goes by: its own, or the template. Throws `not-allowed`. */
export async function readCalendar(client: Client, district: AreaId, year: number): Promise<Calendar> {
  return ask(client, calendarYear, { district, year })
}

/**
 * Changes a year as it was read and returns how many open cases have another deadline by it; with `isPreview` nothing is
 * kept. Throws `changed-since`, `calendar-day-wrong`, `working-hours-wrong`, `weekdays-wrong`.
 */
export async function saveCalendar(
  client: Client,
  district: AreaId,
  { year, stamp }: Pick<Calendar, 'year' | 'stamp'>,
  content: CalendarContent,
  isPreview = false,
): Promise<number> {
  return (await ask(client, saveCalendarYear, { district, year, stamp, content, preview: isPreview })).moved
}
