import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { usePolling } from '../../composables/usePolling'
import { client } from '../../data/client'
import { type IncidentSummary, readIncidentChanges } from '../../data/incident-changes'
import { readIncidentPoints } from '../../data/incident-map'
import { readIncidentPage } from '../../data/incidents'
import { readWallStatistics, type WallStatistics } from '../../data/statistics'
import type { IncidentPoint } from '../../lib/incident-points'
import { arrivals, FEED_LENGTH, updateFeed } from './feed'

/** The period of the wall's figures and heat. */
export const WALL_DAYS = 30
const CHANGES_EVERY_MS = 3_000
const FIGURES_EVERY_MS = 60_000
/** Figures follow a change, but no faster than this. */
const FIGURES_PAUSE_MS = 5_000
const NEW_FOR_MS = 12_000
const OVERDUE_SHOWN = 14

/**
 * Keeps the data of a wall for one area: asks for changes every three seconds and for figures when something changed,
 * or every minute. While the connection is lost, everything stays as it was; the cursor goes on from where it was.
 */
export function useWall(areaId: () => number) {
  const statistics = shallowRef<WallStatistics | null>(null)
  const points = shallowRef<IncidentPoint[]>([])
  const overdue = shallowRef<IncidentSummary[]>([])
  const feed = shallowRef<IncidentSummary[]>([])
  const arrived = shallowRef<ReadonlySet<number>>(new Set())
  const figuresAt = ref<number | null>(null)
  let cursor: number | null = null
  let areaOfCursor = 0
  let forget: ReturnType<typeof setTimeout> | undefined
  let soon: ReturnType<typeof setTimeout> | undefined

  async function readFigures(): Promise<void> {
    const area = areaId()
    const figures = await readWallStatistics(client(), area, WALL_DAYS)
    const [places, late] = await Promise.all([
      readIncidentPoints(client(), area, { from: figures.since, orOpen: true }),
      readIncidentPage(client(), area, { overdue: true, order: 'deadline' }, { size: OVERDUE_SHOWN }),
    ])
    if (area !== areaId()) return
    statistics.value = figures
    points.value = places
    overdue.value = late.incidents
    figuresAt.value = Date.now()
  }

  async function begin(area: number): Promise<void> {
    const start = await readIncidentChanges(client(), area, null)
    const { incidents } = await readIncidentPage(client(), area, { order: 'newest' }, { size: FEED_LENGTH })
    feed.value = incidents
    cursor = start.cursor
    areaOfCursor = area
  }

  function mark(changed: readonly IncidentSummary[]): void {
    const ids = arrivals(changed, Date.now() - FIGURES_EVERY_MS)
    if (!ids.length) return
    arrived.value = new Set(ids)
    clearTimeout(forget)
    forget = setTimeout(() => (arrived.value = new Set()), NEW_FOR_MS)
  }

  async function readChanges(): Promise<void> {
    const area = areaId()
    if (cursor === null || areaOfCursor !== area) return begin(area)
    for (;;) {
      const changes = await readIncidentChanges(client(), area, cursor)
      if (area !== areaId()) return
      cursor = changes.cursor
      if (changes.incidents.length) {
        feed.value = updateFeed(feed.value, changes.incidents)
        mark(changes.incidents)
        askForFigures()
      }
      if (!changes.more) return
    }
  }

  const changes = usePolling(readChanges, { everyMs: CHANGES_EVERY_MS })
  const figures = usePolling(readFigures, { everyMs: FIGURES_EVERY_MS })

  function askForFigures(): void {
    if (soon) return
    const wait = Math.max(0, (figuresAt.value ?? 0) + FIGURES_PAUSE_MS - Date.now())
    soon = setTimeout(() => {
      soon = undefined
      figures.now()
    }, wait)
  }

  watch(areaId, () => {
    changes.now()
    figures.now()
  })
  // What was missed while the connection was lost shows as soon as it is back, not at the next full minute.
  watch(changes.isLost, (isLost) => !isLost && figures.now())
  onScopeDispose(() => {
    clearTimeout(forget)
    clearTimeout(soon)
  })

  const isLost = computed(() => changes.isLost.value || figures.isLost.value)
  return { statistics, points, overdue, feed, arrived, figuresAt, isLost, succeededAt: changes.succeededAt }
}
