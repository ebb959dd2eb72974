import type { PlanHead } from '../../../data/plans/plans'

/** What can be done with a plan as a whole, beside leading it on. */
export const PLAN_ACTS = ['rename', 'duplicate', 'scheme', 'discard'] as const
export type PlanAct = (typeof PLAN_ACTS)[number]

/** Why it cannot be done: the words are those of the refusals of commands. */
export type ActRefusal = 'notOpen' | 'mayNotDraw' | 'notDraft'

/** Returns why something cannot be done with a plan, or null where it can. */
export function actRefusal(
  act: PlanAct,
  state: PlanHead['state'] | null,
  rights: { mayDraw: boolean; mayDecide: boolean },
): ActRefusal | null {
  if (state === null) return 'notOpen'
  if (act === 'rename') return rights.mayDraw || rights.mayDecide ? null : 'mayNotDraw'
  if (!rights.mayDraw) return 'mayNotDraw'
  return act === 'duplicate' || state === 'draft' ? null : 'notDraft'
}
