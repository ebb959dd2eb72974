import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { useIncidentFeed } from '../../composables/useIncidentFeed'
import { usePolling } from '../../composables/usePolling'
import { client } from '../../data/client'
import type { IncidentChanges, IncidentSummary } from '../../data/incidents/incident-changes'
import { readIncidentPoints } from '../../data/incidents/incident-map'
import { pointOf } from '../../data/incidents/incident-point'
import { readIncidentPage } from '../../data/incidents/incidents'
import { readWallStatistics, type WallStatistics } from '../../data/statistics'
import { steadyNow } from '../../lib/time/clock'
import { toDataError } from '../../lib/errors'
import type { IncidentPoint } from '../../lib/incidents/incident-points'
import { arrivals, FEED_LENGTH, updateFeed } from './feed'
import { lineState } from './line-state'
import { useMarks } from './useMarks'

/** The period of the wall's figures and heat. */
export const WALL_DAYS = 30
const CHANGES_EVERY_MS = 3_000
const CHANGES_WITHIN_MS = 10_000
const FIGURES_EVERY_MS = 60_000
/** Figures follow a change, but no faster than this. */
const FIGURES_PAUSE_MS = 5_000
const NEW_FOR_MS = 12_000
/** A case that was reported longer ago than this is no arrival, however new it is here. */
const ARRIVES_WITHIN_MS = 60_000
const OVERDUE_SHOWN = 14
const SLOWEST_MS = 12_000

/**
 * Keeps the data of a wall for one area: asks for changes every three seconds and for figures when something changed,
 * or every minute. While the connection is lost everything stays as it was, and says so (`state`). Where the right is taken away nothing stays.
 */
export function useWall(area: number, nowMs: () => number) {
  const statistics = shallowRef<WallStatistics | null>(null)
  const points = shallowRef<IncidentPoint[]>([])
  /** Null until they are known: of a wall that was not answered yet nobody knows that nothing is overdue. */
  const overdue = shallowRef<IncidentSummary[] | null>(null)
  const feed = shallowRef<IncidentSummary[] | null>(null)
  const { marked: arrived, mark, clear: unmark } = useMarks(NEW_FOR_MS)
  let figuresAskedAt = -Infinity
  let soon: ReturnType<typeof setTimeout> | undefined

  async function readFigures(signal: AbortSignal): Promise<void> {
    figuresAskedAt = steadyNow()
    const line = client(signal)
    const figures = await readWallStatistics(line, area, WALL_DAYS)
    const [places, late] = await Promise.all([
      readIncidentPoints(line, area, { from: figures.since, orOpen: true }),
      readIncidentPage(line, area, { overdue: true, order: 'deadline' }, { size: OVERDUE_SHOWN }),
    ])
    signal.throwIfAborted()
    statistics.value = figures
    points.value = places
    overdue.value = late.incidents
  }

  async function begin(_area: number, signal: AbortSignal): Promise<void> {
    const newest = await readIncidentPage(client(signal), area, { order: 'newest' }, { size: FEED_LENGTH })
    signal.throwIfAborted()
    feed.value = newest.incidents
  }

  /** Puts changed cases into the feed and on the map at once, and takes away what lies elsewhere now; the figures follow. */
  function apply({ incidents: changed, gone = [], now }: IncidentChanges): boolean {
    if (!changed.length && !gone.length) return true
    const left = new Set(gone)
    const ids = new Set([...gone, ...changed.map(({ id }) => id)])
    feed.value = updateFeed(
      (feed.value ?? []).filter(({ id }) => !left.has(id)),
      changed,
    )
    overdue.value = overdue.value?.filter(({ id }) => !left.has(id)) ?? null
    const since = statistics.value?.since
    const places = changed.map((incident) => pointOf(incident, since))
    points.value = [...points.value.filter(({ id }) => !ids.has(id)), ...places]
    mark(arrivals(changed, Date.parse(now) - ARRIVES_WITHIN_MS))
    askForFigures()
    return true
  }

  const changes = useIncidentFeed({
    areaId: () => area,
    subject: () => String(area),
    begin,
    apply,
    everyMs: CHANGES_EVERY_MS,
    slowestMs: SLOWEST_MS,
    timeoutMs: CHANGES_WITHIN_MS,
  })
  const figures = usePolling(readFigures, { everyMs: FIGURES_EVERY_MS, slowestMs: SLOWEST_MS })

  function askForFigures(): void {
    if (soon) return
    const wait = Math.max(0, figuresAskedAt + FIGURES_PAUSE_MS - steadyNow())
    soon = setTimeout(() => {
      soon = undefined
      figures.now()
    }, wait)
  }

  /** Nothing that was read under a right stays when the right is gone; with the right it begins anew. */
  function empty(): void {
    changes.forget()
    statistics.value = null
    points.value = []
    overdue.value = null
    feed.value = null
    unmark()
  }
  const failures = computed(() => [changes.failure.value, figures.failure.value])
  watch(failures, (found) => {
    if (found.some((failure) => failure && !toDataError(failure).isTransient)) empty()
  })
  // What was missed while the connection was lost shows as soon as it is back, not at the next full minute.
  watch(changes.isLost, (isLost) => !isLost && figures.now())
  onScopeDispose(() => clearTimeout(soon))

  const state = computed(() => lineState(failures.value, changes.succeededAt.value, nowMs()))
  /** The database's time at which the figures were made. */
  const figuresAt = computed(() => (statistics.value ? Date.parse(statistics.value.now) : null))
  /** Since when the oldest of what is shown may have changed. */
  const shownAsOf = computed(() => {
    const times = [figuresAt.value, changes.succeededAt.value].filter((time) => time !== null)
    return times.length ? Math.min(...times) : null
  })
  return { statistics, points, overdue, feed, arrived, figuresAt, state, shownAsOf }
}
