import type { PlanDetail } from '../../../../data/plans/plans'
import type { Scheme } from '../../../../data/plans/schemes'
import type { Ground } from '../../../../plan/model/ground'
import type { PlanId } from '../../../../lib/ids'

/** One opening of a plan. Its identity tells it from an earlier or later one, also of the same plan. */
export interface Opening {
  readonly planId: PlanId
  /** The plan was read before in this stay: where it is not there any more, it is gone. */
  readonly isAgain: boolean
}

/** A plan as it was read, and the scheme it is drawn under. */
export interface ReadPlan {
  readonly detail: PlanDetail
  readonly scheme: Scheme
}

/**
 * Where opening stands. `waiting`: for the area; `reading`: the database; `shown`: it can be looked at, its ground is on its way;
 * `building`: it is made ready to be drawn on; `resuming`: kept work is put back; `elsewhere`: it belongs to another area;
 * `unknown`: there is no such plan, or not for one to see; `gone`: there is none any more.
 */
export type Step =
  | { readonly at: 'closed' }
  | { readonly at: 'waiting' | 'reading' | 'unknown' | 'gone'; readonly opening: Opening }
  | { readonly at: 'elsewhere'; readonly opening: Opening; readonly areaCode: string }
  | { readonly at: 'shown'; readonly opening: Opening; readonly read: ReadPlan }
  | {
      readonly at: 'building' | 'resuming'
      readonly opening: Opening
      readonly read: ReadPlan
      readonly ground: Ground
    }
  | { readonly at: 'ready'; readonly opening: Opening }
  | { readonly at: 'failed'; readonly opening: Opening; readonly failure: unknown }

/** The step, and what plans are opened in: the area (id) and its ground, null as long as they are not there. */
export interface OpeningState {
  readonly area: number | null
  readonly ground: Ground | null
  readonly step: Step
}

/** What happens. An answer names the opening that it is for: that of one that was overtaken changes nothing. */
export type OpeningEvent =
  | { readonly type: 'choose'; readonly planId: PlanId | null }
  | { readonly type: 'again' }
  | { readonly type: 'area'; readonly area: number | null }
  | { readonly type: 'ground'; readonly ground: Ground | null }
  | { readonly type: 'read'; readonly opening: Opening; readonly read: ReadPlan }
  | { readonly type: 'missing'; readonly opening: Opening }
  | { readonly type: 'built'; readonly opening: Opening }
  | { readonly type: 'resumed'; readonly opening: Opening }
  | { readonly type: 'failed'; readonly opening: Opening; readonly failure: unknown }

export const NOTHING_OPEN: OpeningState = { area: null, ground: null, step: { at: 'closed' } }

const READ_BEFORE: ReadonlySet<Step['at']> = new Set(['shown', 'building', 'resuming', 'ready', 'gone'])

/** Begins anew with a plan, whatever was under way. */
function begin({ area, step }: OpeningState, planId: PlanId): Step {
  const isSame = step.at !== 'closed' && step.opening.planId === planId
  const isAgain = isSame && (step.opening.isAgain || READ_BEFORE.has(step.at))
  return { at: area === null ? 'waiting' : 'reading', opening: { planId, isAgain } }
}

function afterRead({ area, ground }: OpeningState, opening: Opening, read: ReadPlan): Step {
  const { areaId, areaCode } = read.detail.plan
  if (areaId !== area) return { at: 'elsewhere', opening, areaCode }
  return ground ? { at: 'building', opening, read, ground } : { at: 'shown', opening, read }
}

/** What was read is laid on its ground once; on another ground the plan is read again, for it may have been saved since. */
function onGround(state: OpeningState, ground: Ground | null): Step {
  const { step } = state
  if (step.at === 'shown' && ground) return { ...step, at: 'building', ground }
  if (step.at === 'building' && ground !== step.ground)
    return ground ? { ...step, ground } : { at: 'shown', opening: step.opening, read: step.read }
  if ((step.at === 'resuming' || step.at === 'ready') && ground) return begin(state, step.opening.planId)
  return step
}

/** Which steps an answer can be for. */
const EXPECTED = {
  read: new Set<Step['at']>(['reading']),
  missing: new Set<Step['at']>(['reading']),
  built: new Set<Step['at']>(['building']),
  resumed: new Set<Step['at']>(['resuming']),
  failed: new Set<Step['at']>(['reading', 'building', 'resuming']),
} as const

function answered(state: OpeningState, event: Extract<OpeningEvent, { opening: Opening }>): Step {
  const { step } = state
  if (step.at === 'closed' || step.opening !== event.opening || !EXPECTED[event.type].has(step.at))
    return step
  const { opening } = event
  switch (event.type) {
    case 'read':
      return afterRead(state, opening, event.read)
    case 'missing':
      return { at: opening.isAgain ? 'gone' : 'unknown', opening }
    case 'built':
      return step.at === 'building' ? { ...step, at: 'resuming' } : step
    case 'resumed':
      return { at: 'ready', opening }
    case 'failed':
      return { at: 'failed', opening, failure: event.failure }
  }
}

/** Returns how opening stands after an event; the same object where it changes nothing. */
export function next(state: OpeningState, event: OpeningEvent): OpeningState {
  switch (event.type) {
    case 'choose':
      return { ...state, step: event.planId === null ? { at: 'closed' } : begin(state, event.planId) }
    case 'again':
      return state.step.at === 'closed' ? state : { ...state, step: begin(state, state.step.opening.planId) }
    case 'area': {
      if (event.area === state.area) return state
      const moved = { ...state, area: event.area }
      return state.step.at === 'closed' ? moved : { ...moved, step: begin(moved, state.step.opening.planId) }
    }
    case 'ground':
      return event.ground === state.ground
        ? state
        : { ...state, ground: event.ground, step: onGround(state, event.ground) }
    case 'read':
    case 'missing':
    case 'built':
    case 'resumed':
    case 'failed': {
      const step = answered(state, event)
      return step === state.step ? state : { ...state, step }
    }
  }
}
