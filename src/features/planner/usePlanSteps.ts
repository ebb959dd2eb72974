import { ElMessage } from 'element-plus'
import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useErrorWords } from '../../composables/useErrorWords'
import { client } from '../../data/client'
import * as plans from '../../data/plans'
import { toDataError } from '../../lib/errors'
import { usePlan } from '../../stores/plan'

/** The way of a plan: saved, submitted, sent back, published. Each step says in words how it went. */
export function usePlanSteps(reopen: (planId: number) => Promise<void>) {
  const { t } = useI18n()
  const words = useErrorWords()
  const plan = usePlan()
  const isBusy = ref(false)
  /** Faults for which the database refused the last step. */
  const refused = shallowRef<plans.StoredFault[]>([])

  async function attempt(step: () => Promise<string>): Promise<void> {
    isBusy.value = true
    refused.value = []
    try {
      ElMessage.success(await step())
    } catch (failure) {
      const { code, detail } = toDataError(failure)
      if (code === 'plan-has-faults') refused.value = detail as plans.StoredFault[]
      ElMessage.error({ message: words(failure), duration: 6000 })
    } finally {
      isBusy.value = false
    }
  }

  async function store(): Promise<number> {
    if (plan.stage !== 'saved') await plan.save()
    return plan.head?.id ?? 0
  }

  const save = () => attempt(async () => (await store(), t('planner.steps.saved')))

  const submit = () =>
    attempt(async () => {
      await reopen((await plans.submitPlan(client(), await store())).id)
      return t('planner.steps.submitted')
    })

  const sendBack = (remark: string) =>
    attempt(async () => {
      await reopen((await plans.returnPlan(client(), plan.head?.id ?? 0, remark)).id)
      return t('planner.steps.sentBack')
    })

  const publish = (effectiveFrom: string | null) =>
    attempt(async () => {
      const {
        plan: published,
        kept,
        issued,
        unplaced,
      } = await plans.publishPlan(client(), plan.head?.id ?? 0, effectiveFrom)
      await reopen(published.id)
      const left = unplaced.length
        ? t('planner.steps.unplaced', { names: unplaced.map(({ name }) => name).join('、') })
        : ''
      return `${t('planner.steps.published', { kept, issued })}${left}`
    })

  return { isBusy, refused, save, submit, sendBack, publish }
}
