import { computed, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useAsync } from '../../composables/useAsync'
import { readBaseMap } from '../../data/basemap'
import { client } from '../../data/client'
import { readPlanningInput } from '../../data/places'
import { comparePlans, planIncidents } from '../../data/plan-outputs'
import { listPlans, readPlan } from '../../data/plans'
import { usePlace } from '../../stores/place'
import { serverNow } from '../../lib/clock'

const YEAR_MS = 365 * 86_400_000

/** Which two plans are compared (`?a=…&b=…`), and everything that is shown of them. */
export function useComparison() {
  const route = useRoute()
  const router = useRouter()
  const places = usePlace()
  const id = (name: string) => Number(route.query[name]) || null
  const chosen = computed(() => ({ a: id('a'), b: id('b') }))
  const plans = useAsync(
    () => places.district?.id,
    async (district, signal) => (district ? listPlans(client(signal), district) : []),
    { topics: ['plans'] },
  )
  const comparison = useAsync(
    () => `${chosen.value.a} ${chosen.value.b}`,
    async () => {
      const { a, b } = chosen.value
      if (!a || !b) return null
      const since = new Date(serverNow() - YEAR_MS).toISOString()
      const [difference, before, after, incidentsBefore, incidentsAfter] = await Promise.all([
        comparePlans(client(), a, b),
        readPlan(client(), a),
        readPlan(client(), b),
        planIncidents(client(), a, since),
        planIncidents(client(), b, since),
      ])
      const [baseMap, input] = await Promise.all([
        readBaseMap(client(), after.plan.areaId),
        readPlanningInput(client(), after.plan.areaId),
      ])
      return { difference, before, after, incidentsBefore, incidentsAfter, baseMap, input }
    },
  )

  function choose(which: 'a' | 'b', planId: number): void {
    void router.replace({ query: { ...route.query, [which]: String(planId) } })
  }

  /** The bar on top shows the area that is compared. */
  watch(comparison.data, (compared) => {
    const area = compared?.after.plan.areaCode
    if (area && area !== route.query.area) void router.replace({ query: { ...route.query, area } })
  })

  return { chosen, plans, comparison, choose }
}
