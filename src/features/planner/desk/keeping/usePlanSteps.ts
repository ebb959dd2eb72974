import { ElMessage } from 'element-plus'
import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useErrorWords } from '../../../../composables/useErrorWords'
import { client } from '../../../../data/client'
import { withdrawPublication } from '../../../../data/plans/in-force'
import * as plans from '../../../../data/plans/plans'
import { toDataError } from '../../../../lib/errors'
import type { PlanFault } from '../../../../plan/model/faults'
import { usePlan } from '../../../../stores/plan'
import { type Outcome, useSaving } from './useSaving'
import type { PlanId } from '../../../../lib/ids'

/**
 * The way of a plan: saved, submitted, sent back, published. Each step says in words how it went. `reopen` reads a plan
 * again, `go` leads to another one, `showFault` to the place of a broken rule.
 */
export function usePlanSteps(
  reopen: () => Promise<void>,
  { go, showFault }: { go: (planId: PlanId) => void; showFault: (fault: PlanFault) => void },
) {
  const { t } = useI18n()
  const words = useErrorWords()
  const plan = usePlan()
  const saving = useSaving(go)
  const isBusy = ref(false)
  /** A save did not reach the database. */
  let isOwed = false
  /** Faults for which the database refused the last step. */
  const refused = shallowRef<plans.StoredFault[]>([])

  /** How far the check before a step has come; null where none is under way. */
  const checking = shallowRef<plans.CheckProgress | null>(null)
  const onProgress = (progress: plans.CheckProgress) => (checking.value = progress)

  const publication = shallowRef<plans.Publication | null>(null)

  async function attempt(step: () => Promise<string | null>): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    isOwed = false
    refused.value = []
    try {
      const message = await step()
      if (message) ElMessage.success(message)
    } catch (failure) {
      const { code, detail } = toDataError(failure)
      isOwed = code === 'no-connection' && plan.stage === 'failed'
      if (code === 'plan-has-faults' && Array.isArray(detail)) refused.value = detail as plans.StoredFault[]
      ElMessage.error({ message: words(failure), duration: 6000 })
    } finally {
      checking.value = null
      isBusy.value = false
    }
  }

  function wordsOf(outcome: Outcome): string | null {
    if (outcome.kind === 'stored') return t('planner.steps.saved')
    if (outcome.kind === 'branched') return t('together.branched', { name: outcome.name })
    if (outcome.kind === 'merged' && outcome.dropped === 0) return t('together.done')
    if (outcome.kind === 'merged') ElMessage.warning(t('together.donePartly', { count: outcome.dropped }))
    else if (plan.stage !== 'saved') ElMessage.info(t('together.stillUnsaved'))
    return null
  }

  const save = () => attempt(async () => wordsOf(await saving.store()))

  /** The database can be reached again: stores what a save could not. */
  function reached(): void {
    if (isOwed && plan.stage !== 'saved') void save()
  }

  /** Takes up a newer version before there is something to save. */
  const catchUp = () =>
    attempt(async () => {
      const hadChanges = plan.stage !== 'saved'
      const outcome = await saving.settle()
      if (outcome.kind === 'merged' && !hadChanges) return t('together.latestShown')
      return wordsOf(outcome.kind === 'merged' ? await saving.store(outcome) : outcome)
    })

  const submit = () =>
    attempt(async () => {
      const hard = plan.faults.filter(({ isHard }) => isHard)
      if (hard.length) {
        // A building leads to the place; a gap is often what it leaves.
        showFault(hard.find(({ building }) => building !== null) ?? hard[0])
        ElMessage.error({ message: t('planner.steps.faults', hard.length), duration: 6000 })
        return null
      }
      const outcome = await saving.storeNewest()
      if (outcome.kind === 'merged') return t('together.lookFirst')
      if (outcome.kind !== 'stored') return wordsOf(outcome)
      await plans.submitPlan(client(), plan.head?.id ?? 0, onProgress)
      await reopen()
      return t('planner.steps.submitted')
    })

  const sendBack = (remark: string) =>
    attempt(async () => {
      await plans.returnPlan(client(), plan.head?.id ?? 0, remark)
      await reopen()
      return t('planner.steps.sentBack')
    })

  /**
   * Returns nothing to say in passing: what was published stays on the page until it was seen. It is said once the page shows the
   * plan as it is now; a large one is read for a while, and whoever had seen it would stand before the question to publish.
   */
  const publish = (effectiveFrom: string | null) =>
    attempt(async () => {
      const done = await plans.publishPlan(client(), plan.head?.id ?? 0, effectiveFrom, onProgress)
      try {
        await reopen()
      } finally {
        publication.value = done
      }
      return null
    })

  /** Takes back a publication for a day that has not come. */
  const withdraw = () =>
    attempt(async () => {
      await withdrawPublication(client(), plan.head?.id ?? 0)
      await reopen()
      return t('planner.steps.withdrawn')
    })

  return {
    isBusy,
    checking,
    refused,
    publication,
    newer: saving.newer,
    save,
    reached,
    catchUp,
    submit,
    sendBack,
    publish,
    withdraw,
  }
}
