import type { IncidentState } from '../../lib/incidents/incident-state'
import type { Client } from '../../lib/supabase'
import { ask, type Shape } from '../contracts/contract'
import { incidentsPage, type pageCursor, reportIncident as report } from '../contracts/incidents'
import type { IncidentSummary } from './incident-changes'
import type { IncidentFilter } from './incident-map'
import type { AreaId, CategoryId } from '../../lib/ids'

/** Where the next page begins: deadline, moment of the report and id of the last case. */
export type PageCursor = Shape<typeof pageCursor>

/** How many cases the filter has, states and overdue left aside. */
export interface IncidentCounts {
  states: Partial<Record<IncidentState, number>>
  overdue: number
  /** The words are in so many cases that of those that have ended only the first thousands were counted. */
  isCapped: boolean
}

/** A page of a list; `counts` on the first page only. */
export interface IncidentPage {
  incidents: IncidentSummary[]
  next: PageCursor | null
  counts: IncidentCounts | null
}

/** Returns a page of the incidents of an area, at most 200; throws `not-allowed`. */
export async function readIncidentPage(
  client: Client,
  areaId: AreaId,
  filter: IncidentFilter,
  { after = null, size = 50 }: { after?: PageCursor | null; size?: number } = {},
): Promise<IncidentPage> {
  const parameters = { area: areaId, filter, cursor: after ?? undefined, page_size: size }
  const page = await ask(client, incidentsPage, parameters)
  const { incidents, next, states, overdue = 0, isCapped = false } = page
  return { incidents, next, counts: states ? { states, overdue, isCapped } : null }
}

/** What somebody reports. `clientKey` makes a repeated send add nothing twice. */
export interface IncidentReport {
  clientKey: string
  lng: number
  lat: number
  categoryId: CategoryId
  description: string
  address: string
  isUrgent: boolean
  /** Whom to call about it, with consent. */
  contact: { name: string; telephone: string; consent: boolean } | null
}

/** Registers an incident and returns its id and number; throws `outside-every-community`, `not-allowed` … */
export async function reportIncident(
  client: Client,
  said: IncidentReport,
): Promise<{ id: number; number: string }> {
  const { clientKey, categoryId, isUrgent, contact, ...rest } = said
  return ask(client, report, {
    ...rest,
    client_key: clientKey,
    category_id: categoryId,
    urgent: isUrgent,
    contact: contact ?? undefined,
  })
}
