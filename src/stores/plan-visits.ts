import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { client } from '../data/client'
import { type BuildingVisits, buildingVisits } from '../data/plans/plan-visits'
import { serverDate } from '../lib/clock'
import { dayAt } from '../lib/days'
import type { GridFacts } from '../plan/model/draft'
import { sumsByGrid } from '../plan/model/load'
import { usePlan } from './plan'

/** The day a year ago by the district's clock, YYYY-MM-DD. */
function yearAgo(): string {
  const now = serverDate()
  return dayAt(now.setFullYear(now.getFullYear() - 1))
}

/** Households called on in the last twelve months on the grids of the plan on the table; they follow every edit. */
export const usePlanVisits = defineStore('plan-visits', () => {
  const plan = usePlan()
  const loaded = shallowRef<{ area: number; visits: BuildingVisits } | null>(null)
  const failure = shallowRef<unknown>(null)

  async function load(area: number): Promise<void> {
    failure.value = null
    try {
      const visits = await buildingVisits(client(), area, yearAgo())
      if (plan.ground?.input.area.id === area) loaded.value = { area, visits }
    } catch (error) {
      failure.value = error
    }
  }

  watch(
    () => plan.drawing,
    (drawing) => {
      if (drawing && loaded.value?.area !== drawing.area) void load(drawing.area)
    },
    { immediate: true },
  )

  /** Households called on by place of the planning input; null while they are not known. */
  const byPlace = computed<Int32Array | null>(() => {
    const { ground } = plan
    if (!ground || loaded.value?.area !== ground.input.area.id) return null
    const { building, households } = loaded.value.visits
    const counts = new Int32Array(ground.input.buildings.id.length)
    building.forEach((id, at) => {
      const place = ground.placeOf.get(id)
      if (place !== undefined) counts[place] = households[at]
    })
    return counts
  })
  const totals = computed(() => {
    const [counts, { draft }] = [byPlace.value, plan]
    return counts && draft && sumsByGrid(draft.assignment, (place) => counts[place])
  })

  /** Households called on in a grid of any level, each time counted; null while they are not known. */
  const of = computed(() => {
    const [known, { snapshot }] = [totals.value, plan]
    const seen = new Set(loaded.value?.visits.communities)
    return (grid: Pick<GridFacts, 'level' | 'key' | 'community'>): number | null => {
      if (!known || !snapshot || !seen.has(grid.community)) return null
      return snapshot.leavesOf(grid).reduce((sum, key) => sum + (known.get(key) ?? 0), 0)
    }
  })

  return { of, byPlace, failure }
})
