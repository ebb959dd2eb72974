import type { MultiPolygon } from 'geojson'
import type { GridInForce } from '../../data/plans/in-force'
import type { Balance, Comparison, LevelComparison } from '../../data/plans/plan-outputs'
import type { PlanDetail } from '../../data/plans/plans'

/** A grid of one side. `key`: as the comparison knows it; `depth`: 0 for those that hold the buildings, 1 for the level above, 2 for the one above that. */
export interface SideGrid {
  key: number
  depth: number
  code: string | null
  number: number
  plan: number
  level: number
  community: number
  households: number
  /** Null for a dedicated grid. */
  target: number | null
  tolerance: number
  label: [number, number]
  polygon: MultiPolygon
}

/** One of the two drawings that are compared: a plan, or what is in force (no plan). */
export interface Side {
  plan: PlanDetail['plan'] | null
  communities: number[]
  grids: SideGrid[]
}

/** Both drawings that are compared. */
export type Sides = Record<'before' | 'after', Side>

/** Returns a plan as a side; `own`: its balances by depth. Grids of a level whose balance is not known are left out. */
export function planSide(detail: PlanDetail, own: readonly (Balance | null)[]): Side {
  const leaf = detail.grids.reduce((level, grid) => Math.max(level, grid.level), 1)
  const grids = detail.grids.flatMap((grid): SideGrid[] => {
    const balance = own[leaf - grid.level]
    if (!balance || balance.target === null || balance.tolerance === null) return []
    const { key, code, level, community, households, label, polygon } = grid
    const { tolerance } = balance
    const target = grid.kind ? null : balance.target
    const depth = leaf - level
    return [
      {
        key,
        depth,
        code,
        number: key,
        plan: detail.plan.id,
        level,
        community,
        households,
        target,
        tolerance,
        label,
        polygon,
      },
    ]
  })
  return { plan: detail.plan, communities: detail.communities, grids }
}

/** Returns what is in force as a side. Of each plan the lowest level is depth 0. */
export function forceSide(inForce: readonly GridInForce[]): Side {
  const leaves = new Map<number, number>()
  for (const { plan, level, isLeaf } of inForce) if (isLeaf) leaves.set(plan, level)
  const grids = inForce.map(({ id, key, level, plan, ...grid }): SideGrid => ({
    key: id,
    number: key,
    level,
    plan,
    depth: (leaves.get(plan) ?? level) - level,
    code: grid.code,
    community: grid.community,
    households: grid.households,
    target: grid.target,
    tolerance: grid.tolerance,
    label: grid.label,
    polygon: grid.polygon,
  }))
  return { plan: null, communities: [...new Set(grids.map(({ community }) => community))], grids }
}

/** Returns what differs on each level that both sides have, by depth. */
export function levelsOf(difference: Comparison): LevelComparison[] {
  return [difference, difference.upper, difference.top].flatMap((level) => level ?? [])
}

/** Returns what differs on the level of a depth; null where only one side has it. */
export function atDepth(difference: Comparison, depth: number): LevelComparison | null {
  return levelsOf(difference).at(depth) ?? null
}

/** Returns the households of each grid of a side whose grid worker changes, by key. */
export function movedByGrid(level: LevelComparison, side: 'from' | 'to'): Map<number, number> {
  const moved = new Map<number, number>()
  for (const pair of level.pairs)
    if (!pair.same) moved.set(pair[side], (moved.get(pair[side]) ?? 0) + pair.households)
  return moved
}

/** Returns the cases on the grids of a side, of every level, as `level-key`; `counted`: by plan, then by its own `level-key`. */
export function casesOn(
  { grids }: Side,
  counted: ReadonlyMap<number, ReadonlyMap<string, number>>,
): Map<string, number> {
  return new Map(
    grids.flatMap(({ key, plan, level, number }) => {
      const cases = counted.get(plan)?.get(`${level}-${number}`)
      return cases === undefined ? [] : [[`${level}-${key}`, cases] as const]
    }),
  )
}
