// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import { savePlan } from '../../../../../src/data/plans/plans'
import { useKeptWork } from '../../../../../src/features/planner/desk/keeping/useKeptWork'
import { assign } from '../../../../../src/plan/edits/edits'
import { usePlan } from '../../../../../src/stores/plan'
import { usePlanMerge } from '../../../../../src/stores/plan-merge'
import { eventually } from '../../../../support/eventually'
import { asPlanner, detailOf, scheme, withSmallPlan } from '../../../stores/plan-sheet'

const said = vi.hoisted(() => ({ info: vi.fn(), warning: vi.fn() }))
vi.mock('element-plus', () => ({ ElMessage: said }))
vi.mock('vue-i18n', () => ({
  useI18n: () => ({ t: (key: string, count: number) => `${key} ${count}` }),
}))
vi.mock('../../../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../../../src/data/plans/plans')

/** Locks as a browser gives them: one holder of a name after the other, and none to who no longer waits. */
function lockManager() {
  const queues = new Map<string, Promise<unknown>>()
  return {
    request(name: string, { signal }: { signal: AbortSignal }, hold: () => Promise<unknown>) {
      const turn = (queues.get(name) ?? Promise.resolve()).then(() => (signal.aborted ? undefined : hold()))
      queues.set(name, turn)
      return turn
    },
  }
}

const small = withSmallPlan()
let planId = 100
beforeEach(() => {
  planId++
  vi.resetAllMocks()
  vi.stubGlobal('navigator', { locks: lockManager() })
})
afterEach(() => vi.unstubAllGlobals())

const read = (version = 1) => {
  const detail = detailOf(planId, small)
  return { ...detail, plan: { ...detail.plan, version } }
}

/** A window with the open draft as the database has it. */
async function openWindow() {
  asPlanner()
  const plan = usePlan()
  const scope = effectScope()
  const kept = scope.run(useKeptWork)
  if (!kept) throw new Error('the scope is gone')
  await reopen(plan, kept)
  return { plan, kept, reopen: () => reopen(plan, kept), close: () => scope.stop() }
}

/** Reads the draft, as the opening of the page does. */
async function reopen(plan: ReturnType<typeof usePlan>, kept: ReturnType<typeof useKeptWork>) {
  kept.leave()
  await plan.open(small.ground, scheme, read())
  void kept.takeUp()
}

/** Some frames, and time for the browser's storage to answer: for what should not come. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 200))

function move(plan: ReturnType<typeof usePlan>, place = 5): void {
  if (plan.live) plan.edit(assign(plan.live, [place], plan.live.draft.assignment[21]))
}

const isMoved = (plan: ReturnType<typeof usePlan>, place = 5) =>
  plan.draft?.assignment[place] === small.drawn.draft.assignment[21]

/** Whether the browser asks before the window closes. */
const asks = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }))
const isKept = () => eventually(() => expect(asks()).toBe(false))

test('who leaves the page in the moment of an edit finds it when the draft is opened again', async () => {
  const before = await openWindow()
  move(before.plan)
  await nextTick()
  expect(asks()).toBe(true)
  await isKept()
  move(before.plan, 13)
  before.close()
  const { plan, close } = await openWindow()
  await eventually(() => expect(isMoved(plan)).toBe(true))
  expect([isMoved(plan, 13), plan.stage]).toEqual([true, 'unsaved'])
  expect(said.info).toHaveBeenCalledExactlyOnceWith('together.resumed 2')
  close()
})

test('a plan that is read again while it is open has the work put back on it, once and for all', async () => {
  const { plan, close, reopen } = await openWindow()
  move(plan)
  await isKept()
  for (let time = 0; time < 2; time++) {
    await Promise.all([reopen(), reopen()])
    expect(isMoved(plan)).toBe(false)
    await eventually(() => expect(isMoved(plan)).toBe(true))
    await settled()
  }
  expect(plan.timeline?.edits).toHaveLength(1)
  close()
})

/** The draft is as the database has it when it is opened again. */
async function expectNothingBack(): Promise<void> {
  const { plan, close } = await openWindow()
  await settled()
  expect([plan.stage, plan.timeline?.edits.length, isMoved(plan)]).toEqual(['saved', 0, false])
  expect(said.info).not.toHaveBeenCalled()
  close()
}

test('what was saved or taken back does not come again', async () => {
  const before = await openWindow()
  move(before.plan)
  await isKept()
  before.plan.undo()
  move(before.plan, 13)
  vi.mocked(savePlan).mockResolvedValue(read(2).plan)
  await before.plan.save()
  before.close()
  await expectNothingBack()
})

test('what was saved as a branch and set aside does not come back to the draft, though it is left at once', async () => {
  const before = await openWindow()
  move(before.plan)
  await isKept()
  before.plan.setAside()
  await nextTick()
  before.plan.close()
  before.close()
  await expectNothingBack()
})

test('a second window says that it keeps nothing until the first is closed, and then lists what that one left', async () => {
  const first = await openWindow()
  move(first.plan)
  await isKept()
  const second = await openWindow()
  expect(isMoved(second.plan)).toBe(false)
  move(second.plan, 13)
  await settled()
  expect(asks()).toBe(true)
  await eventually(() => expect(second.kept.isElsewhere.value).toBe(true))
  first.close()
  await isKept()
  expect([isMoved(second.plan), isMoved(second.plan, 13)]).toEqual([false, true])
  expect(usePlanMerge().unmerged).toHaveLength(1)
  expect(second.kept.isElsewhere.value).toBe(false)
  second.close()
})

test('where the browser keeps nothing it asks before the window closes, if there is something to lose', async () => {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('no storage')
  })
  const { plan, close } = await openWindow()
  expect(asks()).toBe(false)
  move(plan)
  await settled()
  expect(asks()).toBe(true)
  close()
  expect(asks()).toBe(false)
})
