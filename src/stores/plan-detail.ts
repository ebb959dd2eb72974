import { atOnce, type Steps } from '../../geo/index'
import type { PlanDetail } from '../data/plans/plans'
import type { Scheme } from '../data/plans/schemes'
import type { StoredState } from '../plan/together/changes'
import type { Ground } from '../plan/model/ground'
import { LivePlan } from '../plan/model/live'
import type { PlanView } from '../plan/model/plan-view'

/** Makes a plan of the database ready to be drawn on, resting now and then. */
export function liveInSteps(
  ground: Ground,
  { levels, tolerance }: Scheme,
  { plan, assignment, grids, borders, locks }: PlanDetail,
): Steps<LivePlan> {
  const stored = new Int32Array(ground.input.buildings.id.length).fill(-1)
  assignment.building.forEach((building, at) => {
    const place = ground.placeOf.get(building)
    if (place !== undefined) stored[place] = assignment.grid[at]
  })
  const rule = { targets: levels.map(({ target }) => target), tolerance }
  return LivePlan.inSteps(
    ground,
    { assignment: stored, grids, borders: borders ?? [], locks, engine: plan.engine },
    rule,
  )
}

/** Returns a plan of the database, ready to be drawn on. */
export function liveOf(ground: Ground, scheme: Scheme, detail: PlanDetail): LivePlan {
  return atOnce(liveInSteps(ground, scheme, detail))
}

/** Returns what a plan in the database is, given it as it is drawn. */
export function storedState(
  { draft, figures }: Pick<PlanView, 'draft' | 'figures'>,
  { borders }: PlanDetail,
): StoredState {
  return { draft, figures, borders }
}
