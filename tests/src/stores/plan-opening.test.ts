import { expect, test, vi } from 'vitest'
import { usePlan } from '../../../src/stores/plan'
import { detailOf as detailOn, scheme, withSmallPlan } from './plan-sheet'

vi.mock('../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../src/data/plans')

const small = withSmallPlan()
const detailOf = (id: number) => detailOn(id, small)

test('a plan that was read can be looked at before its ground is there, and says the same afterwards', async () => {
  const plan = usePlan()
  plan.preview(scheme, detailOf(7))
  expect(plan.isEditable).toBe(false)
  expect(plan.balance?.unassignedBuildings).toBeNull()
  const before = { ...plan.balance, unassignedBuildings: 0 }
  expect(before.grids).toBe(small.drawn.draft.grids.size)
  await plan.open(small.ground, scheme, detailOf(7))
  expect(plan.isEditable).toBe(true)
  expect(plan.sheet).toBeNull()
  expect(plan.balance).toEqual(before)
})

test('opening is overtaken by a later one, and by closing', async () => {
  const plan = usePlan()
  const first = plan.open(small.ground, scheme, detailOf(7))
  const second = plan.open(small.ground, scheme, detailOf(8))
  await Promise.all([first, second])
  expect(plan.head?.id).toBe(8)
  const third = plan.open(small.ground, scheme, detailOf(9))
  plan.close()
  await third
  expect(plan.head).toBeNull()
  expect(plan.live).toBeNull()
})
