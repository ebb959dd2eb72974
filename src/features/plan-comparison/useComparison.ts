import { computed, type Ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useRead } from '../../composables/useRead'
import { readBaseMap } from '../../data/maps/basemap'
import { client } from '../../data/client'
import { type GridInForce, readGridsInForce } from '../../data/plans/in-force'
import { readPlanningInput } from '../../data/maps/places'
import { comparePlans, type Comparison, planIncidents } from '../../data/plans/plan-outputs'
import { listPlans, type PlanDetail, readPlan } from '../../data/plans/plans'
import { serverDate } from '../../lib/time/clock'
import { lastYear } from '../../lib/time/days'
import { usePlace } from '../../stores/place'
import type { Figure } from './figures'
import { casesOn, forceSide, levelsOf, planSide, type Sides } from './sides'

/** Which drawing: a plan by its id, what is in force (null), or none chosen yet. */
export type SideChoice = number | null | undefined

/** How what is in force is written in the address. */
const FORCE = 'force'

/** Both drawings as they are stored. */
interface Drawn {
  area: PlanDetail['plan']
  before: PlanDetail | null
  after: PlanDetail | null
  inForce: GridInForce[]
}

/** Two drawings that are to be compared. */
interface Pair {
  a: number | null
  b: number | null
}

async function readDrawn({ a, b }: Pair, signal: AbortSignal): Promise<Drawn> {
  const read = async (plan: number | null) => (plan === null ? null : readPlan(client(signal), plan))
  const [before, after] = await Promise.all([read(a), read(b)])
  const area = (after ?? before)!.plan
  const inForce = before && after ? [] : await readGridsInForce(client(signal), area.areaId)
  return { area, before, after, inForce }
}

/** Returns both drawings as sides; the levels of a plan are measured as the comparison says. */
function sidesOf({ before, after, inForce }: Drawn, difference: Comparison): Sides {
  const side = (detail: PlanDetail | null, which: 'before' | 'after') =>
    detail
      ? planSide(
          detail,
          levelsOf(difference).map((level) => level[which]),
        )
      : forceSide(inForce)
  return { before: side(before, 'before'), after: side(after, 'after') }
}

/** Cases of a year on the grids of plans, of every level: by plan, then by `level-key`. */
async function readCases(
  plans: readonly number[],
  signal: AbortSignal,
): Promise<Map<number, Map<string, number>>> {
  const since = lastYear(serverDate()).from.toISOString()
  const counted = await Promise.all(plans.map((plan) => planIncidents(client(signal), plan, since)))
  return new Map(plans.map((plan, at) => [plan, counted[at]]))
}

/**
 * Which two drawings are compared (`?a=…&b=…`), and everything that is shown of them. Without `a` it is what is in force. What
 * differs comes first; grids, buildings and the base map follow, and cases where they are the `figure` that is shown.
 */
export function useComparison(figure: Readonly<Ref<Figure>>) {
  const route = useRoute()
  const router = useRouter()
  const places = usePlace()
  const choiceOf = (name: string, otherwise: SideChoice): SideChoice => {
    const given = route.query[name]
    return given === undefined ? otherwise : given === FORCE ? null : Number(given) || undefined
  }
  const chosen = computed(() => ({ a: choiceOf('a', null), b: choiceOf('b', undefined) }))
  const pair = computed((): Pair | null => {
    const { a, b } = chosen.value
    return a === undefined || b === undefined || a === b ? null : { a, b }
  })
  const isComplete = computed(() => pair.value !== null)
  const plans = useRead(
    'plans',
    () => places.district?.id ?? null,
    async (district, signal) => (district ? listPlans(client(signal), district) : []),
    { topics: ['plans', 'drafts'] },
  )

  // A draft changes whenever somebody saves it, posts and households with people and buildings.
  const difference = useRead(
    'plan-difference',
    pair,
    async (asked, signal) => (asked ? comparePlans(client(signal), asked.a, asked.b) : null),
    { topics: ['plans', 'drafts', 'people', 'ground'] },
  )
  const drawn = useRead(
    'compared-drawings',
    pair,
    async (asked, signal) => (asked ? readDrawn(asked, signal) : null),
    { topics: ['plans', 'drafts', 'ground'] },
  )
  // What an earlier look left may be of before a save that nobody has told of yet.
  for (const read of [difference, drawn]) if (read.data.value) void read.reload()
  const area = computed(() => drawn.data.value?.area.areaId ?? null)
  const input = useRead(
    'compared-buildings',
    area,
    async (id, signal) => (id === null ? null : readPlanningInput(client(signal), id)),
    { topics: ['ground', 'areas'] },
  )
  const baseMap = useRead(
    'compared-base-map',
    area,
    async (id, signal) => (id === null ? null : readBaseMap(client(signal), id)),
    { topics: ['ground'] },
  )

  const sides = computed(() =>
    drawn.data.value && difference.data.value ? sidesOf(drawn.data.value, difference.data.value) : null,
  )
  const counted = computed(() => {
    if (figure.value !== 'incidents' || !sides.value) return []
    const grids = [...sides.value.before.grids, ...sides.value.after.grids]
    return [...new Set(grids.map(({ plan }) => plan))]
  })
  // Cases arrive all the time: they are counted at each look.
  const cases = useRead('compared-cases', counted, readCases)
  const casesOf = computed(() => {
    if (!sides.value || !counted.value.length || !cases.data.value) return null
    const { before, after } = sides.value
    return { before: casesOn(before, cases.data.value), after: casesOn(after, cases.data.value) }
  })

  /** What of the maps could not be had. */
  const mapFailure = computed(() => {
    const reads = [drawn, input, baseMap, cases]
    return reads.find(({ data, failure }) => failure.value && !data.value)?.failure.value ?? null
  })
  /** Whether something of the maps is still on its way. */
  const isMapLoading = computed(
    () =>
      !sides.value ||
      !input.data.value ||
      !baseMap.data.value ||
      (counted.value.length > 0 && !cases.data.value),
  )
  async function reloadMaps(): Promise<void> {
    await Promise.all([drawn, input, baseMap, cases].map((read) => read.failure.value && read.reload()))
  }

  function choose(which: 'a' | 'b', planId: number | null): void {
    void router.replace({ query: { ...route.query, [which]: String(planId ?? FORCE) } })
  }

  /** The bar on top shows the area that is compared. */
  watch(drawn.data, (read) => {
    const code = read?.area.areaCode
    if (code && code !== route.query.area) void router.replace({ query: { ...route.query, area: code } })
  })

  return {
    chosen,
    isComplete,
    plans,
    difference,
    sides,
    cases: casesOf,
    input: input.data,
    baseMap: baseMap.data,
    mapFailure,
    isMapLoading,
    reloadMaps,
    choose,
  }
}
