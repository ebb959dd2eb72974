import type { Client } from '../lib/supabase'
import { type AnswerOf, ask, type Shape } from './contracts/contract'
import { type rate, wallStatistics } from './contracts/statistics'
import type { AreaId } from '../lib/ids'

/** An indicator as the two counts it is made of; the rate is their quotient. */
export type Rate = Shape<typeof rate>

/** The figures of a wall. Days are dates of the district's calendar, `YYYY-MM-DD`; moments are ISO. */
export type WallStatistics = AnswerOf<typeof wallStatistics>

/** Returns the figures of an area for the last `days` days, today included. Throws `not-allowed`. */
export async function readWallStatistics(
  client: Client,
  areaId: AreaId,
  days: number,
): Promise<WallStatistics> {
  return ask(client, wallStatistics, { area: areaId, days })
}

/** Returns a rate as a share from 0 to 1, or null where nothing is counted. */
export function share({ numerator, denominator }: Rate): number | null {
  return denominator === 0 ? null : numerator / denominator
}
