// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { computed } from 'vue'
import AccountDialog from '../../../../src/features/administration/accounts/AccountDialog.vue'
import type { Account } from '../../../../src/data/district/accounts'
import { i18n, setLanguage } from '../../../../src/i18n'

const calls = vi.hoisted(() => ({ changeAccount: vi.fn(), listSessions: vi.fn() }))
vi.mock('../../../../src/data/district/accounts', () => calls)
vi.mock('../../../../src/data/client', () => ({ client: () => 'client' }))
vi.mock('../../../../src/composables/useRead', () => ({
  useRead: () => ({ data: computed(() => []), failure: computed(() => null), reload: vi.fn() }),
}))

const account = (change: Partial<Account> = {}): Account => ({
  userId: 'u1',
  name: '李某',
  signIn: 'w-1',
  kind: 'person',
  isManaged: true,
  since: '2026-01-01T00:00:00Z',
  endedAt: null,
  person: null,
  isMe: false,
  lastSignIn: null,
  sessions: 1,
  roles: [{ role: 'worker', areaId: 3, departmentId: null }],
  ...change,
})
/** The dialog without what is not asked here. */
function open(first: Account) {
  const blank = { template: '<div><slot /></div>' }
  return mount(AccountDialog, {
    props: { district: 1, account: first, publicAddress: '' },
    global: {
      plugins: [i18n],
      stubs: { ElDialog: blank, ConfirmDialog: blank, RolesEditor: true, PersonSelect: true },
    },
  })
}

beforeEach(async () => {
  await setLanguage('zh-CN')
  setActivePinia(createPinia())
  calls.changeAccount.mockReset().mockResolvedValue(undefined)
})

test('what is typed stays when the account is read anew, and is sent with what it was typed over', async () => {
  const first = account()
  const dialog = open(first)
  await dialog.get('input').setValue('李明')
  await dialog.setProps({ account: account({ roles: [{ role: 'viewer', areaId: 1, departmentId: null }] }) })
  expect(dialog.get('input').element.value).toBe('李明')
  await dialog.get('form').trigger('submit')
  await flushPromises()
  expect(calls.changeAccount).toHaveBeenCalledWith(
    'client',
    1,
    first,
    expect.objectContaining({ name: '李明', roles: first.roles }),
  )
})

test('where nothing is typed it shows the account as it is now', async () => {
  const dialog = open(account())
  const now = account({ name: '李四' })
  await dialog.setProps({ account: now })
  expect(dialog.get('input').element.value).toBe('李四')
  await dialog.get('form').trigger('submit')
  await flushPromises()
  expect(calls.changeAccount.mock.calls[0][2]).toEqual(now)
})

test('and after it was saved, as it was saved', async () => {
  const dialog = open(account())
  await dialog.get('input').setValue('李明 ')
  await dialog.get('form').trigger('submit')
  await flushPromises()
  const saved = account({ name: '李明' })
  await dialog.setProps({ account: saved })
  expect(dialog.get('input').element.value).toBe('李明')
  await dialog.get('form').trigger('submit')
  await flushPromises()
  expect(calls.changeAccount.mock.calls[1][2]).toEqual(saved)
})
