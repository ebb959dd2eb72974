import { expect, it } from 'vitest'
import type { GridInForce } from '../../../../src/data/plans/in-force'
import { contentsInForce } from '../../../../src/features/in-force/contents'
import type { PlanningInput } from '../../../../src/plan/model/input'
import { square } from '../../../support/squares'

const grid = (
  id: number,
  plan: number,
  community: number,
  different: Partial<GridInForce> = {},
): GridInForce => ({
  id,
  level: 1,
  key: 1,
  code: `c${id}`,
  name: '',
  plan,
  planName: `规划${plan}`,
  from: '2026-01-01',
  until: null,
  community,
  parentCode: null,
  households: 110,
  kind: null,
  target: 100,
  tolerance: 0.1,
  isLeaf: true,
  buildings: 1,
  estimated: 0,
  areaSquareMetres: 1000,
  posts: 3,
  people: ['甲', '乙'],
  label: [113, 35],
  polygon: square(113, 35, 0.01),
  ...different,
})
const buildings = {
  id: [11, 12, 13],
  community: [5, 6, 7],
  name: ['一号', '二号', '三号'],
  households: [110, 90, 5],
  lng: [113, 113, 113],
  lat: [35, 35, 35],
}

it('what is handed out of what is in force is of all its plans, each building with the code of the plan that holds there', () => {
  const { grids, buildings: rows } = contentsInForce(
    [grid(1, 21, 5), grid(2, 22, 6, { kind: 'market', target: null })],
    {
      input: { buildings } as unknown as PlanningInput,
      // Plan 21 was drawn for both communities and replaced in the second.
      assignments: new Map([
        [21, { building: [11, 12], grid: [1, 1] }],
        [22, { building: [12], grid: [1] }],
      ]),
      placeOf: (id) => ({ district: '区', street: '街', community: `社区${id}`, communityCode: String(id) }),
      kindOf: (kind) => kind ?? '综合',
      standing: '现行',
    },
  )
  expect(grids.map(({ row }) => row)).toMatchObject([
    {
      code: 'c1',
      plan: '规划21',
      community: '社区5',
      kind: '综合',
      target: 100,
      deviation: 0.1,
      posts: 3,
      people: '甲、乙',
      effectiveFrom: '2026-01-01',
    },
    { code: 'c2', plan: '规划22', community: '社区6', kind: 'market', target: null, deviation: null },
  ])
  // A building where nothing is in force is in no list of it.
  expect(rows.map(({ name, grid: code }) => `${name} ${code}`)).toEqual(['一号 c1', '二号 c2'])
})
