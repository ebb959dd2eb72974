import { defineStore } from 'pinia'
import { computed } from 'vue'
import { gridId } from '../plan/model/ids'
import { estimatedHouseholds, type Estimates, estimatesByCommunity } from '../plan/model/estimates'
import { usePlan } from './plan'
import type { AreaId, GridKey } from '../lib/ids'

const none: Estimates = new Map()

/** Which households of the plan that is open are estimates: whoever shows a number of them says so. */
export const usePlanEstimates = defineStore('plan-estimates', () => {
  const plan = usePlan()
  const estimates = computed(() => {
    if (!plan.ground?.input.buildings.estimated || !plan.draft) return none
    return estimatedHouseholds(plan.ground.input, plan.draft, plan.leaf)
  })
  const inCommunities = computed(() => estimatesByCommunity(plan.ground?.input))
  /** Households of buildings in no grid that nobody has counted, by community. */
  const unassigned = computed(() => {
    const { draft, ground } = plan
    return draft
      ? estimatesByCommunity(ground?.input, (place) => draft.assignment[place] < 0)
      : new Map<AreaId, number>()
  })
  const total = computed(() => {
    const { estimated, households } = plan.ground?.input.buildings ?? {}
    return estimated?.reduce((sum, isOne, place) => sum + (isOne ? households![place] : 0), 0) ?? 0
  })
  /** Households of a grid that nobody has counted. */
  const of = (grid: { level: number; key: GridKey }) => estimates.value.get(gridId(grid)) ?? 0
  /** Households of a community that nobody has counted. */
  const inCommunity = (id: AreaId) => inCommunities.value.get(id) ?? 0
  return { of, total, inCommunity, unassigned }
})
