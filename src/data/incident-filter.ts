import type { IncidentSummary } from './incident-changes'
import type { IncidentFilter } from './incident-map'

/** What of an incident decides whether it is late. */
type Deadline = Pick<IncidentSummary, 'deadlineAt'>

/** Returns whether a deadline has passed at `nowMs`. */
export function isLate({ deadlineAt }: Deadline, nowMs: number): boolean {
  return deadlineAt !== null && Date.parse(deadlineAt) < nowMs
}

function holdsText({ number, address, description }: IncidentSummary, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  return [number, address, description].some((words) => words.toLowerCase().includes(wanted))
}

/**
 * Returns whether an incident belongs to a list with this filter, by the rule of `incidents_page`: so that a change
 * can be put into a list without asking for the list again. `codes` are the codes of categories by id.
 */
export function matchesFilter(
  incident: IncidentSummary,
  filter: IncidentFilter,
  codes: ReadonlyMap<number, string>,
  nowMs: number,
): boolean {
  const code = codes.get(incident.categoryId) ?? ''
  return (
    (!filter.states?.length || filter.states.includes(incident.state)) &&
    (!filter.overdue || isLate(incident, nowMs)) &&
    (!filter.categories?.length || filter.categories.some((wanted) => code.startsWith(wanted))) &&
    (!filter.grid || incident.grid === filter.grid) &&
    (!filter.text?.trim() || holdsText(incident, filter.text)) &&
    (!filter.urgent || incident.urgent) &&
    (!filter.urged || incident.urged) &&
    (filter.handler === undefined || incident.handler?.id === filter.handler) &&
    (!filter.from || Date.parse(incident.reportedAt) >= Date.parse(filter.from)) &&
    (!filter.to || Date.parse(incident.reportedAt) < Date.parse(filter.to))
  )
}

function leading(incident: IncidentSummary, order: IncidentFilter['order']): number {
  if (order === 'newest') return -Date.parse(incident.reportedAt)
  return incident.deadlineAt ? Date.parse(incident.deadlineAt) : Infinity
}

/** Returns which of two incidents comes first (negative: the first) in an order of `incidents_page`. */
export function compareIncidents(
  one: IncidentSummary,
  other: IncidentSummary,
  order: IncidentFilter['order'],
): number {
  const [first, second] = [leading(one, order), leading(other, order)]
  return first === second ? other.id - one.id : first - second
}

/**
 * Returns a list with changed incidents put in their places and those that no longer belong taken out. Where the list
 * goes on beyond its last row (`hasMore`), nothing is put behind that row: it will come with its page.
 */
export function mergeIncidents(
  rows: readonly IncidentSummary[],
  changed: readonly IncidentSummary[],
  {
    belongs,
    order,
    hasMore,
  }: { belongs: (incident: IncidentSummary) => boolean; order: IncidentFilter['order']; hasMore: boolean },
): IncidentSummary[] {
  const ids = new Set(changed.map(({ id }) => id))
  const last = rows.at(-1)
  const isWithin = (incident: IncidentSummary) =>
    !hasMore || !last || compareIncidents(incident, last, order) <= 0
  const kept = rows.filter(({ id }) => !ids.has(id))
  const added = changed.filter((incident) => belongs(incident) && isWithin(incident))
  return [...kept, ...added].sort((one, other) => compareIncidents(one, other, order))
}
