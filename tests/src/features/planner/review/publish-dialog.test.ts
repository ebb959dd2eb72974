// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PlanHead } from '../../../../../src/data/plans/plans'
import PublishDialog from '../../../../../src/features/planner/review/PublishDialog.vue'
import { i18n, setLanguage } from '../../../../../src/i18n'
import { usePlan } from '../../../../../src/stores/plan'

const calls = vi.hoisted(() => ({ plansInForce: vi.fn(), comparePlans: vi.fn() }))
vi.mock('../../../../../src/data/plans/plan-outputs', () => calls)
vi.mock('../../../../../src/data/client', () => ({ client: () => 'client' }))

const compared = (name: string, communities: number[]) => ({
  before: { name },
  communities,
  movedHouseholds: 1234,
})
let dialog: VueWrapper<unknown>

async function open(remarks: number): Promise<string> {
  usePlan().head = { id: 9, districtId: 1 } as PlanHead
  dialog = mount(PublishDialog, {
    props: { modelValue: true, isBusy: false, open: remarks },
    global: { plugins: [i18n] },
    attachTo: document.body,
  })
  await flushPromises()
  return document.querySelector('[data-test=publish-summary]')?.textContent ?? ''
}

beforeEach(async () => {
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
  calls.plansInForce.mockReset()
  calls.comparePlans.mockReset()
})
afterEach(() => {
  dialog.unmount()
  document.body.innerHTML = ''
})

describe('before a plan is published, it is said', () => {
  it('which plan goes, how many households get another grid worker, how many remarks are open', async () => {
    calls.plansInForce.mockResolvedValue(new Map([[2, [10, 11]]]))
    calls.comparePlans.mockResolvedValue(compared('现行网格', [10, 11]))
    const summary = await open(2)
    expect(summary).toContain('还有 2 条审核意见待处理')
    expect(summary).toContain('将替代“现行网格”，1,234 户更换网格员')
    expect(calls.comparePlans).toHaveBeenCalledExactlyOnceWith('client', 2, 9)
  })

  it('no number where both plans share ground on which another is in force', async () => {
    calls.plansInForce.mockResolvedValue(
      new Map([
        [2, [10]],
        [3, [11]],
      ]),
    )
    calls.comparePlans.mockResolvedValueOnce(compared('旧网格', [10, 11]))
    calls.comparePlans.mockResolvedValueOnce(compared('街道网格', [11]))
    const summary = await open(0)
    expect(summary).toContain('审核意见都已处理')
    expect(summary).toContain('将替代“旧网格”将替代“街道网格”，1,234 户更换网格员')
  })

  it('that none goes, and that the day may be one to come', async () => {
    calls.plansInForce.mockResolvedValue(new Map())
    expect(await open(0)).toContain('这里还没有已发布的规划')
    expect(document.body.textContent).toContain('可以定在一年之内的某天')
  })

  it('that it could not be compared; publishing is possible all the same', async () => {
    calls.plansInForce.mockRejectedValue(new Error('away'))
    expect(await open(0)).toContain('没能与现行规划比较')
    document.querySelector<HTMLElement>('.el-dialog__footer button:last-child')?.click()
    expect(dialog.emitted('publish')).toEqual([[null]])
  })
})
