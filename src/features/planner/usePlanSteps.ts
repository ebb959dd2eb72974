import { ElMessage } from 'element-plus'
import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useErrorWords } from '../../composables/useErrorWords'
import { useFormat } from '../../composables/useFormat'
import { client } from '../../data/client'
import * as plans from '../../data/plans'
import { DataError, toDataError } from '../../lib/errors'
import { usePlan } from '../../stores/plan'
import { useNames } from './useNames'

/** The way of a plan: saved, submitted, sent back, published. Each step says in words how it went. */
export function usePlanSteps(reopen: (planId: number) => Promise<void>) {
  const { t } = useI18n()
  const words = useErrorWords()
  const format = useFormat()
  const { sentence } = useNames()
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
      if (code === 'plan-has-faults' && Array.isArray(detail)) refused.value = detail as plans.StoredFault[]
      ElMessage.error({ message: words(failure), duration: 6000 })
    } finally {
      isBusy.value = false
    }
  }

  /** Takes over what somebody else saved meanwhile and puts the own edits on top, as far as they touch nothing of it. */
  async function takeOver(planId: number, detail: unknown): Promise<void> {
    const lost = plan.mergeWith(await plans.readPlan(client(), planId))
    const { changedBy, changedAt } = detail as { changedBy: string | null; changedAt: string }
    const values = { name: changedBy ?? '', time: format.date(changedAt, 'time') }
    const edits = lost.map((edit) => sentence(edit.sentence)).join('；')
    const message = lost.length
      ? t('planner.steps.partlyMerged', { ...values, edits })
      : t('planner.steps.merged', values)
    ElMessage({ type: lost.length ? 'warning' : 'info', message, duration: 10_000, showClose: true })
  }

  async function store(): Promise<number> {
    const id = plan.head?.id ?? 0
    if (plan.stage === 'saved') return id
    try {
      await plan.save()
    } catch (failure) {
      const { code, detail } = toDataError(failure)
      if (code !== 'plan-version-newer') throw failure
      await takeOver(id, detail)
      await plan.save()
    }
    return id
  }

  const save = () => attempt(async () => (await store(), t('planner.steps.saved')))

  const submit = () =>
    attempt(async () => {
      if (plan.faults.some(({ isHard }) => isHard)) throw new DataError('plan-has-faults')
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
