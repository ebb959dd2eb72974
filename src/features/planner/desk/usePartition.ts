import { ElMessage } from 'element-plus'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Infeasible, Instance, Plan, Preset, Progress } from '../../../../geo/index'
import { isEmpty } from '../../../plan/model/draft'
import { type EditAnswer, isEdit } from '../../../plan/edits/edits'
import { fillNear } from '../../../plan/edits/fill'
import { groupProblem } from '../../../plan/engine/group-problem'
import { regroup } from '../../../plan/model/groups'
import type { Sentence } from '../../../plan/model/history'
import type { LivePlan } from '../../../plan/model/live'
import { fill, partOf } from '../../../plan/edits/new-grids'
import { type Solved, solveInSteps } from '../../../plan/engine/solve'
import { freeVertices, leafQuestion, spread } from '../../../plan/engine/wish'
import { inSlices, rest } from '../../../lib/slices'
import { usePlan } from '../../../stores/plan'
import { createPartitionPool, type PartitionPool } from '../../../workers/partition'
import { useEdits } from './useEdits'

/** A few grids are solved in so many steps of the engine, some hundredths of a second. */
export const AT_ONCE = { preset: 'balanced', seed: 1, budgetSeconds: 1, steps: 200 } as const
/** What is done sooner is not announced, milliseconds: the announcement would take longer than the work. */
const SOON_MS = 200
const SOLVING_SLICE_MS = 8

/** What the planner asks of the engine. */
export interface Wish {
  preset: Preset
  seed: number
  budgetSeconds: number
  /** Grids of the level to solve again; all where it is left out. */
  only?: readonly number[]
  /** Level of those grids: the leaf's where it is left out. Upper grids are made of whole groups. */
  level?: number
  /** Households per grid where it is not the scheme's: to split a grid into equal parts. */
  targetHouseholds?: number
  /** How the edit is called in the history. */
  sentence: Sentence
  /** Steps of the engine instead of a budget: for what has to answer at once. */
  steps?: number
}

/** An answer of the engine as an edit, or why there is none. */
type Outcome = EditAnswer | Infeasible

