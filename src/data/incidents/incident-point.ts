import type { IncidentPoint } from '../../lib/incidents/incident-points'
import type { IncidentSummary } from './incident-changes'

const MINUTE_MS = 60_000

/** Returns an incident as the point of it that `incident_map` would give for a period that begins `since` (ISO; without: always). */
export function pointOf(incident: IncidentSummary, since?: string): IncidentPoint {
  const deadlineMs = incident.deadlineAt === null ? null : Date.parse(incident.deadlineAt)
  return {
    id: incident.id,
    lng: incident.lng,
    lat: incident.lat,
    deadlineMs: deadlineMs === null ? null : Math.round(deadlineMs / MINUTE_MS) * MINUTE_MS,
    categoryId: incident.categoryId,
    state: incident.state,
    isUrgent: incident.urgent,
    isUrged: incident.urged,
    isAtGrid: incident.atGrid,
    isEarlier: since !== undefined && Date.parse(incident.reportedAt) < Date.parse(since),
  }
}
