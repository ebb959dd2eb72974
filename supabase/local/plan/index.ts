import { Refusal } from '../refusal'

/** Runs `plan area …` or `plan graph …`; the planner behind it is loaded when it is called. Returns the exit code. */
export async function plan(argv: string[]): Promise<number> {
  const [kind, ...rest] = argv
  if (kind === 'graph') return (await import('./graph')).runGraphPlan(rest)
  if (kind === 'area') return (await import('./area')).runAreaPlan(rest)
  throw new Refusal('Say what to plan: plan area CODE, or plan graph INSTANCE.json --out PLAN.json.')
}