/** Runs the engine in workers for the plan on the table, as long as the page lives. */
export function usePartition() {
  const { t } = useI18n()
  const plan = usePlan()
  const { perform } = useEdits()
  const progress = shallowRef<Progress | null>(null)
  const isRunning = ref(false)
  const refusal = shallowRef<Infeasible | null>(null)
  let pool: PartitionPool | null = null
  let abort: AbortController | null = null
  let isTaken = false
  let isDiscarded = false

  // Workers take longer to start than a few grids to be solved: they are there when the first is asked for.
  watch(
    () => plan.isEditable,
    (isReady) => isReady && (pool ??= createPartitionPool()),
  )
  onScopeDispose(() => pool?.dispose())

  function announce(): void {
    isRunning.value = true
    progress.value = null
  }

  /** Says why there is no plan, where it is seen whatever is chosen. */
  function refuse(why: Infeasible): void {
    refusal.value = why
    ElMessage.warning(t(`planner.partition.refusals.${why.reason}`))
  }

  function jobOn(instance: Instance, { budgetSeconds }: Pick<Wish, 'budgetSeconds'>) {
    abort = new AbortController()
    return {
      instance,
      budgetMs: budgetSeconds * 1000,
      signal: abort.signal,
      onProgress: (now: Progress) => {
        if (isRunning.value) progress.value = now
      },
    }
  }

  /** Runs something of the engine for the draft as it is now, and does the edit that comes of it. */
  async function run(
    work: (live: LivePlan, crew: PartitionPool) => Promise<Outcome>,
    isQuick: boolean,
  ): Promise<void> {
    const { live, draft } = plan
    if (!live || isTaken) return
    isTaken = true
    isDiscarded = false
    refusal.value = null
    const announcing = setTimeout(announce, isQuick ? SOON_MS : 0)
    try {
      const outcome = await work(live, (pool ??= createPartitionPool()))
      await rest()
      if (isDiscarded) return
      if (plan.draft !== draft) return void ElMessage.info(t('planner.partition.overtaken'))
      if ('status' in outcome) refuse(outcome)
      else if (isEdit(outcome) && isEmpty(outcome.patch)) ElMessage.info(t('planner.partition.unchanged'))
      else perform(outcome)
    } finally {
      clearTimeout(announcing)
      isTaken = isRunning.value = false
    }
  }

  /** All levels anew, except what is locked. */
  async function solveAll(live: LivePlan, crew: PartitionPool, wish: Wish): Promise<Outcome> {
    const { ground, rule } = live
    const { preset, seed } = wish
    const free = freeVertices(live)
    const whole = free.length === ground.instance.count
    const job = jobOn(whole ? ground.instance : partOf(ground.instance, free), wish)
    const problem = { targets: [...rule.targets], tolerance: rule.tolerance, preset, seed }
    const answer = await crew.solveLevels({ ...job, problem })
    if (!Array.isArray(answer)) return answer
    const isFree = new Set(free)
    const levels = answer.map(({ grid }) => spread(ground.instance.count, free, grid))
    const edit = await solved(live, { levels, isSolved: (vertex) => isFree.has(vertex) }, wish.sentence)
    return recorded(edit, live, wish, answer)
  }

  /** One level anew, or some leaf grids of any plan among themselves. */
  async function solveLeaves(live: LivePlan, crew: PartitionPool, wish: Wish): Promise<Outcome> {
    const { vertices, instance, problem } = leafQuestion(live, wish)
    const answer = await crew.solve({ ...jobOn(instance, wish), problem, steps: wish.steps })
    if (answer.status === 'infeasible') return answer
    const only = wish.only && new Set(wish.only)
    const isSolved = (vertex: number) => !only || only.has(live.coverage.gridOfBuilding(vertex))
    const levels = [spread(live.ground.instance.count, vertices, answer.grid)]
    const edit = await solved(live, { levels, isSolved }, wish.sentence)
    return only ? edit : recorded(edit, live, wish, [answer])
  }

  /** Some upper grids put together anew from their groups, none of which is cut. */
  async function solveUppers(live: LivePlan, crew: PartitionPool, wish: Wish): Promise<Outcome> {
    const { instance, groups, existing, locked } = groupProblem(live, wish.only ?? [])
    const { preset, seed } = wish
    const problem = {
      targetHouseholds: wish.targetHouseholds ?? live.rule.targets[live.leaf - 2],
      tolerance: live.rule.tolerance,
      preset,
      seed,
      existing,
      only: [...(wish.only ?? [])],
      ...(locked.length && { locks: { buildings: locked } }),
    }
    const answer = await crew.solve({ ...jobOn(instance, wish), problem, steps: wish.steps })
    if (answer.status === 'infeasible') return answer
    return regroup(live, new Map(groups.map((key, at) => [key, answer.grid[at]])), wish.sentence)
  }

  /** Gives what no grid holds to the grids around, and makes new grids of the rest. */
  async function fillUp(
    live: LivePlan,
    crew: PartitionPool,
    communities?: ReadonlySet<number>,
  ): Promise<Outcome> {
    const { ground, rule, leaf, draft } = live
    const { given, rest } = fillNear(live, communities)
    if (given.size + rest.length === 0) return { code: 'nothing-to-fill', at: [0, 0] }
    const { preset, seed } = AT_ONCE
    const wish = { preset, seed, tolerance: rule.tolerance }
    const hasUpper = new Set(
      [...draft.grids.values()].flatMap((grid) => (grid.level < leaf ? [grid.community] : [])),
    )
    const communityOf = (vertex: number) => ground.input.buildings.community[ground.cells.inputIndex[vertex]]
    const bare = rest.filter((vertex) => leaf > 1 && !hasUpper.has(communityOf(vertex)))
    const others = rest.filter((vertex) => !bare.includes(vertex))
    const made = []
    if (others.length > 0) {
      const problem = { ...wish, targetHouseholds: rule.targets[leaf - 1] }
      const answer = await crew.solve({ ...jobOn(partOf(ground.instance, others), AT_ONCE), problem })
      if (answer.status === 'infeasible') return answer
      made.push({ vertices: others, leaf: answer.grid })
    }
    if (bare.length > 0) {
      const problem = { ...wish, targets: [...rule.targets] }
      const answer = await crew.solveLevels({ ...jobOn(partOf(ground.instance, bare), AT_ONCE), problem })
      if (!Array.isArray(answer)) return answer
      made.push({ vertices: bare, upper: answer[0].grid, leaf: answer[1].grid })
    }
    return fill(live, given, made)
  }

  /** Solves the plan, or some of its grids, and puts the result in place as one edit. */
  function start(wish: Wish): Promise<void> {
    return run((live, crew) => {
      if (wish.only && wish.level !== undefined && wish.level < live.leaf)
        return solveUppers(live, crew, wish)
      return live.leaf > 1 && !wish.only ? solveAll(live, crew, wish) : solveLeaves(live, crew, wish)
    }, wish.steps !== undefined)
  }

  /** Ends the search: the best plan so far is taken, or thrown away. */
  function stop(how: 'take' | 'discard'): void {
    isDiscarded = how === 'discard'
    abort?.abort()
  }

  return {
    isRunning,
    progress,
    refusal,
    start,
    stop,
    /** Gives all buildings without a grid (or those of some communities) a grid, as one edit. */
    fillUp: (communities?: ReadonlySet<number>) =>
      run((live, crew) => fillUp(live, crew, communities), false),
  }
}

/** An edit that says how the engine drew the plan: thrown away or taken back, the record goes with it. */
function recorded(
  edit: EditAnswer,
  { draft }: LivePlan,
  { preset, seed }: Wish,
  answer: readonly Plan[],
): EditAnswer {
  if (!isEdit(edit)) return edit
  const engine = { before: draft.engine, after: { preset, seed, steps: answer.map(({ steps }) => steps) } }
  return { ...edit, patch: { ...edit.patch, engine } }
}

/** The engine's work as an edit. Drawing the ground anew cannot rest on the way, so what comes before leaves it a slice of its own. */
function solved(live: LivePlan, work: Solved, sentence: Sentence): Promise<EditAnswer> {
  return inSlices(solveInSteps(live, work, sentence), SOLVING_SLICE_MS)
}
