// @vitest-environment happy-dom
import { PiniaColada } from '@pinia/colada'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Area } from '../../../../src/data/areas'
import { readSignRows, readSigns } from '../../../../src/data/assessment'
import { setClient } from '../../../../src/data/client'
import SignList from '../../../../src/features/figures/assessment/SignList.vue'
import { i18n, setLanguage } from '../../../../src/i18n'
import { usePlace } from '../../../../src/stores/place'

vi.mock('../../../../src/data/assessment')

const area = (id: number, code: string) => ({ id, code, name: code, nameEn: code, districtId: 1 }) as Area
const period = { firstDay: '2026-11-01', lastDay: '2026-11-30' }
const sign = (kind: string, community: number) => ({ sign: kind, community, shown: 8, cases: 20, usual: 0.1, distance: 3 }) // prettier-ignore

/** The list as the page shows it at an address. */
async function at(address: string) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const place = usePlace()
  place.areas = [area(1, '3301'), area(7, '330101001')]
  const component = { template: '<div />' }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)', component }] })
  await router.push(address)
  const global = { plugins: [pinia, PiniaColada, i18n, router] }
  const list = mount(SignList, { props: { period }, global, attachTo: document.body })
  await flushPromises()
  return { list, router }
}

beforeEach(async () => {
  await setLanguage('en')
  setClient({} as never)
  vi.mocked(readSigns).mockResolvedValue({ signs: [sign('split', 7), sign('rushed', 7)] } as never)
  vi.mocked(readSignRows)
    .mockReset()
    .mockResolvedValue({ incidents: [] } as never)
})

it('writes the sign that is opened into the address, with the days it is of', async () => {
  const { list, router } = await at('/figures/assessment?unit=street')
  expect(readSignRows).not.toHaveBeenCalled()
  await list.findAll('button')[1].trigger('click')
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({
    unit: 'street',
    day: '2026-11-01',
    sign: 'rushed~330101001',
  })
  await list.findAll('button')[1].trigger('click')
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ unit: 'street', day: '2026-11-01' })
})

it('opens the sign of the address', async () => {
  const { list } = await at('/figures/assessment?sign=rushed~330101001')
  expect(list.findAll('button').map((one) => one.attributes('aria-expanded'))).toEqual(['false', 'true'])
  expect(vi.mocked(readSignRows).mock.calls.map((call) => call.slice(1))).toEqual([[1, 'rushed', 7, period]])
})

it.each(['rushed', 'rushed~999', '~330101001'])('opens none for %s', async (asked) => {
  await at(`/figures/assessment?sign=${asked}`)
  expect(readSignRows).not.toHaveBeenCalled()
})
