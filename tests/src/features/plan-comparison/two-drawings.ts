import type { Balance, Comparison, LevelComparison } from '../../../../src/data/plans/plan-outputs'
import type { GridInForce } from '../../../../src/data/plans/in-force'
import type { PlanDetail } from '../../../../src/data/plans/plans'
import { square } from '../../../support/squares'

const balance = (id: number | null): Balance => ({
  id,
  name: id === null ? null : `规划${id}`,
  state: id === null ? null : 'draft',
  target: 400,
  tolerance: 0.1,
  grids: 2,
  households: 800,
  within: 2,
  least: 400,
  most: 400,
  meanDeviation: 0,
})

/** What differs on a level: building 12, of 90 households, goes from grid 1 to grid 2. */
export function levelSaid(parts: Partial<LevelComparison> = {}): LevelComparison {
  return {
    depth: 0,
    before: balance(null),
    after: balance(7),
    households: 800,
    movedHouseholds: 90,
    moved: { building: [12], from: [501], to: [2] },
    pairs: [
      {
        from: 501,
        fromCode: '990101001001001',
        to: 1,
        toCode: null,
        households: 310,
        buildings: 3,
        same: true,
      },
      {
        from: 501,
        fromCode: '990101001001001',
        to: 2,
        toCode: null,
        households: 90,
        buildings: 1,
        same: false,
      },
      {
        from: 502,
        fromCode: '990101001001002',
        to: 2,
        toCode: null,
        households: 400,
        buildings: 4,
        same: true,
      },
    ],
    ...parts,
  }
}

const staff = { posts: [], required: 0, filled: 0, people: 0, yuanMonth: null }

/** From what is in force to plan 7, in community 5. */
export function differenceSaid(parts: Partial<Comparison> = {}): Comparison {
  return {
    ...levelSaid(),
    communities: [5],
    scope: { shared: 1, before: 1, after: 1, district: 4 },
    upper: null,
    top: null,
    staffBefore: staff,
    staffAfter: staff,
    ...parts,
  }
}

/** Plan 7 of one level or of more: of each level two grids, the lowest ones last. */
export function planSaid(levels = 1): PlanDetail {
  const grids = Array.from({ length: 2 * levels }, (_, at) => ({
    key: 1 + (at % 2),
    level: 1 + Math.floor(at / 2),
    community: 5,
    code: null,
    name: '',
    kind: null,
    households: 400,
    parent: null,
    label: [113.005, 35.005],
    polygon: square(113 + 0.01 * (at % 2), 35, 0.01),
  }))
  return {
    plan: { id: 7, name: '新画的', areaId: 3, areaCode: '990101001' },
    communities: [5],
    grids,
  } as unknown as PlanDetail
}

/** Two grids in force of a plan of one level. */
export function forceSaid(): GridInForce[] {
  return [501, 502].map((id, at) => ({
    id,
    key: at + 1,
    level: 1,
    isLeaf: true,
    plan: 4,
    community: 5,
    code: `99010100100100${at + 1}`,
    households: 400,
    target: 400,
    tolerance: 0.1,
    kind: null,
    label: [113.005, 35.005],
    polygon: square(113 + 0.01 * at, 35, 0.01),
  })) as unknown as GridInForce[]
}
