import { answer } from '../lib/errors'
import type { Client } from '../lib/supabase'
import type { PlanState } from './plans'

/** A grid as a plan knows it. */
export interface GridKey {
  level: number
  key: number
}

/** Something said about a plan; moments are ISO strings. */
export interface PlanRemark {
  id: number
  /** The remark that this one answers. */
  replyTo: number | null
  body: string
  /** Where it stands, degrees; of a remark on a grid a point inside it. */
  lngLat: [number, number] | null
  grid: GridKey | null
  by: string | null
  /** The signed-in person said it. */
  isOwn: boolean
  at: string
  settledAt: string | null
  settledBy: string | null
}

/** A state that a plan came into. */
export interface PlanStep {
  state: PlanState
  by: string | null
  at: string
}

/** What was said and done about a plan, oldest first. */
export interface Conversation {
  remarks: PlanRemark[]
  steps: PlanStep[]
}

/** What is said, and where: at a place, on a grid, as an answer, or on the plan as a whole. */
export interface NewRemark {
  body: string
  lngLat?: [number, number]
  grid?: GridKey
  replyTo?: number
}

/** Returns what was said and done about a plan; nothing for those who do not discuss it. Throws `plan-unknown`. */
export async function readConversation(client: Client, planId: number): Promise<Conversation> {
  return answer(await client.rpc('plan_conversation', { plan: planId })) as unknown as Conversation
}

/** Says something about a plan and returns its id. Throws `not-allowed`, `remark-empty`, `remark-unknown`, `grid-unknown`. */
export async function remark(client: Client, planId: number, said: NewRemark): Promise<number> {
  const { body, lngLat, grid, replyTo } = said
  return answer<number>(
    await client.rpc('remark_plan', {
      plan: planId,
      body,
      ...(lngLat && { at_point: { type: 'Point', coordinates: lngLat } }),
      ...(grid && { grid_level: grid.level, grid_key: grid.key }),
      ...(replyTo !== undefined && { reply_to: replyTo }),
    }),
  )
}

/** Marks a remark as dealt with, or as open again. Throws `remark-unknown` for those who may not. */
export async function settleRemark(client: Client, remarkId: number, isSettled: boolean): Promise<void> {
  answer(await client.rpc('settle_remark', { remark: remarkId, settled: isSettled }))
}
