import { computed, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useRead } from '../../composables/useRead'
import { readBaseMap } from '../../data/maps/basemap'
import { client } from '../../data/client'
import { readGridsInForce } from '../../data/plans/in-force'
import { readPlanningInput } from '../../data/maps/places'
import { comparePlans, planIncidents } from '../../data/plans/plan-outputs'
import { listPlans, type PlanDetail, readPlan } from '../../data/plans/plans'
import { serverDate } from '../../lib/clock'
import { lastYear } from '../../lib/days'
import { usePlace } from '../../stores/place'
import { forceSide, levelsOf, planSide, type Side } from './sides'

/** Which drawing: a plan by its id, what is in force (null), or none chosen yet. */
export type SideChoice = number | null | undefined

/** How what is in force is written in the address. */
const FORCE = 'force'

/** Both drawings and everything that is shown of them. */
export type Compared = Awaited<ReturnType<typeof readCompared>>

async function readSide(planId: number | null): Promise<PlanDetail | null> {
  return planId === null ? null : readPlan(client(), planId)
}

/** Cases of a year on the grids of a side, of every level, by level and the key that the comparison has for a grid: `level-key`. */
async function readCases({ grids }: Side, since: string): Promise<Map<string, number>> {
  const plans = [...new Set(grids.map(({ plan }) => plan))]
  const counted = await Promise.all(
    plans.map(async (plan) => [plan, await planIncidents(client(), plan, since)] as const),
  )
  const byPlan = new Map(counted)
  return new Map(
    grids.flatMap(({ key, plan, level, number }) => {
      const cases = byPlan.get(plan)?.get(`${level}-${number}`)
      return cases === undefined ? [] : [[`${level}-${key}`, cases] as const]
    }),
  )
}

async function readCompared(a: number | null, b: number | null) {
  const [difference, planBefore, planAfter] = await Promise.all([
    comparePlans(client(), a, b),
    readSide(a),
    readSide(b),
  ])
  const area = (planAfter ?? planBefore)!.plan
  const inForce = planBefore && planAfter ? [] : await readGridsInForce(client(), area.areaId)
  const side = (detail: PlanDetail | null, which: 'before' | 'after') =>
    detail
      ? planSide(
          detail,
          levelsOf(difference).map((level) => level[which]),
        )
      : forceSide(inForce)
  const [before, after] = [side(planBefore, 'before'), side(planAfter, 'after')]
  const since = lastYear(serverDate()).from.toISOString()
  const [casesBefore, casesAfter, baseMap, input] = await Promise.all([
    readCases(before, since),
    readCases(after, since),
    readBaseMap(client(), area.areaId),
    readPlanningInput(client(), area.areaId),
  ])
  return { a, b, area, difference, before, after, casesBefore, casesAfter, baseMap, input }
}

/** Which two drawings are compared (`?a=…&b=…`), and everything that is shown of them. Without `a` it is what is in force. */
export function useComparison() {
  const route = useRoute()
  const router = useRouter()
  const places = usePlace()
  const choiceOf = (name: string, otherwise: SideChoice): SideChoice => {
    const given = route.query[name]
    return given === undefined ? otherwise : given === FORCE ? null : Number(given) || undefined
  }
  const chosen = computed(() => ({ a: choiceOf('a', null), b: choiceOf('b', undefined) }))
  const isComplete = computed(() => {
    const { a, b } = chosen.value
    return a !== undefined && b !== undefined && a !== b
  })
  const plans = useRead(
    'plans',
    () => places.district?.id ?? null,
    async (district, signal) => (district ? listPlans(client(signal), district) : []),
    { topics: ['plans'] },
  )
  const comparison = useRead(
    'plan-comparison',
    chosen,
    async ({ a, b }) => (a === undefined || b === undefined || a === b ? null : readCompared(a, b)),
    { topics: ['plans'] },
  )

  function choose(which: 'a' | 'b', planId: number | null): void {
    void router.replace({ query: { ...route.query, [which]: String(planId ?? FORCE) } })
  }

  /** The bar on top shows the area that is compared. */
  watch(comparison.data, (compared) => {
    const area = compared?.area.areaCode
    if (area && area !== route.query.area) void router.replace({ query: { ...route.query, area } })
  })

  return { chosen, isComplete, plans, comparison, choose }
}
