import { serverClock } from '../../lib/time/clock'
import type { Client } from '../../lib/supabase'
import { type AnswerOf, ask, type Shape } from '../contracts/contract'
import { incidentChanges, type incidentSummary } from '../contracts/incidents'
import type { AreaId } from '../../lib/ids'

/** An incident as lists, maps and walls show it. Moments are ISO strings. */
export type IncidentSummary = Shape<typeof incidentSummary>

/** What changed since a cursor, each incident once as it is now, and the cursor to ask with next. `gone`: ids of those whose place was corrected to one outside of the area. */
export type IncidentChanges = AnswerOf<typeof incidentChanges>

/** Returns what changed in an area since a cursor; with null, only the cursor to begin with. */
export async function readIncidentChanges(
  client: Client,
  areaId: AreaId,
  after: number | null,
): Promise<IncidentChanges> {
  const parameters = { area: areaId, ...(after !== null && { after }) }
  return serverClock.observed(() => ask(client, incidentChanges, parameters))
}
