import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { usePolling } from '../../composables/usePolling'
import { client } from '../../data/client'
import { type IncidentSummary, readIncidentChanges } from '../../data/incident-changes'
import { matchesFilter, mergeIncidents } from '../../data/incident-filter'
import { type IncidentFilter, readIncidentPoints } from '../../data/incident-map'
import { type IncidentCounts, type PageCursor, readIncidentPage } from '../../data/incidents'
import type { IncidentPoint } from '../../lib/incident-points'

const CHANGES_EVERY_MS = 4_000
const MINUTE_MS = 60_000
const PAGE_ROWS = 50
/** The longest page there is. */
const MOST_ROWS = 200

function pointOf(incident: IncidentSummary): IncidentPoint {
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
    isEarlier: false,
  }
}

export interface IncidentsSettings {
  areaId: () => number | null
  filter: () => IncidentFilter
  /** Codes of categories by id. */
  codes: () => ReadonlyMap<number, string>
  /** Told of every incident that changed. */
  changed: (incidents: readonly IncidentSummary[]) => void
}

/**
 * Keeps the list and the points of an area and filter. Changes are asked for by cursor and put in their places, so that
 * nothing blinks and nothing is missed; while the connection is lost, what is known stays and the cursor waits.
 */
export function useIncidents(settings: IncidentsSettings) {
  const rows = shallowRef<IncidentSummary[]>([])
  const next = shallowRef<PageCursor | null>(null)
  const counts = shallowRef<IncidentCounts | null>(null)
  const points = shallowRef<IncidentPoint[]>([])
  const isLoading = ref(true)
  const isLoadingMore = ref(false)
  const failure = shallowRef<unknown>(null)
  let call = 0
  let cursor: number | null = null

  /** Reads the first page and the points anew; what was there stays until they arrive. */
  async function load(size = PAGE_ROWS): Promise<void> {
    const area = settings.areaId()
    if (area === null) return
    const mine = ++call
    isLoading.value = true
    try {
      const start = await readIncidentChanges(client(), area, null)
      const [page, map] = await Promise.all([
        readIncidentPage(client(), area, settings.filter(), { size }),
        readIncidentPoints(client(), area, settings.filter()),
      ])
      if (mine !== call) return
      rows.value = page.incidents
      next.value = page.next
      counts.value = page.counts
      points.value = map
      failure.value = null
      cursor = start.cursor
    } catch (error) {
      if (mine === call) failure.value = error
    }
    if (mine === call) isLoading.value = false
  }

  /** Appends the next page. */
  async function loadMore(): Promise<void> {
    const area = settings.areaId()
    if (area === null || !next.value || isLoadingMore.value) return
    const mine = call
    isLoadingMore.value = true
    try {
      const page = await readIncidentPage(client(), area, settings.filter(), { after: next.value })
      if (mine !== call) return
      const known = new Set(rows.value.map(({ id }) => id))
      rows.value = [...rows.value, ...page.incidents.filter(({ id }) => !known.has(id))]
      next.value = page.next
    } catch (error) {
      if (mine === call) failure.value = error
    } finally {
      isLoadingMore.value = false
    }
  }

  function apply(changed: readonly IncidentSummary[]): void {
    const filter = settings.filter()
    const belongs = (incident: IncidentSummary) =>
      matchesFilter(incident, filter, settings.codes(), Date.now())
    rows.value = mergeIncidents(rows.value, changed, {
      belongs,
      order: filter.order,
      hasMore: next.value !== null,
    })
    const ids = new Set(changed.map(({ id }) => id))
    points.value = [...points.value.filter(({ id }) => !ids.has(id)), ...changed.filter(belongs).map(pointOf)]
    settings.changed(changed)
  }

  async function follow(): Promise<void> {
    const area = settings.areaId()
    if (area === null || isLoading.value) return
    if (cursor === null) return load()
    const mine = call
    for (;;) {
      const changes = await readIncidentChanges(client(), area, cursor)
      if (mine !== call) return
      cursor = changes.cursor
      if (changes.incidents.length) {
        apply(changes.incidents)
        counts.value = (await readIncidentPage(client(), area, settings.filter(), { size: 1 })).counts
      }
      if (!changes.more) return
    }
  }

  /** Time alone makes cases late: the counts follow every minute, and so does a list of what is overdue. */
  async function followTime(): Promise<void> {
    const area = settings.areaId()
    if (area === null || isLoading.value) return
    if (settings.filter().overdue) return load(Math.min(MOST_ROWS, Math.max(PAGE_ROWS, rows.value.length)))
    const mine = call
    const page = await readIncidentPage(client(), area, settings.filter(), { size: 1 })
    if (mine === call) counts.value = page.counts
  }

  const polling = usePolling(follow, { everyMs: CHANGES_EVERY_MS })
  usePolling(followTime, { everyMs: MINUTE_MS })
  watch([settings.areaId, () => JSON.stringify(settings.filter())], () => void load(), { immediate: true })
  onScopeDispose(() => call++)
  return {
    rows,
    next,
    counts,
    points,
    isLoading,
    isLoadingMore,
    failure,
    load,
    loadMore,
    isLost: polling.isLost,
    refresh: polling.now,
  }
}
