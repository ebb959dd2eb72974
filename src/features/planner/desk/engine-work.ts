import type { Infeasible, Instance, Plan, Preset, Progress, Rest } from '../../../../geo/index'
import { rests } from '../../../../geo/index'
import { type EditAnswer, isEdit } from '../../../plan/edits/edits'
import { fillNear } from '../../../plan/edits/fill'
import { fill, type NewGrids, partOf } from '../../../plan/edits/new-grids'
import { groupProblem } from '../../../plan/engine/group-problem'
import { type Solved, solveInSteps } from '../../../plan/engine/solve'
import { freeVertices, freshQuestion, leafQuestion, spread } from '../../../plan/engine/wish'
import { regroup } from '../../../plan/model/groups'
import type { Sentence } from '../../../plan/model/history'
import type { PlanView } from '../../../plan/model/plan-view'
import { inSlices } from '../../../lib/slices'
import type { PartitionPool } from '../../../workers/partition'
import type { Vertex } from '../../../plan/model/ids'

/** A few grids are solved in so many steps of the engine, some hundredths of a second. */
export const AT_ONCE = { preset: 'balanced', seed: 1, budgetSeconds: 1, steps: 200 } as const
const SOLVING_SLICE_MS = 8

/** What the planner asks of the engine. */
export interface Wish {
  preset: Preset
  seed: number
  budgetSeconds: number
  /** What becomes of households that no number of grids divides. */
  rest?: Rest
  /** How a whole plan, or some of its grids, begins: anew, or from what is there. */
  begin?: 'fresh' | 'gentle'
  /** Communities without buildings become one grid each. */
  withBare?: boolean
  /** Grids of the level to solve again; all where it is left out. */
  only?: readonly number[]
  /** Level of those grids: the leaf's where it is left out. Upper grids are made of whole grids of the level below. */
  level?: number
  /** Households per grid where it is not the scheme's: to split a grid into equal parts. */
  targetHouseholds?: number
  /** How the edit is called in the history. */
  sentence: Sentence
  /** Steps of the engine instead of a budget: for what has to answer at once. */
  steps?: number
}

/** An answer of the engine as an edit, or why there is none. */
export type Outcome = EditAnswer | Infeasible

/** What a job is given besides its question: time, a way to stop it, and who hears of it. */
export type JobOn = (
  instance: Instance,
  wish: Pick<Wish, 'budgetSeconds'>,
) => {
  instance: Instance
  budgetMs: () => number
  signal: AbortSignal
  onProgress: (now: Progress, level: number) => void
}

/** Who does the work for a plan: the engine's crew, and what each job is given. */
export interface Bench {
  live: PlanView
  crew: PartitionPool
  jobOn: JobOn
}

const weightsOf = ({ rest }: Wish) => (rest ? { weights: rests[rest] } : {})

/** All levels anew, except what is locked. */
async function solveAll({ live, crew, jobOn }: Bench, wish: Wish): Promise<Outcome> {
  const { ground, rule } = live
  const { preset, seed, withBare } = wish
  const free = freeVertices(live)
  const whole = free.length === ground.instance.count
  const job = jobOn(whole ? ground.instance : partOf(ground.instance, free), wish)
  const problem = { targets: [...rule.targets], tolerance: rule.tolerance, preset, seed, ...weightsOf(wish) }
  const answer = await crew.solveLevels({ ...job, problem })
  if (!Array.isArray(answer)) return answer
  const isFree = new Set(free)
  const levels = answer.map(({ grid }) => spread(ground.instance.count, free, grid))
  const isSolved = (vertex: Vertex) => isFree.has(vertex)
  const edit = await solved(live, { levels, isSolved, withBare }, wish.sentence)
  return recorded(edit, live, wish, answer)
}

