import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { useAsync } from '../../composables/useAsync'
import { type BaseMap, readBaseMap } from '../../data/basemap'
import { client } from '../../data/client'
import { readPlanningInput } from '../../data/places'
import { readConversation } from '../../data/plan-conversation'
import { comparePlans, readOpponent, readPlanFaults, readPlanPosts } from '../../data/plan-outputs'
import { readPlan } from '../../data/plans'
import { listSchemes } from '../../data/schemes'
import { threadsOf } from '../../plan/together/conversation'
import { groundOf } from '../../plan/model/ground'
import { toCellsInput } from '../../plan/model/input'
import { levelBalances, reportRows } from '../../plan/files/report'
import { inSlices } from '../../lib/slices'
import { liveInSteps } from '../../stores/plan-detail'
import { buildCellsAway } from '../../workers/cells'

/** On paper the buildings of a whole district are dust. */
const MOST_GRIDS_WITH_BUILDINGS = 80

function forPaper(baseMap: BaseMap, grids: number): BaseMap {
  if (grids <= MOST_GRIDS_WITH_BUILDINGS) return baseMap
  const features = baseMap.features.filter(
    ({ properties }) => properties.layer !== 'building' && properties.class !== 'path',
  )
  return { ...baseMap, features }
}

async function readReport(planId: number) {
  const detail = await readPlan(client(), planId)
  const { districtId, areaId, schemeId } = detail.plan
  const [schemes, posts, faults, talk, baseMap] = await Promise.all([
    listSchemes(client(), districtId),
    readPlanPosts(client(), planId),
    readPlanFaults(client(), planId),
    readConversation(client(), planId),
    readBaseMap(client(), areaId),
  ])
  const scheme = schemes.find(({ id }) => id === schemeId)
  const former = await readOpponent(client(), detail.plan)
  const difference = former === null ? null : await comparePlans(client(), former, planId)
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
  const report = useAsync(planId, async (id) => (id ? readReport(id) : null))
  const warnings = useAsync(report.data, async (read) => (read ? readWarnings(read) : null))
  return { planId, report, warnings }
}
