import { readFile, writeFile } from 'node:fs/promises'
import { type Infeasible, type Instance, type Plan, readInstance, runLevels } from '../../../geo/index'
import { reasonOf, Refusal } from '../refusal'
import { hireCrew } from './crew'
import { countNotes, explainNotes } from './notes'
import { graphHelp, type GraphOptions, readGraphOptions } from './graph-options'

/** Kept back of the budget to write the plan. */
const writingMs = 60

/**
 * Plans an instance file: writes the plan, prints one JSON line with seconds (since the process began, as the budget counts), grids, the steps that make it again,
 * and how often which reason keeps a piece from being even; which pieces these are stands on standard error.
 * Returns 0, or 2 with one line on standard error and no file when the input cannot be used.
 */
export async function runGraphPlan(argv: string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    console.log(graphHelp)
    return 0
  }
  try {
    const options = readGraphOptions(argv)
    const instance = await loadInstance(options.file)
    const plans = await solve(instance, options)
    const levels = plans.map((plan) => [...plan.grid])
    await writePlan(options.out, JSON.stringify(options.hasLevels ? { levels } : levels[0]))
    const [{ reports }] = plans.slice(-1)
    for (const line of explainNotes(reports)) console.error(line)
    console.log(JSON.stringify(summary(plans, performance.now())))
    return 0
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    console.error(thrown.message)
    return 2
  }
}

async function writePlan(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (thrown) {
    throw new Refusal(`${file} cannot be written: ${reasonOf(thrown).split('\n')[0]}`)
  }
}

async function loadInstance(file: string): Promise<Instance> {
  let document: unknown
  try {
    document = JSON.parse(await readFile(file, 'utf8'))
  } catch (thrown) {
    throw new Refusal(`${file} cannot be read as JSON: ${reasonOf(thrown).split('\n')[0]}`)
  }
  const instance = readInstance(document)
  if ('code' in instance) throw new Refusal(`${file} is not an instance: ${instance.code} at ${instance.at}.`)
  return instance
}

async function solve(instance: Instance, options: GraphOptions): Promise<Plan[]> {
  const crew = await hireCrew(options.workers)
  try {
    const clock = () => performance.now()
    const budgetMs = options.budgetMs - clock() - writingMs
    const { tolerance, preset, seed, targets, steps } = options
    const answer = await runLevels(instance, { targets, tolerance, preset, seed }, crew.members, {
      clock,
      budgetMs,
      steps,
    })
    if (!Array.isArray(answer)) throw new Refusal(explain(answer))
    return answer
  } finally {
    await crew.dismiss()
  }
}

function explain(answer: Infeasible): string {
  return `There is no plan: ${answer.reason}${answer.at === undefined ? '' : ` (${answer.at})`}.`
}

function summary(plans: Plan[], elapsedMs: number) {
  const last = plans[plans.length - 1]
  return {
    seconds: Math.round(elapsedMs) / 1000,
    grids: last.grids,
    ...(plans.length > 1 ? { levels: plans.map((plan) => plan.grids) } : {}),
    steps: plans.map(({ steps }) => steps).join(','),
    notes: countNotes(last.reports),
  }
}
