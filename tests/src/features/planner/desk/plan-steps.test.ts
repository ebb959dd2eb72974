import { beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import {
  announceEditor,
  type PlanHead,
  type Publication,
  publishPlan,
  savePlan,
  submitPlan,
} from '../../../../../src/data/plans/plans'
import { usePlanSteps } from '../../../../../src/features/planner/desk/keeping/usePlanSteps'
import { DataError } from '../../../../../src/lib/errors'
import { assign } from '../../../../../src/plan/edits/edits'
import { usePlan } from '../../../../../src/stores/plan'
import { eventually } from '../../../../support/eventually'
import { detailOf, scheme, withSmallPlan } from '../../../stores/plan-sheet'

vi.mock('element-plus', () => ({ ElMessage: { success: vi.fn(), error: vi.fn() } }))
vi.mock('vue-i18n', () => ({ useI18n: () => ({ t: (key: string) => key, te: () => true, locale: {} }) }))
vi.mock('../../../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../../../src/data/plans/plans')
vi.mock('../../../../../src/composables/useErrorWords', () => ({ useErrorWords: () => String }))
vi.mock('../../../../../src/composables/useFormat', () => ({ useFormat: () => ({}) }))

const small = withSmallPlan()
const showFault = vi.fn()
beforeEach(() => vi.resetAllMocks())

function start(reopen: () => Promise<void> = vi.fn()) {
  const steps = effectScope().run(() => usePlanSteps(reopen, { go: vi.fn(), showFault }))
  if (!steps) throw new Error('the scope is gone')
  return steps
}

/** A draft with an edit that was to be saved, which failed. */
async function afterFailure(code: string) {
  const plan = usePlan()
  await plan.open(small.ground, scheme, detailOf(7, small))
  if (plan.live) plan.edit(assign(plan.live, [5], plan.live.draft.assignment[21]))
  vi.mocked(savePlan).mockRejectedValueOnce(new DataError(code))
  const steps = start()
  await steps.save()
  expect(plan.stage).toBe('failed')
  vi.mocked(savePlan).mockResolvedValue({ ...plan.head, version: 2 } as PlanHead)
  steps.reached()
  return plan
}

test('a save that did not reach the database is made up for when the database answers again', async () => {
  const plan = await afterFailure('no-connection')
  await eventually(() => expect(plan.stage).toBe('saved'))
  expect(savePlan).toHaveBeenCalledTimes(2)
})

test('a save that the database refused is not tried again by itself', async () => {
  const plan = await afterFailure('not-allowed')
  await Promise.resolve()
  expect([plan.stage, vi.mocked(savePlan).mock.calls.length]).toEqual(['failed', 1])
})

test('a draft with a hard fault is not handed in; what leads to the place is the first of them', async () => {
  const plan = usePlan()
  await plan.open(small.ground, scheme, detailOf(7, small))
  if (plan.live) plan.edit(assign(plan.live, [5], -1))
  await start().submit()
  expect(showFault).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ building: 5, isHard: true }))
  expect(savePlan).not.toHaveBeenCalled()
})

test('while a draft is handed in the check says how far it is, and nothing afterwards', async () => {
  const plan = usePlan()
  await plan.open(small.ground, scheme, detailOf(7, small))
  vi.mocked(announceEditor).mockResolvedValue({ state: 'draft', version: 1, others: [] })
  const steps = start()
  const seen: unknown[] = []
  vi.mocked(submitPlan).mockImplementation((_client, _plan, onChecked) => {
    onChecked?.({ checked: 1, of: 2 })
    seen.push(steps.checking.value)
    return Promise.resolve(plan.head as PlanHead)
  })
  await steps.submit()
  expect(seen).toEqual([{ checked: 1, of: 2 }])
  expect(steps.checking.value).toBeNull()
})

test('a save says how many grids it sends as long as it lasts', async () => {
  const plan = usePlan()
  await plan.open(small.ground, scheme, detailOf(7, small))
  if (plan.live) plan.edit(assign(plan.live, [5], plan.live.draft.assignment[21]))
  const seen: (number | undefined)[] = []
  vi.mocked(savePlan).mockImplementation(() => {
    seen.push(plan.sending?.grids)
    return Promise.resolve({ ...plan.head, version: 2 } as PlanHead)
  })
  await start().save()
  expect(seen).toEqual([2])
  expect(plan.sending).toBeNull()
})

test('what was published is said once the page shows the plan as it is now, and also where it cannot be read anew', async () => {
  const plan = usePlan()
  await plan.open(small.ground, scheme, detailOf(7, small))
  const done = { kept: 1 } as Publication
  vi.mocked(publishPlan).mockResolvedValue(done)
  let read: () => void = () => undefined
  const steps = start(() => new Promise((resolve) => (read = resolve)))
  const published = steps.publish(null)
  await eventually(() => expect(publishPlan).toHaveBeenCalledOnce())
  await Promise.resolve()
  expect([steps.publication.value, steps.isBusy.value]).toEqual([null, true])
  read()
  await published
  expect([steps.publication.value, steps.isBusy.value]).toEqual([done, false])
  const failing = start(() => Promise.reject(new DataError('no-connection')))
  await failing.publish(null)
  expect(failing.publication.value).toEqual(done)
})
