import type { MultiPolygon } from 'geojson'
import { answer } from '../lib/errors'
import type { Client } from '../lib/supabase'
import { formerPlan } from '../plan/model/former'
import { listPlans, type PlanHead, type PlanState, type StoredFault } from './plans'

/** The leaf grids of a plan measured against its scheme, in the communities that two plans share. */
export interface Balance {
  id: number
  name: string
  state: PlanState
  target: number
  tolerance: number
  grids: number
  households: number
  within: number
  least: number | null
  most: number | null
  /** Mean of the deviations without sign, a share of the target. */
  meanDeviation: number | null
}

/** Which grid shares how much with which; `same`: the one lives on in the other. */
export interface GridPair {
  from: number
  fromCode: string | null
  to: number
  toCode: string | null
  households: number
  buildings: number
  same: boolean
}

/** From one plan to another in the communities they share. */
export interface Comparison {
  communities: number[]
  before: Balance
  after: Balance
  households: number
  /** Households whose grid worker changes. */
  movedHouseholds: number
  moved: { building: number[]; from: number[]; to: number[] }
  pairs: GridPair[]
}

/** Returns what differs from one plan to another. Throws `plan-unknown`. */
export async function comparePlans(client: Client, before: number, after: number): Promise<Comparison> {
  return answer(await client.rpc('compare_plans', { a: before, b: after })) as unknown as Comparison
}

/** Returns what happened since a moment (ISO) by the key of each leaf and upper grid, as `level-key`; grids whose cases one does not see are left out. */
export async function planIncidents(
  client: Client,
  planId: number,
  since: string,
): Promise<Map<string, number>> {
  const rows = answer(await client.rpc('plan_incidents', { plan: planId, since })) as unknown as {
    level: number
    key: number
    incidents: number | null
  }[]
  return new Map(
    rows.flatMap(({ level, key, incidents }) =>
      incidents === null ? [] : [[`${level}-${key}`, incidents] as const],
    ),
  )
}

/** What stands on the notice board of a grid. Positions in degrees. */
export interface NoticeBoard {
  level: number
  key: number
  code: string | null
  name: string
  households: number
  label: [number, number]
  polygon: MultiPolygon
  holders: { post: string; postEn: string; name: string; telephone: string }[]
  buildings: { name: string; lng: number; lat: number; households: number }[]
  servicePoint: { name: string; address: string; telephone: string } | null
}

/** Returns the notice boards of the leaf grids of a community. */
export async function readNoticeBoards(
  client: Client,
  planId: number,
  communityId: number,
): Promise<NoticeBoard[]> {
  return answer(
    await client.rpc('notice_boards', { plan: planId, community: communityId }),
  ) as unknown as NoticeBoard[]
}

/** A post that a plan asks for on the grids of a level, over all of them; `yuanMonth`: least allowance of one. */
export interface PlanPost {
  level: number
  code: string
  name: string
  nameEn: string
  perGrid: number
  required: number
  filled: number
  yuanMonth: number | null
}

/** Returns the posts that a plan requires and how many are held. Throws `plan-unknown`. */
export async function readPlanPosts(client: Client, planId: number): Promise<PlanPost[]> {
  return answer(await client.rpc('plan_posts', { plan: planId })) as unknown as PlanPost[]
}

/** Returns the hard faults of a plan as it is stored. Throws `plan-unknown`. */
export async function readPlanFaults(client: Client, planId: number): Promise<StoredFault[]> {
  return answer(await client.rpc('plan_faults', { plan: planId })) as unknown as StoredFault[]
}

/** Returns the communities of a plan in which others are in force, by the id of the plan that is; the one in most of them first. */
export async function plansInForce(client: Client, { id }: { id: number }): Promise<Map<number, number[]>> {
  const { others } = answer(await client.rpc('plans_in_force', { plan: id })) as unknown as {
    others: { plan: number; communities: number[] }[]
  }
  return new Map(others.map(({ plan, communities }) => [plan, communities]))
}

/**
 * Returns the plan with which another is compared, by id: of one that is not published what is in force in most of its
 * communities, of a published one the one that was published before it; else the one it branched from, else null.
 */
export async function readOpponent(client: Client, plan: PlanHead): Promise<number | null> {
  if (plan.publishedAt === null) {
    const [inForce] = await plansInForce(client, plan)
    return inForce?.[0] ?? plan.basedOn
  }
  const listed = await listPlans(client, plan.districtId)
  const own = listed.find(({ id }) => id === plan.id)
  return (own && formerPlan(listed, own)?.id) ?? plan.basedOn
}
