import { defineStore } from 'pinia'
import { computed } from 'vue'
import { buildingVisits } from '../data/plans/plan-visits'
import { dayAt } from '../lib/time/days'
import type { GridFacts } from '../plan/model/draft'
import { callsByPlace, sumsByGrid } from '../plan/model/load'
import { usePlan } from './plan'
import { usePlanYear } from './plan-year'

/** Households called on in the last twelve months on the grids of the open plan; they follow every edit. */
export const usePlanVisits = defineStore('plan-visits', () => {
  const plan = usePlan()
  const { known, failure, period, reload } = usePlanYear((client, area, since) =>
    buildingVisits(client, area, dayAt(since.getTime())),
  )

  /** Households called on by place of the planning input; null while they are not known. */
  const byPlace = computed<Int32Array | null>(() => {
    const { ground } = plan
    if (!ground || !known.value) return null
    return callsByPlace(ground, known.value)
  })
  const totals = computed(() => {
    const [counts, { draft }] = [byPlace.value, plan]
    return counts && draft && sumsByGrid(draft.assignment, (place) => counts[place])
  })

  /** Households called on in a grid of any level, each time counted; null while they are not known. */
  const of = computed(() => {
    const [called, { snapshot }] = [totals.value, plan]
    const seen = new Set(known.value?.communities)
    return (grid: Pick<GridFacts, 'level' | 'key' | 'community'>): number | null => {
      if (!called || !snapshot || !seen.has(grid.community)) return null
      return snapshot.leavesOf(grid).reduce((sum, key) => sum + (called.get(key) ?? 0), 0)
    }
  })

  return { of, byPlace, period, failure, reload }
})
