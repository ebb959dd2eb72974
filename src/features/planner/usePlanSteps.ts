import { ElMessage } from 'element-plus'
import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useErrorWords } from '../../composables/useErrorWords'
import { useFormat } from '../../composables/useFormat'
import { client } from '../../data/client'
import * as plans from '../../data/plans'
import { DataError, toDataError } from '../../lib/errors'
import { NEWER, usePlan } from '../../stores/plan'
import { usePlanMerge } from '../../stores/plan-merge'
import { useNewerVersion } from './useNewerVersion'

/** How a save ended: stored as it was, after a merge, in a branch, or not at all because somebody goes on looking. */
type Outcome = 'stored' | 'merged' | 'branched' | 'kept'

/**
 * The way of a plan: saved, submitted, sent back, published. Each step says in words how it went. `reopen` reads a plan
 * again, `go` leads to another one.
 */
export function usePlanSteps(reopen: (planId: number) => Promise<void>, go: (planId: number) => void) {
  const { t } = useI18n()
  const words = useErrorWords()
  const format = useFormat()
  const plan = usePlan()
  const merging = usePlanMerge()
  const newer = useNewerVersion()
  const isBusy = ref(false)
  /** Faults for which the database refused the last step. */
  const refused = shallowRef<plans.StoredFault[]>([])

  async function attempt(step: () => Promise<string | null>): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    refused.value = []
    try {
      const message = await step()
      if (message) ElMessage.success(message)
    } catch (failure) {
      const { code, detail } = toDataError(failure)
      if (code === 'plan-has-faults' && Array.isArray(detail)) refused.value = detail as plans.StoredFault[]
      ElMessage.error({ message: words(failure), duration: 6000 })
    } finally {
      isBusy.value = false
    }
  }

  async function branch(): Promise<'branched'> {
    const name = t('together.branchName', {
      name: plan.head?.name ?? '',
      time: format.date(new Date(), 'dateTime'),
    })
    const id = await merging.saveAsBranch(name)
    if (id !== null) {
      go(id)
      ElMessage.success(t('together.branched', { name }))
    }
    return 'branched'
  }

  /** Shows the newer version and does what is chosen about it; the own changes are then merged, elsewhere, or still here. */
  async function settle(): Promise<Exclude<Outcome, 'stored'>> {
    const choice = await newer.ask()
    if (choice === 'branch') return branch()
    if (choice === 'keep' || !newer.version.value) {
      if (plan.stage !== 'saved') ElMessage.info(t('together.stillUnsaved'))
      return 'kept'
    }
    merging.mergeWith(newer.version.value)
    return 'merged'
  }

  /** Stores what is unsaved; where somebody else was there first, not before it was seen what differs. */
  async function store(): Promise<Outcome> {
    let outcome: Outcome = 'stored'
    while (plan.isEditable && plan.stage !== 'saved') {
      try {
        await plan.save()
      } catch (failure) {
        if (!NEWER.has(toDataError(failure).code)) throw failure
        outcome = await settle()
        if (outcome !== 'merged') return outcome
      }
    }
    return outcome
  }

  const wordsOf = (outcome: Outcome, merged: string) =>
    outcome === 'stored' ? t('planner.steps.saved') : outcome === 'merged' ? merged : null

  const save = () => attempt(async () => wordsOf(await store(), t('together.done')))

  /** Takes up a newer version before there is something to save. */
  const catchUp = () =>
    attempt(async () => {
      const hadChanges = plan.stage !== 'saved'
      const outcome = await settle()
      if (outcome !== 'merged') return null
      const stored = await store()
      return wordsOf(
        stored === 'stored' ? 'merged' : stored,
        t(hadChanges ? 'together.done' : 'together.latestShown'),
      )
    })

  const submit = () =>
    attempt(async () => {
      if (plan.faults.some(({ isHard }) => isHard)) throw new DataError('plan-has-faults')
      const outcome = await store()
      if (outcome !== 'stored') return wordsOf(outcome, t('together.lookFirst'))
      await reopen((await plans.submitPlan(client(), plan.head?.id ?? 0)).id)
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

  return { isBusy, refused, newer, save, catchUp, submit, sendBack, publish }
}
