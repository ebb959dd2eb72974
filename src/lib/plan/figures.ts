import type { GridFigure as RuleFigure, GridPolygon } from '../../../geo/index'

/** What is known of a grid from its ground and buildings. */
export interface GridFigure extends RuleFigure {
  level: number
  key: number
  /** Null for a grid without ground. */
  polygon: GridPolygon | null
}

/** Figures of all grids by `gridId`. */
export type Figures = ReadonlyMap<string, GridFigure>

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
  unassignedBuildings: number
}

/** Returns the balance of the grids of one level. */
export function levelBalance(figures: Figures, level: number, tolerance: number): LevelBalance {
  const grids = [...figures.values()].filter((figure) => figure.level === level)
  const households = grids.reduce((sum, figure) => sum + figure.households, 0)
  return {
    grids: grids.length,
    households,
    within: grids.filter(({ deviation }) => Math.abs(deviation) <= tolerance + 1e-9).length,
    greatest: grids.reduce((most, { deviation }) => Math.max(most, Math.abs(deviation)), 0),
    mean: grids.length ? households / grids.length : null,
  }
}

/** Returns the balance of the leaf grids; `assignment` is −1 for buildings without a grid. */
export function planBalance(
  assignment: Int32Array,
  figures: Figures,
  { leaf, tolerance }: { leaf: number; tolerance: number },
): PlanBalance {
  return {
    ...levelBalance(figures, leaf, tolerance),
    unassignedBuildings: assignment.reduce((count, key) => count + (key < 0 ? 1 : 0), 0),
  }
}
