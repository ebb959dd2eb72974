// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { ElSelect } from 'element-plus'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { computed } from 'vue'
import PostsPart from '../../../../src/features/setup/posts/PostsPart.vue'
import { i18n, setLanguage } from '../../../../src/i18n'
import { DataError } from '../../../../src/lib/errors'
import { useSession } from '../../../../src/stores/session'

const DISTRICT = 7
const calls = vi.hoisted(() => ({
  assignPerson: vi.fn(),
  changeAssignment: vi.fn(),
  removeAssignment: vi.fn(),
}))
const answers = vi.hoisted((): Record<string, unknown> => ({}))
const reload = vi.hoisted(() => vi.fn())
vi.mock('../../../../src/data/setup/staffing', () => ({ ...calls, readStaffingBoard: vi.fn() }))
vi.mock('../../../../src/data/client', () => ({ client: () => 'client' }))
vi.mock('../../../../src/composables/useRead', () => ({
  useRead: (name: string) => ({
    data: computed(() => answers[name] ?? null),
    failure: computed(() => null),
    reload,
  }),
}))

const terms = {
  basisHouseholds: null,
  span: null,
  voluntary: false,
  payPer: 'month',
  required: 2,
  filled: 1,
  pay: 0,
}
const post = (id: number, name: string, given: object) => ({
  ...terms,
  id,
  level: 1,
  code: name,
  name,
  nameEn: name,
  perGrid: 1,
  exclusive: true,
  basis: 'grid',
  yuanMonth: 350,
  ...given,
})
const held = (id: number, at: number, grid: number, person: number, name: string) => ({
  id,
  post: at,
  grid,
  area: null,
  person,
  name,
  since: '2026-01-01',
  until: null,
  standIn: null,
  isOnDuty: true,
})
const person = (id: number, name: string, posts: unknown[] = []) => ({
  id,
  sourceId: `W-${id}`,
  name,
  organisation: '',
  posts,
})
const area = {
  id: DISTRICT,
  kind: 'district',
  code: '410802',
  name: '解放区',
  nameEn: null,
  parentId: null,
  districtId: DISTRICT,
}
let page: VueWrapper

function open(role: 'planner' | 'viewer' = 'planner') {
  useSession().$patch({ memberships: [{ role, areaId: DISTRICT }] })
  page = mount(PostsPart, {
    props: { area: area as never, districtId: DISTRICT },
    global: { plugins: [i18n] },
    attachTo: document.body,
  })
}
const row = (word: string) =>
  page.findAll('[data-test=board-places] tbody tr').find((one) => one.text().includes(word))!
const form = () => document.querySelector<HTMLElement>('.el-dialog')
/** Drags somebody out of the list of those who are free and drops them on a row. */
async function dragTo(name: string, target: string): Promise<void> {
  const kept = new Map<string, string>()
  const dataTransfer = {
    setData: (kind: string, value: string) => kept.set(kind, value),
    getData: (kind: string) => kept.get(kind) ?? '',
  }
  await page
    .findAll('[data-test=free-people] li')
    .find((one) => one.text().includes(name))!
    .trigger('dragstart', { dataTransfer })
  await row(target).trigger('drop', { dataTransfer })
  await flushPromises()
}
const save = async () => {
  document.querySelector<HTMLElement>('[data-test=assign-save]')!.click()
  await flushPromises()
}

beforeEach(async () => {
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
  for (const call of Object.values(calls)) call.mockReset().mockResolvedValue(1)
  reload.mockReset()
  answers['staffing-board'] = {
    day: '2026-03-01',
    posts: [
      post(1, '管理员', {}),
      post(2, '协管员', { perGrid: 2 }),
      post(3, '街道干部', { exclusive: false }),
    ],
    places: [
      { post: 1, grid: 70, area: null, wanted: 1 },
      { post: 2, grid: 70, area: null, wanted: 2 },
      { post: 3, grid: 70, area: null, wanted: 1 },
    ],
    grids: [{ id: 70, code: '001', name: '', level: 1, community: 3, households: 400 }],
    held: [held(11, 1, 70, 101, '赵一'), held(12, 2, 70, 102, '钱二'), held(13, 3, 70, 103, '孙三')],
    doubles: [],
  }
  answers.people = {
    day: '2026-03-01',
    people: [person(101, '赵一', [{}]), person(104, '李四'), person(105, '周五')],
  }
})
afterEach(() => {
  page.unmount()
  document.body.innerHTML = ''
})

