// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { beforeAll, expect, it } from 'vitest'
import RedrawMark from '../../../../src/components/plan/RedrawMark.vue'
import { i18n, setLanguage } from '../../../../src/i18n'

const shown = (redraw: { communities: string[]; buildings: number } | null) =>
  mount(RedrawMark, { props: { redraw }, global: { plugins: [i18n] } }).text()

beforeAll(() => setLanguage('zh-CN'))

it('says why a plan in force has to be drawn anew, and nothing where it need not', () => {
  expect(shown(null)).toBe('')
  expect(shown({ communities: [], buildings: 0 })).toBe('')
  expect(shown({ communities: ['垦区社区'], buildings: 2 })).toMatch(/垦区社区.*2/)
})
