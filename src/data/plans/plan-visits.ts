import type { Client } from '../../lib/supabase'
import { type AnswerOf, ask } from '../contracts/contract'
import { buildingVisits as visitsOf } from '../contracts/incidents'

/** Households called on by building, as parallel arrays, and the communities whose visits one sees. */
export type BuildingVisits = AnswerOf<typeof visitsOf>

/** Returns how many households of each building of an area were called on since a day (YYYY-MM-DD), each time counted. */
export async function buildingVisits(client: Client, areaId: number, since: string): Promise<BuildingVisits> {
  return ask(client, visitsOf, { area: areaId, since })
}
