import { describe, expect, it } from 'vitest'
import type { PlanListed } from '../../../../../src/data/plans/plans'
import { planList } from '../../../../../src/features/planner/start/plan-list'

const plan = (id: number, different: Partial<PlanListed>): PlanListed => ({
  id,
  name: `规划 ${id}`,
  state: 'draft',
  version: 1,
  districtId: 1,
  areaId: 1,
  areaCode: '999901',
  areaName: '示范区',
  areaNameEn: 'Demo district',
  schemeId: 1,
  schemeName: '解放 400',
  schemeNameEn: 'Jiefang 400',
  basedOn: null,
  engine: {},
  effectiveFrom: null,
  changedAt: `2026-01-0${id}T00:00:00Z`,
  changedBy: null,
  createdAt: '2026-01-01T00:00:00Z',
  submittedAt: null,
  publishedAt: null,
  supersededAt: null,
  pending: false,
  redraw: null,
  grids: 4,
  leafGrids: 4,
  households: 1600,
  within: 2,
  communities: 1,
  inForce: 0,
  ...different,
})
const plans = [
  plan(1, { name: '规划 10', state: 'published', inForce: 3, effectiveFrom: '2026-01-01', within: 4 }),
  plan(2, { name: '规划 9', schemeName: '涧西 1000/100', schemeNameEn: 'Jianxi', leafGrids: 40 }),
  plan(3, { name: '草稿', changedBy: '张三', leafGrids: 0, within: 0 }),
]
const ids = (search: string, order: Parameters<typeof planList>[1]['order'] = 'changed') =>
  planList(plans, { search, order }).map(({ id }) => id)

describe('the list of plans', () => {
  it('is in the order of the last change, where nothing else is said', () => {
    expect(ids('')).toEqual([3, 2, 1])
  })

  it.each([
    ['草稿', [3]],
    ['张三', [3]],
    ['jianxi', [2]],
    ['规划 涧西', [2]],
    ['999901', [3, 2, 1]],
    ['nothing of it', []],
  ])('finds by name, scheme, area and person, every word: %s', (search, found) => {
    expect(ids(search)).toEqual(found)
  })

  it.each([
    ['name', [3, 2, 1]],
    ['state', [3, 2, 1]],
    ['inForce', [1, 3, 2]],
    ['grids', [2, 1, 3]],
    ['within', [1, 2, 3]],
  ] as const)('in the order of %s', (order, sorted) => {
    const expected = order === 'name' ? ['草稿', '规划 9', '规划 10'] : sorted
    const found = planList(plans, { search: '', order })
    expect(order === 'name' ? found.map(({ name }) => name) : found.map(({ id }) => id)).toEqual(expected)
  })
})
