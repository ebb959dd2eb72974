import { alarmNow, type AlarmVerdict, falseDiscoveryShares, type Frame, repeatPlaces } from '../../geo/index'
import { type CaseColumns, dayCount } from '../lib/incidents/case-columns'
import { type CaseFilter, type CaseWindow, hourOfWeek, WindowCounter } from './analysis-counts'
import { casesInside, degreesOf, type MetresOf } from './analysis-places'

/** A place where something happened again and again. */
export interface RepeatSpot {
  lng: number
  lat: number
  cases: number
  /** The community and the category in which most of them are; ids. */
  community: number
  category: number
}

/** What is asked of what is unusual now. */
export interface AlarmQuestion {
  /** Of each category of the columns, by place, which group it belongs to. */
  groups: readonly number[]
  /** A day since 1970; it is not over, so the one before is the last that is judged. */
  today: number
  /** Whether the last seven days are judged, or the last one. */
  lately: 'week' | 'day'
  by: 'community' | 'grid'
}

/** The units of alarms: their ids, and the place of a row's unit among them; what lies in none has a larger number. */
export interface AlarmUnits {
  ids: readonly number[]
  unitOf: (row: number) => number
}

/** A unit and class in which more was reported lately than is usual. */
export interface Alarm extends Pick<AlarmVerdict, 'observed' | 'expected' | 'upper' | 'parts'> {
  /** The id of the community or grid. */
  unit: number
  group: number
  /** The share of false alarms among all that are at least as unusual. */
  falseShare: number
}

const REPEAT_METRES = 50
const LEAST_REPEATS = 3
const MOST_PLACES = 20
const WEEK_DAYS = 7
const DAYS_A_YEAR = 365.25
const DAY_HOURS = 24
/** Fewer are never unusual. */
const LEAST_ALARMING = 3

/** Returns the places within 50 m of which at least three cases of a window lie, the fullest first. */
export function repeatsIn(
  columns: CaseColumns,
  metres: MetresOf,
  frame: Frame,
  window: CaseWindow,
  filter: CaseFilter,
): RepeatSpot[] {
  const seen = filter.communities && new Set(filter.communities)
  const inside = filter.inside && casesInside(columns, filter.inside)
  const rows: number[] = []
  const counter = new WindowCounter(
    columns,
    null,
    0,
    (row) => {
      if (inside && !inside[row]) return
      if (!seen || seen.has(columns.communities[columns.community[row]])) rows.push(row)
    },
    filter,
  )
  counter.move(window)
  const [x, y] = [rows.map((row) => metres.x(row)), rows.map((row) => metres.y(row))]
  return repeatPlaces({ x, y }, { radiusMetres: REPEAT_METRES, leastCases: LEAST_REPEATS })
    .slice(0, MOST_PLACES)
    .map(({ x: east, y: north, cases }) => {
      const own = cases.map((at) => rows[at])
      const [lng, lat] = degreesOf(frame, east, north)
      return {
        lng,
        lat,
        cases: cases.length,
        community: columns.communities[mostOf(own, (row) => columns.community[row])],
        category: columns.categories[mostOf(own, (row) => columns.category[row])],
      }
    })
}

function mostOf(rows: readonly number[], of: (row: number) => number): number {
  const counts = new Map<number, number>()
  for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1)
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))[0]
}

/**
 * Returns the units and groups of categories in which the last week or day before `today` had more reports than level, trend, season
 * and, by day, the weekday lead to expect (`alarmNow`, one false alarm in a hundred series without anything unusual). Each is told
 * with the share of false alarms among all that were looked at (`falseDiscoveryShares`), the rarest first. Cost: cases, and a
 * regression for each series with something to judge.
 */
export function alarmsIn(
  columns: CaseColumns,
  { groups, today, lately }: AlarmQuestion,
  { ids, unitOf }: AlarmUnits,
): Alarm[] {
  const stepDays = lately === 'day' ? 1 : WEEK_DAYS
  const steps = Math.floor((today - columns.firstDay) / stepDays)
  if (steps < 1) return []
  const groupCount = Math.max(-1, ...groups) + 1
  const first = today - steps * stepDays - columns.firstDay
  const end = Math.min(dayCount(columns), today - columns.firstDay)
  const eachRow = (from: number, see: (key: number, step: number) => void) => {
    for (let day = from; day < end; day++)
      for (let row = columns.dayStarts[day]; row < columns.dayStarts[day + 1]; row++) {
        const unit = unitOf(row)
        if (unit < ids.length)
          see(unit * groupCount + groups[columns.category[row]], Math.floor((day - first) / stepDays))
      }
  }

  // Few series have anything to judge; of the others it is enough that they are there.
  const hasCases = new Uint8Array(ids.length * groupCount)
  const lastCounts = new Uint32Array(hasCases.length)
  eachRow(first, (key, step) => {
    hasCases[key] = 1
    if (step === steps - 1) lastCounts[key]++
  })
  const keys = [...hasCases.keys()].filter((key) => hasCases[key])
  const judged = keys.filter((key) => lastCounts[key] >= LEAST_ALARMING)
  const series = new Map(judged.map((key) => [key, new Int32Array(steps)]))
  eachRow(first, (key, step) => {
    const counts = series.get(key)
    if (counts) counts[step]++
  })
  const dayKinds = lately === 'day' ? weekdaysFrom(columns.firstDay + first, steps) : undefined
  const stepsPerYear = DAYS_A_YEAR / stepDays
  const verdicts = new Map(
    [...series].map(([key, counts]) => [
      key,
      alarmNow({ counts, stepsPerYear, ...(dayKinds && { dayKinds }) }),
    ]),
  )
  const shares = falseDiscoveryShares(keys.map((key) => verdicts.get(key)?.p ?? 1))
  return keys
    .flatMap((key, at): Alarm[] => {
      const verdict = verdicts.get(key)
      if (!verdict?.isAlarm) return []
      const { observed, expected, upper, parts } = verdict
      const unit = ids[Math.floor(key / groupCount)]
      return [{ unit, group: key % groupCount, observed, expected, upper, parts, falseShare: shares[at] }]
    })
    .sort((one, other) => one.falseShare - other.falseShare || other.observed - one.observed)
}

/** The weekdays of days on from one since 1970, Monday 0. */
function weekdaysFrom(day: number, days: number): Uint8Array {
  return Uint8Array.from({ length: days }, (_, at) => hourOfWeek((day + at) * DAY_HOURS) / DAY_HOURS)
}
