import { isTimeZone, zoneFormat } from '../../lib/time/zone'
import { clean, words } from '../values/text'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** What a zone's clocks are ahead of Greenwich at a time that they show. */
export interface Ahead {
  minutes: number
  /** They show this time twice, or never, since they were put back or forward. */
  isUnclear: boolean
}

/** Returns the minutes east of Greenwich of a zone by its number (`+08:00`, `UTC+8`), undefined for one that is none. */
export function fixedMinutes(zone: string): number | undefined {
  const plain = zone.toUpperCase().replace(/\s/g, '')
  if (/^(Z|UTC|GMT)$/.test(plain)) return 0
  const found = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$/.exec(plain)
  if (!found) return undefined
  const [, sign, hours, minutes = '0'] = found
  if (Number(hours) > (sign === '-' ? 12 : 14) || Number(minutes) > 59) return undefined
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

/** Tells whether text is a zone in which times may be read: `-05:00`, or a name such as `America/New_York`. */
export function isZone(zone: string): boolean {
  return /^[+-]/.test(zone)
    ? fixedMinutes(zone) !== undefined
    : /^\w+\/[\w/+-]+$|^UTC$/.test(zone) && isTimeZone(zone)
}

/** Returns how far a zone is ahead at a time on its clocks, given as if they showed UTC; undefined for one that nobody knows. */
export function aheadAt(zone: string, shownMs: number): Ahead | undefined {
  const fixed = fixedMinutes(zone)
  if (fixed !== undefined) return { minutes: fixed, isUnclear: false }
  if (!isZone(zone)) return undefined
  // Clocks are put back or forward by an hour or so, and at the full or the half hour.
  const [before, after] = [-1, 1].map((side) => minutesAt(zone, shownMs + side * 26 * HOUR_MS))
  if (before === after) return { minutes: before, isUnclear: false }
  const fitting = [before, after].filter(
    (minutes) => minutesAt(zone, shownMs - minutes * MINUTE_MS) === minutes,
  )
  return { minutes: fitting[0] ?? before, isUnclear: fitting.length !== 1 }
}

const known = new Map<string, number>()

/** How far a zone is ahead at an instant, asked once for each half hour: the clock of a zone is slow to ask. */
function minutesAt(zone: string, ms: number): number {
  const half = Math.floor(Math.min(LAST_MS, Math.max(FIRST_MS, ms)) / (HOUR_MS / 2))
  const key = `${zone} ${half}`
  let minutes = known.get(key)
  if (minutes === undefined) {
    const at = half * (HOUR_MS / 2)
    const shown = Date.parse(`${zoneFormat('sv-SE', clock, zone).format(at).replace(' ', 'T')}Z`)
    minutes = Math.round((shown - at) / MINUTE_MS)
    if (known.size > MOST_KNOWN) known.clear()
    known.set(key, minutes)
  }
  return minutes
}

/** Before and after these nobody set clocks by rules that are known, and what stands there is a placeholder. */
const FIRST_MS = Date.UTC(1970, 0, 1)
const LAST_MS = Date.UTC(2100, 0, 1)
const MOST_KNOWN = 100_000
const clock = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const

const named: [RegExp, string][] = [
  [/北京时间|东八区|beijing time/i, '+08:00'],
  [/台北时间|taipei time/i, '+08:00'],
  [/(东京|首尔|日本|韩国)时间|(tokyo|seoul) time/i, '+09:00'],
  [/世界时|格林尼治/, '+00:00'],
]
const stated = /(?:^|[\s(_\-[]|(?<=[a-z]))(?:UTC|GMT)\s*([+-]\d{1,2}(?::?\d{2})?)?\s*[)\]]?$/

/** Returns the zone that the name of a column states for its times, 上报时间(UTC), created_at_utc, 北京时间; undefined where it states none. */
export function zoneOfColumn(column: string): string | undefined {
  const plain = clean(column)
  const byName = named.find(([pattern]) => pattern.test(plain))?.[1]
  const found =
    stated.exec(plain) ?? stated.exec(plain.replace(/(utc|gmt)(?=[^a-z]*$)/i, (zone) => zone.toUpperCase()))
  return byName ?? (found ? `UTC${found[1] ?? ''}` : undefined)
}

const zoneNames = new Set(['时区', '所在时区', 'time zone', 'timezone', 'tz', 'utc offset', 'gmt offset'])

/** Tells whether a column says the zone of the times beside it. */
export function isZoneColumn(column: string): boolean {
  return zoneNames.has(words(column))
}
