// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PlanHead } from '../../../../../src/data/plans'
import ChosenGrids from '../../../../../src/features/planner/panels/ChosenGrids.vue'
import { type Choice, refusalOf } from '../../../../../src/features/planner/commands/grid-actions'
import GridActions from '../../../../../src/features/planner/panels/GridActions.vue'
import { i18n, setLanguage } from '../../../../../src/i18n'
import type { LivePlan } from '../../../../../src/plan/model/live'
import { usePlan } from '../../../../../src/stores/plan'
import { drawnPlan, smallGround } from '../../../plan/small-district'
import { asPlanner } from '../../../stores/plan-sheet'

const choice = (communities: number[], rest: Partial<Choice> & { locked?: number } = {}): Choice => ({
  grids: communities.map((community, at) => ({ community, locked: at < (rest.locked ?? 0) })),
  isEditable: rest.isEditable ?? true,
  isBusy: rest.isBusy ?? false,
})

describe('why something cannot be done with the chosen grids', () => {
  it.each([
    ['merge', choice([1, 1]), null],
    ['merge', choice([1]), 'few'],
    ['merge', choice([1, 2]), 'communities'],
    ['merge', choice([1, 1], { locked: 1 }), 'locked'],
    ['merge', choice([1, 1], { isEditable: false }), 'notDraft'],
    ['merge', choice([1, 1], { isBusy: true }), null],
    ['split', choice([1]), null],
    ['split', choice([]), 'one'],
    ['split', choice([1, 1]), 'one'],
    ['split', choice([1], { locked: 1 }), 'locked'],
    ['split', choice([1], { isBusy: true }), 'busy'],
    ['rebalance', choice([1, 2]), null],
    ['rebalance', choice([]), 'few'],
    ['rebalance', choice([1, 2], { locked: 1 }), null],
    ['rebalance', choice([1, 2], { locked: 2 }), 'locked'],
    ['rebalance', choice([1, 2], { isBusy: true }), 'busy'],
    ['lock', choice([]), 'none'],
    ['lock', choice([1], { locked: 1 }), null],
  ] as const)('%s of %j: %s', (action, given, refusal) => {
    expect(refusalOf(action, given)).toBe(refusal)
  })
})

describe('the panel of several chosen grids', () => {
  let live: LivePlan
  beforeAll(async () => {
    live = await drawnPlan(smallGround())
  })
  beforeEach(async () => {
    asPlanner()
    await setLanguage('zh-CN')
    const plan = usePlan()
    plan.head = { id: 1, state: 'draft' } as PlanHead
    plan.live = live
    plan.draft = live.draft
    plan.figures = live.figures
  })
  const grids = () => [...live.draft.grids.values()]
  const props = (keys: number[]) => ({
    props: { level: 1, keys, isBusy: false },
    global: { plugins: [i18n] },
  })

  it('says under the buttons, and on them, why they are off', () => {
    const [one, ...rest] = grids()
    const far = rest.find(({ community }) => community !== one.community)
    const actions = mount(GridActions, props([one.key, far?.key ?? 0]))
    expect(actions.find('[data-test=merge]').attributes('title')).toBe('要合并的网格须在同一社区。')
    expect(actions.find('[data-test=merge]').attributes('disabled')).toBeDefined()
    expect(actions.findAll('[data-test=why]').map((hint) => hint.text())).toEqual([
      '要合并的网格须在同一社区。',
    ])
  })

  it('says nothing where all can be done', () => {
    const [one, ...rest] = grids()
    const beside = rest.find(({ community }) => community === one.community)
    const actions = mount(GridActions, props([one.key, beside?.key ?? 0]))
    expect(actions.find('[data-test=merge]').attributes('disabled')).toBeUndefined()
    expect(actions.findAll('[data-test=why]')).toHaveLength(0)
  })

  it('adds up households and buildings, and gives the deviation of each', () => {
    const [one, other] = [...live.figures.values()]
    const text = mount(ChosenGrids, props([one.key, other.key])).text()
    expect(text).toContain(`${one.households + other.households} 户`)
    expect(text).toContain(`${one.buildings + other.buildings} 栋`)
    expect(text.match(/ %/g)).toHaveLength(3)
  })
})
