import type { IncidentPoint } from '../lib/incident-points'
import type { IncidentSummary } from './incident-changes'

const MINUTE_MS = 60_000

/** Returns an incident as the point of it that `incident_map` would give. */
export function pointOf(incident: IncidentSummary): IncidentPoint {
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
  }
}
