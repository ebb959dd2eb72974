// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { computed } from 'vue'
import type { Person } from '../../../../src/data/setup/people'
import { candidatesOf, signInOf } from '../../../../src/features/administration/accounts/bulk/candidates'
import InviteManyDialog from '../../../../src/features/administration/accounts/bulk/InviteManyDialog.vue'
import { i18n, setLanguage } from '../../../../src/i18n'
import { DataError } from '../../../../src/lib/errors'

const DISTRICT = 7
const inviteEach = vi.hoisted(() => vi.fn())
const answers = vi.hoisted((): Record<string, unknown> => ({}))
vi.mock('../../../../src/data/district/accounts', () => ({ inviteEach }))
vi.mock('../../../../src/data/client', () => ({ client: () => 'client' }))
vi.mock('../../../../src/composables/useRead', () => ({
  useRead: (name: string) => ({
    data: computed(() => answers[name] ?? null),
    failure: computed(() => null),
    isLoading: computed(() => false),
    reload: vi.fn(),
  }),
}))

const somebody = (id: number, given: Partial<Person> = {}) =>
  ({
    id,
    sourceId: `W-00${id}`,
    name: `人${id}`,
    organisation: '',
    workTelephone: '',
    department: null,
    area: null,
    hasAccount: false,
    posts: [],
    ...given,
  }) as unknown as Person
const issued = (id: number) => ({
  issued: { invitation: id, code: `CODE0000000${id}`, expiresAt: '2026-12-08T00:00:00Z' },
})

beforeEach(async () => {
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
  answers['bulk-people'] = {
    people: [
      somebody(1, { organisation: '城管局' }),
      somebody(2, { organisation: '城管局', area: 11 }),
      somebody(3, { organisation: '水务局' }),
      somebody(4, { hasAccount: true }),
    ],
  }
  answers['bulk-departments'] = []
  answers['role-departments'] = []
})
afterEach(() => {
  document.body.innerHTML = ''
  vi.clearAllMocks()
})

async function open() {
  const dialog = mount(InviteManyDialog, {
    props: { district: DISTRICT, publicAddress: 'https://grid.example' },
    global: { plugins: [i18n] },
    attachTo: document.body,
  })
  await flushPromises()
  const find = <E extends HTMLElement>(name: string) =>
    document.querySelector<E>(`[data-test=${name}], [data-test=${name}] input`)!
  const press = async (name: string) => {
    find(name).click()
    await flushPromises()
  }
  return { dialog, find, press }
}

describe('many are invited', () => {
  it('who is listed and ticked, each with a sign-in and the roles that they were given', async () => {
    inviteEach.mockResolvedValue([
      issued(1),
      { failure: new DataError('invitation-open', { value: 'W-002' }) },
    ])
    const { find, press } = await open()
    expect(document.querySelectorAll('[data-test=bulk-people] tbody tr')).toHaveLength(3)
    const field = document.querySelector<HTMLInputElement>(
      'input[data-test=bulk-find], [data-test=bulk-find] input',
    )!
    field.value = '城管'
    field.dispatchEvent(new Event('input'))
    await flushPromises()
    expect(document.querySelectorAll('[data-test=bulk-people] tbody tr')).toHaveLength(2)
    find<HTMLInputElement>('bulk-all').dispatchEvent(new Event('change'))
    await flushPromises()
    find('bulk-people').querySelectorAll<HTMLInputElement>('.sign-in')[0].value = ' other-1 '
    find('bulk-people').querySelectorAll('.sign-in')[0].dispatchEvent(new Event('input'))
    await press('bulk-roles')
    document.querySelector('form')!.dispatchEvent(new Event('submit'))
    await flushPromises()
    const roles = [expect.objectContaining({ areaId: DISTRICT, departmentId: null })]
    expect(inviteEach).toHaveBeenCalledExactlyOnceWith('client', DISTRICT, [
      { name: '人1', signIn: 'other-1', roles, personId: 1 },
      { name: '人2', signIn: 'W-002', roles, personId: 2 },
    ])
    const shown = find('bulk-issued').textContent
    expect(shown).toContain('已生成 1 个邀请码，1 人未能邀请')
    expect(shown).toContain('CODE 0000 0001')
    expect(shown).toContain('https://grid.example/join#CODE00000001')
    expect(find('bulk-refused').textContent).toContain('人2 W-002')
    expect(find('bulk-refused').textContent).toContain('已有未使用的邀请码')
  })

  it('nobody before somebody is ticked', async () => {
    const { find } = await open()
    expect(find<HTMLButtonElement>('bulk-invite').disabled).toBe(true)
  })
})

describe('what somebody signs in with', () => {
  it.each([
    [{ sourceId: 'W-001', workTelephone: '13812345678' }, 'number', 'W-001'],
    [{ sourceId: 'W-001', workTelephone: '138 1234 5678' }, 'telephone', '13812345678'],
    [{ sourceId: 'W-001', workTelephone: '0391-1234567' }, 'telephone', 'W-001'],
    [{ sourceId: 'own-0a1b2c3d-1111', workTelephone: '13812345678' }, 'number', '13812345678'],
    [{ sourceId: 'roster 0123', workTelephone: '' }, 'number', ''],
  ] as const)('of %o by %s is %s', (given, by, signIn) => {
    expect(signInOf(somebody(1, given), by)).toBe(signIn)
  })

  it('people without an account begin where they work', () => {
    const people = [somebody(1, { area: 11 }), somebody(2), somebody(3, { hasAccount: true })]
    const found = candidatesOf(people, DISTRICT, 'number')
    expect(found.map(({ roles }) => roles[0].areaId)).toEqual([11, DISTRICT])
  })
})
