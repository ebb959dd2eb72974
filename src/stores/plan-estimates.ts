import { defineStore } from 'pinia'
import { computed } from 'vue'
import { gridId } from '../plan/model/ids'
import { estimatedHouseholds, type Estimates } from '../plan/model/estimates'
import { usePlan } from './plan'
import type { GridKey } from '../lib/ids'

const none: Estimates = new Map()

/** Which households of the plan that is open are estimates: whoever shows a number of them says so. */
export const usePlanEstimates = defineStore('plan-estimates', () => {
  const plan = usePlan()
  const estimates = computed(() => {
    if (!plan.ground?.input.buildings.estimated || !plan.draft) return none
    return estimatedHouseholds(plan.ground.input, plan.draft, plan.leaf)
  })
  const total = computed(() => {
    const { estimated, households } = plan.ground?.input.buildings ?? {}
    return estimated?.reduce((sum, isOne, place) => sum + (isOne ? households![place] : 0), 0) ?? 0
  })
  /** Households of a grid that nobody has counted. */
  const of = (grid: { level: number; key: GridKey }) => estimates.value.get(gridId(grid)) ?? 0
  return { of, total }
})
