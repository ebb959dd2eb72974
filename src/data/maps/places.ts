import type { PlanningInput } from '../../plan/model/input'
import type { Client } from '../../lib/supabase'
import { ask } from '../contracts/contract'
import { planningInput } from '../contracts/places'
import type { AreaId } from '../../lib/ids'

/** Returns what stands in an area. One call, about 0.2 s for ten thousand buildings. Throws `area-unknown`. */
export async function readPlanningInput(client: Client, areaId: AreaId): Promise<PlanningInput> {
  return ask(client, planningInput, { area: areaId })
}
