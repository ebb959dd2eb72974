// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import SchemeChoice from '../../../../../src/features/planner/start/SchemeChoice.vue'
import { i18n, setLanguage } from '../../../../../src/i18n'
import { useSession } from '../../../../../src/stores/session'
import { post, scheme } from './schemes'

const calls = vi.hoisted(() => ({ createScheme: vi.fn(), changeScheme: vi.fn(), removeScheme: vi.fn() }))
vi.mock('../../../../../src/data/plans/schemes', () => calls)
vi.mock('../../../../../src/data/client', () => ({ client: () => 'client' }))

const template = { isTemplate: true, use: null }
const jiefang = scheme('解放', [[400, post('assistant', '协管员', { perGrid: 2, allowance: 350 })]], {
  ...template,
  code: 'jiefang',
})
const custom = scheme('自定义', [[400]], { ...template, code: 'custom', note: '任意修改。' })
const used = scheme('在用', [[500]], { code: 'own-1', use: { plans: 2, drafts: 1 } })
const free = scheme('空闲', [[300]], { code: 'own-2' })
const DISTRICT = 7
const STREET = 70
let choice: VueWrapper<unknown>

async function open(areaId: number): Promise<void> {
  useSession().$patch({ memberships: [{ role: 'planner', areaId }] })
  const props = {
    schemes: [jiefang, custom, used, free],
    districtId: DISTRICT,
    households: 8000,
    modelValue: jiefang.id,
  }
  choice = mount(SchemeChoice, { props, global: { plugins: [i18n] }, attachTo: document.body })
  await flushPromises()
}

const click = async (what: string) => {
  document.querySelector<HTMLElement>(what)?.click()
  await flushPromises()
}
const confirm = () => click('.el-dialog__footer button:last-child')
const offered = (what: string) =>
  [...document.querySelectorAll<HTMLElement>(`[data-${what}]`)].map((one) => one.dataset[what])

beforeEach(async () => {
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
  calls.removeScheme.mockReset().mockResolvedValue(undefined)
})
afterEach(() => {
  choice.unmount()
  document.body.innerHTML = ''
})

describe('the choice of a scheme', () => {
  it('offers who plans for the district copies of all, and changes of its own', async () => {
    await open(DISTRICT)
    expect(offered('copy')).toEqual(['jiefang', 'own-1', 'own-2'])
    expect(offered('edit')).toEqual(['own-1', 'own-2'])
    expect(offered('remove')).toEqual(['own-1', 'own-2'])
    await click('[data-test=new-scheme]')
    expect(document.querySelector('.el-dialog__title')?.textContent).toBe('新建方案')
  })

  it('offers a planner of a street the schemes only, the custom template among them', async () => {
    await open(STREET)
    expect(offered('scheme')).toEqual(['jiefang', 'custom', 'own-1', 'own-2'])
    expect([...offered('copy'), ...offered('edit'), ...offered('remove')]).toEqual([])
    expect(document.querySelector('[data-test=new-scheme]')).toBeNull()
    await click('[data-scheme=custom]')
    expect(choice.emitted('update:modelValue')).toEqual([[custom.id]])
  })

  it('says what a scheme comes to here in grids, posts and allowances, and who uses it', async () => {
    await open(STREET)
    const text = (code: string) => document.querySelector(`[data-scheme=${code}]`)?.textContent
    expect(text('jiefang')).toContain('约 20 个')
    expect(text('jiefang')).toContain('协管员 40 (14,000 元/月)')
    expect(text('own-1')).toContain('2 个规划在用，1 个空白草稿在用')
    expect(text('own-2')).not.toContain('在用')
  })

  it('removes one that nothing uses after asking', async () => {
    await open(DISTRICT)
    await click('[data-remove=own-2]')
    expect(calls.removeScheme).not.toHaveBeenCalled()
    await confirm()
    expect(calls.removeScheme).toHaveBeenCalledExactlyOnceWith('client', free.id)
    expect(choice.emitted('changed')).toHaveLength(1)
  })

  it('says why one in use is not removed, and copies it instead', async () => {
    await open(DISTRICT)
    await click('[data-remove=own-1]')
    expect(document.querySelector('[data-test=scheme-remove]')?.textContent).toContain('不能删除')
    await confirm()
    expect(calls.removeScheme).not.toHaveBeenCalled()
    const titles = [...document.querySelectorAll('.el-dialog__title')].map((one) => one.textContent)
    expect(titles).toContain('以“在用”为样板新建方案')
  })
})
