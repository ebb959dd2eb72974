// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { ref } from 'vue'
import type { Indicator } from '../../../../src/data/indicators'
import RankingTable from '../../../../src/features/figures/RankingTable.vue'
import type { Figures } from '../../../../src/features/figures/useFigures'
import { ranked, valueOf } from '../../../../src/features/figures/values'
import { i18n, setLanguage } from '../../../../src/i18n'

const hours: Indicator = { code: 'handlingHours', rank: 17, kind: 'hours', basis: 'cases', better: 'less', name: '平均处置时长', nameEn: 'Mean handling time', formula: '', formulaEn: '', units: null, version: 1, versionSince: '2026-11-30' } // prettier-ignore
const p90: Indicator = { ...hours, code: 'handlingHoursP90', kind: 'percentile', name: '处置时长 P90', nameEn: 'P90' } // prettier-ignore
const unit = (id: string, mean: [number, number], nine: [number, number]) => ({ id, code: id, name: id, nameEn: null, parent: null, values: { handlingHours: mean, handlingHoursP90: nine } }) // prettier-ignore
const units = [unit('东街', [80, 10], [30, 10]), unit('西街', [20, 10], [4.5, 10])]
const period = { firstDay: '2026-11-01', lastDay: '2026-11-28' }

test('beside the mean of the hours stands what nine in ten do not exceed, of each unit', async () => {
  await setLanguage('zh-CN')
  const figures = {
    unit: ref('street'),
    hasLevels: ref(false),
    indicator: ref(hours),
    beside: ref(p90),
    besides: ref(new Map(units.map((one) => [one.id, valueOf(p90, one)]))),
    figures: { data: ref({ now: { ...period, units }, periods: { ...period, last: null, year: null } }), failure: ref(null) }, // prettier-ignore
    rows: ref(ranked(hours, units, undefined, undefined)),
  } as unknown as Figures
  const table = mount(RankingTable, { props: { figures }, global: { plugins: [i18n] } })
  expect(table.findAll('thead th').map((head) => head.text())).toContain('P90')
  expect(table.findAll('[data-testid=beside]').map((cell) => cell.text())).toEqual(['30.0 工作小时', '4.5 工作小时']) // prettier-ignore
  expect(table.findAll('tbody th').map((head) => head.text())).toEqual(['东街', '西街'])
})
