import { HOURS, KINDS, MONTHS, WEEKDAYS } from './kinds'
import type { Random } from './random'

const DAY_MS = 86_400_000
/** The district lives by Beijing time, which has no summer time. */
const OFFSET_MS = 8 * 3_600_000
const DAYS = 365
/** Reports in the twelve months, on average. */
const EXPECTED = 61_000

export interface Report {
  /** Index into `KINDS`. */
  kind: number
  at: number
}

/** Reports of the twelve months before `now`, in order of time, with a daily, weekly and yearly rhythm and stormy days. */
export function drawReports(now: number, random: Random): Report[] {
  const today = Math.floor((now + OFFSET_MS) / DAY_MS)
  const first = now - DAYS * DAY_MS
  const reports: Report[] = []
  const total = KINDS.reduce((sum, { weight }) => sum + weight, 0)
  for (let day = today - DAYS; day <= today; day++) {
    const weather = weatherOf(random)
    KINDS.forEach((kind, index) => {
      const date = new Date(day * DAY_MS)
      const season = MONTHS[kind.yearly][date.getUTCMonth()] * WEEKDAYS[kind.daily][date.getUTCDay()]
      const rate =
        ((EXPECTED / DAYS) *
          kind.weight *
          season *
          (kind.yearly === 'storm' ? weather.storm : weather.calm)) /
        total
      for (let left = poisson(rate, random); left > 0; left--) {
        const at = day * DAY_MS - OFFSET_MS + secondOfDay(HOURS[kind.daily], random) * 1000
        if (at >= first && at <= now) reports.push({ kind: index, at })
      }
    })
  }
  return reports.sort((a, b) => a.at - b.at || a.kind - b.kind)
}

/** Every twelfth day or so has weather of its own. */
function weatherOf(random: Random): { storm: number; calm: number } {
  const calm = Math.exp(0.1 * random.normal())
  return random.chance(0.08) ? { storm: random.between(2, 4), calm } : { storm: 0.85, calm }
}

/** Number of events at a mean rate (Knuth, 1969, for small rates; normal approximation above 30). */
function poisson(rate: number, random: Random): number {
  if (rate > 30) return Math.max(0, Math.round(rate + Math.sqrt(rate) * random.normal()))
  const limit = Math.exp(-rate)
  let product = random.next()
  let count = 0
  while (product > limit) {
    product *= random.next()
    count++
  }
  return count
}

const secondOfDay = (hours: readonly number[], random: Random) =>
  random.weighted(hours) * 3600 + random.integer(0, 3599)
