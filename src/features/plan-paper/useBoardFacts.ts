import { computed, type Ref } from 'vue'
import { usePublicAddress } from '../../composables/usePublicAddress'
import { useRead } from '../../composables/useRead'
import { readBaseMap } from '../../data/maps/basemap'
import { client } from '../../data/client'
import { plansInForce, readPlanEstimates } from '../../data/plans/plan-outputs'
import { type PlanHead, readPlan } from '../../data/plans/plans'
import { listSchemes } from '../../data/plans/schemes'
import { gridId } from '../../plan/model/ids'
import type { AreaId } from '../../lib/ids'

/** What every board of a plan says alike, and what it is drawn on. */
export function useBoardFacts(planId: Readonly<Ref<number>>) {
  const plan = useRead('plan', planId, async (id, signal) => (id ? readPlan(client(signal), id) : null))
  const head = computed(() => plan.data.value?.plan ?? null)
  const district = () => head.value?.districtId ?? null
  const baseMap = useRead(
    'base-map',
    district,
    (id, signal) => (id === null ? Promise.resolve(null) : readBaseMap(client(signal), id)),
    { topics: ['ground'] },
  )
  const estimates = useRead('estimates-by-grid', planId, async (id, signal) => {
    const found = id ? await readPlanEstimates(client(signal), id) : []
    return new Map(found.map((one) => [gridId(one), one.households]))
  })
  /** Communities in which a later plan took the place of this one that is in force in others. */
  const replaced = useRead(
    'replaced-in',
    () => head.value && { id: head.value.id, state: head.value.state },
    async (own, signal) => {
      if (own?.state !== 'published') return own && new Set<number>()
      return new Set([...(await plansInForce(client(signal), own)).values()].flat())
    },
  )
  const schemes = useRead(
    'schemes',
    district,
    async (id, signal) => (id ? listSchemes(client(signal), id) : null),
    { topics: ['settings'] },
  )
  const { publicAddress, settings } = usePublicAddress(district)
  const parts = [plan, baseMap, estimates, replaced, schemes, settings]

  /** The plan as it stands in a community; null while that is not known. */
  function standingIn(community: AreaId): PlanHead | null {
    if (!head.value || !replaced.data.value) return null
    return replaced.data.value.has(community) ? { ...head.value, state: 'superseded' } : head.value
  }

  return {
    plan: plan.data,
    head,
    baseMap: baseMap.data,
    estimates: computed(() => estimates.data.value ?? new Map<string, number>()),
    levels: computed(() => schemes.data.value?.find(({ id }) => id === head.value?.schemeId)?.levels ?? []),
    publicAddress,
    failure: computed(() => parts.flatMap(({ failure }) => failure.value ?? [])[0] ?? null),
    /** Everything but the backdrop, without which a board can be read. */
    isReady: computed(() =>
      Boolean(head.value && replaced.data.value && schemes.data.value && settings.data.value),
    ),
    standingIn,
    reload: async () => {
      await Promise.all(parts.map((part) => part.reload()))
    },
  }
}
