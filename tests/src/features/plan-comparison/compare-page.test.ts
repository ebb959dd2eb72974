// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { readBaseMap } from '../../../../src/data/maps/basemap'
import { readPlanningInput } from '../../../../src/data/maps/places'
import { readGridsInForce } from '../../../../src/data/plans/in-force'
import { comparePlans, planIncidents } from '../../../../src/data/plans/plan-outputs'
import { listPlans, readPlan } from '../../../../src/data/plans/plans'
import ComparePage from '../../../../src/features/plan-comparison/ComparePage.vue'
import { i18n, setLanguage } from '../../../../src/i18n'
import { DataError } from '../../../../src/lib/errors'
import { differenceSaid, forceSaid, planSaid } from './two-drawings'

vi.mock('../../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../../src/data/maps/basemap')
vi.mock('../../../../src/data/maps/places')
vi.mock('../../../../src/data/plans/in-force')
vi.mock('../../../../src/data/plans/plan-outputs')
vi.mock('../../../../src/data/plans/plans')

const buildings = { id: [12], households: [90], lng: [113], lat: [35], community: [5], name: ['甲'] }

/** What is answered once it is let go. */
function held<T>(): { promise: Promise<T>; letGo: (value: T) => void } {
  let letGo!: (value: T) => void
  const promise = new Promise<T>((resolve) => (letGo = resolve))
  return { promise, letGo }
}
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  await nextTick()
}

const plugins = () => {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:all(.*)*', component: { template: '<i />' } }],
  })
  return { router, all: [i18n, createPinia(), PiniaColada, router] }
}
async function open({ router, all } = plugins(), query = '?a=force&b=7') {
  await router.push(`/planner/compare${query}`)
  const page = mount(ComparePage, {
    global: { plugins: all as never, stubs: { MapView: { template: '<section><slot /></section>' } } },
  })
  await settle()
  return page
}

beforeEach(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  await setLanguage('zh-CN')
  vi.clearAllMocks()
  vi.mocked(listPlans).mockResolvedValue([])
  vi.mocked(comparePlans).mockResolvedValue(differenceSaid())
  vi.mocked(readPlan).mockResolvedValue(planSaid())
  vi.mocked(readGridsInForce).mockResolvedValue(forceSaid())
  vi.mocked(readPlanningInput).mockResolvedValue({ buildings } as never)
  vi.mocked(readBaseMap).mockResolvedValue({ type: 'FeatureCollection', features: [] } as never)
  vi.mocked(planIncidents).mockResolvedValue(new Map([['1-1', 3]]))
})

describe('the comparison of two drawings', () => {
  it('says what differs before the grids are there, and of the maps that they are on their way', async () => {
    const plan = held<ReturnType<typeof planSaid>>()
    vi.mocked(readPlan).mockReturnValue(plan.promise)
    const page = await open()
    expect(page.find('[data-test=moved-households]').text()).toContain('90')
    expect(page.findAll('[data-test=differences] li')).toHaveLength(1)
    expect(page.findAll('[data-test=map-coming]')).toHaveLength(2)
    expect(page.find('.compare').attributes('data-ready')).toBeUndefined()
    plan.letGo(planSaid())
    await settle()
    expect(page.findAll('[data-test=map-coming]')).toHaveLength(0)
    expect(page.find('.compare').attributes('data-ready')).toBe('true')
    expect(page.findAll('h2').map((title) => title.text())).toEqual(
      expect.arrayContaining(['现行网格', '新画的']),
    )
    page.unmount()
  })

  it('keeps the figures where the buildings cannot be had, and says so of the maps', async () => {
    vi.mocked(readPlanningInput).mockRejectedValue(new DataError('area-unknown'))
    const page = await open()
    expect(page.find('[data-test=moved-households]').text()).toContain('90')
    expect(page.findAll('[role=alert]')).toHaveLength(1)
    page.unmount()
  })

  it('counts cases only once they are asked for', async () => {
    const page = await open()
    expect(planIncidents).not.toHaveBeenCalled()
    await page.findAll('[data-test=compare-figure] input')[1].setValue(true)
    await settle()
    expect(vi.mocked(planIncidents).mock.calls.map(([, plan]) => plan)).toEqual([4, 7])
    page.unmount()
  })

  it('is not the one of before where the draft was saved between two looks', async () => {
    const shared = plugins()
    const first = await open(shared)
    first.unmount()
    vi.mocked(comparePlans).mockResolvedValue(differenceSaid({ movedHouseholds: 123 }))
    const second = await open(shared)
    expect(second.find('[data-test=moved-households]').text()).toContain('123')
    second.unmount()
  })
})
