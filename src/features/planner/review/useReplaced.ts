import type { Ref } from 'vue'
import { useRead } from '../../../composables/useRead'
import { client } from '../../../data/client'
import { comparePlans, plansInForce } from '../../../data/plans/plan-outputs'
import type { PlanHead } from '../../../data/plans/plans'

/** A plan that publishing replaces, with the households whose grid worker changes; null where both share more ground than it is in force on. */
export interface Replaced {
  id: number
  name: string
  movedHouseholds: number | null
}

async function readReplaced(plan: Pick<PlanHead, 'id' | 'districtId'>): Promise<Replaced[]> {
  const found = [...(await plansInForce(client(), plan))]
  return Promise.all(
    found.map(async ([id, inForce]) => {
      const { before, communities, movedHouseholds } = await comparePlans(client(), id, plan.id)
      return {
        id,
        name: before.name ?? '',
        movedHouseholds: communities.length === inForce.length ? movedHouseholds : null,
      }
    }),
  )
}

/** The plans that a plan replaces when it is published, read as soon as they are wanted. */
export function useReplaced(plan: Readonly<Ref<PlanHead | null>>, isWanted: Readonly<Ref<boolean>>) {
  return useRead(
    'replaced-plans',
    () => (isWanted.value && plan.value ? { id: plan.value.id, districtId: plan.value.districtId } : null),
    async (wanted) => (wanted ? readReplaced(wanted) : null),
  )
}
