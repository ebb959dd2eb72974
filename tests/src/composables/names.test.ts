// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { h } from 'vue'
import { useNames } from '../../../src/composables/useNames'
import { i18n, setLanguage } from '../../../src/i18n'
import { usePlan } from '../../../src/stores/plan'
import { detailOf, scheme, withSmallPlan } from '../stores/plan-sheet'

vi.mock('../../../src/data/client', () => ({ client: () => ({}) }))

const small = withSmallPlan()

/** The names of a plan that has these codes, in Chinese. */
async function namesWith(codeOf: (key: number) => string | null) {
  await setLanguage('zh-CN')
  const detail = detailOf(7, small)
  const grids = detail.grids.map((grid) => ({ ...grid, code: codeOf(grid.key) }))
  await usePlan().open(small.ground, scheme, { ...detail, grids })
  let names: ReturnType<typeof useNames> | undefined
  const host = () => {
    names = useNames()
    return () => h('div')
  }
  mount({ setup: host }, { global: { plugins: [i18n] } })
  return names as ReturnType<typeof useNames>
}

test('edits of a draft call grids by three digits, one like the other', async () => {
  const { sentence } = await namesWith(() => null)
  expect(sentence({ code: 'rename', values: { to: 3, name: '渡口' } })).toBe('网格 003 命名为“渡口”')
  expect(sentence({ code: 'border', values: { grids: '9、12', count: 0 } })).toBe('调整网格 009、012 的边界')
  expect(sentence({ code: 'partition', values: { grids: 12 } })).toBe('自动划分为 12 个网格')
})

test('once grids have codes, edits call them by these, and say so of a grid that was gone by then', async () => {
  const { sentence } = await namesWith((key) => `41030200100${1 + (key % 2)}0${40 + key}`)
  const [key, other] = small.drawn.coverage.grids()
  const coded = sentence({ code: 'border', values: { grids: `${key}、${other}`, count: 0 } })
  expect(coded).toContain(`0${40 + key}、`)
  expect(coded).toContain(`0${40 + other} 的`)
  expect(sentence({ code: 'merge', values: { to: 999, count: 2 } })).toBe('2 个网格合并为 999（草稿编号）')
  expect(sentence({ code: 'takeBack', values: { of: 'lock', to: key } })).toContain(`0${40 + key}”`)
})
