import { contract } from './contract'
import { areaId, day, list, moment, optional, orNull, shape, text, whole } from './shapes'

/** An indicator as the two counts it is made of; the rate is their quotient. */
export const rate = shape({ numerator: whole, denominator: whole })

/** Incidents of a class of categories (two digits). */
export const classCount = shape({ code: text, name: text, nameEn: text, cases: whole })

/** Incidents of a community: reported in the period, and overdue now. */
export const communityCount = shape({
  code: text,
  name: text,
  nameEn: orNull(text),
  cases: whole,
  overdue: whole,
})

/** The figures of a wall. Days are dates of the district's calendar. */
export const wallStatistics = contract(
  'wall_statistics',
  { area: areaId, days: optional(whole) },
  shape({
    now: moment,
    firstDay: day,
    today: day,
    since: moment,
    midnight: moment,
    /** The name of the calendar whose days these are. */
    calendar: text,
    open: shape({ total: whole, overdue: whole, urgent: whole, urged: whole, unaccepted: whole }),
    reportedToday: whole,
    /** Null where there were no data a week ago. */
    reportedSameTimeLastWeek: orNull(whole),
    /** Closed, and handled by every deadline they had / due to be closed in the period. */
    onTimeClosure: rate,
    /** Grids with every exclusive post assigned / grids that have such posts. */
    postsFilled: rate,
    /** Grids with every exclusive post assigned to people on duty / grids that have such posts. */
    onDuty: rate,
    /** Households called on in the period, no more than there are in each building / households. */
    visitCoverage: rate,
    byDay: list(shape({ day, cases: whole })),
    byClass: list(classCount),
    byCommunity: list(communityCount),
  }),
)
