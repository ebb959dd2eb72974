// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildCells } from '../../../../../geo/index'
import type { PlanHead } from '../../../../../src/data/plans/plans'
import CommunityPanel from '../../../../../src/features/planner/panels/CommunityPanel.vue'
import { useReach } from '../../../../../src/features/planner/desk/useReach'
import { i18n, setLanguage } from '../../../../../src/i18n'
import { type Ground, groundOf } from '../../../../../src/plan/model/ground'
import { toCellsInput } from '../../../../../src/plan/model/input'
import type { LivePlan } from '../../../../../src/plan/model/live'
import { Snapshot } from '../../../../../src/plan/model/snapshot'
import { usePlan } from '../../../../../src/stores/plan'
import { drawnPlan, smallDistrict } from '../../../plan/small-district'
import { asPlanner, scheme } from '../../../stores/plan-sheet'
import { mountAtDesk } from '../desk-of'

/** The first community has another population: of each building by its place. */
function groundWith(households: (place: number) => number): Ground {
  const input = smallDistrict()
  const all = input.buildings.households.map((own, place) => (place < 64 ? households(place) : own))
  const own = { ...input, buildings: { ...input.buildings, households: all } }
  return groundOf(own, buildCells(toCellsInput(own)))
}

function lay(live: LivePlan): void {
  const plan = usePlan()
  plan.head = { id: 1, state: 'draft', areaId: 1 } as PlanHead
  plan.scheme = scheme
  plan.ground = live.ground
  plan.snapshot = new Snapshot(live)
}

function reach() {
  let made!: ReturnType<typeof useReach>
  mount({ setup: () => ((made = useReach()), () => null) }, { global: { plugins: [i18n] } })
  return made
}

describe('how even the grids of a community can be', () => {
  const lives: Record<'large' | 'island', LivePlan> = {} as never
  beforeAll(async () => {
    lives.large = await drawnPlan(groundWith((place) => (place === 9 ? 900 : 25)))
    // A river cuts the community in two: beyond it hardly anybody lives.
    lives.island = await drawnPlan(groundWith((place) => (place < 32 ? 2 : 25)))
  })
  beforeEach(async () => {
    asPlanner()
    await setLanguage('zh-CN')
  })

  it('is said with its reason: a building that is too large, a part that nothing connects', () => {
    lay(lives.large)
    expect(reach().reasonWords(reach().reachOf(11)!)).toBe('一栋楼 900 户（+125.0 %），超出容差')
    lay(lives.island)
    expect(reach().reasonWords(reach().reachOf(11)!)).toBe('64 户与周围没有可步行的连接，不够一格')
    expect(reach().reachOf(4711)).toBeUndefined()
  })

  it('is said in the answer to balancing some grids again, of those grids alone', () => {
    const live = lives.large
    lay(live)
    const { answerWords } = reach()
    const nothing = {
      patch: { ground: { moved: [], faces: [], edges: [] }, grids: [] },
      sentence: { code: 'rebalance', values: {} },
    } as never
    const wish = (only: number[]) => ({ only, sentence: { code: 'rebalance', values: {} } }) as never
    const large = live.draft.assignment[9]
    expect(answerWords(live, nothing, wish([large]))).toContain('一栋楼 900 户')
    const far = live.draft.assignment[127]
    expect(answerWords(live, nothing, wish([far]))).not.toContain('一栋楼')
  })

  it('stands beside each community, those that cannot be even first, with what of their households is an estimate', () => {
    lives.large.ground.input.buildings.estimated = lives.large.ground.input.buildings.id.map(
      (_id, at) => at === 100,
    )
    lay(lives.large)
    const { wrapper } = mountAtDesk(CommunityPanel, {})
    const rows = wrapper.findAll('[data-community]')
    expect(rows.map((row) => row.attributes('data-community'))).toEqual(['11', '12'])
    expect(rows[0].text()).toMatch(/一栋楼 900 户.*最好 \+125\.0 %/s)
    expect(rows[1].text()).toMatch(/最好 \+/)
    expect(rows[1].find('[data-test=estimate-mark]').exists()).toBe(true)
    expect(rows[0].find('[data-test=estimate-mark]').exists()).toBe(false)
  })
})
