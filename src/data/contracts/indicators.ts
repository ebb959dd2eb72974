import * as v from 'valibot'
import { contract } from './contract'
import { incidentClock } from './enums'
import { incidentSummary } from './incidents'
import {
  areaId,
  day,
  id,
  list,
  moment,
  nothing,
  number,
  optional,
  orNull,
  shape,
  text,
  truth,
  uuid,
  whole,
} from './shapes'

/** By what figures are counted. */
export const unitKind = v.picklist([
  'district',
  'street',
  'community',
  'grid',
  'compound',
  'class',
  'category',
  'hour',
  'weekday',
  'source',
  'department',
])

/** What of the cases is counted, and how. */
export const figureOptions = shape({
  /** Closure and its punctuality leave out what was deferred. */
  lessDeferred: optional(truth),
  /** Response and what was solved leave out what was not there to be solved. */
  lessUnreasonable: optional(truth),
  /** Codes of categories; two digits stand for a class. */
  categories: optional(list(text)),
  /** On which day the grids are in force; today when left out. */
  gridsOn: optional(day),
})

/** A unit and its indicators as [numerator, denominator]; a count has no denominator. */
const unitFigures = shape({
  id: text,
  code: text,
  name: text,
  nameEn: orNull(text),
  /** Id of the street of a community, of the community of a grid or compound; the class of a category. */
  parent: orNull(text),
  values: v.record(text, v.tuple([number, orNull(number)])),
})

export const indicatorTable = contract(
  'indicator_table',
  {
    area: areaId,
    indicators: list(text),
    unit: unitKind,
    first_day: day,
    last_day: day,
    options: optional(figureOptions),
  },
  shape({
    now: moment,
    firstDay: day,
    lastDay: day,
    calendar: text,
    unit: unitKind,
    /** How many communities were counted. */
    communities: whole,
    gridsOn: orNull(day),
    units: list(unitFigures),
  }),
)

/** Where the next page of cases begins: moment of the report and id of the last case. */
const rowsCursor = v.tuple([text, id])

export const indicatorRows = contract(
  'indicator_rows',
  {
    area: areaId,
    indicator: text,
    unit: unitKind,
    unit_id: text,
    first_day: day,
    last_day: day,
    /** `rest`: in the denominator and not in the numerator. */
    part: optional(v.picklist(['denominator', 'numerator', 'rest'])),
    options: optional(figureOptions),
    cursor: optional(orNull(rowsCursor)),
    page_size: optional(whole),
  },
  shape({ now: moment, incidents: list(incidentSummary), next: orNull(rowsCursor) }),
)

/** A period and how many of its days are not worked. */
const comparedPeriod = shape({ firstDay: day, lastDay: day, daysOff: whole })

export const comparablePeriods = contract(
  'comparable_periods',
  { area: areaId, first_day: day, last_day: day },
  shape({
    firstDay: day,
    lastDay: day,
    daysOff: whole,
    last: orNull(comparedPeriod),
    year: orNull(comparedPeriod),
  }),
)

export const lateCases = contract(
  'late_cases',
  { area: areaId },
  shape({
    now: moment,
    clocks: list(
      shape({
        clock: incidentClock,
        /** Late for under a day, to 7, to 30, over 30 days. */
        ages: v.tuple([whole, whole, whole, whole]),
      }),
    ),
  }),
)

const rates = v.record(text, v.tuple([number, orNull(number)]))
const bulletinRow = shape({ code: text, name: text, nameEn: orNull(text), values: rates })
/** What a bulletin counts; an indicator with `Less` behind it: less what was deferred or unreasonable. */
const bulletinContent = shape({
  total: orNull(rates),
  source: list(bulletinRow),
  class: list(bulletinRow),
  /** Not in editions from before departments were told. */
  department: optional(list(bulletinRow)),
  area: list(bulletinRow),
})

/** What was published of a period: the last edition as it was published, and all of them, the newest first. */
const editionsOf = <T extends v.GenericSchema>(content: T) => ({
  /** The period is over, so it can be published. */
  isOver: truth,
  mayPublish: truth,
  published: orNull(shape({ edition: whole, content, rules: v.record(text, whole) })),
  editions: list(
    shape({
      edition: whole,
      publishedAt: moment,
      publisher: text,
      reason: text,
      /** What differs from the edition before; `path` says where: the list, the code of the row, the figure. */
      changed: list(shape({ path: text, was: v.unknown(), is: v.unknown() })),
    }),
  ),
})

export const bulletin = contract(
  'bulletin',
  { area: areaId, first_day: day, last_day: day },
  shape({
    now: moment,
    firstDay: day,
    lastDay: day,
    calendar: text,
    /** As counted now. */
    content: bulletinContent,
    ...editionsOf(bulletinContent),
  }),
)

export const publishBulletin = contract(
  'publish_bulletin',
  { area: areaId, first_day: day, last_day: day, reason: optional(text), client_key: optional(uuid) },
  shape({ edition: whole, changed: whole }),
)

export const saveAssessmentWeights = contract(
  'save_assessment_weights',
  { district: areaId, was: v.record(text, number), weights: v.record(text, number) },
  nothing,
)

/** What an assessment counts. */
const assessmentContent = {
  weights: v.record(text, number),
  units: list(
    shape({
      id: text,
      code: text,
      name: text,
      nameEn: orNull(text),
      score: orNull(number),
      rank: orNull(whole),
      values: rates,
      /** The scores of six periods, this one last. */
      trend: list(orNull(number)),
    }),
  ),
}

export const assessment = contract(
  'assessment',
  { area: areaId, unit: text, first_day: day, last_day: day },
  shape({
    now: moment,
    firstDay: day,
    lastDay: day,
    calendar: text,
    unit: text,
    // As counted now.
    ...assessmentContent,
    ...editionsOf(shape(assessmentContent)),
  }),
)

export const publishAssessment = contract(
  'publish_assessment',
  {
    area: areaId,
    unit: text,
    first_day: day,
    last_day: day,
    reason: optional(text),
    client_key: optional(uuid),
  },
  shape({ edition: whole, changed: whole }),
)

export const integritySigns = contract(
  'integrity_signs',
  { area: areaId, first_day: day, last_day: day },
  shape({
    now: moment,
    firstDay: day,
    lastDay: day,
    signs: list(
      shape({
        sign: text,
        community: areaId,
        shown: whole,
        cases: whole,
        /** The share that is usual in the district, and how many standard deviations this one lies above. */
        usual: number,
        distance: number,
      }),
    ),
  }),
)

export const signRows = contract(
  'sign_rows',
  { area: areaId, sign: text, community: areaId, first_day: day, last_day: day },
  shape({ now: moment, incidents: list(incidentSummary) }),
)
