// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import type { StoredFault } from '../../../../../src/data/plans/plans'
import RefusedFaults from '../../../../../src/features/planner/review/RefusedFaults.vue'
import { i18n, setLanguage } from '../../../../../src/i18n'
import { usePlan } from '../../../../../src/stores/plan'
import { smallGround } from '../../../plan/small-district'

const ground = smallGround()
const NOTHING = { level: null, key: null, community: null, building: null, amount: null }
const fault = (code: string, rest: Partial<StoredFault>): StoredFault => ({ code, ...NOTHING, ...rest })

beforeEach(async () => {
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
})

it('leads from every fault that has a place to that place', async () => {
  usePlan().ground = ground
  const [community] = ground.input.communities
  const faults = [
    fault('building-unassigned', { building: ground.input.buildings.id[5] }),
    fault('overlap', { level: 1, key: 7, amount: 12 }),
    fault('gap', { community: community.id, amount: 30 }),
    fault('unheard-of', {}),
  ]
  const list = mount(RefusedFaults, { props: { faults }, global: { plugins: [i18n] } })
  const rows = list.findAll<HTMLButtonElement>('[data-refused]')
  expect(rows.map(({ element }) => element.disabled)).toEqual([false, false, false, true])
  expect(rows[1].text()).toContain('网格 007 与别的网格重叠 12 平方米')
  expect(rows[2].text()).toContain(community.name)
  for (const row of rows) await row.trigger('click')
  expect(list.emitted('show')).toEqual([
    [{ level: 0, key: null, community: null, place: 5 }],
    [{ level: 1, key: 7, community: null, place: null }],
    [{ level: 0, key: null, community: community.id, place: null }],
  ])
})
