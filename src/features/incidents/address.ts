import type { LocationQuery, LocationQueryRaw, LocationQueryValue } from 'vue-router'
import type { IncidentFilter } from '../../data/incidents/incident-map'
import { INCIDENT_GROUPS, type IncidentGroup, OPEN_GROUPS } from '../../lib/incidents/incident-groups'
import { CLOSING_REASONS, INCIDENT_STATES, type IncidentState } from '../../lib/incidents/incident-state'

/** What can be asked of the reason of a closed case. */
export const REASON_CHOICES = [...CLOSING_REASONS, 'unstated'] as const
export type ClosingReasonChoice = (typeof REASON_CHOICES)[number]

/** What the page looks at, as the address keeps it. */
export interface View {
  /** `open`, `all`, or groups and states by name. */
  states: string[]
  categories: string[]
  grid: string
  /** Id of a department; 0: of whichever. */
  department: number
  isOverdue: boolean
  isUrgent: boolean
  isUrged: boolean
  /** Why closed cases were closed; empty: whatever for. */
  reasons: ClosingReasonChoice[]
  text: string
  /** Reported in the last so many days; 0: whenever. */
  days: number
  /** Reported at or after, and before, these ISO moments; empty where not said. They go before `days`. */
  from: string
  to: string
  order: 'deadline' | 'newest'
  /** The case that is open. */
  id: number | null
}

const DAY_MS = 86_400_000

function word(value: LocationQueryValue | LocationQueryValue[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

function words(value: LocationQueryValue | LocationQueryValue[] | undefined): string[] {
  return word(value).split(',').filter(Boolean)
}

function moment(text: string): string {
  const at = Date.parse(text)
  return Number.isNaN(at) ? '' : new Date(at).toISOString()
}

function count(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0
}

/** Returns what an address looks at; what it does not say is the default, what it says wrongly is left out. */
export function readView(query: LocationQuery): View {
  const states = words(query.state).filter((name) => name === 'all' || statesOf(name).length > 0)
  return {
    states: states.length ? states : ['open'],
    categories: words(query.category).filter((code) => /^\d{2}(\d{2})?$/.test(code)),
    grid: word(query.grid),
    department: count(word(query.department)),
    isOverdue: word(query.overdue) === '1',
    isUrgent: word(query.urgent) === '1',
    isUrged: word(query.urged) === '1',
    reasons: REASON_CHOICES.filter((reason) => words(query.reason).includes(reason)),
    text: word(query.text),
    days: count(word(query.days)),
    from: moment(word(query.from)),
    to: moment(word(query.to)),
    order: word(query.order) === 'newest' ? 'newest' : 'deadline',
    id: count(word(query.id)) || null,
  }
}

/** Returns where an address (`?report=lng,lat`, as on a notice board) wants something reported, degrees, or null. */
export function readReportPlace(query: LocationQuery): { lng: number; lat: number } | null {
  const parts = word(query.report).split(',')
  const [lng, lat] = parts.map(Number)
  const isPlace = parts.length === 2 && parts.every(Boolean) && Math.abs(lng) <= 180 && Math.abs(lat) <= 90
  return isPlace ? { lng, lat } : null
}

/** Returns the query of an address for a view, defaults left out; `undefined` takes a parameter away. */
export function writeView(view: View): LocationQueryRaw {
  const isDefault = view.states.length === 1 && view.states[0] === 'open'
  return {
    state: isDefault ? undefined : view.states.join(','),
    category: view.categories.join(',') || undefined,
    grid: view.grid || undefined,
    department: view.department || undefined,
    overdue: view.isOverdue ? '1' : undefined,
    urgent: view.isUrgent ? '1' : undefined,
    urged: view.isUrged ? '1' : undefined,
    reason: view.reasons.join(',') || undefined,
    text: view.text || undefined,
    days: view.days || undefined,
    from: view.from || undefined,
    to: view.to || undefined,
    order: view.order === 'newest' ? 'newest' : undefined,
    id: view.id ?? undefined,
  }
}

function statesOf(name: string): readonly IncidentState[] {
  if (name === 'open') return OPEN_GROUPS.flatMap((group) => INCIDENT_GROUPS[group])
  if (Object.hasOwn(INCIDENT_GROUPS, name)) return INCIDENT_GROUPS[name as IncidentGroup]
  return INCIDENT_STATES.filter((state) => state === name)
}

/** Returns the filter of a view. `nowMs` is what "the last days" count from; whole hours, so that it does not creep. */
export function filterOf(view: View, nowMs: number): IncidentFilter {
  const states = view.states.includes('all') ? [] : [...new Set(view.states.flatMap(statesOf))]
  const hourMs = Math.floor(nowMs / 3_600_000) * 3_600_000
  return {
    order: view.order,
    ...(states.length && { states }),
    ...(view.categories.length && { categories: view.categories }),
    ...(view.grid && { grid: view.grid }),
    ...(view.department && { department: view.department }),
    ...(view.isOverdue && { overdue: true }),
    ...(view.isUrgent && { urgent: true }),
    ...(view.isUrged && { urged: true }),
    ...(view.reasons.length && { reasons: view.reasons }),
    ...(view.text && { text: view.text }),
    ...(view.days && { from: new Date(hourMs - view.days * DAY_MS).toISOString() }),
    ...(view.from && { from: view.from }),
    ...(view.to && { to: view.to }),
  }
}

/** Returns the view that shows every case of the area: nothing narrows it, the order and the open case stay. */
export function widened({ order, id }: View): View {
  return { ...readView({}), states: ['all'], order, id }
}

/** Returns whether something narrows the view, so that a case may be missing from it that is open. */
export function isNarrowed(view: View): boolean {
  const { order, id } = view
  return JSON.stringify(writeView(view)) !== JSON.stringify(writeView({ ...readView({}), order, id }))
}

/** Returns how many of the cases that a view finds are in states that it does not show; `states` counts all that there are. */
export function foundElsewhere(view: View, states: Readonly<Partial<Record<IncidentState, number>>>): number {
  if (view.states.includes('all')) return 0
  const shown = new Set<string>(view.states.flatMap(statesOf))
  return INCIDENT_STATES.reduce((sum, state) => sum + (shown.has(state) ? 0 : (states[state] ?? 0)), 0)
}

/** Returns whether the view shows a group: named itself, by `open` or by `all`. */
export function showsGroup(view: View, group: IncidentGroup): boolean {
  return (
    view.states.includes('all') ||
    INCIDENT_GROUPS[group].every((state) => view.states.some((name) => statesOf(name).includes(state)))
  )
}

/** How many things narrow the view beside state and words. */
export function narrowings(view: View): number {
  return (
    view.categories.length +
    view.reasons.length +
    [view.grid, view.department, view.isUrgent, view.isUrged, view.days || view.from || view.to].filter(
      Boolean,
    ).length
  )
}
