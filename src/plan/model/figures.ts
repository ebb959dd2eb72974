import type { GridFigure as RuleFigure, GridPolygon } from '../../../geo/index'
import { deviationFrom, isWithin } from '../../lib/deviation'
import type { GridFacts } from './draft'
import { type GridId, gridId } from './ids'
import type { GridKey } from '../../lib/ids'

/** What is known of a grid from its ground and buildings. */
export interface GridFigure extends Omit<RuleFigure, 'deviation'> {
  /** Share of the target by which the grid lies over (positive) or under it; null for a dedicated one, which has no target. */
  deviation: number | null
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
  /** Grids within tolerance; a dedicated one has no target to be off. */
  within: number
  /** The greatest deviation as a share of the target, without sign. */
  greatest: number
  /** Mean households of a grid with a target; null where there is none. */
  mean: number | null
}

/** A plan in a few figures: the balance of the leaf level, and what is in no grid. */
export interface PlanBalance extends LevelBalance {
  /** Null as long as the places are not there. */
  unassignedBuildings: number | null
}

/** Returns by what share the households of a grid lie over or under the target of its level; null for a dedicated one. */
export function deviationOf(
  grid: Pick<GridFacts, 'kind'> | undefined,
  households: number,
  target: number,
): number | null {
  return deviationFrom(households, grid?.kind ? null : target)
}

/** What a balance is told from. */
export type GridCount = Pick<GridFigure, 'level' | 'key' | 'households' | 'deviation'>
export type Counts = ReadonlyMap<GridId, GridCount>

/** Returns what stored grids come to; `targets` are households per grid, upper level first. */
export function storedCounts(
  grids: readonly (Pick<GridFigure, 'level' | 'key' | 'households'> & Pick<GridFacts, 'kind'>)[],
  targets: readonly number[],
): Counts {
  const count = ({ level, key, households, kind }: (typeof grids)[number]): GridCount => {
    return { level, key, households, deviation: deviationOf({ kind }, households, targets[level - 1]) }
  }
  return new Map(grids.map((grid) => [gridId(grid), count(grid)]))
}

/** Returns the balance of the grids of one level. */
export function levelBalance(counts: Counts, level: number, tolerance: number): LevelBalance {
  const grids = [...counts.values()].filter((count) => count.level === level)
  const measured = grids.filter(({ deviation }) => deviation !== null)
  const sum = (of: readonly GridCount[]) => of.reduce((total, figure) => total + figure.households, 0)
  return {
    grids: grids.length,
    households: sum(grids),
    within: grids.filter(({ deviation }) => isWithin(deviation, tolerance)).length,
    greatest: grids.reduce((most, { deviation }) => Math.max(most, Math.abs(deviation ?? 0)), 0),
    mean: measured.length ? sum(measured) / measured.length : null,
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
