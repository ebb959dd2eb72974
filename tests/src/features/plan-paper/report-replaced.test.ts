// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import ReportGrids from '../../../../src/features/plan-paper/ReportGrids.vue'
import ReportMap from '../../../../src/features/plan-paper/ReportMap.vue'
import { i18n, setLanguage } from '../../../../src/i18n'
import { square } from '../../../support/squares'

const grid = (key: number, community: number) => ({
  ...{
    level: 1,
    key,
    community,
    code: `99010100100${community}00${key}`,
    name: '',
    kind: null,
    households: 400,
  },
  ...{ label: [113.005, 35.005], polygon: square(113 + key * 0.01, 35, 0.01) },
})
const report = (isReplaced: boolean) => ({
  scheme: { levels: [{ level: 1, name: '网格', nameEn: 'grid', target: 400 }], tolerance: 0.1 },
  rows: [grid(1, 1), grid(2, 2)].map((one) => ({ grid: one, deviation: 0, isWithin: true, buildings: 3 })),
  estimates: new Map(),
  baseMap: null,
  standing: {
    communities: [
      { community: 1, replaced: isReplaced, nowName: '乙', until: '2026-03-01' },
      { community: 2, replaced: false, nowName: null, until: null },
    ],
  },
})
const open = (component: object, isReplaced: boolean) =>
  mount(component, {
    props: { report: report(isReplaced), ...(component === ReportMap && { title: '网格图', only: null }) },
    global: { plugins: [i18n] },
  })

beforeEach(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
})

it('marks the rows of grids that another plan replaced', () => {
  const marks = open(ReportGrids, true)
    .findAll('tbody tr')
    .map((row) => row.find('[data-test=replaced-mark]').exists())
  expect(marks).toEqual([true, false])
})

it('veils them on the map and says what that means, only where there are any', () => {
  const replaced = open(ReportMap, true)
  expect(replaced.findAll('[data-veiled]')).toHaveLength(1)
  expect(replaced.text()).toContain('已被别的规划替代')
  const whole = open(ReportMap, false)
  expect(whole.findAll('[data-veiled]')).toHaveLength(0)
  expect(whole.text()).not.toContain('已被别的规划替代')
})
