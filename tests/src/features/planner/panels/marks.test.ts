// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest'
import { ref, shallowRef } from 'vue'
import { deviationBins, inBin } from '../../../../../src/charts/deviation'
import DeviationHistogram from '../../../../../src/features/planner/panels/DeviationHistogram.vue'
import FaultItem from '../../../../../src/features/planner/panels/FaultItem.vue'
import FillPanel from '../../../../../src/features/planner/panels/FillPanel.vue'
import { setLanguage } from '../../../../../src/i18n'
import { usePlan } from '../../../../../src/stores/plan'
import { detailOf, scheme, withSmallPlan } from '../../../stores/plan-sheet'
import { mountAtDesk } from '../desk-of'

vi.mock('../../../../../src/components/ChartCanvas.vue', () => ({ default: { template: '<div />' } }))
const small = withSmallPlan()

beforeEach(async () => {
  document.body.innerHTML = ''
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  await setLanguage('zh-CN')
})

it('chooses the grids of a bar by its button, from bar to bar by arrows', async () => {
  await usePlan().open(small.ground, scheme, detailOf(7, small))
  const chooseGrids = vi.fn()
  const { wrapper, desk } = mountAtDesk(DeviationHistogram, {})
  Object.assign(desk.choice, { chooseGrids, chooseLevel: vi.fn() })
  const counts = [...usePlan().counts.values()]
  const filled = deviationBins(counts.flatMap(({ deviation }) => deviation ?? []), 0.1) // prettier-ignore
    .flatMap(({ grids }, at) => (grids ? [at] : []))
  const bars = wrapper.findAll<HTMLElement>('[data-bar]')
  expect(bars.map((bar) => Number(bar.attributes('data-bar')))).toEqual(filled)
  bars[0].element.focus()
  await bars[0].trigger('keydown', { key: 'End' })
  const last = bars[bars.length - 1]
  expect(document.activeElement).toBe(last.element)
  await last.trigger('keydown', { key: 'Enter' })
  await vi.waitFor(() => expect(chooseGrids).toHaveBeenCalledOnce())
  const keys = inBin(counts, filled[filled.length - 1]).map(({ key }) => key)
  expect(chooseGrids).toHaveBeenCalledWith(keys)
  expect(last.text()).toContain(`${keys.length} 个`)
})

it('marks what is broken where another plan is in force by now', async () => {
  await usePlan().open(small.ground, scheme, detailOf(7, small))
  const replaced = new Map([[11, { nowName: '乙', until: '2026-03-01' }]])
  const fault = { code: 'grid-too-small', isHard: true, level: 1, community: null, amount: 1 }
  const { draft } = usePlan()
  const markOf = (community: number) => {
    const grid = [...draft!.grids.values()].find((one) => one.community === community)
    const props = { ...fault, gridKey: grid?.key, building: null }
    const standing = { replaced: shallowRef(replaced), communities: ref(2) }
    return mountAtDesk(FaultItem, {}, props, { standing }).wrapper.find('[data-test=replaced-mark]')
  }
  expect(markOf(11).text()).toContain('已被替代')
  expect(markOf(12).exists()).toBe(false)
})

it('says how many of the households that are still to assign are an estimate', async () => {
  const { buildings } = small.ground.input
  buildings.estimated = buildings.id.map((_id, place) => place < 2)
  const detail = detailOf(7, small)
  const grid = detail.assignment.grid.map((key, place) => (place === 1 ? -1 : key))
  await usePlan().open(small.ground, scheme, { ...detail, assignment: { ...detail.assignment, grid } })
  const partition = { isRunning: ref(false), fillUp: vi.fn() }
  const { wrapper } = mountAtDesk(FillPanel, {}, {}, { partition })
  expect(wrapper.get('[data-test=estimate-mark]').text()).toContain(`${buildings.households[1]} 户是估算`)
})
