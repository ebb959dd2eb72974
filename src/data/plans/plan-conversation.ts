import type { Client } from '../../lib/supabase'
import { type AnswerOf, ask, type Shape } from '../contracts/contract'
import {
  type gridPlace,
  planConversation,
  remarkPlan,
  settleRemark as settle,
} from '../contracts/plans/plan-conversation'
import type { PlanId } from '../../lib/ids'

/** A grid as a plan knows it. */
export type RemarkedGrid = Shape<typeof gridPlace>

/** What was said and done about a plan, oldest first. */
export type Conversation = AnswerOf<typeof planConversation>

/** What is said, and where: at a place, on a grid, as an answer, or on the plan as a whole. */
export interface NewRemark {
  body: string
  lngLat?: [number, number]
  grid?: RemarkedGrid
  replyTo?: number
}

/** Returns what was said and done about a plan; nothing for those who do not discuss it. Throws `plan-unknown`. */
export async function readConversation(client: Client, planId: PlanId): Promise<Conversation> {
  return ask(client, planConversation, { plan: planId })
}

/**
 * Says something about a plan and returns its id. `key` is that of the intent: what is sent again under it is said once.
 * Throws `not-allowed`, `remark-empty`, `remark-unknown`, `grid-unknown`, `sent-otherwise`.
 */
export async function remark(client: Client, planId: PlanId, said: NewRemark, key: string): Promise<number> {
  const { body, lngLat, grid, replyTo } = said
  return ask(client, remarkPlan, {
    plan: planId,
    body,
    ...(lngLat && { at_point: { type: 'Point', coordinates: lngLat } }),
    ...(grid && { grid_level: grid.level, grid_key: grid.key }),
    ...(replyTo !== undefined && { reply_to: replyTo }),
    client_key: key,
  })
}

/** Marks a remark as dealt with, or as open again. Throws `remark-unknown` for those who may not. */
export async function settleRemark(client: Client, remarkId: number, isSettled: boolean): Promise<void> {
  await ask(client, settle, { remark: remarkId, settled: isSettled })
}
