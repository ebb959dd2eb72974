import { expect, test, vi } from 'vitest'
import { savePlan, type PlanHead } from '../../../src/data/plans/plans'
import { assign, type Edit } from '../../../src/plan/edits/edits'
import type { EngineRecord } from '../../../src/plan/model/draft'
import type { Snapshot } from '../../../src/plan/model/snapshot'
import { usePlan } from '../../../src/stores/plan'
import { detailOf, scheme, withSmallPlan } from './plan-sheet'

vi.mock('../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../src/data/plans/plans')

const small = withSmallPlan()
const drawnBefore: EngineRecord = { preset: 'balanced', seed: 3, steps: [100] }
const drawnAnew: EngineRecord = { preset: 'shape', seed: 4, steps: [200] }

/** A plan that the engine drew, open, and a drawing of the engine as it comes from its worker. */
async function withDrawing(): Promise<{ plan: ReturnType<typeof usePlan>; drawing: Edit }> {
  const plan = usePlan()
  const detail = detailOf(7, small)
  detail.plan.engine = drawnBefore
  await plan.open(small.ground, scheme, detail)
  const live = plan.live as Snapshot
  const [first] = live.draft.grids.values()
  const moved = assign(live, [5], first.key === live.draft.assignment[5] ? first.key + 1 : first.key)
  const engine = { before: live.draft.engine, after: drawnAnew }
  return { plan, drawing: { ...moved, patch: { ...moved.patch, engine } } }
}

async function sentEngine(plan: ReturnType<typeof usePlan>): Promise<EngineRecord | undefined> {
  vi.mocked(savePlan).mockReset()
  vi.mocked(savePlan).mockResolvedValue({ ...plan.head, version: 2 } as PlanHead)
  await plan.save()
  return vi.mocked(savePlan).mock.calls[0]?.[3].engine
}

test('a drawing that is done says with the save how it came about', async () => {
  const { plan, drawing } = await withDrawing()
  plan.edit(drawing)
  expect(await sentEngine(plan)).toEqual(drawnAnew)
})

test('a drawing that is thrown away leaves nothing behind', async () => {
  const { plan, drawing } = await withDrawing()
  const { engine: _thrownAway, ...byHand } = drawing.patch
  plan.edit({ ...drawing, patch: byHand })
  expect(await sentEngine(plan)).toBeUndefined()
})

test('a drawing that is taken back takes its record along, saved or not, and brings it again', async () => {
  const { plan, drawing } = await withDrawing()
  plan.edit(drawing)
  plan.undo()
  expect(await sentEngine(plan)).toBeUndefined()
  plan.redo()
  expect(await sentEngine(plan)).toEqual(drawnAnew)
  plan.undo()
  expect(await sentEngine(plan)).toEqual(drawnBefore)
})
