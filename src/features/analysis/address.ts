import type { AlarmQuestion, CaseQuestion, Denominator, SpotUnit } from '../../workers/analysis'
import { DAY_HOURS, hourText, readHour, type Span, STEPS, type Step } from './time'

/** By what the table counts. */
export const UNITS = ['street', 'community', 'grid'] as const
export type Unit = (typeof UNITS)[number]

/** What the map tells cases by. */
export const DENOMINATORS = ['area', 'households'] as const
export const QUESTIONS = ['reported', 'closed', 'open'] as const
export const ALARM_UNITS = ['community', 'grid'] as const
export const SPOT_UNITS = ['cell', 'community', 'grid', 'compound'] as const satisfies readonly SpotUnit[]
export const LATELY = ['week', 'day'] as const
/** Metres. */
export const BANDWIDTHS = [100, 150, 200, 300, 500] as const
/** By how much the limits of the wall's scale are multiplied. */
export const SCALES = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] as const
/** So many corners a border drawn by hand has. */
export const [LEAST_CORNERS, MOST_CORNERS] = [3, 40]
/** Parts of a degree in an address. */
export const BORDER_UNITS = 100_000
const WEEK_HOURS = 168
const CATEGORY_CODE = /^\d{2}(\d{2})?$/
const USUAL_DAYS = 28

/** What the cases are compared with: other days, categories or another area. */
export interface Versus {
  span: Span
  /** Codes; null: all. `same`: those that are chosen. */
  categories: string[] | null | 'same'
  /** Code of an area; null: the chosen one. */
  area: string | null
}

/** Everything that a reader of the page chooses, save the area; an address says all of it. */
export interface Choice {
  question: CaseQuestion
  /** Null: the last 28 days. */
  span: Span | null
  versus: Versus | null
  /** Codes; two digits are a class. Null: all. */
  categories: string[] | null
  /** Hours of the week, Monday's first one 0. Null: all. */
  hours: number[] | null
  unit: Unit
  /** The day of the grids that are counted by, `YYYY-MM-DD`; null: today. */
  gridsOn: string | null
  /** A border drawn by hand, longitudes and latitudes of its corners to a hundred-thousandth of a degree. Null: none. */
  border: [lng: number, lat: number][] | null
  /** Metres; null: by rule. */
  bandwidth: number | null
  per: Denominator
  scale: number
  step: Step
  /** What is judged for being unusual now. */
  alarmsBy: AlarmQuestion['by']
  lately: AlarmQuestion['lately']
  hasSpots: boolean
  /** By what hot spots are looked for. */
  spotsBy: SpotUnit
  /** Without the base map, colours are those of the legend to the pixel. */
  hasBase: boolean
  /** Where the map stands: longitude, latitude and zoom. Null: the whole area. */
  view: [lng: number, lat: number, zoom: number] | null
}

type Query = Record<string, unknown>

const oneOf = <T>(list: readonly T[], text: unknown, usual: T): T =>
  list.find((one) => String(one) === text) ?? usual

/** Returns the choice that an address says; what it does not say, or says wrongly, is as usual. */
export function readChoice(query: Query): Choice {
  return {
    question: oneOf(QUESTIONS, query.of, 'reported'),
    span: readSpan(query.from, query.until),
    versus: readVersus(query),
    categories: readList(query.categories, CATEGORY_CODE),
    hours: readHours(query.hours),
    unit: oneOf(UNITS, query.by, 'community'),
    gridsOn: readDay(query.grids),
    border: readBorder(query.border),
    bandwidth: query.bandwidth === 'rule' ? null : oneOf(BANDWIDTHS, query.bandwidth, 200),
    per: oneOf(DENOMINATORS, query.per, 'area'),
    scale: oneOf(SCALES, query.scale, 1),
    step: oneOf(STEPS, query.step, 'day'),
    alarmsBy: oneOf(ALARM_UNITS, query.alarms, 'community'),
    lately: oneOf(LATELY, query.lately, 'week'),
    hasSpots: typeof query.spots === 'string',
    // What an address said before there was a choice.
    spotsBy: oneOf(SPOT_UNITS, query.spots, 'cell'),
    hasBase: query.base !== '0',
    view: readView(query.view),
  }
}

