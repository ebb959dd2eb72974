import { ElMessage } from 'element-plus'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope, nextTick, ref } from 'vue'
import type { PlanHead, PlanState } from '../../../../../src/data/plans/plans'
import { useStepsOfOthers } from '../../../../../src/features/planner/desk/keeping/useStepsOfOthers'
import { usePlan } from '../../../../../src/stores/plan'
import { asPlanner } from '../../../stores/plan-sheet'

vi.mock('element-plus', () => ({ ElMessage: { info: vi.fn(), warning: vi.fn() } }))
vi.mock('vue-i18n', () => ({ useI18n: () => ({ t: (key: string) => key }) }))
vi.mock('../../../../../src/data/client', () => ({ client: () => ({}) }))

const reopen = vi.fn(() => Promise.resolve())
const state = ref<PlanState | null>(null)
const isBusy = ref(false)
let scope: EffectScope

beforeEach(() => {
  vi.clearAllMocks()
  asPlanner()
  state.value = null
  isBusy.value = false
  usePlan().head = { id: 4, version: 3, state: 'draft' } as PlanHead
  scope = effectScope()
  scope.run(() => useStepsOfOthers(state, { isBusy, reopen }))
})
afterEach(() => scope.stop())

test('a plan that somebody handed in is read again, and that is said', async () => {
  state.value = 'submitted'
  await nextTick()
  expect(reopen).toHaveBeenCalledOnce()
  await vi.waitFor(() =>
    expect(ElMessage.info).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ message: 'planner.steps.byOthers.submitted' }),
    ),
  )
})

test('where there is something unsaved nothing is read over it, and that is said as well', async () => {
  usePlan().stage = 'unsaved'
  state.value = 'submitted'
  await nextTick()
  expect(reopen).not.toHaveBeenCalled()
  expect(ElMessage.warning).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ message: 'planner.steps.byOthersUnsaved' }),
  )
})

test('a step that is being taken here is no news', async () => {
  isBusy.value = true
  state.value = 'submitted'
  await nextTick()
  expect(reopen).not.toHaveBeenCalled()
  expect(ElMessage.info).not.toHaveBeenCalled()
})
