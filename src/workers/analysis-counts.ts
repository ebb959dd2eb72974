import { type CaseColumns, dayCount, STILL_OPEN } from '../lib/incidents/case-columns'
import { type Border, casesInside } from './analysis-places'

/** What is asked of a window of time: what was reported in it, closed in it, or open when it ends. */
export type CaseQuestion = 'reported' | 'closed' | 'open'

/** Hours of the district's clock since the first of 1970, the last one excluded. */
export interface CaseWindow {
  question: CaseQuestion
  from: number
  until: number
}

/** Which cases are looked at; null: all. */
export interface CaseFilter {
  /** Ids. */
  categories: readonly number[] | null
  communities: readonly number[] | null
  /** Hours of the week, Monday's first one 0. */
  hours: readonly number[] | null
  /** A border drawn by hand, degrees. */
  inside: Border | null
}

export const WEEK_HOURS = 168
const DAY_HOURS = 24
/** The first of 1970 was a Thursday. */
const FIRST_WEEKDAY = 3

/** Returns the hour of the week, Monday's first one 0, of an hour since the first of 1970. */
export function hourOfWeek(hour: number): number {
  return (hour + FIRST_WEEKDAY * DAY_HOURS) % WEEK_HOURS
}

/** Told of each case that comes into a window or leaves it, in whatever area, with its row and 1 or −1. */
export type PlaceSink = (row: number, sign: number) => void

/** Counts of the cases in a window. Each leaves its own filter aside, so that what was not chosen can still be chosen. */
export interface WindowCounts {
  /** With every filter. */
  total: number
  byHourOfWeek: Int32Array
  /** By place in the lists of the columns. */
  byCategory: Int32Array
  byCommunity: Int32Array
  /** By place among the grids; what lies in none is left out. */
  byGrid: Int32Array
}

/** The filter as a table for each of its columns: 1 where a place is chosen; `inside` by row, null: all. */
class Chosen {
  readonly categories: Uint8Array
  readonly communities: Uint8Array
  readonly hours: Uint8Array
  readonly inside: Uint8Array | null

  constructor(columns: CaseColumns, filter: CaseFilter) {
    this.categories = marked(columns.categories, filter.categories)
    this.communities = marked(columns.communities, filter.communities)
    this.hours = marked([...Array(WEEK_HOURS).keys()], filter.hours)
    this.inside = filter.inside && casesInside(columns, filter.inside)
  }
}

function marked(ids: readonly number[], chosen: readonly number[] | null): Uint8Array {
  const wanted = chosen && new Set(chosen)
  return Uint8Array.from(ids, (id) => (wanted === null || wanted.has(id) ? 1 : 0))
}

function isIn({ question, from, until }: CaseWindow, reported: number, hours: number): boolean {
  if (question === 'reported') return reported >= from && reported < until
  if (question === 'open') return reported < until && (hours === STILL_OPEN || reported + hours >= until)
  return hours !== STILL_OPEN && reported + hours >= from && reported + hours < until
}

/** The hour of the week by which a case is told in a question: of its closing where that is asked for, else of its report. */
function hourToldBy(question: CaseQuestion, reported: number, hours: number): number {
  return hourOfWeek(question === 'closed' && hours !== STILL_OPEN ? reported + hours : reported)
}

/** The cases in one window under one filter, counted; a window that moves costs what comes in and what leaves. */
export class WindowCounter {
  counts: WindowCounts
  private chosen: Chosen
  private window: CaseWindow | null = null

  /** `gridOf`: the place of a row's grid, or 65535. */
  constructor(
    private readonly columns: CaseColumns,
    private readonly gridOf: Uint16Array | null,
    private readonly gridCount: number,
    private readonly sink: PlaceSink = () => undefined,
    filter: CaseFilter = { categories: null, communities: null, hours: null, inside: null },
  ) {
    this.chosen = new Chosen(columns, filter)
    this.counts = this.nothing()
  }

  private nothing(): WindowCounts {
    const { categories, communities } = this.columns
    return {
      total: 0,
      byHourOfWeek: new Int32Array(WEEK_HOURS),
      byCategory: new Int32Array(categories.length),
      byCommunity: new Int32Array(communities.length),
      byGrid: new Int32Array(this.gridCount),
    }
  }

  /** Counts under another filter. The sink hears nothing: what it gathered has to begin anew, with `recount`. */
  begin(filter: CaseFilter): void {
    this.chosen = new Chosen(this.columns, filter)
    this.counts = this.nothing()
    this.window = null
  }

