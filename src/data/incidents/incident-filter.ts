import type { IncidentSummary } from './incident-changes'
import type { IncidentFilter } from './incident-map'

/** What of an incident decides whether it is late. */
type Deadline = Pick<IncidentSummary, 'deadlineAt'>

/** Returns whether a deadline has passed at `nowMs`. */
export function isLate({ deadlineAt }: Deadline, nowMs: number): boolean {
  return deadlineAt !== null && Date.parse(deadlineAt) < nowMs
}

/** Words as they are compared: full-width as half-width, capitals as small letters, without blanks. */
function searchForm(words: string): string {
  return words.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
}

function holdsText({ number, address, description }: IncidentSummary, text: string): boolean {
  const subject = [number, address, description].map(searchForm).join('\u0001')
  const words = text.normalize('NFKC').split(/\s+/).filter(Boolean)
  return words.every((word) => subject.includes(searchForm(word)))
}

function isClosedFor(
  { state, closingReason }: IncidentSummary,
  reasons: NonNullable<IncidentFilter['reasons']>,
): boolean {
  return state === 'closed' && reasons.includes(closingReason ?? 'unstated')
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
    (!filter.reasons?.length || isClosedFor(incident, filter.reasons)) &&
    (!filter.urgent || incident.urgent) &&
    (!filter.urged || incident.urged) &&
    (filter.department === undefined || incident.department === filter.department) &&
    (filter.handler === undefined || incident.handler?.id === filter.handler) &&
    (!filter.from || Date.parse(incident.reportedAt) >= Date.parse(filter.from)) &&
    (!filter.to || Date.parse(incident.reportedAt) < Date.parse(filter.to))
  )
}

/** A deadline to go by: none in the order of the newest, and infinitely far where nothing is due. */
function leading({ deadlineAt }: IncidentSummary, order: IncidentFilter['order']): number {
  if (order === 'newest') return 0
  return deadlineAt ? Date.parse(deadlineAt) : Number.MAX_SAFE_INTEGER
}

/** Returns which of two incidents comes first (negative: the first) in an order of `incidents_page`. */
export function compareIncidents(
  one: IncidentSummary,
  other: IncidentSummary,
  order: IncidentFilter['order'],
): number {
  const [first, second] = [leading(one, order), leading(other, order)]
  if (first !== second) return first - second
  return Date.parse(other.reportedAt) - Date.parse(one.reportedAt) || other.id - one.id
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
