// @vitest-environment happy-dom
import { execFileSync } from 'node:child_process'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { computed } from 'vue'
import PairDialog from '../../../src/features/administration/accounts/PairDialog.vue'
import IssuedCode from '../../../src/features/administration/accounts/IssuedCode.vue'
import CertificatePaper from '../../../src/features/setup/volunteers/CertificatePaper.vue'
import { i18n, setLanguage } from '../../../src/i18n'
import { publicLink } from '../../../src/lib/public-address'

const volunteer = {
  id: 5,
  name: '王志愿',
  role: '义务修理员',
  roleEn: 'Repairs',
  districtId: 7,
  district: '解放区',
  districtEn: null,
  street: '民生街道',
  streetEn: null,
  community: '花园社区',
  communityEn: null,
  compound: null,
  since: '2026-01-01',
  until: null,
  certificate: '410802-ABCDEFGHJK',
  certifiedOn: '2026-02-01',
  services: [],
}
const answers = vi.hoisted((): Record<string, unknown> => ({}))
const asked = vi.hoisted((): Record<string, () => unknown> => ({}))
vi.mock('../../../src/composables/useRead', () => ({
  useRead: (name: string, source: () => unknown) => {
    asked[name] = source
    return { data: computed(() => answers[name] ?? null), failure: computed(() => null), reload: vi.fn() }
  },
}))
vi.mock('vue-router', () => ({ useRoute: () => ({ params: { id: '5' } }) }))

const NAMED = 'https://wg.jiefang.gov.cn/grids/'
const global = { plugins: [i18n] }

beforeEach(async () => {
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
  answers['volunteer-record'] = volunteer
  answers['district-settings'] = { publicAddress: NAMED }
})

describe('what residents are told to open begins with the address of the district', () => {
  it('on a certificate', () => {
    const text = mount(CertificatePaper, { global }).text()
    expect(text).toContain('https://wg.jiefang.gov.cn/grids/certificate/410802-ABCDEFGHJK')
    expect(text).not.toContain(location.origin)
    expect(asked['district-settings']()).toBe(7)
  })

  it('which is not printed before the address is known', () => {
    answers['district-settings'] = null
    expect(mount(CertificatePaper, { global }).get('.bar button').attributes('disabled')).toBeDefined()
  })

  it('for a wall that is paired', async () => {
    document.body.innerHTML = ''
    mount(PairDialog, {
      props: { modelValue: true, district: 7, publicAddress: NAMED },
      global,
      attachTo: document.body,
    })
    await flushPromises()
    expect(document.body.textContent).toContain('https://wg.jiefang.gov.cn/grids/pair')
    expect(document.body.textContent).not.toContain(location.origin)
  })

  it('for an invitation', () => {
    const props = {
      issued: { invitation: 1, code: 'ABCD2345EFGH', expiresAt: '2026-12-01T08:00:00Z' },
      name: '甲',
      signIn: 'w-1',
      publicAddress: NAMED,
    }
    const link = mount(IssuedCode, { props, global }).get('a')
    expect(link.attributes('href')).toBe('https://wg.jiefang.gov.cn/grids/join#ABCD2345EFGH')
  })

  it('and with that of the page where the district names none', () => {
    expect(publicLink('', '/pair')).toBe(`${location.origin}/pair`)
  })

  it('in one way: no page makes such a link by itself', () => {
    const found = execFileSync('git', ['grep', '-l', '--untracked', 'location.origin', '--', 'src'], {
      encoding: 'utf8',
    })
    expect(found.trim().split('\n')).toEqual([
      'src/env.ts',
      // Says what is taken where nothing is set.
      'src/features/administration/settings/SettingsPage.vue',
      'src/lib/public-address.ts',
    ])
  })
})
