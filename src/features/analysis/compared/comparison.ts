import { compareCounts, MONTH_DAYS } from '../../../../geo/index'
import type { CaseQuestion } from '../../../workers/analysis'
import { DAY_HOURS, type Span } from '../time'

/** What a row of two counts is told by. */
export interface ComparedRow {
  /** By how much the first side has more in the same time, as a part of the second; null where the second has none. */
  change: number | null
  /** 1 where it has more than chance explains, −1 where it has fewer, 0 where chance explains it or too few cases say anything. */
  kind: number
  /** The share of false discoveries at which it is one; null where too few cases say anything. */
  falseShare: number | null
}

/** Returns how long each side was looked at, in days; of what is open at a moment, as long on both. */
export function exposuresOf(
  question: CaseQuestion,
  first: Span,
  second: Span,
): [first: number, second: number] {
  const days = ({ from, until }: Span) => (question === 'open' ? MONTH_DAYS : (until - from) / DAY_HOURS)
  return [days(first), days(second)]
}

/** Returns for each pair of counts how they differ, with at most 5 % of those that are marked by chance (`compareCounts`). */
export function compareRows(
  pairs: readonly (readonly [first: number, second: number])[],
  exposures: readonly [first: number, second: number],
): ComparedRow[] {
  const { q, kind } = compareCounts(
    pairs.map(([first]) => first),
    pairs.map(([, second]) => second),
    exposures,
  )
  return pairs.map(([first, second], at) => ({
    change: second === 0 ? null : first / exposures[0] / (second / exposures[1]) - 1,
    kind: kind[at],
    falseShare: Number.isNaN(q[at]) ? null : q[at],
  }))
}
