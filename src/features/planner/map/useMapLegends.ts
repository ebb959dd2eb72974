import { computed, type ComputedRef } from 'vue'
import { hasLockedLines } from '../../../plan/model/locks'
import {
  buildingsLegend,
  deviationLegend,
  type Legend,
  type PlanMark,
  planMarksLegend,
} from '../../../map/legend'
import { usePlan } from '../../../stores/plan'
import { usePreferences } from '../../../stores/preferences'
import { isMarked } from './overlays'

/** Returns what the planner's map has to explain: deviations, buildings, and the marks that the plan has now. */
export function useMapLegends(): ComputedRef<Legend[]> {
  const plan = usePlan()
  const preferences = usePreferences()
  const marks = computed(() => {
    const { draft, faults, balance } = plan
    const shown = faults.filter(isMarked)
    const found = new Set<PlanMark>()
    if (balance?.grids && balance.unassignedBuildings) found.add('unassigned')
    if (shown.some(({ isHard, building }) => !isHard && building !== null)) found.add('note')
    if (shown.some(({ isHard }) => isHard)) found.add('fault')
    if (draft && plan.isUnderWork) {
      if (hasLockedLines(draft)) found.add('locked')
      if (draft.pinned.includes(1)) found.add('pinned')
    }
    return found
  })
  return computed(() => [
    ...(plan.counts.size ? [deviationLegend(preferences.colours, plan.tolerance)] : []),
    buildingsLegend(preferences.colours),
    ...(marks.value.size ? [planMarksLegend(preferences.colours, marks.value)] : []),
  ])
}
