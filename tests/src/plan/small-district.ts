import { buildCells, createMember, type Plan, runLevels, runPartition } from '../../../geo/index'
import type { Edit } from '../../../src/plan/edits/edits'
import { type Ground, groundOf } from '../../../src/plan/model/ground'
import { type PlanningInput, toCellsInput } from '../../../src/plan/model/input'
import { LivePlan } from '../../../src/plan/model/live'
import type { Rule } from '../../../src/plan/model/plan-view'
import { solve } from '../../../src/plan/engine/solve'
import { NO_LOCKS } from '../../../src/plan/model/locks/stored-locks'
import { type LeafWish, leafQuestion, spread } from '../../../src/plan/engine/wish'

const SIDE = 8
const STEP = 0.0005
const WEST = 113
const SOUTH = 35

function square(west: number, south: number, east: number, north: number) {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { type: 'MultiPolygon' as const, coordinates: [[ring]] }
}

/**
 * Two square communities side by side, 8 by 8 buildings of 20 to 60 households in each, one compound of four buildings,
 * and a river along the middle of the first. Ids start at 101, so that ids and places are told apart.
 */
export function smallDistrict(): PlanningInput {
  const width = SIDE * STEP
  const places = Array.from({ length: 2 * SIDE * SIDE }, (_, at) => at)
  const column = (at: number) => (at % SIDE) + SIDE * Math.floor(at / SIDE / SIDE)
  const row = (at: number) => Math.floor(at / SIDE) % SIDE
  const middle = SOUTH + width / 2
  return {
    area: { id: 1, code: '990101001', kind: 'street', name: '东街道', nameEn: null, districtId: 9 },
    communities: [0, 1].map((number) => ({
      id: 11 + number,
      code: `99010100100${number + 1}`,
      name: `社区${number + 1}`,
      nameEn: null,
      street: 1,
      boundary: square(WEST + number * width, SOUTH, WEST + (number + 1) * width, SOUTH + width),
    })),
    buildings: {
      id: places.map((at) => 101 + at),
      lng: places.map((at) => WEST + STEP * (column(at) + 0.5)),
      lat: places.map((at) => SOUTH + STEP * (row(at) + 0.5)),
      households: places.map((at) => 20 + ((at * 7) % 41)),
      community: places.map((at) => (at < SIDE * SIDE ? 11 : 12)),
      compound: places.map((at) => ([0, 1, SIDE, SIDE + 1].includes(at) ? 21 : null)),
      name: places.map((at) => `${at + 1}号楼`),
      footprint: null,
    },
    compounds: [{ id: 21, name: '小区', community: 11, boundary: null }],
    barriers: [
      {
        id: 31,
        kind: 'river',
        name: '河',
        line: {
          type: 'LineString',
          coordinates: [
            [WEST - STEP, middle],
            [WEST + width, middle],
          ],
        },
      },
    ],
    crossings: [],
  }
}

/** The ground of the small district. */
export function smallGround(): Ground {
  const input = smallDistrict()
  return groundOf(input, buildCells(toCellsInput(input)))
}

/** An empty plan on the ground. */
export function emptyPlan(ground: Ground, rule: Rule = { targets: [400], tolerance: 0.1 }): LivePlan {
  const assignment = new Int32Array(ground.input.buildings.id.length).fill(-1)
  return LivePlan.of(ground, { assignment, grids: [], borders: [], locks: NO_LOCKS }, rule)
}

/** A plan of one level, drawn by the engine in a fixed number of steps. */
export async function drawnPlan(ground: Ground): Promise<LivePlan> {
  const live = emptyPlan(ground)
  const problem = { targetHouseholds: 400, tolerance: 0.1, preset: 'balanced', seed: 1 } as const
  const plan = (await runPartition(ground.instance, problem, [createMember()], {
    steps: 200,
    clock: () => 0,
  })) as Plan
  live.apply(
    solve(live, { levels: [plan.grid], isSolved: () => true }, { code: 'partition', values: {} }).patch,
  )
  return live
}

/** A plan of two levels, drawn by the engine in a fixed number of steps: area grids of 1,000 households, groups of 200. */
export async function twoLevelPlan(ground: Ground): Promise<LivePlan> {
  const live = emptyPlan(ground, { targets: [1000, 200], tolerance: 0.2 })
  const problem = { targets: [1000, 200], tolerance: 0.2, preset: 'balanced', seed: 1 } as const
  const plans = await runLevels(ground.instance, { ...problem, targets: [1000, 200] }, [createMember()], {
    steps: [120, 120],
    clock: () => 0,
  })
  if (!Array.isArray(plans)) throw new Error(plans.reason)
  const levels = plans.map(({ grid }) => grid)
  live.apply(solve(live, { levels, isSolved: () => true }, { code: 'partition', values: {} }).patch)
  return live
}

/** A plan of three levels, drawn by the engine in a fixed number of steps, on top of one that is there or of nothing. */
export async function threeLevelPlan(ground: Ground, live?: LivePlan): Promise<LivePlan> {
  const rule = { targets: [1200, 400, 100], tolerance: 0.3 }
  const drawn = live ?? emptyPlan(ground, rule)
  const problem = { ...rule, preset: 'balanced', seed: live ? 2 : 1 } as const
  const plans = await runLevels(ground.instance, problem, [createMember()], {
    steps: [80, 80, 80],
    clock: () => 0,
  })
  if (!Array.isArray(plans)) throw new Error(plans.reason)
  const levels = plans.map(({ grid }) => grid)
  drawn.apply(solve(drawn, { levels, isSolved: () => true }, { code: 'partition', values: {} }).patch)
  return drawn
}

/** The edit that solves some grids of a plan again, or nothing where the engine refuses. */
export async function resolved(live: LivePlan, wish: LeafWish, steps: number): Promise<Edit | null> {
  const { vertices, instance, problem } = leafQuestion(live, wish)
  const plan = await runPartition(instance, problem, [createMember()], { steps, clock: () => 0 })
  if (plan.status !== 'planned') return null
  const numbers = spread(live.ground.instance.count, vertices, plan.grid)
  const isSolved = (vertex: number) => !wish.only || wish.only.includes(live.coverage.gridOfBuilding(vertex))
  return solve(live, { levels: [numbers], isSolved }, { code: 'rebalance', values: {} })
}
