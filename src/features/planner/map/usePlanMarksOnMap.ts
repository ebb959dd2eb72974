import { computed, type ComputedRef } from 'vue'
import type { MapPart } from '../../../map/part'
import { unassignedOnMap } from '../../../map/plan-parts'
import type { Ground } from '../../../plan/model/ground'
import { usePlan } from '../../../stores/plan'
import { faultsOnMap, groupsOnMap, locksOnMap } from './overlays'

/** Returns what the map marks of the plan on its grids: buildings in none, groups below the level looked at, locks, faults. */
export function usePlanMarksOnMap(ground: () => Ground | null, level: () => number): ComputedRef<MapPart[]> {
  const plan = usePlan()
  const unassigned = computed(() => {
    const own = ground()
    return own && plan.draft && plan.figures.size ? [unassignedOnMap(own, plan.draft)] : []
  })
  const groups = computed(() =>
    level() < plan.leaf && plan.draft ? [groupsOnMap(plan.figures, level() + 1, plan.codes)] : [],
  )
  /** As they were, for the moments in which the ground cannot be asked. */
  const locks = computed<MapPart[]>((before = []) => {
    if (plan.snapshot && !plan.live) return before
    return plan.live && plan.isUnderWork ? [locksOnMap(plan.live, plan.figures)] : []
  })
  const faults = computed(() => {
    const own = ground()
    return own ? [faultsOnMap(own, plan.figures, plan.faults, level())] : []
  })
  return computed(() => [...unassigned.value, ...groups.value, ...locks.value, ...faults.value])
}
