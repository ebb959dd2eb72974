import { ElMessage } from 'element-plus'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { usePlan } from '../../../stores/plan'

/** Returns what leads to a page that shows the plan as the database has it, and says so where something is not saved. */
export function useStoredPages(): (path: string, query: Record<string, number>) => void {
  const { t } = useI18n()
  const router = useRouter()
  const plan = usePlan()
  return (path, query) => {
    if (plan.isEditable && plan.stage !== 'saved') ElMessage.info(t('planner.asSaved'))
    void router.push({ path, query })
  }
}
