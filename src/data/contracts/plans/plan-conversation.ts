import { contract } from '../contract'
import { planState } from '../enums'
import {
  gridKey,
  id,
  list,
  lngLat,
  moment,
  nothing,
  optional,
  orNull,
  planId,
  point,
  shape,
  text,
  truth,
  uuid,
  whole,
} from '../shapes'

/** A grid as a plan knows it. */
export const gridPlace = shape({ level: whole, key: gridKey })

/** Something said about a plan. */
export const planRemark = shape({
  id,
  /** The remark that this one answers. */
  replyTo: orNull(id),
  body: text,
  /** Where it stands, degrees; of a remark on a grid a point inside it. */
  lngLat: orNull(lngLat),
  grid: orNull(gridPlace),
  by: orNull(text),
  /** The signed-in person said it. */
  isOwn: truth,
  at: moment,
  settledAt: orNull(moment),
  settledBy: orNull(text),
})

/** A state that a plan came into. */
export const planStep = shape({ state: planState, by: orNull(text), at: moment })

/** What was said and done about a plan, oldest first. */
export const planConversation = contract(
  'plan_conversation',
  { plan: planId },
  shape({ remarks: list(planRemark), steps: list(planStep) }),
)

export const remarkPlan = contract(
  'remark_plan',
  {
    plan: planId,
    body: text,
    at_point: optional(point),
    grid_level: optional(whole),
    grid_key: optional(gridKey),
    reply_to: optional(id),
    client_key: optional(uuid),
  },
  id,
)

export const settleRemark = contract('settle_remark', { remark: id, settled: optional(truth) }, nothing)
