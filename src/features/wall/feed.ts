import type { IncidentSummary } from '../../data/incidents/incident-changes'

/** How many changes a wall remembers; older ones are let go, so a wall that runs for months stays the same size. */
export const FEED_LENGTH = 24

/** Returns the feed with changed incidents on top, the last changed first, each incident once. */
export function updateFeed(
  feed: readonly IncidentSummary[],
  changed: readonly IncidentSummary[],
): IncidentSummary[] {
  const seen = new Set<number>()
  const merged: IncidentSummary[] = []
  for (const incident of [...changed].reverse().concat(feed)) {
    if (seen.has(incident.id)) continue
    seen.add(incident.id)
    merged.push(incident)
    if (merged.length === FEED_LENGTH) break
  }
  return merged
}

/** Returns the ids of incidents that were reported after a moment, given as milliseconds. */
export function arrivals(changed: readonly IncidentSummary[], sinceMs: number): number[] {
  return changed.filter(({ reportedAt }) => Date.parse(reportedAt) >= sinceMs).map(({ id }) => id)
}
