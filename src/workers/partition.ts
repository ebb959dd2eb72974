import { type Remote, wrap } from 'comlink'
import {
  type Infeasible,
  type Instance,
  type LevelsProblem,
  type Member,
  type PartitionProblem,
  type Plan,
  type Progress,
  runLevels,
  runPartition,
} from '../../geo/index'
import { Queue } from '../lib/queue'

/** One question to the engine. Give the `steps` a plan reported to make it again, else a budget. */
export interface PartitionJob {
  instance: Instance
  problem: PartitionProblem
  /** Milliseconds, or what says how many there are now. */
  budgetMs?: number | (() => number)
  steps?: number
  /** Called with the first plan within a fraction of a second, then with better ones; on the page's thread. */
  onProgress?: (progress: Progress, level: number) => void
  /** Aborting ends the search at its next slice and resolves with the best plan so far. */
  signal?: AbortSignal
}

/** As a job for one level, with a target for each; upper level first. */
export interface LevelsJob extends Omit<PartitionJob, 'problem' | 'steps'> {
  problem: LevelsProblem
  steps?: number[]
}

/** A pool of workers that solves one job at a time. */
export interface PartitionPool {
  solve(job: PartitionJob): Promise<Plan | Infeasible>
  /** Solves one level inside the other; the answer has a plan for each, upper level first. */
  solveLevels(job: LevelsJob): Promise<Plan[] | Infeasible>
  /** Ends the workers at once; a job under way never resolves. */
  dispose(): void
}

/** Starts `size` workers (by default one less than the machine has cores, at most 4). The page's thread only passes messages. */
export function createPartitionPool(size = defaultSize()): PartitionPool {
  const workers = Array.from(
    { length: size },
    () => new Worker(new URL('./partition-worker.ts', import.meta.url), { type: 'module' }),
  )
  const crew = workers.map((worker, index) => inTaskOfItsOwn(wrap<Member>(worker), index))
  const queue = new Queue()
  const options = ({
    budgetMs,
    onProgress,
    signal,
  }: Pick<PartitionJob, 'budgetMs' | 'onProgress' | 'signal'>) => ({
    budgetMs,
    onProgress,
    clock: () => performance.now(),
    isCancelled: () => signal?.aborted ?? false,
  })
  return {
    solve: (job) =>
      queue.run(() => runPartition(job.instance, job.problem, crew, { ...options(job), steps: job.steps })),
    solveLevels: (job) =>
      queue.run(() => runLevels(job.instance, job.problem, crew, { ...options(job), steps: job.steps })),
    dispose() {
      for (const worker of workers) worker.terminate()
    },
  }
}

/** Lets the page breathe between the copies of an instance that go to the members: a large one takes some milliseconds each. */
function inTaskOfItsOwn(remote: Remote<Member>, index: number): Member {
  return {
    async begin(...question) {
      if (index > 0) await new Promise((resolve) => setTimeout(resolve))
      return remote.begin(...question)
    },
    advance: (steps) => remote.advance(steps),
    compare: () => remote.compare(),
  }
}

function defaultSize(): number {
  return Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1))
}
