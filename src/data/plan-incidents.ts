import { answer } from '../lib/errors'
import type { IncidentSquares } from '../plan/model/incidents'
import type { Client } from '../lib/supabase'

/** Returns where incidents of an area were reported since a moment (ISO), as far as the signed-in person may read them. */
export async function incidentSquares(
  client: Client,
  areaId: number,
  since: string,
): Promise<IncidentSquares> {
  return answer(await client.rpc('incident_squares', { area: areaId, since })) as unknown as IncidentSquares
}
