import { answer } from '../lib/errors'
import type { PlanningInput } from '../plan/model/input'
import type { Client } from '../lib/supabase'

/** Returns what stands in an area. One call, about 0.2 s for ten thousand buildings. Throws `area-unknown`. */
export async function readPlanningInput(client: Client, areaId: number): Promise<PlanningInput> {
  return answer(await client.rpc('planning_input', { area: areaId })) as unknown as PlanningInput
}
