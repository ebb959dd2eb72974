import { client } from '../../../../data/client'
import { type PlanDetail, readPlan } from '../../../../data/plans/plans'
import type { PlanId } from '../../../../lib/ids'

/**
 * Reads the plan of the address as soon as the page is there, beside the ground that it is drawn on; `read` gives that
 * answer once, and asks anew from then on.
 */
export function useEarlyPlan(planId: PlanId | null): { read: (planId: PlanId) => Promise<PlanDetail> } {
  const ask = (id: number) => readPlan(client(), id)
  let early = planId === null ? null : { id: planId, detail: ask(planId) }
  early?.detail.catch(() => undefined)
  return {
    read(id) {
      const known = early?.id === id ? early.detail : null
      early = null
      return known ?? ask(id)
    },
  }
}
