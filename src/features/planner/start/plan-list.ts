import type { PlanListed } from '../../../data/plans/plans'
import { LANGUAGE_TAGS } from '../../../lib/languages'

/** The orders of a list of plans. */
export const PLAN_ORDERS = ['changed', 'name', 'state', 'inForce', 'grids', 'within'] as const
export type PlanOrder = (typeof PLAN_ORDERS)[number]

const STATES: readonly PlanListed['state'][] = ['draft', 'submitted', 'published', 'superseded']

const shareWithin = ({ within, leafGrids }: PlanListed) => (leafGrids ? within / leafGrids : -1)

const COMPARE: Record<PlanOrder, (one: PlanListed, other: PlanListed) => number> = {
  changed: () => 0,
  name: (one, other) => one.name.localeCompare(other.name, LANGUAGE_TAGS[0], { numeric: true }),
  state: (one, other) => STATES.indexOf(one.state) - STATES.indexOf(other.state),
  inForce: (one, other) =>
    other.inForce - one.inForce || (other.effectiveFrom ?? '').localeCompare(one.effectiveFrom ?? ''),
  grids: (one, other) => other.leafGrids - one.leafGrids,
  within: (one, other) => shareWithin(other) - shareWithin(one),
}

/**
 * Returns the plans in whose name, scheme, area or author each word of a search stands, in an order; those alike the last changed
 * first.
 */
export function planList(
  plans: readonly PlanListed[],
  { search, order }: { search: string; order: PlanOrder },
): PlanListed[] {
  const words = search.trim().toLowerCase().split(/\s+/)
  const textOf = (plan: PlanListed) =>
    [
      plan.name,
      plan.schemeName,
      plan.schemeNameEn,
      plan.areaName,
      plan.areaNameEn,
      plan.areaCode,
      plan.changedBy,
      plan.effectiveFrom,
    ]
      .join(' ')
      .toLowerCase()
  const found = plans.filter((plan) => words.every((word) => textOf(plan).includes(word)))
  const newest = (one: PlanListed, other: PlanListed) => other.changedAt.localeCompare(one.changedAt)
  return found.sort((one, other) => COMPARE[order](one, other) || newest(one, other))
}