  /** Moves the window. Cost: the cases of the days that differ; of closings and of what is open, all up to its end. */
  move(next: CaseWindow | null): void {
    const before = this.window
    const isOther = before !== null && next !== null && before.question !== next.question
    if (isOther) {
      this.follow(before, null)
      this.follow(null, next)
    } else this.follow(before, next)
    this.window = next
  }

  private follow(before: CaseWindow | null, after: CaseWindow | null): void {
    const question = (after ?? before)?.question
    if (!question) return
    for (const [first, end] of daysToLookAt(before, after))
      this.followDays(question, before, after, first, end)
  }

  private followDays(
    question: CaseQuestion,
    before: CaseWindow | null,
    after: CaseWindow | null,
    first: number,
    end: number,
  ): void {
    const { columns, chosen, counts, gridOf, sink } = this
    const { firstDay, dayStarts, hour, hours, category, community } = columns
    const lastDay = Math.min(end - firstDay, dayCount(columns))
    for (let day = Math.max(first - firstDay, 0); day < lastDay; day++) {
      const midnight = (firstDay + day) * DAY_HOURS
      for (let row = dayStarts[day]; row < dayStarts[day + 1]; row++) {
        const reported = midnight + hour[row]
        const was = before !== null && isIn(before, reported, hours[row])
        const is = after !== null && isIn(after, reported, hours[row])
        if (was === is) continue
        const sign = is ? 1 : -1
        const slot = hourToldBy(question, reported, hours[row])
        const [kind, place] = [category[row], community[row]]
        const ofKind = chosen.categories[kind]
        const ofPlace = chosen.communities[place]
        const ofHour = chosen.hours[slot]
        if (ofKind & ofHour) sink(row, sign)
        // Nothing but the border itself says what lies outside of it; the map shows that anyway.
        if (chosen.inside !== null && !chosen.inside[row]) continue
        if (ofKind & ofHour) {
          counts.byCommunity[place] += sign
          if (gridOf !== null && gridOf[row] !== 65535) counts.byGrid[gridOf[row]] += sign
          if (ofPlace) counts.total += sign
        }
        if (ofKind & ofPlace) counts.byHourOfWeek[slot] += sign
        if (ofHour & ofPlace) counts.byCategory[kind] += sign
      }
    }
  }
}

/** The days, since 1970, whose reports may be in one window and not in the other: from each first to its end. */
function daysToLookAt(before: CaseWindow | null, after: CaseWindow | null): [number, number][] {
  const windows = [before, after].filter((window) => window !== null)
  const day = (hour: number) => Math.floor(hour / DAY_HOURS)
  const end = Math.max(...windows.map(({ until }) => day(until - 1) + 1))
  if (windows.some(({ question }) => question !== 'reported')) return [[0, end]]
  const first = Math.min(...windows.map(({ from }) => day(from)))
  if (!before || !after) return [[first, end]]
  const heads: [number, number] = [first, day(Math.max(before.from, after.from)) + 1]
  const tails: [number, number] = [day(Math.min(before.until, after.until) - 1), end]
  return heads[1] >= tails[0] ? [[first, end]] : [heads, tails]
}

/**
 * Returns for each day of the columns how many cases of a filter were reported, closed, or open at its end. Closings after the
 * last report are counted on the last day.
 */
export function countsByDay(columns: CaseColumns, question: CaseQuestion, filter: CaseFilter): Int32Array {
  const chosen = new Chosen(columns, filter)
  const { firstDay, dayStarts, hour, hours, category, community } = columns
  const days = dayCount(columns)
  const counts = new Int32Array(days)
  for (let day = 0; day < days; day++) {
    const midnight = (firstDay + day) * DAY_HOURS
    for (let row = dayStarts[day]; row < dayStarts[day + 1]; row++) {
      if (!chosen.categories[category[row]] || !chosen.communities[community[row]]) continue
      if (chosen.inside !== null && !chosen.inside[row]) continue
      const reported = midnight + hour[row]
      if (!chosen.hours[hourToldBy(question, reported, hours[row])]) continue
      if (question !== 'closed') counts[day]++
      if (question === 'reported' || hours[row] === STILL_OPEN) continue
      const closed = Math.floor((hour[row] + hours[row]) / DAY_HOURS) + day
      if (closed < days) counts[closed] += question === 'closed' ? 1 : -1
      else if (question === 'closed') counts[days - 1]++
    }
  }
  if (question === 'open') for (let day = 1; day < days; day++) counts[day] += counts[day - 1]
  return counts
}
