import { buildCells, createMember } from '../../../geo/index'
import { listAreas } from '../../../src/data/areas'
import { readPlanningInput } from '../../../src/data/maps/places'
import { readPlanFaults } from '../../../src/data/plans/plan-outputs'
import { readPlan, savePlan, startPlan, type StoredFault } from '../../../src/data/plans/plans'
import { listSchemes } from '../../../src/data/plans/schemes'
import { groundOf } from '../../../src/plan/model/ground'
import { toCellsInput } from '../../../src/plan/model/input'
import { LivePlan } from '../../../src/plan/model/live'
import type { PlanFault } from '../../../src/plan/model/faults'
import type { Client } from '../../../src/lib/supabase'
import { type Drawing, drawArea } from '../../../supabase/local/plan/draw'

/** A plan that the engine drew and the database holds. */
export interface DrawnPlan {
  id: number
  grids: number
  left: number
  drawing: Drawing
}

/** Draws an area with the engine under a scheme and saves the draft, as `npm run plan -- area` does. */
export async function drawPlan(
  client: Client,
  code: string,
  scheme = 'jiefang-400',
  budgetMs = 0,
): Promise<DrawnPlan> {
  const area = (await listAreas(client)).find((each) => each.code === code)!
  const chosen = (await listSchemes(client, area.districtId)).find((each) => each.code === scheme)!
  const input = await readPlanningInput(client, area.id)
  const wish = {
    targets: chosen.levels.map(({ target }) => target),
    tolerance: chosen.tolerance,
    preset: 'balanced' as const,
    seed: 1,
    budgetMs,
    clock: () => performance.now(),
  }
  const drawing = await drawArea(input, wish, [createMember()])
  if (drawing.status !== 'drawn') throw new Error(`not drawn: ${drawing.reason}`)
  const id = await startPlan(client, { areaId: area.id, schemeId: chosen.id, name: `draft of ${code}` })
  await savePlan(client, id, 1, { ...drawing.changes, engine: drawing.engine })
  return { id, grids: drawing.balance.grids, left: drawing.left, drawing }
}

/** Faults that keep the plan from being submitted: those of the database, and those that the page shows for the same plan. */
export async function hardFaults(
  client: Client,
  plan: number,
): Promise<{ stored: StoredFault[]; shown: PlanFault[] }> {
  const detail = await readPlan(client, plan)
  const input = await readPlanningInput(client, detail.plan.areaId)
  const ground = groundOf(input, buildCells(toCellsInput(input)))
  const keyOf = new Map(
    detail.assignment.building.map((building, at) => [building, detail.assignment.grid[at]]),
  )
  const scheme = (await listSchemes(client, detail.plan.districtId)).find(
    ({ id }) => id === detail.plan.schemeId,
  )!
  const live = LivePlan.of(
    ground,
    {
      assignment: Int32Array.from(input.buildings.id, (id) => keyOf.get(id) ?? -1),
      grids: detail.grids,
      borders: detail.borders ?? [],
      locks: detail.locks,
    },
    { targets: scheme.levels.map(({ target }) => target), tolerance: scheme.tolerance },
  )
  return { stored: await readPlanFaults(client, plan), shown: live.faults().filter(({ isHard }) => isHard) }
}
