import { createPinia, setActivePinia } from 'pinia'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { PlanDetail, PlanHead, StoredGrid } from '../../../src/data/plans'
import type { Scheme } from '../../../src/data/schemes'
import type { Ground } from '../../../src/lib/plan/ground'
import { NO_LOCKS } from '../../../src/lib/plan/stored-locks'
import { usePlan } from '../../../src/stores/plan'
import { drawnPlan, smallGround } from '../lib/plan/small-district'

vi.mock('../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../src/data/plans')

const scheme = { id: 5, levels: [{ level: 1, target: 400 }], tolerance: 0.1 } as Scheme
let ground: Ground
let grids: StoredGrid[]
let grid: number[]
beforeAll(async () => {
  ground = smallGround()
  const { draft, figures } = await drawnPlan(ground)
  grid = [...draft.assignment]
  grids = [...draft.grids].map(([id, facts]) => {
    return { ...facts, code: null, households: figures.get(id)?.households } as StoredGrid
  })
})
beforeEach(() => setActivePinia(createPinia()))

function detailOf(id: number): PlanDetail {
  return {
    plan: { id, version: 1, state: 'draft', areaId: 1, schemeId: 5, name: '甲' } as PlanHead,
    borders: [],
    locks: NO_LOCKS,
    communities: [11, 12],
    grids,
    assignment: { building: [...ground.input.buildings.id], grid },
    edits: [],
  }
}

test('a plan that was read can be looked at before its ground is there, and says the same afterwards', async () => {
  const plan = usePlan()
  plan.preview(scheme, detailOf(7))
  expect(plan.isEditable).toBe(false)
  expect(plan.balance?.unassignedBuildings).toBeNull()
  const before = { ...plan.balance, unassignedBuildings: 0 }
  expect(before.grids).toBe(grids.length)
  await plan.open(ground, scheme, detailOf(7))
  expect(plan.isEditable).toBe(true)
  expect(plan.sheet).toBeNull()
  expect(plan.balance).toEqual(before)
})

test('opening is overtaken by a later one, and by closing', async () => {
  const plan = usePlan()
  const first = plan.open(ground, scheme, detailOf(7))
  const second = plan.open(ground, scheme, detailOf(8))
  await Promise.all([first, second])
  expect(plan.head?.id).toBe(8)
  const third = plan.open(ground, scheme, detailOf(9))
  plan.close()
  await third
  expect(plan.head).toBeNull()
  expect(plan.live).toBeNull()
})
