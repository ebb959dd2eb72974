import type { IncidentSquares } from '../../plan/model/incidents'
import type { Client } from '../../lib/supabase'
import { ask } from '../contracts/contract'
import { incidentSquares as squaresOf } from '../contracts/incidents'
import type { AreaId } from '../../lib/ids'

/** Returns where incidents of an area were reported since a moment (ISO), as far as the signed-in person may read them. */
export async function incidentSquares(
  client: Client,
  areaId: AreaId,
  since: string,
): Promise<IncidentSquares> {
  return ask(client, squaresOf, { area: areaId, since })
}
