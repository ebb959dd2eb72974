import { type IncidentPoint, unpackPoints } from '../../lib/incidents/incident-points'
import type { Client } from '../../lib/supabase'
import { ask, type Shape } from '../contracts/contract'
import { type incidentFilter, incidentMap } from '../contracts/incidents'
import type { AreaId } from '../../lib/ids'

/** Which incidents are meant. Left out is not asked for; two digits of a category stand for its whole class. */
export type IncidentFilter = Shape<typeof incidentFilter>

/** Returns the incidents of an area and filter as points. A hundred thousand are about 3 MB on the way. */
export async function readIncidentPoints(
  client: Client,
  areaId: AreaId,
  filter: IncidentFilter = {},
): Promise<IncidentPoint[]> {
  const { points } = await ask(client, incidentMap, { area: areaId, filter })
  return unpackPoints(points)
}
