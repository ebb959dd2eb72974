import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { client } from '../data/client'
import { incidentSquares } from '../data/plan-incidents'
import type { GridFacts } from '../plan/model/draft'
import { IncidentCounts, type IncidentSquares } from '../plan/model/incidents'
import type { LivePlan } from '../plan/model/live'
import { usePlan } from './plan'
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
  const counts = shallowRef<IncidentCounts | null>(null)
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

  async function place(live: LivePlan, squares: IncidentSquares): Promise<void> {
    const counting = new IncidentCounts(live.coverage, squares)
    live.followers.add((patch) => counting.follow(patch))
    while (!counting.isReady && plan.live === live) {
      counting.place(SLICE)
      await new Promise((resolve) => setTimeout(resolve))
    }
    if (plan.live === live) counts.value = counting
  }

  watch(
    [() => plan.live, loaded] as const,
    ([live, now]) => {
      counts.value = null
      const area = live?.ground.input.area.id
      if (!live || area === undefined) return
      if (now?.area === area) void place(live, now.squares)
      else void load(area)
    },
    { immediate: true },
  )

  /** Incidents of a grid of any level; null while they are not known. Reads anew whenever the figures change. */
  const of = computed(() => {
    const [counting, { live, figures }] = [counts.value, plan]
    const seen = new Set(loaded.value?.squares.communities)
    return (grid: Pick<GridFacts, 'level' | 'key' | 'community'>): number | null => {
      if (!counting || !live || figures.size === 0) return null
      if (!seen.has(grid.community)) return null
      return live.leavesOf(grid as GridFacts).reduce((sum, key) => sum + counting.of(key), 0)
    }
  })

  return { of, period, failure }
})
