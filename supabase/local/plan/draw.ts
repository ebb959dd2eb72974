import {
  buildCells,
  type Infeasible,
  type Member,
  type Plan,
  type Preset,
  runLevels,
} from '../../../geo/index'
import { changesTo, type SavedChanges } from '../../../src/plan/together/changes'
import { IncidentCounts, type IncidentSquares } from '../../../src/plan/model/incidents'
import { callsByPlace, groundLoads, type LoadShares } from '../../../src/plan/model/load'
import { planBalance, type PlanBalance } from '../../../src/plan/model/figures'
import { type Ground, groundOf } from '../../../src/plan/model/ground'
import { hasBoundaries, type PlanningInput, toCellsInput } from '../../../src/plan/model/input'
import { LivePlan } from '../../../src/plan/model/live'
import type { Rule } from '../../../src/plan/model/plan-view'
import { solve } from '../../../src/plan/engine/solve'
import { NO_LOCKS } from '../../../src/plan/model/locks/stored-locks'
import { Refusal } from '../refusal'

/** How grids are to be drawn. */
export interface DrawingWish extends Rule {
  preset: Preset
  seed: number
  budgetMs: number
  clock: () => number
}

/** What the grids of a scheme have to bear beside households: its shares, and what happened in twelve months. */
export interface Bearing {
  shares: LoadShares
  incidents: IncidentSquares
  visits: Parameters<typeof callsByPlace>[1]
}

/** A drawing: what has to be stored of it, how even it is, and how to make it again. */
export interface Drawing {
  status: 'drawn'
  changes: SavedChanges
  balance: PlanBalance
  /** Buildings that have no place in a community and so are in no grid. */
  left: number
  engine: { preset: Preset; seed: number; steps: Plan['steps'][] }
}

/**
 * Draws the grids of an area from what stands in it, even by households or by what they have to bear. Throws a Refusal when
 * none of its communities has a boundary.
 */
export async function drawArea(
  input: PlanningInput,
  wish: DrawingWish,
  crew: Member[],
  bearing: Bearing | null = null,
): Promise<Drawing | Infeasible> {
  if (!hasBoundaries(input))
    throw new Refusal(
      `No community of ${input.area.name} (${input.area.code}) has a boundary, and grids are drawn inside one. Boundaries come with npm run import -- areas FILE.`,
    )
  const ground = groundOf(input, buildCells(toCellsInput(input)))
  const { tolerance, preset, seed, budgetMs, clock } = wish
  const problem = { targets: [...wish.targets], tolerance, preset, seed }
  const instance = bearing
    ? { ...ground.instance, households: loadsOf(ground, bearing, wish) }
    : ground.instance
  const plans = await runLevels(instance, problem, crew, { clock, budgetMs })
  if (!Array.isArray(plans)) return plans
  return {
    status: 'drawn',
    ...placed(ground, plans, wish),
    left: ground.vertexOf.filter((vertex) => vertex < 0).length,
    engine: { preset, seed, steps: plans.map(({ steps }) => steps) },
  }
}

/** An empty plan on the ground. */
function emptyPlan(ground: Ground, rule: Rule): LivePlan {
  const assignment = new Int32Array(ground.input.buildings.id.length).fill(-1)
  return LivePlan.of(ground, { assignment, grids: [], borders: [], locks: NO_LOCKS }, rule)
}

/** The load of each building, in the order of the ground. */
function loadsOf(ground: Ground, { shares, incidents, visits }: Bearing, rule: Rule): Float64Array {
  const counts = new IncidentCounts(emptyPlan(ground, rule).coverage, incidents)
  while (!counts.isReady) counts.place(Infinity)
  return groundLoads(ground, counts.byBuilding(ground.instance.count), callsByPlace(ground, visits), shares)
}

/** Puts the engine's work into an empty plan: what that changes, and how even it is. */
function placed(ground: Ground, plans: readonly Plan[], rule: Rule): Pick<Drawing, 'changes' | 'balance'> {
  const live = emptyPlan(ground, rule)
  const empty = { draft: live.draft, figures: live.figures, borders: [] }
  const levels = plans.map(({ grid }) => grid)
  live.apply(solve(live, { levels, isSolved: () => true }, { code: 'partition', values: {} }).patch)
  const { draft, figures, leaf } = live
  return {
    changes: changesTo(live, empty, [live.borders()]),
    balance: planBalance(draft.assignment, figures, { leaf, tolerance: rule.tolerance }),
  }
}
