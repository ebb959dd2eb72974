import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Infeasible, PartitionProblem, Plan, Preset, Progress } from '../../../geo/index'
import type { Draft } from '../../lib/plan/draft'
import type { Sentence } from '../../lib/plan/history'
import type { LivePlan } from '../../lib/plan/live'
import { solve } from '../../lib/plan/solve'
import { type Ground, perVertex } from '../../lib/plan/ground'
import { usePlan } from '../../stores/plan'
import { createPartitionPool, type PartitionPool } from '../../workers/partition'

/** What the planner asks of the engine. */
export interface Wish {
  preset: Preset
  seed: number
  budgetSeconds: number
  /** Leaf grids to solve again; all where it is left out. */
  only?: readonly number[]
  /** Households per grid where it is not the scheme's: to split a grid into equal parts. */
  targetHouseholds?: number
  /** How the edit is called in the history. */
  sentence: Sentence
  /** Steps of the engine instead of a budget: for what has to answer at once. */
  steps?: number
}

/** Locked grids and pinned buildings of a draft, as the engine wants them. */
function locksOf(ground: Ground, draft: Draft, leaf: number): PartitionProblem['locks'] {
  const grids = [...draft.grids.values()].flatMap(({ level, key, locked }) =>
    level === leaf && locked ? [key] : [],
  )
  const buildings: number[] = []
  ground.cells.inputIndex.forEach((place, vertex) => {
    if (draft.pinned[place] && draft.assignment[place] >= 0) buildings.push(vertex)
  })
  return { ...(grids.length && { grids }), ...(buildings.length && { buildings }) }
}

/** The problem of a one-level plan, or of some grids of any plan. */
function problemOf(ground: Ground, draft: Draft, wish: Wish): PartitionProblem {
  const plan = usePlan()
  const locks = locksOf(ground, draft, plan.leaf)
  const isLocked = Boolean(locks?.grids ?? locks?.buildings)
  return {
    targetHouseholds: wish.targetHouseholds ?? plan.targets[plan.leaf - 1],
    tolerance: plan.tolerance,
    preset: wish.preset,
    seed: wish.seed,
    ...((wish.only ?? isLocked) && { existing: perVertex(ground, draft.assignment), locks }),
    ...(wish.only && { only: [...wish.only] }),
  }
}

/** Runs the engine in workers for the plan on the table, as long as the page lives. */
export function usePartition() {
  const plan = usePlan()
  const progress = shallowRef<Progress | null>(null)
  const isRunning = ref(false)
  const refusal = shallowRef<Infeasible | null>(null)
  let pool: PartitionPool | null = null
  let abort: AbortController | null = null
  let isDiscarded = false

  onScopeDispose(() => pool?.dispose())

  async function run(ground: Ground, draft: Draft, wish: Wish): Promise<Plan[] | Infeasible> {
    pool ??= createPartitionPool()
    abort = new AbortController()
    const { instance } = ground
    const job = {
      instance,
      budgetMs: wish.budgetSeconds * 1000,
      signal: abort.signal,
      onProgress: (now: Progress) => (progress.value = now),
    }
    if (plan.leaf > 1 && !wish.only) {
      const { preset, seed } = wish
      return pool.solveLevels({
        ...job,
        problem: { targets: [...plan.targets], tolerance: plan.tolerance, preset, seed },
      })
    }
    const problem = problemOf(ground, draft, wish)
    const answer = await pool.solve({ ...job, problem, ...(wish.steps && { steps: wish.steps }) })
    return answer.status === 'planned' ? [answer] : answer
  }

  /** Solves the plan, or some of its grids, and puts the result in place as one edit. */
  async function start(wish: Wish): Promise<void> {
    const { ground, draft } = plan
    if (!ground || !draft || isRunning.value) return
    isRunning.value = true
    isDiscarded = false
    refusal.value = progress.value = null
    try {
      const answer = await run(ground, draft, wish)
      if (isDiscarded || plan.draft !== draft) return
      if (!Array.isArray(answer)) refusal.value = answer
      else if (plan.live) place(plan.live, wish, answer)
    } finally {
      isRunning.value = false
    }
  }

  function place(live: LivePlan, wish: Wish, answer: Plan[]): void {
    const only = wish.only && new Set(wish.only)
    const isSolved = (vertex: number) => !only || only.has(live.coverage.gridOfBuilding(vertex))
    const levels = answer.map(({ grid }) => grid)
    plan.edit(solve(live, { levels, isSolved }, wish.sentence))
    const { preset, seed } = wish
    if (!only) plan.engine = { preset, seed, steps: answer.map(({ steps }) => steps) }
  }

  /** Ends the search: the best plan so far is taken, or thrown away. */
  function stop(how: 'take' | 'discard'): void {
    isDiscarded = how === 'discard'
    abort?.abort()
  }

  return { isRunning, progress, refusal, start, stop }
}
