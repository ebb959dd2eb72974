import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useIncidentFeed } from '../../composables/useIncidentFeed'
import { usePolling } from '../../composables/usePolling'
import { client } from '../../data/client'
import type { IncidentChanges, IncidentSummary } from '../../data/incidents/incident-changes'
import { matchesFilter, mergeIncidents } from '../../data/incidents/incident-filter'
import { type IncidentFilter, readIncidentPoints } from '../../data/incidents/incident-map'
import { pointOf } from '../../data/incidents/incident-point'
import { type IncidentCounts, type PageCursor, readIncidentPage } from '../../data/incidents/incidents'
import { serverNow } from '../../lib/time/clock'
import { toDataError } from '../../lib/errors'
import type { IncidentPoint } from '../../lib/incidents/incident-points'

const CHANGES_EVERY_MS = 4_000
const MINUTE_MS = 60_000
const PAGE_ROWS = 50
/** The longest page there is. */
const MOST_ROWS = 200

export interface IncidentsSettings {
  areaId: () => number | null
  filter: () => IncidentFilter
  /** Codes of categories by id. */
  codes: () => ReadonlyMap<number, string>
  /** Told of every incident that changed. */
  changed: (incidents: readonly IncidentSummary[]) => void
}

/** What was read for one area and filter. */
interface Held {
  key: string
  rows: IncidentSummary[]
  next: PageCursor | null
  counts: IncidentCounts | null
  points: IncidentPoint[]
}

/**
 * Keeps the list and the points of an area and filter. What was read belongs to the area and filter it was read for:
 * under others there is nothing until they have their own. Changes are put in their places, so that nothing blinks; while
 * the connection is lost, what is known stays.
 */
