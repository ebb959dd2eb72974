import type { Client } from '../../lib/supabase'
import { type AnswerOf, ask, type Shape } from '../contracts/contract'
import {
  type gridInForce,
  gridsInForce,
  inForce,
  planStanding,
  withdrawPublication as withdraw,
} from '../contracts/plans/in-force'
import type { PlanHead } from './plans'
import type { AreaId, PlanId } from '../../lib/ids'

/** What is in force in an area on a day, over all plans. Days are `YYYY-MM-DD`. */
export type InForce = AnswerOf<typeof inForce>

/** A grid that is in force on a day, with the plan that it is from and the days of it there. */
export type GridInForce = Shape<typeof gridInForce>

/** Where a plan is in force today. */
export type PlanStanding = AnswerOf<typeof planStanding>

/** Returns what is in force in an area on a day, today where none is given. Throws `area-unknown`, `not-allowed`. */
export async function readInForce(client: Client, areaId: AreaId, day?: string): Promise<InForce> {
  return ask(client, inForce, { area: areaId, day })
}

/** Returns the grids of every level in force in an area on a day, today where none is given. Throws `area-unknown`, `not-allowed`. */
export async function readGridsInForce(client: Client, areaId: AreaId, day?: string): Promise<GridInForce[]> {
  return ask(client, gridsInForce, { area: areaId, day })
}

/** Returns where a plan is in force today, and where another is. Throws `plan-unknown`. */
export async function readPlanStanding(client: Client, planId: PlanId): Promise<PlanStanding> {
  return ask(client, planStanding, { plan: planId })
}

/** Takes back the publication of a plan whose day has not come. Throws `plan-in-force`, `plan-scheduled-later`, `not-allowed`. */
export async function withdrawPublication(client: Client, planId: PlanId): Promise<PlanHead> {
  return ask(client, withdraw, { plan: planId })
}
