// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PlanHead } from '../../../../../src/data/plans/plans'
import ChosenGrids from '../../../../../src/features/planner/panels/ChosenGrids.vue'
import GridActions from '../../../../../src/features/planner/panels/GridActions.vue'
import { i18n, setLanguage } from '../../../../../src/i18n'
import type { LivePlan } from '../../../../../src/plan/model/live'
import { Snapshot } from '../../../../../src/plan/model/snapshot'
import { usePlan } from '../../../../../src/stores/plan'
import { drawnPlan, smallGround } from '../../../plan/small-district'
import { asPlanner, scheme } from '../../../stores/plan-sheet'
import { mountAtDesk } from '../desk-of'

describe('the panel of several chosen grids', () => {
  let live: LivePlan
  beforeAll(async () => {
    live = await drawnPlan(smallGround())
  })
  beforeEach(async () => {
    asPlanner()
    await setLanguage('zh-CN')
    const plan = usePlan()
    plan.head = { id: 1, state: 'draft', areaId: 1 } as PlanHead
    plan.scheme = scheme
    plan.snapshot = new Snapshot(live)
  })
  const grids = () => [...live.draft.grids.values()]
  const props = (keys: number[]) => ({
    props: { level: 1, keys },
    global: { plugins: [i18n] },
  })

  it('says under the buttons, and on them, why they are off', () => {
    const [one, ...rest] = grids()
    const far = rest.find(({ community }) => community !== one.community)
    const actions = mountAtDesk(GridActions, { grids: [one.key, far?.key ?? 0] }).wrapper
    expect(actions.find('[data-test=merge]').attributes('title')).toBe('要合并的网格须在同一社区。')
    expect(actions.find('[data-test=merge]').attributes('disabled')).toBeDefined()
    expect(actions.findAll('[data-test=why]').map((hint) => hint.text())).toEqual([
      '要合并的网格须在同一社区。',
    ])
  })

  it('says nothing where all can be done', () => {
    const [one, ...rest] = grids()
    const beside = rest.find(({ community }) => community === one.community)
    const actions = mountAtDesk(GridActions, { grids: [one.key, beside?.key ?? 0] }).wrapper
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