/** The leaf grids as they are mended, or some of them solved again among themselves. */
async function solveLeaves({ live, crew, jobOn }: Bench, wish: Wish): Promise<Outcome> {
  const { only, begin, withBare } = wish
  const question =
    only && begin === 'fresh'
      ? freshQuestion(live, { ...wish, only })
      : leafQuestion(live, { ...wish, isGentle: begin === 'gentle' })
  const { vertices, instance, problem } = question
  const answer = await crew.solve({ ...jobOn(instance, wish), problem, steps: wish.steps })
  if (answer.status === 'infeasible') return answer
  const asked = new Set(vertices)
  const keys = only && new Set(only)
  const isSolved = (vertex: Vertex) =>
    asked.has(vertex) && (!keys || keys.has(live.coverage.gridOfBuilding(vertex)))
  const levels = [spread(live.ground.instance.count, vertices, answer.grid)]
  const edit = await solved(live, { levels, isSolved, withBare }, wish.sentence)
  return only ? edit : recorded(edit, live, wish, [answer])
}

/** Some upper grids put together anew from their groups, none of which is cut. */
async function solveUppers({ live, crew, jobOn }: Bench, wish: Wish, level: number): Promise<Outcome> {
  const { instance, groups, existing, locked } = groupProblem(live, wish.only ?? [], level)
  const { preset, seed } = wish
  const isFresh = wish.begin === 'fresh' && locked.length === 0
  const problem = {
    targetHouseholds: wish.targetHouseholds ?? live.rule.targets[level - 1],
    tolerance: live.rule.tolerance,
    preset,
    seed,
    ...weightsOf(wish),
    ...(!isFresh && { existing, only: [...(wish.only ?? [])] }),
    ...(locked.length && { locks: { buildings: locked } }),
  }
  const answer = await crew.solve({ ...jobOn(instance, wish), problem, steps: wish.steps })
  if (answer.status === 'infeasible') return answer
  const numberOf = new Map(groups.map((key, at) => [key, answer.grid[at]]))
  return regroup(live, numberOf, wish.sentence, level)
}

/** Solves the plan, or some of its grids, as a wish has it. */
export function work(bench: Bench, wish: Wish): Promise<Outcome> {
  const { leaf } = bench.live
  if (wish.only && wish.level !== undefined && wish.level < leaf) return solveUppers(bench, wish, wish.level)
  return wish.only || wish.begin === 'gentle' ? solveLeaves(bench, wish) : solveAll(bench, wish)
}

/** Gives what no grid holds to the grids around, and makes new grids of the rest. */
export async function fillUp(
  { live, crew, jobOn }: Bench,
  communities?: ReadonlySet<number>,
): Promise<Outcome> {
  const { ground, rule, leaf, draft } = live
  const { given, rest } = fillNear(live, communities)
  if (given.size + rest.length === 0) return { code: 'nothing-to-fill', at: [0, 0] }
  const { preset, seed } = AT_ONCE
  const wish = { preset, seed, tolerance: rule.tolerance }
  const hasUpper = new Set(
    [...draft.grids.values()].flatMap((grid) => (grid.level === leaf - 1 ? [grid.community] : [])),
  )
  const communityOf = (vertex: Vertex) => ground.input.buildings.community[ground.cells.inputIndex[vertex]]
  const bare = rest.filter((vertex) => leaf > 1 && !hasUpper.has(communityOf(vertex)))
  const others = rest.filter((vertex) => !bare.includes(vertex))
  const made: NewGrids[] = []
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
    const levels = answer.map(({ grid }) => grid)
    made.push({ vertices: bare, uppers: levels.slice(0, -1), leaf: levels[leaf - 1] })
  }
  return fill(live, given, made)
}

/** An edit that says how the engine drew the plan: thrown away or taken back, the record goes with it. */
function recorded(
  edit: EditAnswer,
  { draft }: PlanView,
  { preset, seed }: Wish,
  answer: readonly Plan[],
): EditAnswer {
  if (!isEdit(edit)) return edit
  const engine = { before: draft.engine, after: { preset, seed, steps: answer.map(({ steps }) => steps) } }
  return { ...edit, patch: { ...edit.patch, engine } }
}

/** The engine's work as an edit. Drawing the ground anew cannot rest on the way, so what comes before leaves it a slice of its own. */
function solved(live: PlanView, done: Solved, sentence: Sentence): Promise<EditAnswer> {
  return inSlices(solveInSteps(live, done, sentence), SOLVING_SLICE_MS)
}
