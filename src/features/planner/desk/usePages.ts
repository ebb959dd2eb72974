import { ElMessage } from 'element-plus'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useExports } from '../../../composables/useExports'
import { client } from '../../../data/client'
import { readOpponent } from '../../../data/plans/plan-outputs'
import { usePlan } from '../../../stores/plan'

/** Gives the plan out: to pages that show it as the database has it, and as files. */
export function usePages() {
  const { t } = useI18n()
  const router = useRouter()
  const plan = usePlan()
  const files = useExports()

  /** Opens a page that shows the plan as it is stored, and says so where something is not saved. */
  function openStored(path: string, query: Record<string, number | string>): void {
    if (plan.isEditable && plan.stage !== 'saved') ElMessage.info(t('planner.asSaved'))
    void router.push({ path, query })
  }

  /** Compares the plan with what is in force, or was before it. */
  async function compare(): Promise<void> {
    if (!plan.head) return
    const { id } = plan.head
    // Where the other one cannot be read the page asks for it.
    const before = await readOpponent(client(), plan.head).catch(() => null)
    openStored('/planner/compare', { ...(before !== null && { a: before }), b: id })
  }

  const openPage = (path: string) => plan.head && openStored(path, { plan: plan.head.id })
  return {
    handOut: files.handOut,
    compare,
    report: () => openPage('/planner/report'),
    boards: () => openPage('/planner/notice-boards'),
  }
}
