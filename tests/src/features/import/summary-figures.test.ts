// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import type { ImportSummary } from '../../../../src/data/imports/imports'
import SummaryFigures from '../../../../src/features/import/SummaryFigures.vue'
import { i18n, setLanguage } from '../../../../src/i18n'
import type { ReadFacts } from '../../../../src/import/job'
import { summaryOf } from './summary'

beforeEach(async () => {
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
})

const facts = {
  derivedStreets: 0,
  derivedCommunities: 12,
  lacksCommunities: false,
  estimated: { buildings: 0, households: 0 },
  leftOut: {},
} as unknown as ReadFacts

function shown(summary: ImportSummary, name = 'derived-refused', changes: Partial<ReadFacts> = {}): string[] {
  const props = { summary, facts: { ...facts, ...changes } }
  const figures = mount(SummaryFigures, { props, global: { plugins: [i18n] } })
  return figures.findAll(`[data-test=${name}]`).map((one) => one.text())
}

it('tells which of the communities to be drawn cannot be made, and why', () => {
  const names = Array.from({ length: 10 }, (_, i) => `社区${i}`)
  const derivedRefused = [
    { reason: 'community-ambiguous', count: 1, names: ['中心社区'] },
    { reason: 'unknown-parent', count: 11, names },
  ]
  expect(shown(summaryOf({ derivedRefused }))).toEqual([
    '其中 1 个无法划出：有几个社区同名，需要街道列才能分清（中心社区）',
    `其中 11 个无法划出：找不到上级（${names.join('、')} …）`,
  ])
})

it('says nothing of it where all can be made', () => expect(shown(summaryOf({}))).toEqual([]))

it('says what is missing where no row can find a community', () => {
  const [told] = shown(summaryOf({}), 'communities-missing', { lacksCommunities: true })
  expect(told).toContain('请选定社区所在的列，或先导入社区边界')
  expect(shown(summaryOf({}), 'communities-missing')).toEqual([])
})

it('says how many households are an estimate, and what was left out', () => {
  const estimated = { buildings: 30, households: 412 }
  expect(shown(summaryOf({}), 'import-estimated', { estimated })).toEqual(['▲ 其中 30 栋楼的 412 户是估算'])
  expect(shown(summaryOf({}), 'import-left-out', { leftOut: { road: 6, water: 2 } })).toEqual([
    '按您的选择略去：6 道路、2 水面',
  ])
  expect(shown(summaryOf({}), 'import-estimated')).toEqual([])
})
