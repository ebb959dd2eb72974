// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Scheme, SchemeRule } from '../../../../../src/data/plans/schemes'
import SchemeEditor from '../../../../../src/features/planner/start/SchemeEditor.vue'
import { i18n, setLanguage } from '../../../../../src/i18n'
import { DataError } from '../../../../../src/lib/errors'
import { eventually } from '../../../../support/eventually'
import { post, scheme } from './schemes'

const calls = vi.hoisted(() => ({ createScheme: vi.fn(), changeScheme: vi.fn() }))
vi.mock('../../../../../src/data/plans/schemes', async (original) => ({
  ...(await original<Record<string, unknown>>()),
  ...calls,
}))
vi.mock('../../../../../src/data/client', () => ({ client: () => 'client' }))

const jianxi = scheme('涧西', [
  [1000, post('leader', '网格长')],
  [100, post('building_leader', '楼栋长')],
])
let editor: VueWrapper<unknown>

async function open(one: Scheme, isNew: boolean): Promise<void> {
  const props = { start: { scheme: one, isNew }, schemes: [jianxi, one], districtId: 7, households: 8000 }
  editor = mount(SchemeEditor, { props, global: { plugins: [i18n] }, attachTo: document.body })
  await flushPromises()
}

const find = <E extends Element = HTMLElement>(what: string) => document.querySelector<E>(what)
const input = (what: string) =>
  find<HTMLInputElement>(`${what} input`) ?? find<HTMLInputElement>(`input${what}`)

async function type(what: string, text: string): Promise<void> {
  const field = input(what)
  if (!field) throw new Error(`no field ${what}`)
  field.value = text
  field.dispatchEvent(new Event('input'))
  field.dispatchEvent(new Event('change'))
  await flushPromises()
}

/** Chooses what the first list that offers it calls so: those of the upper level's first post come first. */
async function pick(option: string): Promise<void> {
  const offered = [...document.querySelectorAll<HTMLElement>('.el-select-dropdown__item')]
  offered.find((one) => one.textContent?.trim() === option)?.click()
  await flushPromises()
}

async function tick(label: string): Promise<void> {
  const box = find(`[aria-label="${label}"]`)
  const field = box?.querySelector('input') ?? box
  field?.click()
  await flushPromises()
}

async function save(): Promise<void> {
  find('[data-test=scheme-editor]')?.dispatchEvent(new Event('submit'))
  await flushPromises()
}

const sent = () => calls.createScheme.mock.calls[0][2] as SchemeRule
const errors = () =>
  [...document.querySelectorAll('.el-form-item__error')].map((one) => one.textContent?.trim())

beforeEach(async () => {
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
  calls.createScheme.mockReset().mockResolvedValue(42)
  calls.changeScheme.mockReset().mockResolvedValue(undefined)
})
afterEach(() => {
  editor.unmount()
  document.body.innerHTML = ''
})

