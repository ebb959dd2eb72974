import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { useRead } from '../../composables/useRead'
import { type BaseMap, readBaseMap } from '../../data/maps/basemap'
import { client } from '../../data/client'
import { readPlanningInput } from '../../data/maps/places'
import { readConversation } from '../../data/plans/plan-conversation'
import { readPlanStanding } from '../../data/plans/in-force'
import {
  type Comparison,
  comparePlans,
  readOpponent,
  readPlanEstimates,
  readPlanFaults,
  readPlanPosts,
} from '../../data/plans/plan-outputs'
import { type PlanHead, readPlan } from '../../data/plans/plans'
import { listSchemes } from '../../data/plans/schemes'
import { threadsOf } from '../../plan/together/conversation'
import { gridId } from '../../plan/model/ids'
import { groundOf } from '../../plan/model/ground'
import { toCellsInput } from '../../plan/model/input'
import { levelBalances, reportRows } from '../../plan/files/report'
import { inSlices } from '../../lib/slices'
import { liveInSteps } from '../../stores/plan-detail'
import { buildCellsAway } from '../../workers/cells'
import type { PlanId } from '../../lib/ids'

/** On paper the buildings of a whole district are dust. */
const MOST_GRIDS_WITH_BUILDINGS = 80

function forPaper(baseMap: BaseMap, grids: number): BaseMap {
  if (grids <= MOST_GRIDS_WITH_BUILDINGS) return baseMap
  const features = baseMap.features.filter(
    ({ properties }) => properties.layer !== 'building' && properties.class !== 'path',
  )
  return { ...baseMap, features }
}

/** A plan that is not in force yet is compared with what is, one that is or was with the plan before it. */
async function readDifference(plan: PlanHead): Promise<Comparison | null> {
  const opponent = await readOpponent(client(), plan)
  if (opponent === null) return null
  const difference = await comparePlans(client(), opponent === 'force' ? null : opponent, plan.id)
  return difference.communities.length > 0 ? difference : null
}

async function readReport(planId: PlanId) {
  const detail = await readPlan(client(), planId)
  const { districtId, areaId, schemeId } = detail.plan
  const [schemes, posts, faults, talk, baseMap, standing, estimates] = await Promise.all([
    listSchemes(client(), districtId),
    readPlanPosts(client(), planId),
    readPlanFaults(client(), planId),
    readConversation(client(), planId),
    readBaseMap(client(), areaId),
    readPlanStanding(client(), planId),
    readPlanEstimates(client(), planId),
  ])
  const scheme = schemes.find(({ id }) => id === schemeId)
  const difference = await readDifference(detail.plan)
  const levels = scheme?.levels ?? []
  const rows = reportRows(detail.grids, levels, scheme?.tolerance ?? 0, detail.assignment.grid)
  return {
    detail,
    scheme,
    posts,
    faults,
    /** Null for those who do not discuss the plan. */
    openRemarks: talk.steps.length ? threadsOf(talk.remarks).filter(({ isOpen }) => isOpen).length : null,
    difference,
    standing,
    /** Households that nobody has counted, by `gridId`. */
    estimates: new Map(estimates.map((one) => [gridId(one), one.households])),
    rows,
    balances: levelBalances(rows, levels),
    baseMap: forPaper(baseMap, detail.grids.length),
  }
}

/** Everything that the report of a plan says. */
export type PlanReport = Awaited<ReturnType<typeof readReport>>

/** Returns the codes of the soft faults of a plan, one for each; they are not stored, so its cells are built for them. */
async function readWarnings({ detail, scheme }: PlanReport): Promise<string[]> {
  if (!scheme) return []
  const input = await readPlanningInput(client(), detail.plan.areaId)
  const live = await inSlices(
    liveInSteps(groundOf(input, await buildCellsAway(toCellsInput(input))), scheme, detail),
  )
  return live.faults().flatMap(({ code, isHard }) => (isHard ? [] : [code]))
}

/** Reads the report of the plan that the address names (`?plan=…`). */
export function useReport() {
  const route = useRoute()
  const planId = computed(() => Number(route.query.plan) || null)
  const report = useRead('plan-report', planId, async (id) => (id ? readReport(id) : null))
  const warnings = useRead(
    'plan-warnings',
    () => [planId.value, report.loadedAt.value] as const,
    async () => (report.data.value ? readWarnings(report.data.value) : null),
  )
  return { planId, report, warnings }
}
