import { answer } from '../lib/errors'
import { type IncidentPoint, unpackPoints } from '../lib/incident-points'
import type { IncidentState } from '../lib/incident-state'
import type { Client } from '../lib/supabase'

/** Which incidents are meant. Left out is not asked for; two digits of a category stand for its whole class. */
export interface IncidentFilter {
  states?: IncidentState[]
  overdue?: boolean
  categories?: string[]
  grid?: string
  text?: string
  urged?: boolean
  urgent?: boolean
  handler?: number
  /** ISO moments: reported at or after `from` and before `to`. */
  from?: string
  to?: string
  /** Whatever is open still belongs too, whenever it was reported. */
  orOpen?: boolean
  order?: 'deadline' | 'newest'
}

/** Returns the incidents of an area and filter as points. A hundred thousand are about 3 MB on the way. */
export async function readIncidentPoints(
  client: Client,
  areaId: number,
  filter: IncidentFilter = {},
): Promise<IncidentPoint[]> {
  const parameters = { area: areaId, filter: filter as Record<string, never> }
  const { points } = answer(await client.rpc('incident_map', parameters)) as unknown as { points: string }
  return unpackPoints(points)
}
