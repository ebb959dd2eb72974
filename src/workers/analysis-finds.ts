import { alarmNow, type AlarmVerdict, falseDiscoveryShares, type Frame, repeatPlaces } from '../../geo/index'
import { type CaseColumns, dayCount } from '../lib/case-columns'
import { type CaseFilter, type CaseWindow, WindowCounter } from './analysis-counts'
import { degreesOf, type MetresOf } from './analysis-places'

/** A place where something happened again and again. */
export interface RepeatSpot {
  lng: number
  lat: number
  cases: number
  /** The community and the category in which most of them are; ids. */
  community: number
  category: number
}

/** A community and class in which more was reported in the last week than is usual. */
export interface Alarm extends Pick<AlarmVerdict, 'observed' | 'expected' | 'upper' | 'parts'> {
  community: number
  group: number
  /** The share of false alarms among all that are at least as unusual. */
  falseShare: number
}

const REPEAT_METRES = 50
const LEAST_REPEATS = 3
const MOST_PLACES = 20
const WEEK_DAYS = 7
const WEEKS_A_YEAR = 365.25 / WEEK_DAYS
/** Fewer in a week are never unusual. */
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
  const rows: number[] = []
  const counter = new WindowCounter(
    columns,
    null,
    0,
    (row) => {
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
 * Returns the communities and groups of categories in which the seven days before `today` (a day since 1970) had more reports than
 * level, trend and season lead to expect (`alarmNow`, one false alarm in a hundred series without anything unusual). `groups` has
 * the group of each category of the columns. Each is told with the share of false alarms among all that were looked at
 * (`falseDiscoveryShares`), the rarest first.
 */
export function alarmsIn(columns: CaseColumns, groups: readonly number[], today: number): Alarm[] {
  const weeks = Math.floor((today - columns.firstDay) / WEEK_DAYS)
  if (weeks < 1) return []
  const groupCount = Math.max(-1, ...groups) + 1
  const series = new Map<number, Int32Array>()
  const begin = today - weeks * WEEK_DAYS
  const first = begin - columns.firstDay
  for (let day = first; day < Math.min(dayCount(columns), today - columns.firstDay); day++)
    for (let row = columns.dayStarts[day]; row < columns.dayStarts[day + 1]; row++) {
      const key = columns.community[row] * groupCount + groups[columns.category[row]]
      let counts = series.get(key)
      if (!counts) series.set(key, (counts = new Int32Array(weeks)))
      counts[Math.floor((day - first) / WEEK_DAYS)]++
    }
  const keys = [...series.keys()]
  const verdicts = keys.map((key) => {
    const counts = series.get(key)!
    if (counts[weeks - 1] < LEAST_ALARMING) return null
    return alarmNow({ counts, stepsPerYear: WEEKS_A_YEAR })
  })
  const shares = falseDiscoveryShares(verdicts.map((verdict) => verdict?.p ?? 1))
  return verdicts
    .flatMap((verdict, at): Alarm[] => {
      if (!verdict?.isAlarm) return []
      const { observed, expected, upper, parts } = verdict
      const community = columns.communities[Math.floor(keys[at] / groupCount)]
      return [
        { community, group: keys[at] % groupCount, observed, expected, upper, parts, falseShare: shares[at] },
      ]
    })
    .sort((one, other) => one.falseShare - other.falseShare || other.observed - one.observed)
}
