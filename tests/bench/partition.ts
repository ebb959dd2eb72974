import {
  createMember,
  type Instance,
  type Member,
  type Progress,
  runLevels,
  runPartition,
} from '../../geo/index'
import { scorePlan } from '../support/score/plan-score'
import { hireCrew } from '../../supabase/local/plan/crew'
import { printGap } from './partition/gap'
import { folder, loadAnchors, loadInstance, millionCity } from './partition/load'
import { runMetis } from './partition/metis'
import { dominating, printTable, type Row, rowOf } from './partition/table'

const target = 400
const problem = { targetHouseholds: target, tolerance: 0.1, preset: 'balanced', seed: 1 } as const
/** With `BENCH_CLOCK=processor` budgets and times are in processor time: figures of a machine of one's own on a busy one. */
const byProcessor = process.env.BENCH_CLOCK === 'processor'
const clock = (threads = 1) => (byProcessor ? processorMs() / threads : performance.now())
const budgets: Record<string, number> = { city90k: 8000, plain3k: 8000, 'singapore-hdb': 15000 }
const asked = process.argv.slice(2)
const wanted = (part: string) => asked.length === 0 || asked.includes(part)

for (const [name, budgetMs] of Object.entries(budgets))
  if (wanted(name)) await compareWithAnchors(name, budgetMs)
if (wanted('million')) await planMillion()
if (wanted('levels')) await planLevels()
if (wanted('local')) await solveLocally()
if (wanted('gap')) await printGap([loadShared('city90k'), loadShared('singapore-hdb')], 20)

function loadShared(name: string): Instance {
  return loadInstance(`${folder}/${name}.json`)
}

/** Plans one shared instance, and prints it beside METIS in the same run, the anchors, and when it became how good. */
async function compareWithAnchors(name: string, budgetMs: number): Promise<void> {
  const instance = loadShared(name)
  const history: Progress[] = []
  const { plan, seconds, processorSeconds } = await timed(instance, [createMember()], budgetMs, history)
  const ours = rowOf(`Gridward, ${plan.steps} steps`, seconds, scorePlan(instance, plan.grid, target))
  const rows = [ours]
  const metis = runMetis(instance, target)
  if (metis)
    rows.push(rowOf('METIS -contig, this run', metis.seconds, scorePlan(instance, metis.grid, target)))
  const reachable = scorePlan(instance, plan.grid, target).reachableShareWithin10
  const anchors = loadAnchors(name).map((anchor): Row => ({
    ...anchor,
    name: anchor.method,
    balance: anchor.shareWithin10 / reachable,
    broken: anchor.noncontiguousParts + anchor.partsCrossingCommunity,
  }))
  printTable(`${name} (${processorSeconds.toFixed(1)} s of processor time)`, [...rows, ...anchors])
  if (metis) console.log(`\nTime ÷ METIS: ${(ours.seconds / Math.max(metis.seconds, 1e-3)).toFixed(0)}.`)
  const better = dominating(ours, [...rows.slice(1), ...anchors])
  console.log(`Better than ours in every respect: ${better.map((row) => row.name).join(', ') || 'none'}.`)
  printTable(`${name}: how good when`, milestones(instance, history))
}

/** The first plan and the last ones before 1.5 s, 4 s and the end. */
function milestones(instance: Instance, history: Progress[]): Row[] {
  const before = (ms: number) => history.filter(({ elapsedMs }) => elapsedMs <= ms).at(-1)
  return [history[0], before(1500), before(4000), history.at(-1)]
    .filter((progress) => progress !== undefined)
    .map((progress) =>
      rowOf(
        `after ${progress.steps} steps`,
        progress.elapsedMs / 1000,
        scorePlan(instance, progress.grid, target),
      ),
    )
}

async function planMillion(): Promise<void> {
  const instance = millionCity()
  if (!instance) return console.log('\nThe city of a million households needs Debian’s python3-scipy.')
  const crew = await hireCrew(2)
  const { plan, seconds } = await timed(instance, crew.members, 9500, [])
  await crew.dismiss()
  const rows = [
    rowOf(`Gridward, two workers, ${plan.steps} steps`, seconds, scorePlan(instance, plan.grid, target)),
  ]
  const metis = runMetis(instance, target)
  if (metis)
    rows.push(rowOf('METIS -contig, this run', metis.seconds, scorePlan(instance, metis.grid, target)))
  printTable(`a city of a million households, ${instance.count} buildings`, rows)
}

async function planLevels(): Promise<void> {
  const instance = loadShared('city90k')
  const targets = [1000, 100]
  const { tolerance, preset, seed } = problem
  const options = { clock, budgetMs: 8000 }
  const begunAt = clock()
  const plans = await runLevels(instance, { targets, tolerance, preset, seed }, [createMember()], options)
  if (!Array.isArray(plans)) throw new Error(plans.reason)
  const seconds = (clock() - begunAt) / 1000
  const [upper, lower] = plans
  const parents = new Map<number, Set<number>>()
  lower.grid.forEach((g, i) => parents.set(g, (parents.get(g) ?? new Set()).add(upper.grid[i])))
  printTable(
    'two levels on city90k',
    plans.map((plan, level) =>
      rowOf(`level of ${targets[level]}`, seconds, scorePlan(instance, plan.grid, targets[level])),
    ),
  )
  const torn = [...parents.values()].filter((set) => set.size > 1).length
  console.log(`\n${lower.grids} groups in ${upper.grids} areas, ${torn} of them in more than one.`)
}

async function solveLocally(): Promise<void> {
  const instance = loadShared('city90k')
  const member = createMember()
  const { plan } = await timed(instance, [member], 1000, [])
  const times: number[] = []
  for (let first = 0; first < 100; first += 10) {
    const only = [...Array(10).keys()].map((k) => first + k)
    const begunAt = clock()
    await runPartition(instance, { ...problem, existing: plan.grid, only }, [member], { clock, budgetMs: 80 })
    times.push(clock() - begunAt)
  }
  times.sort((a, b) => a - b)
  console.log(`\nTen grids solved again: median ${times[5].toFixed(0)} ms, worst ${times[9].toFixed(0)} ms.`)
}

function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function timed(instance: Instance, crew: Member[], budgetMs: number, history: Progress[]) {
  const ownClock = () => clock(crew.length)
  const begunAt = ownClock()
  const before = processorMs()
  const plan = await runPartition(instance, problem, crew, {
    clock: ownClock,
    budgetMs,
    onProgress: (progress) => history.push(progress),
  })
  if (plan.status === 'infeasible') throw new Error(plan.reason)
  const processorSeconds = (processorMs() - before) / 1000
  return { plan, seconds: (ownClock() - begunAt) / 1000, processorSeconds }
}
