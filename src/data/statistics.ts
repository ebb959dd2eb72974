import { answer } from '../lib/errors'
import type { Client } from '../lib/supabase'

/** An indicator as the two counts it is made of; the rate is their quotient. */
export interface Rate {
  numerator: number
  denominator: number
}

/** Incidents of a class of categories (two digits). */
export interface ClassCount {
  code: string
  name: string
  nameEn: string
  cases: number
}

/** Incidents of a community: reported in the period, and overdue now. */
export interface CommunityCount {
  code: string
  name: string
  nameEn: string | null
  cases: number
  overdue: number
}

/** The figures of a wall. Days are dates of the district's calendar, `YYYY-MM-DD`; moments are ISO. */
export interface WallStatistics {
  now: string
  firstDay: string
  today: string
  since: string
  midnight: string
  open: { total: number; overdue: number; urgent: number; urged: number; unaccepted: number }
  reportedToday: number
  reportedSameTimeLastWeek: number
  /** Closed and handled by the deadline / due to be closed in the period. */
  onTimeClosure: Rate
  /** Grids with every exclusive post filled / grids. */
  postsFilled: Rate
  /** Households in buildings visited in the period / households. */
  visitCoverage: Rate
  byDay: { day: string; cases: number }[]
  byClass: ClassCount[]
  byCommunity: CommunityCount[]
}

/** Returns the figures of an area for the last `days` days, today included. Throws `not-allowed`. */
export async function readWallStatistics(
  client: Client,
  areaId: number,
  days: number,
): Promise<WallStatistics> {
  return answer(await client.rpc('wall_statistics', { area: areaId, days })) as unknown as WallStatistics
}

/** Returns a rate as a share from 0 to 1, or null where nothing is counted. */
export function share({ numerator, denominator }: Rate): number | null {
  return denominator === 0 ? null : numerator / denominator
}
