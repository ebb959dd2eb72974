import type { Client } from '../../lib/supabase'
import { type AnswerOf, ask } from '../contracts/contract'
import { wallDensity } from '../contracts/density'
import type { AreaId } from '../../lib/ids'

/** What happened around an area, counted in the cells of a lattice that is fixed for the district. */
export type DensityCells = AnswerOf<typeof wallDensity>

/** Returns what happened in an area and a margin around it in the last `days` days, as counts of cells. Throws `not-allowed`. */
export async function readDensity(client: Client, areaId: AreaId, days: number): Promise<DensityCells> {
  return ask(client, wallDensity, { area: areaId, days })
}