/** Returns the query of an address that says a choice; what is as usual is left out. */
export function writeChoice(choice: Choice): Record<string, string | undefined> {
  const { span, versus, bandwidth, view } = choice
  return {
    of: choice.question === 'reported' ? undefined : choice.question,
    from: span ? hourText(span.from) : undefined,
    until: span ? hourText(span.until) : undefined,
    from2: versus ? hourText(versus.span.from) : undefined,
    until2: versus ? hourText(versus.span.until) : undefined,
    categories2:
      !versus || versus.categories === 'same' ? undefined : (versus.categories?.join('.') ?? 'all'),
    area2: versus?.area ?? undefined,
    categories: choice.categories?.join('.'),
    hours: choice.hours ? writeHours(choice.hours) : undefined,
    by: choice.unit === 'community' ? undefined : choice.unit,
    grids: choice.gridsOn ?? undefined,
    border: choice.border ? writeBorder(choice.border) : undefined,
    bandwidth: bandwidth === 200 ? undefined : bandwidth === null ? 'rule' : String(bandwidth),
    per: choice.per === 'area' ? undefined : choice.per,
    scale: choice.scale === 1 ? undefined : String(choice.scale),
    step: choice.step === 'day' ? undefined : choice.step,
    alarms: choice.alarmsBy === 'community' ? undefined : choice.alarmsBy,
    lately: choice.lately === 'week' ? undefined : choice.lately,
    spots: choice.hasSpots ? choice.spotsBy : undefined,
    base: choice.hasBase ? undefined : '0',
    view: view ? `${view[0].toFixed(5)}_${view[1].toFixed(5)}_${view[2].toFixed(2)}` : undefined,
  }
}

/** Returns the last 28 days, today included, which begins with the hour given. */
export function usualSpan(today: number): Span {
  return { from: today - (USUAL_DAYS - 1) * DAY_HOURS, until: today + DAY_HOURS }
}

function readSpan(from: unknown, until: unknown): Span | null {
  const [first, end] = [readHour(from), readHour(until)]
  return first !== null && end !== null && end > first ? { from: first, until: end } : null
}

function readVersus(query: Query): Versus | null {
  const span = readSpan(query.from2, query.until2)
  if (!span) return null
  return {
    span,
    categories: query.categories2 === 'all' ? null : (readList(query.categories2, CATEGORY_CODE) ?? 'same'),
    area: typeof query.area2 === 'string' && /^\d{6}(\d{3}){0,2}$/.test(query.area2) ? query.area2 : null,
  }
}

function readList(text: unknown, form: RegExp): string[] | null {
  if (typeof text !== 'string') return null
  const parts = text.split('.').filter((part) => form.test(part))
  return parts.length ? parts : null
}

/** Hours of the week as ranges: `0-8.24`. */
function writeHours(hours: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const hour of [...hours].sort((one, other) => one - other)) {
    const last = ranges.at(-1)
    if (last?.[1] === hour - 1) last[1] = hour
    else ranges.push([hour, hour])
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join('.')
}

function readHours(text: unknown): number[] | null {
  const hours = readList(text, /^\d{1,3}(-\d{1,3})?$/)?.flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number)
    return Array.from(
      { length: Math.max(0, Math.min(last, WEEK_HOURS - 1) - first + 1) },
      (_, at) => first + at,
    )
  })
  return hours?.length ? hours : null
}

function readDay(text: unknown): string | null {
  const hour = readHour(text)
  return hour !== null && hourText(hour) === text && text.length === 10 ? text : null
}

/** Corners as whole units of a hundred-thousandth of a degree: `11300010_3500020.11300510_3500020`. */
function writeBorder(border: readonly (readonly [number, number])[]): string {
  return border.map((corner) => corner.map((part) => Math.round(part * BORDER_UNITS)).join('_')).join('.')
}

function readBorder(text: unknown): Choice['border'] {
  if (typeof text !== 'string') return null
  const corners = text.split('.').map((corner): [number, number] => {
    const [lng, lat] = /^-?\d+_-?\d+$/.test(corner) ? corner.split('_').map(Number) : [NaN, NaN]
    return [lng / BORDER_UNITS, lat / BORDER_UNITS]
  })
  const areOnEarth = corners.every(([lng, lat]) => Math.abs(lng) <= 180 && Math.abs(lat) <= 85)
  return areOnEarth && corners.length >= LEAST_CORNERS && corners.length <= MOST_CORNERS ? corners : null
}

function readView(text: unknown): Choice['view'] {
  const parts = typeof text === 'string' ? text.split('_').map(Number) : []
  const [lng, lat, zoom] = parts
  const isPlace = parts.length === 3 && Math.abs(lng) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 22
  return isPlace ? [lng, lat, zoom] : null
}
