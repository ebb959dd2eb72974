import { parseArgs } from 'node:util'
import type { Preset } from '../../../geo/index'
import { Refusal } from '../refusal'

/** What `plan graph` was asked for. */
export interface GraphOptions {
  file: string
  out: string
  /** Households per grid, upper level first. */
  targets: number[]
  tolerance: number
  preset: Preset
  seed: number
  workers: number
  budgetMs: number
  /** One entry per level; makes a plan again instead of spending the budget. */
  steps?: number[]
  /** The plan is written level by level. */
  hasLevels: boolean
}

export const graphHelp = `plan graph INSTANCE.json --out PLAN.json
  --target N       households per grid                       (400)
  --levels N,N     two levels or three instead, from the top e.g. 1000,100
  --tolerance S    allowed deviation, share of the target    (0.1)
  --preset NAME    balanced, compounds or shape              (balanced)
  --seed N         a whole number                            (1)
  --budget-ms N    time to spend                             (8000)
  --workers N      threads to work in                        (1)
  --steps N,…      make a plan again: the steps it reported, one number per level`

/** Reads the flags of `plan graph`. Throws a Refusal that names the first one that cannot be used. */
export function readGraphOptions(argv: string[]): GraphOptions {
  const { values, positionals } = parse(argv)
  if (positionals.length !== 1) throw new Refusal('Name one instance file.')
  if (!values.out) throw new Refusal('Say where the plan is to be written: --out PLAN.json.')
  const preset = values.preset ?? 'balanced'
  if (preset !== 'balanced' && preset !== 'compounds' && preset !== 'shape')
    throw new Refusal('--preset must be balanced, compounds or shape.')
  const targets = values.levels === undefined ? [values.target ?? '400'] : values.levels.split(',')
  if (values.levels !== undefined && targets.length !== 2 && targets.length !== 3)
    throw new Refusal('--levels takes two numbers or three, upper first.')
  const steps = values.steps?.split(',').map((text) => whole(text, '--steps', 0))
  if (steps && steps.length !== targets.length) throw new Refusal('--steps needs one number per level.')
  return {
    file: positionals[0],
    out: values.out,
    targets: targets.map((text) => positive(text, values.levels === undefined ? '--target' : '--levels')),
    tolerance: positive(values.tolerance ?? '0.1', '--tolerance'),
    preset,
    seed: whole(values.seed ?? '1', '--seed', -Infinity),
    workers: whole(values.workers ?? '1', '--workers', 1),
    budgetMs: positive(values['budget-ms'] ?? '8000', '--budget-ms'),
    steps,
    hasLevels: values.levels !== undefined,
  }
}

function parse(argv: string[]) {
  const text = { type: 'string' } as const
  const options = {
    out: text,
    target: text,
    levels: text,
    tolerance: text,
    preset: text,
    seed: text,
    workers: text,
    'budget-ms': text,
    steps: text,
  }
  try {
    return parseArgs({ args: argv, options, allowPositionals: true })
  } catch (thrown) {
    throw new Refusal(thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown))
  }
}

function positive(text: string, flag: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0 && Number.isFinite(value)))
    throw new Refusal(`${flag} must be a number above 0.`)
  return value
}

function whole(text: string, flag: string, least: number): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least)
    throw new Refusal(`${flag} must be a whole number.`)
  return value
}
