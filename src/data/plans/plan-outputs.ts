import type { Client } from '../../lib/supabase'
import { formerPlan } from '../../plan/model/former'
import { type AnswerOf, ask, type Shape } from '../contracts/contract'
import {
  type balance,
  comparePlans as compare,
  type gridPair,
  gridStaff,
  type levelComparison,
  noticeBoards,
  planEstimates,
  planIncidents as incidentsOf,
  planPosts,
  plansInForce as inForceOf,
  type sideStaff,
} from '../contracts/plans/plan-outputs'
import { planFaults } from '../contracts/plans/plans'
import { listPlans, type PlanHead, type StoredFault } from './plans'
import type { AreaId, PlanId } from '../../lib/ids'

/**
 * The grids of one level of a plan measured against its scheme, in the communities that two plans share. What is in force has
 * no id, name or state, and no target where the schemes of its plans differ.
 */
export type Balance = Shape<typeof balance>

/** Which grid shares how much with which; `same`: the one lives on in the other. */
export type GridPair = Shape<typeof gridPair>

/** What the grids of one side ask for and who serves there; `yuanMonth`: the least allowances, null where nothing is paid. */
export type SideStaff = Shape<typeof sideStaff>

/** What differs on one level: the grids that hold the buildings, or those above. A grid in force is known by its id instead of its key. */
export type LevelComparison = Shape<typeof levelComparison>

/** From one drawing to another in the communities they share. */
export type Comparison = AnswerOf<typeof compare>

/** Returns what differs from one drawing to another; null is what is in force today. Throws `plan-unknown`. */
export async function comparePlans(
  client: Client,
  before: number | null,
  after: number | null,
): Promise<Comparison> {
  return ask(client, compare, { a: before ?? undefined, b: after ?? undefined })
}

/** How much of a grid nobody has counted. */
export type GridEstimate = AnswerOf<typeof planEstimates>[number]

/** Returns the grids of a plan, of all levels, whose households are estimates in part or in whole. Throws `plan-unknown`. */
export async function readPlanEstimates(client: Client, planId: PlanId): Promise<GridEstimate[]> {
  return ask(client, planEstimates, { plan: planId })
}

/** Returns what happened since a moment (ISO) by the key of each leaf and upper grid, as `level-key`; grids whose cases one does not see are left out. */
export async function planIncidents(
  client: Client,
  planId: PlanId,
  since: string,
): Promise<Map<string, number>> {
  const rows = await ask(client, incidentsOf, { plan: planId, since })
  return new Map(
    rows.flatMap(({ level, key, incidents }) =>
      incidents === null ? [] : [[`${level}-${key}`, incidents] as const],
    ),
  )
}

/** What stands on the notice board of a grid. Positions in degrees. */
export type NoticeBoard = AnswerOf<typeof noticeBoards>[number]

/** Returns the notice boards of the leaf grids of a community. */
export async function readNoticeBoards(
  client: Client,
  planId: PlanId,
  communityId: AreaId,
): Promise<NoticeBoard[]> {
  return ask(client, noticeBoards, { plan: planId, community: communityId })
}

/** A post that a plan asks for on the grids of a level, over all of them; `yuanMonth`: least allowance of one. */
export type PlanPost = AnswerOf<typeof planPosts>[number]

/** Returns the posts that a plan requires and how many are held. Throws `plan-unknown`. */
export async function readPlanPosts(client: Client, planId: PlanId): Promise<PlanPost[]> {
  return ask(client, planPosts, { plan: planId })
}

/** A grid with the posts that its scheme asks for and the names of who holds one. */
export type GridStaff = AnswerOf<typeof gridStaff>[number]

/** Returns posts and people of each grid of a plan. Throws `plan-unknown`. */
export async function readGridStaff(client: Client, planId: PlanId): Promise<GridStaff[]> {
  return ask(client, gridStaff, { plan: planId })
}

/** Returns the hard faults of a plan as it is stored. Throws `plan-unknown`. */
export async function readPlanFaults(client: Client, planId: PlanId): Promise<StoredFault[]> {
  return ask(client, planFaults, { plan: planId })
}

/** Returns the communities of a plan in which others are in force, by the id of the plan that is; the one in most of them first. */
export async function plansInForce(client: Client, { id }: { id: number }): Promise<Map<number, number[]>> {
  const { others } = await ask(client, inForceOf, { plan: id })
  return new Map(others.map(({ plan, communities }) => [plan, communities]))
}

/**
 * Returns with what a plan is compared: one that is not in force yet with what is in force, a published one with the plan that was
 * published before it (its id); where there is none, with the one that it branched from, else null.
 */
export async function readOpponent(client: Client, plan: PlanHead): Promise<number | 'force' | null> {
  if (plan.publishedAt === null || plan.pending) {
    const inForce = await plansInForce(client, plan)
    return inForce.size ? 'force' : plan.basedOn
  }
  const listed = await listPlans(client, plan.districtId)
  const own = listed.find(({ id }) => id === plan.id)
  return (own && formerPlan(listed, own)?.id) ?? plan.basedOn
}
