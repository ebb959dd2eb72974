import * as v from 'valibot'
import { contract } from './contract'
import { notice } from './settings'
import { areaId, day, list, optional, orNull, shape, text, truth, whole } from './shapes'

/** A day that is not what its weekday says: a holiday, or a weekend worked in exchange. */
export const specialDay = shape({ day, worked: truth, name: text, provisional: truth })

const hours = list(v.tuple([text, text]))

/** A year of a district's calendar. */
export const calendar = shape({
  isTemplate: truth,
  name: text,
  timeZone: text,
  /** Spans of a working day, `["08:30", "12:00"]`. */
  hours,
  /** ISO weekdays that are worked, 1 = Monday. */
  weekdays: list(whole),
  firstDay: day,
  lastDay: day,
  /** The last day of which the holidays are announced. */
  knownUntil: orNull(day),
  today: day,
  year: whole,
  /** What was read; given back with a change. */
  stamp: text,
  days: list(specialDay),
  openCases: whole,
  /** Open cases whose deadline lies beyond what is known. */
  provisionalCases: whole,
  notices: list(notice),
})

/** A change of a year: every special day of it, whether it is announced, and the week. */
export const calendarContent = v.object({
  days: optional(list(v.object({ day, worked: truth, name: text }))),
  isKnown: optional(truth),
  hours: optional(hours),
  weekdays: optional(list(whole)),
})

export const calendarYear = contract('calendar_year', { district: areaId, year: whole }, calendar)
export const saveCalendarYear = contract(
  'save_calendar_year',
  { district: areaId, year: whole, stamp: text, content: calendarContent, preview: optional(truth) },
  shape({ moved: whole }),
)
