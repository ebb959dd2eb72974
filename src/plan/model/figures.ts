import type { GridFigure as RuleFigure, GridPolygon } from '../../../geo/index'
import { isWithin } from '../../lib/deviation'
import { type GridId, gridId } from './ids'
import type { GridKey } from '../../lib/ids'

/** What is known of a grid from its ground and buildings. */
export interface GridFigure extends RuleFigure {
  level: number
  key: GridKey
  /** Null for a grid without ground. */
  polygon: GridPolygon | null
}

/** Figures of all grids by `gridId`. */
export type Figures = ReadonlyMap<GridId, GridFigure>

/** The grids of a level in a few figures, against the target of the level. */
export interface LevelBalance {
  grids: number
  households: number
  /** Grids within tolerance. */
  within: number
  /** The greatest deviation as a share of the target, without sign. */
  greatest: number
  /** Mean households of a grid; null where there is none. */
  mean: number | null
}

/** A plan in a few figures: the balance of the leaf level, and what is in no grid. */
export interface PlanBalance extends LevelBalance {
  /** Null as long as the places are not there. */
  unassignedBuildings: number | null
}

/** What a balance is told from. */
export type GridCount = Pick<GridFigure, 'level' | 'key' | 'households' | 'deviation'>
export type Counts = ReadonlyMap<GridId, GridCount>

/** Returns what stored grids come to; `targets` are households per grid, upper level first. */
export function storedCounts(
  grids: readonly Pick<GridFigure, 'level' | 'key' | 'households'>[],
  targets: readonly number[],
): Counts {
  const count = ({ level, key, households }: (typeof grids)[number]): GridCount => {
    return { level, key, households, deviation: households / targets[level - 1] - 1 }
  }
  return new Map(grids.map((grid) => [gridId(grid), count(grid)]))
}

/** Returns the balance of the grids of one level. */
export function levelBalance(counts: Counts, level: number, tolerance: number): LevelBalance {
  const grids = [...counts.values()].filter((count) => count.level === level)
  const households = grids.reduce((sum, figure) => sum + figure.households, 0)
  return {
    grids: grids.length,
    households,
    within: grids.filter(({ deviation }) => isWithin(deviation, tolerance)).length,
    greatest: grids.reduce((most, { deviation }) => Math.max(most, Math.abs(deviation)), 0),
    mean: grids.length ? households / grids.length : null,
  }
}

/** Returns the balance of the leaf grids; `assignment` is −1 for buildings without a grid, null where not known yet. */
export function planBalance(
  assignment: Int32Array | null,
  counts: Counts,
  { leaf, tolerance }: { leaf: number; tolerance: number },
): PlanBalance {
  return {
    ...levelBalance(counts, leaf, tolerance),
    unassignedBuildings: assignment?.reduce((count, key) => count + (key < 0 ? 1 : 0), 0) ?? null,
  }
}
