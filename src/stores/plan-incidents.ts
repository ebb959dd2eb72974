import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { client } from '../data/client'
import { incidentSquares } from '../data/plans/plan-incidents'
import type { GridFacts } from '../plan/model/draft'
import { IncidentCounts, type IncidentSquares } from '../plan/model/incidents'
import { usePlan } from './plan'
import type { Drawing } from './plan-turns'
import { serverDate } from '../lib/clock'

/** So many entries are placed before the page gets its turn again: some milliseconds. */
const SLICE = 400

/** The days from which and to which incidents are counted: the last twelve months. */
function lastYear(now: Date): { from: Date; to: Date } {
  const from = new Date(now)
  from.setFullYear(from.getFullYear() - 1)
  return { from, to: now }
}

/** Incidents of the last twelve months on the grids of the plan on the table; they follow every edit. */
export const usePlanIncidents = defineStore('plan-incidents', () => {
  const plan = usePlan()
  const period = shallowRef(lastYear(serverDate()))
  /** Incidents by leaf grid, of the snapshot that is shown. */
  const counts = shallowRef<ReadonlyMap<number, number> | null>(null)
  /** Incidents by building, in the order of the ground, as the plan was drawn when they were counted. */
  const byBuilding = shallowRef<Int32Array | null>(null)
  let counting: IncidentCounts | null = null
  const loaded = shallowRef<{ area: number; squares: IncidentSquares } | null>(null)
  const failure = shallowRef<unknown>(null)

  async function load(area: number): Promise<void> {
    period.value = lastYear(serverDate())
    failure.value = null
    try {
      const squares = await incidentSquares(client(), area, period.value.from.toISOString())
      if (plan.ground?.input.area.id === area) loaded.value = { area, squares }
    } catch (error) {
      failure.value = error
    }
  }

  async function place(drawing: Drawing, squares: IncidentSquares): Promise<void> {
    const isLeft = () => plan.drawing !== drawing
    const mine = new IncidentCounts(
      drawing.follow((patch) => mine.follow(patch)),
      squares,
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
    [() => plan.drawing, loaded] as const,
    ([drawing, now]) => {
      counts.value = counting = byBuilding.value = null
      if (!drawing) return
      if (now?.area === drawing.area) void place(drawing, now.squares)
      else void load(drawing.area)
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
    const seen = new Set(loaded.value?.squares.communities)
    return (grid: Pick<GridFacts, 'level' | 'key' | 'community'>): number | null => {
      if (!totals || !snapshot || !seen.has(grid.community)) return null
      return snapshot.leavesOf(grid).reduce((sum, key) => sum + (totals.get(key) ?? 0), 0)
    }
  })

  return { of, byBuilding, period, failure }
})
