import type { Instance } from '../graph/instance'
import { divisionsToTake } from './evenness'
import type { Member } from './member'
import { numberGrids } from './numbering'
import type { Infeasible, PartitionProblem } from './problem'
import type { PieceReport } from './report'
import type { Improvement } from './solver'

/** When to stop, and who wants to know. Give `steps` to make a plan again, else a budget and a clock. */
export interface RunOptions {
  steps?: number
  /** Milliseconds, or what says how many there are now: more can be granted while it runs. */
  budgetMs?: number | (() => number)
  /** Milliseconds since any moment. */
  clock: () => number
  /** `level` counts from 0, the upper one. */
  onProgress?: (progress: Progress, level: number) => void
  /** Looked at between slices. */
  isCancelled?: () => boolean
}

/** The plan as it is now; `grid` holds a number per building and is a fresh array each time. */
export interface Progress {
  grid: Int32Array
  grids: number
  energy: number
  /** Steps worked; with the seed they make the plan again. */
  steps: number
  elapsedMs: number
}

/** The best plan found. */
export interface Plan extends Progress {
  status: 'planned'
  reports: PieceReport[]
}

/** The shortest and longest time between two looks at the clock: how often a better plan is shown and a stop is heard. */
const sliceMs = { least: 20, most: 250 }
const slicesPerBudget = 40
const firstSlice = 20
/** A slice in which less than this share of the work was done, because pieces rested, says nothing of what a step takes once they wake. */
const leastAwake = 0.25

/**
 * Lets a crew solve a problem until its steps or its budget are used up, or it is cancelled. The clock only decides
 * when to stop: what the steps lead to does not depend on it, nor on the size of the crew. With the same seed and steps no
 * preset is more even in all than `balanced`.
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
  let steps = 0
  const present = () => board.present(steps, options.clock() - begunAt)
  options.onProgress?.(present(), 0)
  let slice = firstSlice
  let stepMs = 0
  for (;;) {
    const before = options.clock()
    const until = Math.min(steps + slice, options.steps ?? Infinity)
    if (until <= steps || options.isCancelled?.()) break
    const answers = await Promise.all(crew.map((member) => member.advance(until)))
    for (const { improvements } of answers) board.take(improvements)
    const awake = Math.max(...answers.map((answer) => answer.awake))
    const measuredMs = Math.max(1e-4, (options.clock() - before) / (until - steps))
    stepMs = awake < leastAwake ? Math.max(stepMs, measuredMs) : measuredMs / awake
    steps = until
    options.onProgress?.(present(), 0)
    if (answers.every(({ idle }) => idle)) break
    const budgetMs = budgetOf(options)
    const left = budgetMs - (options.clock() - begunAt)
    slice = budgetMs === Infinity ? slice : stepsThatFit(stepMs, left, budgetMs)
  }
  const rivalries = await Promise.all(crew.map((member) => member.compare()))
  const aim = problem.preset === 'balanced' ? 'least' : 'not-less'
  board.take(
    divisionsToTake(
      rivalries.flat().sort((a, b) => a.piece - b.piece),
      aim,
    ),
  )
  return { status: 'planned', ...present(), reports: reports.sort((a, b) => a.piece - b.piece) }
}

/** Returns the milliseconds that a run may take, as things are now; `Infinity` where only steps end it. */
export function budgetOf({ budgetMs = Infinity }: Pick<RunOptions, 'budgetMs'>): number {
  return typeof budgetMs === 'function' ? budgetMs() : budgetMs
}

/** Steps of the next slice: about a fortieth of the budget, never more than is left, 0 when nothing fits. */
function stepsThatFit(stepMs: number, leftMs: number, budgetMs: number): number {
  const wishedMs = Math.min(sliceMs.most, Math.max(sliceMs.least, budgetMs / slicesPerBudget))
  return Math.max(
    0,
    Math.min(Math.max(1, Math.floor(wishedMs / stepMs)), Math.floor(leftMs / (1.1 * stepMs))),
  )
}

function createBoard(instance: Instance) {
  const divisions = new Map<number, Improvement>()
  return {
    take(improvements: Improvement[]) {
      for (const improvement of improvements) divisions.set(improvement.piece, improvement)
    },
    present(steps: number, elapsedMs: number): Progress {
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
      return { grid: numberGrids(instance, grid, grids), grids, energy, steps, elapsedMs }
    },
  }
}