describe('the editor of schemes', () => {
  it('makes a new scheme with what was typed', async () => {
    await open(jianxi, true)
    await type('[data-test=scheme-name]', '八百')
    await type('[data-test=upper-target]', '800')
    await save()
    expect(calls.createScheme).toHaveBeenCalledExactlyOnceWith('client', 7, expect.anything())
    expect(sent()).toMatchObject({
      name: '八百',
      levels: [{ target: 800, posts: [{ code: 'leader' }] }, { target: 100 }],
    })
    expect(editor.emitted('saved')).toEqual([[42]])
  })

  it('says what is wrong at each field, sends nothing, and keeps what was typed', async () => {
    await open(jianxi, true)
    await type('[data-test=upper-target]', '90')
    await save()
    await eventually(() => expect(errors()).toEqual(['请填写', '须大于下级的户数']))
    expect(calls.createScheme).not.toHaveBeenCalled()
    expect(input('[data-test=upper-target]')?.value).toBe('90')
    await type('[data-test=scheme-name]', '涧西')
    await eventually(() => expect(errors()).toEqual(['已有同名方案', '须大于下级的户数']))
    await type('[data-test=scheme-name]', '另一个')
    await type('[data-test=upper-target]', '900')
    await save()
    expect(sent()).toMatchObject({ name: '另一个', levels: [{ target: 900 }, { target: 100 }] })
  })

  it('adds posts and takes them out', async () => {
    await open(jianxi, true)
    await type('[data-test=scheme-name]', '岗位')
    const buttons = () => [...document.querySelectorAll<HTMLElement>('[data-test="lower.posts"] button')]
    buttons().at(-1)?.click()
    await flushPromises()
    await type('[aria-label="岗位名称，第 2 行"]', '巡查员')
    find('[aria-label="去掉岗位“楼栋长”"]')?.click()
    await flushPromises()
    await save()
    expect(sent().levels[1].posts).toMatchObject([
      { name: '巡查员', code: 'post-1', perGrid: 1, exclusive: true, allowance: null },
    ])
  })

  it('says on what a post is asked for, over how many grids one person serves, and what is paid for what', async () => {
    await open(jianxi, true)
    await type('[data-test=scheme-name]', '共用')
    const terms = () => find('[data-test="upper.posts"] .terms')?.textContent ?? ''
    expect(terms()).not.toContain('一人至多')
    await tick('专职，第 1 行')
    expect(terms()).toContain('一人至多')
    await type('[aria-label="一人至多几格，第 1 行"]', '4')
    await tick('志愿，第 1 行')
    await type('[aria-label="补贴（元/月），第 1 行"]', '1.5')
    await pick('每户')
    await save()
    expect(sent().levels[0].posts).toMatchObject([
      { basis: 'grid', exclusive: false, span: 4, voluntary: true, allowance: 1.5, payPer: 'household' },
    ])
    await pick('每若干户')
    expect(terms()).not.toContain('一人至多')
    await save()
    await eventually(() => expect(errors()).toEqual(['请填写']))
    expect(calls.createScheme).toHaveBeenCalledTimes(1)
    await type('[aria-label="每多少户，第 1 行"]', '500')
    await save()
    expect((calls.createScheme.mock.calls[1][2] as SchemeRule).levels[0].posts).toMatchObject([
      { basis: 'households', basisHouseholds: 500, span: null },
    ])
    await pick('每社区')
    await save()
    expect((calls.createScheme.mock.calls[2][2] as SchemeRule).levels[0].posts).toMatchObject([
      { basis: 'community', basisHouseholds: null, span: null },
    ])
  })

  it('closes what plans hold, lets names be put right, and makes a copy of it', async () => {
    const held = scheme('在用', [[400, post('manager', '管理员')]], { use: { plans: 2, drafts: 1 } })
    await open(held, false)
    expect(find('[data-test=scheme-held]')?.textContent).toContain('有 2 个规划按本方案划分')
    expect(input('[data-test=lower-target]')?.disabled).toBe(true)
    await type('[aria-label="岗位名称，第 1 行"]', '网格管理员')
    await save()
    expect(calls.changeScheme.mock.calls[0][2]).toMatchObject({
      levels: [{ posts: [{ code: 'manager', name: '网格管理员' }] }],
    })
    find('[data-test=scheme-copy]')?.click()
    await flushPromises()
    expect(input('[data-test=lower-target]')?.disabled).toBe(false)
    expect(input('[data-test=scheme-name]')?.value).toBe('')
    await type('[data-test=scheme-name]', '副本')
    await save()
    expect(sent()).toMatchObject({ name: '副本', levels: [{ posts: [{ name: '网格管理员' }] }] })
  })

  it('keeps what was typed when a plan comes to hold the scheme meanwhile, and offers to copy it', async () => {
    calls.changeScheme.mockRejectedValue(new DataError('scheme-in-use', { plans: 1 }))
    await open(scheme('空闲', [[400]]), false)
    await type('[data-test=lower-target]', '350')
    await save()
    expect(editor.emitted('saved')).toBeUndefined()
    expect(find('[data-test=scheme-held]')?.textContent).toContain('填写的内容都在')
    find('[data-test=scheme-copy]')?.click()
    await flushPromises()
    await type('[data-test=scheme-name]', '三百五')
    await save()
    expect(sent()).toMatchObject({ name: '三百五', levels: [{ target: 350 }] })
  })

  it('says another refusal in words and keeps what was typed', async () => {
    calls.createScheme.mockRejectedValue(new DataError('not-allowed'))
    await open(jianxi, true)
    await type('[data-test=scheme-name]', '不许')
    await save()
    expect(find('[role=alert].problem')?.textContent).toBe('您没有这项操作的权限。')
    expect(input('[data-test=scheme-name]')?.value).toBe('不许')
  })

  it('asks before it closes on something typed, and closes at once on nothing', async () => {
    await open(jianxi, true)
    const cancel = () => {
      const buttons = [...document.querySelectorAll<HTMLElement>('.el-dialog__footer button')]
      buttons.find((one) => one.textContent?.includes('取消'))?.click()
      return flushPromises()
    }
    const isAsking = () => document.body.textContent?.includes('放弃填写的内容？')
    await type('[data-test=scheme-name]', '半途')
    await cancel()
    expect(isAsking()).toBe(true)
    expect(input('[data-test=scheme-name]')?.value).toBe('半途')
    editor.unmount()
    document.body.innerHTML = ''
    await open(jianxi, true)
    await cancel()
    expect(isAsking()).toBe(false)
    const overlay = find('[data-test=scheme-editor]')?.closest<HTMLElement>('.el-overlay')
    await eventually(() => expect(overlay?.style.display).toBe('none'))
  })
})
