import { ElMessage } from 'element-plus'
import { useI18n } from 'vue-i18n'
import { type EditAnswer, type EditRefusal, isEdit } from '../../../plan/edits/edits'
import { obstacleTo } from '../../../plan/foresight/effect'
import { usePlan } from '../../../stores/plan'

/** Does edits on the open plan, and says in words why one cannot be done. What is locked stays. */
export function useEdits() {
  const { t } = useI18n()
  const plan = usePlan()

  function refuse({ code }: Pick<EditRefusal, 'code'>): false {
    ElMessage.warning({ message: t(`planner.editFaults.${code}`), grouping: true })
    return false
  }

  /** Does an edit, or says why not; returns whether it was done. */
  function perform(answer: EditAnswer | null): boolean {
    if (!answer) return false
    if (!plan.live) {
      if (plan.isSettling) ElMessage.info({ message: t('planner.why.busy'), grouping: true })
      return false
    }
    const obstacle = obstacleTo(plan.live, answer)
    if (obstacle) return refuse(obstacle)
    if (isEdit(answer)) plan.edit(answer)
    return true
  }

  return { perform, refuse }
}