export function useIncidents(settings: IncidentsSettings) {
  const held = shallowRef<Held | null>(null)
  const failed = shallowRef<{ key: string; failure: unknown } | null>(null)
  const moreFailure = shallowRef<unknown>(null)
  const isLoadingMore = ref(false)
  let askingMore = new AbortController()
  const key = computed(() => `${settings.areaId()} ${JSON.stringify(settings.filter())}`)
  const own = computed(() => (held.value?.key === key.value ? held.value : null))

  /** Puts parts of what is held anew, if it is still what is asked for. */
  function change(of: string, parts: Partial<Held>): void {
    if (held.value?.key === of) held.value = { ...held.value, ...parts }
  }

  /** Reads the first page and the points anew; what was there of the same area and filter stays until they arrive. */
  async function load(area: number, signal: AbortSignal, size = PAGE_ROWS): Promise<void> {
    const [mine, filter, line] = [key.value, settings.filter(), client(signal)]
    const [page, points] = await Promise.all([
      readIncidentPage(line, area, filter, { size }),
      readIncidentPoints(line, area, filter),
    ])
    signal.throwIfAborted()
    if (mine !== key.value) return
    stopMore()
    held.value = { key: mine, rows: page.incidents, next: page.next, counts: page.counts, points }
  }

  function empty(): void {
    held.value = null
    feed.forget()
  }

  function stopMore(): void {
    askingMore.abort()
    moreFailure.value = null
    isLoadingMore.value = false
  }

  /** Appends the next page. What failed is said, and tried again when it is asked for or the connection is back. */
  async function loadMore(isAskedFor = false): Promise<void> {
    const area = settings.areaId()
    const before = own.value
    if (area === null || !before?.next || isLoadingMore.value || (moreFailure.value && !isAskedFor)) return
    const { signal } = (askingMore = new AbortController())
    isLoadingMore.value = true
    moreFailure.value = null
    try {
      const page = await readIncidentPage(client(signal), area, settings.filter(), { after: before.next })
      if (signal.aborted) return
      const rows = held.value?.rows ?? []
      const known = new Set(rows.map(({ id }) => id))
      const added = page.incidents.filter(({ id }) => !known.has(id))
      change(before.key, { rows: [...rows, ...added], next: page.next })
    } catch (error) {
      if (!signal.aborted) moreFailure.value = error
    }
    if (!signal.aborted) isLoadingMore.value = false
  }

  function apply(
    { key: of, rows, points, next }: Held,
    changed: readonly IncidentSummary[],
    gone: readonly number[],
  ): void {
    const filter = settings.filter()
    const belongs = (incident: IncidentSummary) =>
      matchesFilter(incident, filter, settings.codes(), serverNow())
    const left = new Set(gone)
    const ids = new Set([...gone, ...changed.map(({ id }) => id)])
    const stayed = rows.filter(({ id }) => !left.has(id))
    change(of, {
      rows: mergeIncidents(stayed, changed, { belongs, order: filter.order, hasMore: next !== null }),
      points: [
        ...points.filter(({ id }) => !ids.has(id)),
        ...changed.filter(belongs).map((one) => pointOf(one)),
      ],
    })
    settings.changed(changed)
  }

  /** Whether the page can tell by itself if the cases belong to the list: of a category added since it knows nothing yet. */
  function canTell(changed: readonly IncidentSummary[]): boolean {
    return (
      !settings.filter().categories?.length ||
      changed.every(({ categoryId }) => settings.codes().has(categoryId))
    )
  }

  async function follow(changes: IncidentChanges, area: number, signal: AbortSignal): Promise<boolean> {
    const { incidents, gone = [] } = changes
    const before = own.value
    if (!before || !canTell(incidents)) return false
    if (incidents.length + gone.length === 0) return true
    const page = await readIncidentPage(client(signal), area, settings.filter(), { size: 1 })
    signal.throwIfAborted()
    apply(own.value ?? before, incidents, gone)
    change(before.key, { counts: page.counts })
    return true
  }

  /** Time alone makes cases late: the counts follow every minute, and so does a list of what is overdue. */
  async function followTime(signal: AbortSignal): Promise<void> {
    const area = settings.areaId()
    const before = own.value
    if (area === null || !before) return
    if (settings.filter().overdue)
      return load(area, signal, Math.min(MOST_ROWS, Math.max(PAGE_ROWS, before.rows.length)))
    const page = await readIncidentPage(client(signal), area, settings.filter(), { size: 1 })
    signal.throwIfAborted()
    change(before.key, { counts: page.counts })
  }

  const feed = useIncidentFeed({
    areaId: settings.areaId,
    subject: () => key.value,
    begin: load,
    apply: follow,
    everyMs: CHANGES_EVERY_MS,
    slowestMs: 16_000,
  })
  const time = usePolling(followTime, { everyMs: MINUTE_MS })
  // An attempt for a filter that was left is given up, so what fails concerns what is asked for now. An answer that
  // refuses takes what was there away.
  watch(
    feed.failure,
    (failure) => {
      failed.value = failure ? { key: key.value, failure } : null
      if (failure && !toDataError(failure).isTransient) empty()
    },
    { flush: 'sync' },
  )
  watch(key, () => {
    stopMore()
    feed.restart()
    time.restart()
  })
  watch(feed.isLost, (isLost) => !isLost && moreFailure.value && void loadMore(true))
  onScopeDispose(() => askingMore.abort())

  const failure = computed(() => (failed.value?.key === key.value ? failed.value.failure : null))
  return {
    rows: computed(() => own.value?.rows ?? []),
    next: computed(() => own.value?.next ?? null),
    counts: computed(() => own.value?.counts ?? null),
    points: computed(() => own.value?.points ?? []),
    isLoading: computed(() => !own.value && !failure.value),
    isLoadingMore,
    moreFailure,
    failure,
    loadMore,
    /** Reads everything anew, now. */
    reload: () => {
      empty()
      failed.value = null
      feed.restart()
    },
    isLost: feed.isLost,
    /** The server's time at which the list was last brought up to date. */
    shownAsOf: feed.succeededAt,
    refresh: feed.now,
  }
}
