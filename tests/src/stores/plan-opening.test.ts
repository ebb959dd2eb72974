import { expect, test, vi } from 'vitest'
import { usePlan } from '../../../src/stores/plan'
import { detailOf as detailOn, scheme, withSmallPlan } from './plan-sheet'

vi.mock('../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../src/data/plans/plans')

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
  expect(plan.storedDetail).toBeNull()
  expect(plan.balance).toEqual(before)
})

test('an opening that is called off opens nothing', async () => {
  const plan = usePlan()
  const leaving = new AbortController()
  const first = plan.open(small.ground, scheme, detailOf(7), leaving.signal)
  leaving.abort()
  await first
  expect(plan.head).toBeNull()
  expect(plan.live).toBeNull()
})
