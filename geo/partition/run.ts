import type { Instance } from '../graph/instance'
import type { Improvement, Member, PieceReport } from './member'
import { numberGrids } from './numbering'
import type { Infeasible, PartitionProblem } from './problem'
import { openingSteps } from './schedule'

/** When to stop, and who wants to know. Give `steps` to make a plan again, else a budget and a clock. */
export interface RunOptions {
  steps?: PlanSteps
  budgetMs?: number
  /** Milliseconds since any moment. */
  clock: () => number
  onProgress?: (progress: Progress) => void
  /** Looked at between slices. */
  isCancelled?: () => boolean
}

/** How long a plan was worked on: `done` of a schedule of `planned` steps. Both together, with the seed, make it again. */
export interface PlanSteps {
  done: number
  planned: number
}

/** The plan as it is now; `grid` holds a number per building and is a fresh array each time. */
export interface Progress {
  grid: Int32Array
  grids: number
  energy: number
  steps: PlanSteps
  elapsedMs: number
}

/** The best plan found. */
export interface Plan extends Progress {
  status: 'planned'
  reports: PieceReport[]
}

/** Slices a schedule is cut into: how often a better plan can be shown, a stop heard, the clock looked at. */
const slices = 40
const openingSlices = [40, 80, openingSteps]

/**
 * Lets a crew solve a problem until its steps or its budget are used up, or it is cancelled. The clock only decides
 * how many steps are planned, after the opening has shown how long a step takes.
 */
export async function runPartition(
  instance: Instance,
  problem: PartitionProblem,
  crew: Member[],
  options: RunOptions,
): Promise<Plan | Infeasible> {
  const begunAt = options.clock()
  const board = createBoard(instance)
  const begun = await Promise.all(
    crew.map((member, index) => member.begin(instance, problem, index, crew.length)),
  )
  const reports: PieceReport[] = []
  for (const answer of begun) {
    if (answer.status === 'infeasible') return answer
    board.take(answer.improvements)
    reports.push(...answer.reports)
  }
  const steps: PlanSteps = { done: 0, planned: options.steps?.planned ?? openingSteps }
  const last = () => options.steps?.done ?? steps.planned
  const present = () => board.present(steps, options.clock() - begunAt)
  const timeLeft = () => (options.budgetMs ?? Infinity) - (options.clock() - begunAt)
  const advance = async (until: number) => {
    for (const improvements of await Promise.all(crew.map((member) => member.advance(until, steps.planned))))
      board.take(improvements)
    steps.done = until
    options.onProgress?.(present())
  }
  options.onProgress?.(present())
  let stepMs = 0
  const goOn = (next: number) => !options.isCancelled?.() && timeLeft() > stepMs * (next - steps.done)
  const timed = async (until: number) => {
    const from = steps.done
    const before = options.clock()
    await advance(until)
    stepMs = (options.clock() - before) / Math.max(1, until - from)
  }
  for (const until of openingSlices) if (until <= last() && goOn(until)) await timed(until)
  if (steps.done === openingSteps && !options.steps)
    steps.planned = openingSteps + Math.max(0, Math.floor((timeLeft() * 0.97) / Math.max(stepMs, 1e-4)))
  const slice = Math.max(1, Math.ceil((steps.planned - openingSteps) / slices))
  while (steps.done >= openingSteps && steps.done < last()) {
    const next = Math.min(last(), steps.done + slice)
    if (!goOn(next)) break
    await timed(next)
  }
  return { status: 'planned', ...present(), reports: reports.sort((a, b) => a.piece - b.piece) }
}

function createBoard(instance: Instance) {
  const divisions = new Map<number, Improvement>()
  return {
    take(improvements: Improvement[]) {
      for (const improvement of improvements) divisions.set(improvement.piece, improvement)
    },
    present(steps: PlanSteps, elapsedMs: number): Progress {
      const grid = new Int32Array(instance.count)
      let grids = 0
      let energy = 0
      for (const piece of [...divisions.keys()].sort((a, b) => a - b)) {
        const division = divisions.get(piece) as Improvement
        for (let v = 0; v < division.buildings.length; v++)
          grid[division.buildings[v]] = grids + division.grid[v]
        grids += division.grids
        energy += division.energy
      }
      return { grid: numberGrids(instance, grid, grids), grids, energy, steps: { ...steps }, elapsedMs }
    },
  }
}
