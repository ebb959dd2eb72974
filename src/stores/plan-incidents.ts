import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { incidentSquares } from '../data/plans/plan-incidents'
import type { GridFacts } from '../plan/model/draft'
import { IncidentCounts, type IncidentSquares } from '../plan/model/incidents'
import { usePlan } from './plan'
import type { Drawing } from './plan-changes'
import { usePlanYear } from './plan-year'

/** So many entries are placed before the page gets its turn again: some milliseconds. */
const SLICE = 400

/** Incidents of the last twelve months on the grids of the open plan; they follow every edit. */
export const usePlanIncidents = defineStore('plan-incidents', () => {
  const plan = usePlan()
  const {
    known: squares,
    failure,
    period,
    reload,
  } = usePlanYear((client, area, since) => incidentSquares(client, area, since.toISOString()))
  /** Incidents by leaf grid, of the snapshot that is shown. */
  const counts = shallowRef<ReadonlyMap<number, number> | null>(null)
  /** Incidents by building, in the order of the ground, as the plan was drawn when they were counted. */
  const byBuilding = shallowRef<Int32Array | null>(null)
  let counting: IncidentCounts | null = null
  async function place(drawing: Drawing, all: IncidentSquares): Promise<void> {
    const isLeft = () => plan.drawing !== drawing
    const mine = new IncidentCounts(
      drawing.follow((patch) => mine.follow(patch)),
      all,
    )
    while (!mine.isReady && !isLeft()) {
      mine.place(SLICE)
      await new Promise((resolve) => setTimeout(resolve))
    }
    if (isLeft()) return
    counting = mine
    counts.value = mine.totalsNow()
    byBuilding.value = mine.byBuilding(plan.ground?.instance.count ?? 0)
  }

  watch(
    [() => plan.drawing, squares] as const,
    ([drawing, all]) => {
      counts.value = counting = byBuilding.value = null
      if (drawing && all) void place(drawing, all)
    },
    { immediate: true },
  )
  watch(
    () => plan.snapshot,
    () => {
      if (counting) counts.value = counting.totalsNow()
    },
    { flush: 'sync' },
  )

  /** Incidents of a grid of any level; null while they are not known. */
  const of = computed(() => {
    const [totals, { snapshot }] = [counts.value, plan]
    const seen = new Set(squares.value?.communities)
    return (grid: Pick<GridFacts, 'level' | 'key' | 'community'>): number | null => {
      if (!totals || !snapshot || !seen.has(grid.community)) return null
      return snapshot.leavesOf(grid).reduce((sum, key) => sum + (totals.get(key) ?? 0), 0)
    }
  })

  return { of, byBuilding, squares, period, failure, reload }
})
