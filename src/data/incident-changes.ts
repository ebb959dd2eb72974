import { serverClock } from '../lib/clock'
import { answer } from '../lib/errors'
import type { IncidentState } from '../lib/incident-state'
import type { Client } from '../lib/supabase'

/** An incident as lists, maps and walls show it. Moments are ISO strings. */
export interface IncidentSummary {
  id: number
  number: string
  categoryId: number
  communityId: number
  lng: number
  lat: number
  /** A welfare or mediation case shown at its grid, without address and words. */
  atGrid: boolean
  /** Code of the grid in force, or null. */
  grid: string | null
  address: string
  description: string
  source: string
  state: IncidentState
  urgent: boolean
  urged: boolean
  handler: { id: number; name: string } | null
  reportedAt: string
  filedAt: string | null
  resolvedAt: string | null
  closedAt: string | null
  dueAt: string | null
  clockDueAt: string | null
  /** The next deadline; past means overdue. Null when nothing more is due. */
  deadlineAt: string | null
  deferredUntil: string | null
  deferrals: number
  returns: number
  reworks: number
  reopenings: number
  satisfied: boolean | null
  changeId: number
}

/** What changed since a cursor, each incident once as it is now, and the cursor to ask with next. */
export interface IncidentChanges {
  incidents: IncidentSummary[]
  cursor: number
  more: boolean
  now: string
}

/** Returns what changed in an area since a cursor; with null, only the cursor to begin with. */
export async function readIncidentChanges(
  client: Client,
  areaId: number,
  after: number | null,
): Promise<IncidentChanges> {
  const parameters = { area: areaId, ...(after !== null && { after }) }
  return serverClock.observed(
    async () => answer(await client.rpc('incident_changes', parameters)) as unknown as IncidentChanges,
  )
}
