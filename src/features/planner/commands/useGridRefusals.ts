import { type MaybeRefOrGetter, toValue } from 'vue'
import { useI18n } from 'vue-i18n'
import type { GridFacts } from '../../../plan/model/draft'
import { usePlan } from '../../../stores/plan'
import { type GridAction, refusalOf } from './grid-actions'

/** Says in words why something cannot be done with the chosen grids. */
export function useGridRefusals(
  grids: MaybeRefOrGetter<readonly GridFacts[]>,
  isBusy: MaybeRefOrGetter<boolean>,
): (action: GridAction) => string | null {
  const { t } = useI18n()
  const plan = usePlan()
  return (action) => {
    const choice = { grids: toValue(grids), isEditable: plan.isEditable, isBusy: toValue(isBusy) }
    const refusal = refusalOf(action, choice)
    return refusal && t(`planner.grid.why.${refusal}`)
  }
}
