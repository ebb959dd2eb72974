import { ElMessage } from 'element-plus'
import { type Ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { PlanState } from '../../../../data/plans/plans'
import { usePlan } from '../../../../stores/plan'

/**
 * Says that somebody submitted, sent back or published the open plan. Without changes of one's own it is read again;
 * else they stay where they are, and that is said.
 */
export function useStepsOfOthers(
  stateThere: Readonly<Ref<PlanState | null>>,
  { isBusy, reopen }: { isBusy: Readonly<Ref<boolean>>; reopen: () => Promise<void> },
): void {
  const { t } = useI18n()
  const plan = usePlan()
  watch(stateThere, async (state) => {
    if (!state || !plan.head || isBusy.value) return
    if (plan.stage === 'saved') {
      await reopen()
      ElMessage.info({ message: t(`planner.steps.byOthers.${state}`), duration: 8000 })
    } else {
      const message = t('planner.steps.byOthersUnsaved', { state: t(`planner.states.${state}`) })
      ElMessage.warning({ message, duration: 0, showClose: true, grouping: true })
    }
  })
}
