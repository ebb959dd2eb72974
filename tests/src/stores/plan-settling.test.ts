import { expect, test, vi } from 'vitest'
import { savePlan } from '../../../src/data/plans/plans'
import { assign, type Edit, lockGrids } from '../../../src/plan/edits/edits'
import { changedFaces } from '../../../src/plan/model/ground-patch'
import type { Snapshot } from '../../../src/plan/model/snapshot'
import { usePlan } from '../../../src/stores/plan'
import { eventually } from '../../support/eventually'
import { drawnPlan } from '../plan/small-district'
import { detailOf, scheme, withSmallPlan } from './plan-sheet'
import { gridId } from '../../../src/plan/model/ids'

vi.mock('../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../src/data/plans/plans')

const small = withSmallPlan()

/** The open plan, and an edit that gives most of its buildings to one grid. */
async function withLargeEdit(): Promise<{ plan: ReturnType<typeof usePlan>; large: Edit }> {
  const plan = usePlan()
  await plan.open(small.ground, scheme, detailOf(7, small))
  const [first] = plan.draft?.grids.values() ?? []
  const places = small.ground.input.buildings.id.map((_id, place) => place)
  const large = assign(plan.snapshot as Snapshot, places, first.key)
  expect(changedFaces(large.patch.ground)).toBeGreaterThan(100)
  return { plan, large }
}

test('a change of most of the plan is made in slices and then says what it would at once', async () => {
  const { plan, large } = await withLargeEdit()
  const atOnce = await drawnPlan(small.ground)
  atOnce.apply(large.patch)
  const before = plan.figures
  plan.edit(large)
  expect(plan.figures).toBe(before)
  await eventually(() => expect(plan.timeline?.edits).toHaveLength(1))
  expect(plan.figures).toEqual(atOnce.figures)
  expect(plan.draft?.assignment).toEqual(atOnce.draft.assignment)
})

test('what is done meanwhile is done afterwards, in its order', async () => {
  const { plan, large } = await withLargeEdit()
  const [first] = plan.draft?.grids.values() ?? []
  const before = plan.draft?.assignment
  plan.edit(large)
  plan.undo()
  plan.edit(lockGrids(plan.snapshot as Snapshot, 1, [first.key], true))
  await eventually(() => expect(plan.draft?.grids.get(gridId(first))?.locked).toBe(true))
  expect(plan.draft?.assignment).toEqual(before)
  expect(plan.timeline?.edits.map(({ sentence }) => sentence.code)).toEqual(['lock'])
})

test('going along the history over it takes its time and ends where it was to', async () => {
  const { plan, large } = await withLargeEdit()
  const [first] = plan.draft?.grids.values() ?? []
  const before = plan.draft?.assignment
  plan.edit(lockGrids(plan.snapshot as Snapshot, 1, [first.key], true))
  plan.edit(large)
  await eventually(() => expect(plan.timeline?.position).toBe(2))
  plan.goTo(0)
  await eventually(() => expect(plan.timeline?.position).toBe(0))
  expect(plan.draft?.assignment).toEqual(before)
  plan.goTo(2)
  plan.goTo(1)
  await eventually(() => expect(plan.timeline?.position).toBe(1))
  expect(plan.draft?.grids.get(gridId(first))?.locked).toBe(true)
})

test('saving waits for it', async () => {
  const { plan, large } = await withLargeEdit()
  vi.mocked(savePlan).mockResolvedValue({ ...plan.head, version: 2 } as never)
  plan.edit(large)
  await plan.save()
  expect(vi.mocked(savePlan).mock.lastCall?.[3].edits?.list).toHaveLength(1)
  expect(plan.stage).toBe('saved')
})

test('another plan that is opened meanwhile is left alone', async () => {
  const { plan, large } = await withLargeEdit()
  plan.edit(large)
  plan.close()
  await plan.open(small.ground, scheme, detailOf(8, small))
  expect(plan.head?.id).toBe(8)
  expect(plan.timeline?.edits).toHaveLength(0)
  expect(plan.draft?.assignment).toEqual(small.drawn.draft.assignment)
})
