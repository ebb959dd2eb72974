import { type GridPolygon, gridPolygons, gridTotals } from '../../../geo/index'
import { type Draft, gridId } from './draft'
import { type Ground, perVertex } from './ground'

/** What is known of a grid from its buildings. */
export interface GridFigure {
  level: number
  key: number
  households: number
  buildings: number
  /** Share of the target by which the grid lies over (positive) or under it. */
  deviation: number
  /** Compounds that other grids have a part of. */
  cutCompounds: number
  /** Connected parts; 1 for a sound grid. */
  fragments: number
  /** Communities its buildings belong to; 1 for a sound grid. */
  communities: number
  /** Mean distance from its households' buildings to their centre, metres. */
  walkMetres: number
  /** Null for a grid without a building. */
  polygon: GridPolygon | null
}

/** Figures of all grids by `gridId`. */
export type Figures = ReadonlyMap<string, GridFigure>

/** Returns the grid of one level that each building lies in, −1 for none, in the order of the input. */
export function assignmentAt(draft: Draft, level: number, leaf: number): Int32Array {
  if (level === leaf) return draft.assignment
  return draft.assignment.map((key) => (key < 0 ? -1 : (draft.grids.get(`${leaf}-${key}`)?.parent ?? -1)))
}

function compoundsCut(ground: Ground, plan: Int32Array): Map<number, number> {
  const gridsOf = new Map<number, Set<number>>()
  ground.instance.compound.forEach((compound, vertex) => {
    const grids = gridsOf.get(compound)
    if (grids) grids.add(plan[vertex])
    else gridsOf.set(compound, new Set([plan[vertex]]))
  })
  const cut = new Map<number, number>()
  for (const grids of gridsOf.values())
    if (grids.size > 1) for (const key of grids) cut.set(key, (cut.get(key) ?? 0) + 1)
  return cut
}

function countBuildings(assignment: Int32Array): Map<number, number> {
  const counts = new Map<number, number>()
  for (const key of assignment) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

function changedKeys(before: Int32Array | undefined, after: Int32Array): Set<number> | null {
  if (!before) return null
  const changed = new Set<number>()
  for (let place = 0; place < after.length; place++)
    if (before[place] !== after[place]) changed.add(before[place]).add(after[place])
  return changed
}

/** Returns the polygons of the grids in `only` (all where it is null), keyed by grid. */
function polygonsOf(ground: Ground, plan: Int32Array, only: Set<number> | null): Map<number, GridPolygon> {
  const masked = only ? plan.map((key) => (only.has(key) ? key : -1)) : plan
  return new Map(gridPolygons(ground.cells, masked).map((polygon) => [polygon.grid, polygon]))
}

/** What figures are measured against, and what they were before, so that unchanged polygons are kept. */
export interface FiguresBefore {
  figures: Figures
  draft: Draft
}

/**
 * Returns the figures of every grid of one level. With `before`, only polygons of grids whose buildings changed are
 * drawn again; the others stay the same objects. Linear in buildings and their neighbours.
 */
export function levelFigures(
  ground: Ground,
  draft: Draft,
  { level, leaf, target }: { level: number; leaf: number; target: number },
  before?: FiguresBefore,
): GridFigure[] {
  const assignment = assignmentAt(draft, level, leaf)
  const earlier = before && assignmentAt(before.draft, level, leaf)
  const plan = perVertex(ground, assignment)
  const totals = gridTotals(ground.instance, plan)
  const numberOf = new Map<number, number>()
  plan.forEach((key, vertex) => numberOf.set(key, totals.grid[vertex]))
  const only = changedKeys(earlier, assignment)
  const polygons = polygonsOf(ground, plan, only)
  const cut = compoundsCut(ground, plan)
  const counts = countBuildings(assignment)
  return [...draft.grids.values()]
    .filter((grid) => grid.level === level)
    .map((grid) => {
      const number = numberOf.get(grid.key)
      const households = number === undefined ? 0 : totals.households[number]
      const kept = only && !only.has(grid.key) ? before?.figures.get(gridId(grid))?.polygon : undefined
      return {
        level,
        key: grid.key,
        households,
        buildings: counts.get(grid.key) ?? 0,
        deviation: households / target - 1,
        cutCompounds: cut.get(grid.key) ?? 0,
        fragments: number === undefined ? 0 : totals.fragments[number],
        communities: number === undefined ? 0 : totals.communities[number],
        walkMetres: number === undefined ? 0 : totals.walkMetres[number],
        polygon: kept ?? polygons.get(grid.key) ?? null,
      }
    })
}

/** Returns the figures of all levels; `targets` are households per grid, upper level first. */
export function planFigures(
  ground: Ground,
  draft: Draft,
  targets: readonly number[],
  before?: FiguresBefore,
): Figures {
  const levels = targets.flatMap((target, at) =>
    levelFigures(ground, draft, { level: at + 1, leaf: targets.length, target }, before),
  )
  return new Map(levels.map((figure) => [gridId(figure), figure]))
}

/** A plan in four figures: balance against the target of the leaf level. */
export interface PlanBalance {
  grids: number
  households: number
  unassignedBuildings: number
  /** Grids within tolerance. */
  within: number
  /** The greatest deviation as a share of the target, without sign. */
  greatest: number
}

/** Returns the balance of the leaf grids. */
export function planBalance(
  draft: Draft,
  figures: Figures,
  { leaf, tolerance }: { leaf: number; tolerance: number },
): PlanBalance {
  const leaves = [...figures.values()].filter(({ level }) => level === leaf)
  return {
    grids: leaves.length,
    households: leaves.reduce((sum, { households }) => sum + households, 0),
    unassignedBuildings: draft.assignment.reduce((count, key) => count + (key < 0 ? 1 : 0), 0),
    within: leaves.filter(({ deviation }) => Math.abs(deviation) <= tolerance + 1e-9).length,
    greatest: leaves.reduce((most, { deviation }) => Math.max(most, Math.abs(deviation)), 0),
  }
}
