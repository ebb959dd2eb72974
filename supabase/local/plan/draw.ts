import {
  buildCells,
  type Infeasible,
  type Member,
  type Plan,
  type Preset,
  runLevels,
} from '../../../geo/index'
import { drawnChanges, type Drawn, type DrawnChanges } from '../../../src/lib/plan/changes'
import { apply, emptyDraft } from '../../../src/lib/plan/draft'
import { solve } from '../../../src/lib/plan/edits'
import { planBalance, planFigures, type PlanBalance } from '../../../src/lib/plan/figures'
import { type Ground, groundOf } from '../../../src/lib/plan/ground'
import { type PlanningInput, toCellsInput } from '../../../src/lib/plan/input'

/** How grids are to be drawn. */
export interface DrawingWish {
  /** Households per grid, upper level first. */
  targets: number[]
  tolerance: number
  preset: Preset
  seed: number
  budgetMs: number
  clock: () => number
}

/** A drawing: what has to be stored of it, how even it is, and how to make it again. */
export interface Drawing {
  status: 'drawn'
  changes: DrawnChanges
  balance: PlanBalance
  /** Buildings that have no place in a community and so are in no grid. */
  left: number
  engine: { preset: Preset; seed: number; steps: Plan['steps'][] }
}

/** Draws the grids of an area from what stands in it. */
export async function drawArea(
  input: PlanningInput,
  wish: DrawingWish,
  crew: Member[],
): Promise<Drawing | Infeasible> {
  const ground = groundOf(input, buildCells(toCellsInput(input)))
  const { targets, tolerance, preset, seed, budgetMs, clock } = wish
  const plans = await runLevels(ground.instance, { targets, tolerance, preset, seed }, crew, {
    clock,
    budgetMs,
  })
  if (!Array.isArray(plans)) return plans
  const { before, after } = drawings(ground, plans, targets)
  return {
    status: 'drawn',
    changes: drawnChanges(ground, before, after),
    balance: planBalance(after.draft, after.figures, { leaf: targets.length, tolerance }),
    left: ground.vertexOf.filter((vertex) => vertex < 0).length,
    engine: { preset, seed, steps: plans.map(({ steps }) => steps) },
  }
}

/** The empty drawing, and the one the engine made. */
function drawings(
  ground: Ground,
  plans: readonly Plan[],
  targets: readonly number[],
): { before: Drawn; after: Drawn } {
  const draft = emptyDraft(ground.input.buildings.id.length)
  const levels = plans.map(({ grid }) => grid)
  const { patch } = solve(ground, draft, { levels, isSolved: () => true }, 'partition')
  const solved = apply(draft, patch)
  return {
    before: { draft, figures: new Map() },
    after: { draft: solved, figures: planFigures(ground, solved, targets) },
  }
}
