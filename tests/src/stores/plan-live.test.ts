import { expect, test, vi } from 'vitest'
import { computed, nextTick, watch } from 'vue'
import { assign } from '../../../src/plan/edits/edits'
import type { Snapshot } from '../../../src/plan/model/snapshot'
import { usePlan } from '../../../src/stores/plan'
import { detailOf, scheme, withSmallPlan } from './plan-sheet'

vi.mock('../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../src/data/plans/plans')

const small = withSmallPlan()

test('what is worked out from the live plan is new after an edit, after it is taken back and done again', async () => {
  const plan = usePlan()
  await plan.open(small.ground, scheme, detailOf(7, small))
  const [first, second] = [...(plan.draft?.grids.values() ?? [])]
  const places = computed(() => plan.live?.placesOf(first.key) ?? [])
  const before = [...places.value].sort()
  const [leaving] = before
  plan.edit(assign(plan.live as Snapshot, [leaving], second.key))
  expect(places.value).not.toContain(leaving)
  plan.undo()
  expect([...places.value].sort()).toEqual(before)
  plan.redo()
  expect(places.value).not.toContain(leaving)
})

test('who waits for another plan is not called for an edit of this one', async () => {
  const plan = usePlan()
  await plan.open(small.ground, scheme, detailOf(7, small))
  const called = vi.fn()
  watch([() => plan.drawing], called)
  const [first, second] = [...(plan.draft?.grids.values() ?? [])]
  const [leaving] = plan.live?.placesOf(first.key) ?? []
  plan.edit(assign(plan.live as Snapshot, [leaving], second.key))
  await nextTick()
  expect(called).not.toHaveBeenCalled()
})
