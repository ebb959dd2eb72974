import { computed, type ComputedRef, type Ref } from 'vue'
import { hasLockedLines } from '../../../plan/model/locks/locks'
import {
  bordersLegend,
  buildingsLegend,
  deviationLegend,
  type Legend,
  type PlanMark,
  planMarksLegend,
  valuesLegend,
} from '../../../map/legend'
import { borderWidths } from '../../../map/parts/planner'
import { useNames } from '../../../composables/useNames'
import { usePlan } from '../../../stores/plan'
import { usePreferences } from '../../../stores/preferences'
import type { Colouring } from '../desk/looking/layers'
import { useDesk } from '../desk/useDesk'
import { isMarked } from './overlays'

/** Returns what the planner's map has to explain: deviations, buildings, and the marks that the plan has now. */
export function useMapLegends(
  colouring: Readonly<Ref<Colouring>>,
  limits: Readonly<Ref<readonly number[]>>,
): ComputedRef<Legend[]> {
  const plan = usePlan()
  const preferences = usePreferences()
  const { choice, standing } = useDesk()
  const { named } = useNames()
  const marks = computed(() => {
    const { draft, faults, balance } = plan
    const shown = faults.filter(isMarked)
    const found = new Set<PlanMark>()
    if (balance?.grids && balance.unassignedBuildings) found.add('unassigned')
    if (shown.some(({ isHard, building }) => !isHard && building !== null)) found.add('note')
    if (shown.some(({ isHard }) => isHard)) found.add('fault')
    if (standing.replaced.value.size) found.add('replaced')
    if (draft && plan.isUnderWork) {
      if (hasLockedLines(draft)) found.add('locked')
      if (draft.pinned.includes(1)) found.add('pinned')
    }
    return found
  })
  function gridsLegend(): Legend {
    const { colours } = preferences
    return colouring.value === 'deviation'
      ? deviationLegend(colours, plan.tolerance)
      : valuesLegend(colours, `planner.colouring.legend.${colouring.value}`, limits.value.map(String))
  }
  /** Borders of the level looked at and of those above it. */
  function borders(): Legend[] {
    const levels = (plan.scheme?.levels ?? []).filter(({ level }) => level <= choice.level.value)
    return bordersLegend(
      preferences.colours.text[0],
      levels.map((level) => ({ text: named(level), width: borderWidths(level.level, plan.leaf)[1] })),
    )
  }
  return computed(() => [
    ...(plan.counts.size ? [gridsLegend(), ...borders()] : []),
    buildingsLegend(preferences.colours),
    ...(marks.value.size ? [planMarksLegend(preferences.colours, marks.value)] : []),
  ])
}
