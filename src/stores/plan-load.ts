import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { GridFacts } from '../plan/model/draft'
import { groundLoads, isWeighted as isMore, type LoadShares, sumsByGrid } from '../plan/model/load'
import { usePlan } from './plan'
import { usePlanIncidents } from './plan-incidents'
import { usePlanVisits } from './plan-visits'

const HOUSEHOLDS_ONLY: LoadShares = { incidents: 0, visits: 0, area: 0 }

/** What the grids of the open plan have to bear, by the shares that its scheme gives to cases, visits and ground. */
export const usePlanLoad = defineStore('plan-load', () => {
  const plan = usePlan()
  const incidents = usePlanIncidents()
  const visits = usePlanVisits()
  const shares = computed(() => plan.scheme?.shares ?? HOUSEHOLDS_ONLY)
  /** Whether the scheme balances by more than households. */
  const isWeighted = computed(() => isMore(shares.value))

  /** The load of each building in households, in the order of the ground; null while something that it is made of is not known. */
  const byBuilding = computed<Float64Array | null>(() => {
    const { ground } = plan
    if (!ground) return null
    if (!isWeighted.value) return ground.instance.households
    const [happened, called] = [incidents.byBuilding, visits.byPlace]
    if (happened?.length !== ground.instance.count || !called) return null
    return groundLoads(ground, happened, called, shares.value)
  })
  const totals = computed(() => {
    const [loads, { draft, ground }] = [byBuilding.value, plan]
    if (!loads || !draft || !ground) return null
    return sumsByGrid(draft.assignment, (place) => loads[ground.vertexOf[place]] ?? 0)
  })

  /** The load of a grid of any level in households, rounded; null while it is not known. */
  const of = computed(() => {
    const [known, { snapshot }] = [totals.value, plan]
    return (grid: Pick<GridFacts, 'level' | 'key'>): number | null =>
      known && snapshot
        ? Math.round(snapshot.leavesOf(grid).reduce((sum, key) => sum + (known.get(key) ?? 0), 0))
        : null
  })

  return { of, byBuilding, isWeighted }
})
