import { lacksZone } from '../dates'
import { aheadAt, isZoneColumn, zoneOfColumn } from '../dates/zones'
import { lookAt } from '../guesses/look'
import { profileOf } from '../guesses/fits'
import { positionOf } from '../rows/derive'
import { FIRST_ZONE } from '../../lib/time/zone'
import type { Asker } from './types'

const MOST_SHOWN = 3
/** Nowhere are clocks so far from the sun: in Kashgar, where they are furthest, it is three hours. */
const MOST_HOURS_FROM_SUN = 3.5

/**
 * Asks in which zone the times of a list are that state none, where the things in it lie far from the zone by which their district
 * counts: a district begins with the one of China.
 */
export const askTimeZone: Asker = (table, settings, { timeZone = FIRST_ZONE } = {}) => {
  if (settings.kind !== 'incidents' || settings.utcOffset !== timeZone) return []
  if (table.columns.some(isZoneColumn)) return []
  const columns = ['reportedAt', 'closedAt', 'dueAt']
    .flatMap((field) => settings.mapping[field] ?? [])
    .filter((one) => zoneOfColumn(one) === undefined)
  const column = columns.find((one) => profileOf(table, one).values.some(lacksZone))
  const lng = column === undefined ? undefined : middleLng(lookAt(table, settings))
  const ahead = aheadAt(timeZone, Date.parse(settings.readAt))
  if (column === undefined || lng === undefined || !ahead) return []
  const hours = Math.round(lng / 15)
  if (Math.abs(((ahead.minutes / 60 - lng / 15 + 36) % 24) - 12) <= MOST_HOURS_FROM_SUN) return []
  const bySun = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`
  const detail = `${profileOf(table, column).values.slice(0, MOST_SHOWN).join(', ')} · ${lng.toFixed(1)}°`
  return [
    {
      code: 'time-zone',
      subject: '',
      detail,
      proposal: '',
      options: [timeZone, bySun],
      flag: '--utc-offset ZONE',
    },
  ]
}

function middleLng({ features }: ReturnType<typeof lookAt>): number | undefined {
  const lngs = features.map(({ geometry }) => positionOf(geometry)[0]).sort((one, other) => one - other)
  return lngs[Math.floor(lngs.length / 2)]
}
