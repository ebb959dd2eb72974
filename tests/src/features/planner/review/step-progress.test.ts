// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import type { CheckProgress } from '../../../../../src/data/plans/plans'
import StepProgress from '../../../../../src/features/planner/review/StepProgress.vue'
import { i18n, setLanguage } from '../../../../../src/i18n'
import { steadyNow } from '../../../../../src/lib/time/clock'
import { usePlan } from '../../../../../src/stores/plan'

const checking = shallowRef<CheckProgress | null>(null)
vi.mock('../../../../../src/features/planner/desk/useDesk', () => ({
  useDesk: () => ({ steps: { checking } }),
}))

function shown() {
  const page = mount(StepProgress, { global: { plugins: [i18n] } })
  return {
    words: () => page.text(),
    percent: () => page.find('[role=progressbar]').attributes('aria-valuenow'),
  }
}

beforeEach(async () => {
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
  checking.value = null
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

describe('the progress of a step', () => {
  it('is the size of a large save and for how long it has been under way; a small one is not announced', async () => {
    const { words } = shown()
    expect(words()).toBe('')
    usePlan().sending = { grids: 99, sinceMs: steadyNow() }
    await nextTick()
    expect(words()).toBe('')
    usePlan().sending = { grids: 2466, sinceMs: steadyNow() }
    await nextTick()
    expect(words()).toContain('正在保存 2,466 个网格')
    expect(words()).toContain('0 秒')
    await vi.advanceTimersByTimeAsync(3000)
    expect(words()).toContain('3 秒')
    usePlan().sending = null
    await nextTick()
    expect(words()).toBe('')
  })

  it('is how many communities have been checked', async () => {
    const { words, percent } = shown()
    checking.value = { checked: 20, of: 57 }
    await nextTick()
    expect(words()).toContain('57 个社区已查 20 个')
    expect(percent()).toBe('35')
    checking.value = { checked: 57, of: 57 }
    await nextTick()
    expect(words()).toContain('57 个社区已查完')
  })
})
