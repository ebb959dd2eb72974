// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { expect, it, vi } from 'vitest'
import type { GridInForce } from '../../../../src/data/plans/in-force'
import InForceGrids from '../../../../src/features/in-force/InForceGrids.vue'
import { i18n, setLanguage } from '../../../../src/i18n'

it('marks estimates, and is walked and chosen from by keyboard', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
  const grids = [1, 2, 3].map((id) => ({
    ...{ id, level: 1, key: id, code: `99010100100100${id}`, name: '', community: 11, kind: null },
    ...{ households: 400, target: 400, estimated: id === 2 ? 35 : 0, isLeaf: true },
  })) as unknown as GridInForce[]
  const wrapper = mount(InForceGrids, {
    props: { grids, chosen: 2 },
    global: { plugins: [i18n], stubs: { RouterLink: { template: '<a><slot /></a>' } } },
    attachTo: document.body,
  })
  const rows = wrapper.findAll<HTMLElement>('[data-row]')
  expect(rows.map((row) => row.find('[data-test=estimate-mark]').exists())).toEqual([false, true, false])
  expect(rows[1].get('[data-test=estimate-mark]').text()).toContain('35 户是估算')
  expect(rows.map((row) => row.attributes('tabindex'))).toEqual(['-1', '0', '-1'])
  await rows[1].trigger('keydown', { key: 'ArrowDown' })
  expect(document.activeElement).toBe(rows[2].element)
  await rows[2].trigger('keydown', { key: 'Enter' })
  expect(wrapper.emitted('pick')).toEqual([[3]])
})
