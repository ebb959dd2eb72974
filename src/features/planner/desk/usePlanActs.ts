import { ref, shallowRef } from 'vue'
import { client } from '../../../data/client'
import * as plans from '../../../data/plans/plans'
import { usePlan } from '../../../stores/plan'
import type { PlanAct } from './plan-acts'

/** What is asked about a plan, in a dialog. */
export interface AskedAct {
  act: PlanAct
  plan: plans.PlanHead
}

/** Where an act leads: to another plan, to none, to the same one read again; and that the list has changed. */
interface Ways {
  choose: (plan: Pick<plans.PlanHead, 'id' | 'areaCode'>) => void
  leave: () => void
  reopen: () => Promise<void>
  listChanged: () => Promise<void>
}

/** Renames, duplicates and discards plans, and measures drafts by another scheme; each is asked about first. Throws what the calls throw. */
export function usePlanActs({ choose, leave, reopen, listChanged }: Ways) {
  const plan = usePlan()
  /** What is asked about now. */
  const asked = shallowRef<AskedAct | null>(null)
  const isBusy = ref(false)
  const isOpen = (id: number) => plan.head?.id === id

  async function rename({ id }: plans.PlanHead, name: string): Promise<void> {
    const renamed = await plans.renamePlan(client(), id, name)
    // Only the name: what is drawn and not saved yet stays.
    if (plan.head && isOpen(id)) plan.head = { ...plan.head, name: renamed.name }
  }

  async function duplicate({ id, areaId, areaCode, schemeId }: plans.PlanHead, name: string): Promise<void> {
    const copy = await plans.startPlan(client(), { areaId, schemeId, name, basedOn: id })
    choose({ id: copy, areaCode })
  }

  async function changeScheme(of: plans.PlanHead, schemeId: number): Promise<void> {
    await plans.changePlanScheme(client(), of, schemeId)
    if (isOpen(of.id)) await reopen()
  }

  async function discard({ id }: plans.PlanHead): Promise<void> {
    await plans.discardPlan(client(), id)
    if (isOpen(id)) leave()
  }

  /** Does what is asked about, with the new name or scheme. */
  async function perform(answer: { name?: string; schemeId?: number | null }): Promise<void> {
    const now = asked.value
    if (!now || isBusy.value) return
    isBusy.value = true
    try {
      if (now.act === 'rename') await rename(now.plan, answer.name ?? '')
      else if (now.act === 'duplicate') await duplicate(now.plan, answer.name ?? '')
      else if (now.act === 'discard') await discard(now.plan)
      else if (answer.schemeId) await changeScheme(now.plan, answer.schemeId)
      asked.value = null
      await listChanged()
    } finally {
      isBusy.value = false
    }
  }

  return { asked, isBusy, perform }
}
