// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { ref } from 'vue'
import RankingTable from '../../../../src/features/figures/RankingTable.vue'
import type { Figures } from '../../../../src/features/figures/useFigures'
import { i18n, setLanguage } from '../../../../src/i18n'

beforeEach(async () => {
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
})

/** The table with as much of the page's figures as its head asks for. */
function tableOf(hasLevels: boolean) {
  const figures = {
    unit: ref('grid'),
    indicator: ref(null),
    rows: ref([]),
    hasLevels: ref(hasLevels),
    figures: { data: ref(null), failure: ref(null), reload: () => undefined },
  } as unknown as Figures
  return mount(RankingTable, { props: { figures }, global: { plugins: [i18n] } })
}

it('says that grids of the lowest level are ranked where there are others above them', () => {
  expect(tableOf(true).text()).toContain('按最低一级网格统计')
  expect(tableOf(false).text()).not.toContain('最低一级')
})
