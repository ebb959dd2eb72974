import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { client } from '../data/client'
import * as plans from '../data/plans/plans'
import { branchHistory, type OwnChange, unsavedChanges } from '../plan/model/history'
import type { Figures } from '../plan/model/figures'
import { changesTo } from '../plan/together/changes'
import { isDropped, type Merge, previewMerge } from '../plan/together/merge'
import { usePlan } from './plan'
import { liveOf, storedState } from './plan-detail'
import { serverDate } from '../lib/time/clock'
import type { PlanId } from '../lib/ids'

/** A newer version of the open plan, and what a merge with it would do. */
export interface NewerVersion extends Merge {
  detail: plans.PlanDetail
  figures: Figures
}

/** Two people on one draft: what is newer in the database, and what becomes of the own changes. */
export const usePlanMerge = defineStore('plan-merge', () => {
  const plan = usePlan()
  const leftOut = shallowRef<{ planId: PlanId; changes: readonly OwnChange[] }>({ planId: 0, changes: [] })
  /** Own changes to the open plan that merges left out since the page was opened. */
  const unmerged = computed(() => (leftOut.value.planId === plan.head?.id ? leftOut.value.changes : []))

  /** Returns what a merge with a newer version would do; nothing is done yet. */
  function compareWith(detail: plans.PlanDetail): NewerVersion | null {
    const { ground, scheme, timeline, stored } = plan
    if (!ground || !scheme || !timeline || !stored) return null
    const live = liveOf(ground, scheme, detail)
    const { figures } = live
    return { detail, figures, ...previewMerge(stored, live, unsavedChanges(timeline)) }
  }

  /** Puts a newer version in the place of this one and does the own changes on it that touch nothing of it. */
  function mergeWith({ detail, own }: NewerVersion): void {
    if (!plan.ground || !plan.scheme) return
    plan.load(detail, liveOf(plan.ground, plan.scheme, detail))
    for (const { change, fate } of own) if (fate === 'merged') plan.edit(change)
    const dropped = own.filter(isDropped).map((judged) => judged.own)
    leaveOut(dropped)
  }

  /** Lists own changes beside those that merges left out. */
  function leaveOut(changes: readonly OwnChange[]): void {
    if (plan.head) leftOut.value = { planId: plan.head.id, changes: [...unmerged.value, ...changes] }
  }

  /** Forgets the own changes that merges left out. */
  function forget(): void {
    leftOut.value = { planId: 0, changes: [] }
  }

  /** Stores the plan as it is open as a branch and returns its id; the draft itself stays as it is. */
  async function saveAsBranch(name: string): Promise<number | null> {
    const { ground, scheme, timeline, head, snapshot } = plan
    if (!ground || !scheme || !timeline || !head || !snapshot) return null
    const { id: basedOn, areaId, schemeId } = head
    const branch = await plans.startPlan(client(), { areaId, schemeId, name, basedOn })
    try {
      const detail = await plans.readPlan(client(), branch)
      const copied = storedState(liveOf(ground, scheme, detail), detail)
      const list = branchHistory(timeline, serverDate().toISOString())
      await plans.savePlan(client(), branch, detail.plan.version, {
        ...changesTo(snapshot, copied, [snapshot.borders()]),
        edits: { from: 1, list },
      })
    } catch (error) {
      await plans.discardPlan(client(), branch).catch(() => undefined)
      throw error
    }
    return branch
  }

  return { unmerged, compareWith, mergeWith, leaveOut, forget, saveAsBranch }
})
