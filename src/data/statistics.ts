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
  /** The name of the calendar whose days these are. */
  calendar: string
  open: { total: number; overdue: number; urgent: number; urged: number; unaccepted: number }
  reportedToday: number
  reportedSameTimeLastWeek: number
  /** Closed, and handled by every deadline they had / due to be closed in the period. */
  onTimeClosure: Rate
  /** Grids with every exclusive post assigned / grids that have such posts. */
  postsFilled: Rate
  /** Grids with every exclusive post assigned to people on duty / grids that have such posts. */
  onDuty: Rate
  /** Households called on in the period, no more than there are in each building / households. */
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