describe('somebody is put on a post', () => {
  it('by dragging them there', async () => {
    open()
    expect(page.findAll('[data-test=free-people] li').map((one) => one.text())).toEqual(['李四', '周五'])
    await dragTo('李四', '协管员')
    expect(form()?.textContent).toContain('李四')
    await save()
    expect(calls.assignPerson).toHaveBeenCalledExactlyOnceWith(
      'client',
      { person: 104, post: 2, place: { grid: 70, area: null }, since: '2026-03-01', until: '' },
      expect.any(String),
    )
    expect(form()).toBeNull()
    expect(reload).toHaveBeenCalled()
  })

  it('by key: the vacancy is a button, and the person is chosen in the form by name', async () => {
    open()
    const vacancy = row('协管员').get<HTMLButtonElement>('button[data-test=vacant]')
    vacancy.element.focus()
    expect(document.activeElement).toBe(vacancy.element)
    await vacancy.trigger('click')
    await flushPromises()
    expect(document.querySelector<HTMLButtonElement>('[data-test=assign-save]')!.disabled).toBe(true)
    const who = page.findComponent(ElSelect)
    expect(who.props('filterable')).toBe(true)
    const options = [...document.querySelectorAll('.el-select-dropdown__item')].map((one) => one.textContent)
    expect(options).toEqual(['赵一 W-101', '李四 W-104', '周五 W-105'])
    const input = document.querySelector<HTMLInputElement>('[data-test=assign-person] input')!
    input.value = '周'
    input.dispatchEvent(new Event('input', { bubbles: true }))
    await new Promise((resolve) => setTimeout(resolve, 300))
    for (const key of ['ArrowDown', 'Enter']) {
      input.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true }))
      await flushPromises()
    }
    await save()
    expect(calls.assignPerson.mock.calls[0]?.[1]).toMatchObject({ person: 105, post: 2, place: { grid: 70 } })
  })

  it('never on a full post, which is said in words before a form opens', async () => {
    open()
    await dragTo('李四', '管理员')
    expect(form()).toBeNull()
    expect(page.get('[role=alert]').text()).toBe(
      '001的管理员已满员（赵一）。请先让其中一人离任，或把上方日期改到空出以后。',
    )
    expect(calls.assignPerson).not.toHaveBeenCalled()
    await dragTo('李四', '协管员')
    expect(page.find('p.refusal[role=alert]').exists()).toBe(false)
  })

  it('on a shared post, however many serve there', async () => {
    open()
    await dragTo('李四', '街道干部')
    expect(form()).not.toBeNull()
  })

  it('and a refusal of the database is said in the form, where what was chosen stays', async () => {
    calls.assignPerson.mockRejectedValue(
      new DataError('person-on-exclusive-post', {
        details: { grid: '002', since: '2026-01-01', until: null },
      }),
    )
    open()
    await dragTo('周五', '协管员')
    await save()
    expect(form()?.querySelector('[role=alert]')?.textContent).toBeTruthy()
    expect(form()?.textContent).toContain('周五')
  })

  it('by nobody who may not', async () => {
    open('viewer')
    expect(page.find('[data-test=free-people]').exists()).toBe(false)
    expect(page.find('button[data-test=vacant]').exists()).toBe(false)
    await row('协管员').trigger('drop', { dataTransfer: { getData: () => '104' } })
    expect(form()).toBeNull()
  })
})

it('the free are found by name or number', async () => {
  open()
  await page.get('[data-test=free-people] input').setValue('W-105')
  expect(page.findAll('[data-test=free-people] li').map((one) => one.text())).toEqual(['周五'])
})
