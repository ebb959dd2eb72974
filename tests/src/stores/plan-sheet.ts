import { createPinia, setActivePinia } from 'pinia'
import { beforeAll, beforeEach } from 'vitest'
import type { PlanDetail, PlanHead, StoredGrid } from '../../../src/data/plans/plans'
import type { Scheme } from '../../../src/data/plans/schemes'
import type { Ground } from '../../../src/plan/model/ground'
import type { LivePlan } from '../../../src/plan/model/live'
import { NO_LOCKS } from '../../../src/plan/model/locks/stored-locks'
import { useSession } from '../../../src/stores/session'
import { drawnPlan, smallGround } from '../plan/small-district'

/** The scheme that the small district is drawn under. */
export const scheme = { id: 5, levels: [{ level: 1, target: 400 }], tolerance: 0.1 } as Scheme

/** The small district and a plan drawn on it. */
export interface Small {
  ground: Ground
  drawn: LivePlan
}

/** Fresh stores of a page at which a planner sits. */
export function asPlanner(): void {
  setActivePinia(createPinia())
  useSession().memberships = [{ role: 'planner', areaId: 1 }]
}

/** Makes the small district before the tests of a file, and a fresh store before each of them. */
export function withSmallPlan(): Small {
  const small = {} as Small
  beforeAll(async () => {
    small.ground = smallGround()
    small.drawn = await drawnPlan(small.ground)
  })
  beforeEach(asPlanner)
  return small
}

/** The drawn plan as the database gives it, a draft under a number of its own. */
export function detailOf(id: number, { ground, drawn: { draft, figures } }: Small): PlanDetail {
  const grids = [...draft.grids].map(([name, facts]) => {
    return { ...facts, code: null, households: figures.get(name)?.households } as StoredGrid
  })
  return {
    plan: { id, version: 1, state: 'draft', areaId: 1, schemeId: 5, name: '甲' } as PlanHead,
    borders: [],
    locks: NO_LOCKS,
    communities: [11, 12],
    grids,
    assignment: { building: [...ground.input.buildings.id], grid: [...draft.assignment] },
    edits: [],
    remarks: [],
  }
}
