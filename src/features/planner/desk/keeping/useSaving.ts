import { useI18n } from 'vue-i18n'
import { useFormat } from '../../../../composables/useFormat'
import { client } from '../../../../data/client'
import { announceEditor } from '../../../../data/plans/plans'
import { toDataError } from '../../../../lib/errors'
import { isDropped } from '../../../../plan/together/merge'
import { NEWER, usePlan } from '../../../../stores/plan'
import { usePlanMerge } from '../../../../stores/plan-merge'
import { useNewerVersion } from './useNewerVersion'
import { serverNow } from '../../../../lib/time/clock'
import type { PlanId } from '../../../../lib/ids'

/** How a save ended: as it was, after a merge that left so many changes out, in a branch, or not at all: somebody goes on looking. */
export type Outcome =
  | { kind: 'stored' }
  | { kind: 'merged'; dropped: number }
  | { kind: 'branched'; name: string }
  | { kind: 'kept' }

/** Saves the open plan; `go` leads to another plan. */
export function useSaving(go: (planId: PlanId) => void) {
  const { t } = useI18n()
  const format = useFormat()
  const plan = usePlan()
  const merging = usePlanMerge()
  const newer = useNewerVersion()

  async function branch(): Promise<Outcome> {
    const time = format.date(serverNow(), 'dateTime')
    const name = t('together.branchName', { name: plan.head?.name ?? '', time })
    const id = await merging.saveAsBranch(name)
    if (id === null) return { kind: 'kept' }
    plan.setAside()
    go(id)
    return { kind: 'branched', name }
  }

  /** Shows the newer version and does what is chosen about it; the own changes are then merged, elsewhere, or still here. */
  async function settle(): Promise<Outcome> {
    const choice = await newer.ask()
    if (choice === 'branch') return branch()
    const version = newer.version.value
    if (choice === 'keep' || !version) return { kind: 'kept' }
    merging.mergeWith(version)
    return { kind: 'merged', dropped: version.own.filter(isDropped).length }
  }

  /** Stores what is unsaved; where somebody else was there first, not before it was seen what differs. */
  async function store(before: Outcome = { kind: 'stored' }): Promise<Outcome> {
    let outcome = before
    while (plan.isEditable && plan.stage !== 'saved') {
      try {
        await plan.save()
      } catch (failure) {
        if (!NEWER.has(toDataError(failure).code)) throw failure
        outcome = await settle()
        if (outcome.kind !== 'merged') return outcome
      }
    }
    return outcome
  }

  /** The same before a step that concerns what the database has: a version that was not seen here is shown first. */
  async function storeNewest(): Promise<Outcome> {
    const outcome = await store()
    if (outcome.kind !== 'stored' || !plan.head) return outcome
    const { version } = await announceEditor(client(), plan.head.id)
    return version > plan.head.version ? settle() : outcome
  }

  return { newer, settle, store, storeNewest }
}
