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

/** A plan in a few figures: balance against the target of the leaf level. */
export interface PlanBalance {
  grids: number
  households: number
  unassignedBuildings: number
  /** Grids within tolerance. */
  within: number
  /** The greatest deviation as a share of the target, without sign. */
  greatest: number
}

/** Returns the balance of the leaf grids; `assignment` is −1 for buildings without a grid. */
export function planBalance(
  assignment: Int32Array,
  figures: Figures,
  { leaf, tolerance }: { leaf: number; tolerance: number },
): PlanBalance {
  const leaves = [...figures.values()].filter(({ level }) => level === leaf)
  return {
    grids: leaves.length,
    households: leaves.reduce((sum, { households }) => sum + households, 0),
    unassignedBuildings: assignment.reduce((count, key) => count + (key < 0 ? 1 : 0), 0),
    within: leaves.filter(({ deviation }) => Math.abs(deviation) <= tolerance + 1e-9).length,
    greatest: leaves.reduce((most, { deviation }) => Math.max(most, Math.abs(deviation)), 0),
  }
}
