import { Refusal } from '../refusal'

/** Runs `plan graph …`; the planner behind it is loaded when it is called. Returns the exit code. */
export async function plan(argv: string[]): Promise<number> {
  const [kind, ...rest] = argv
  if (kind === 'graph') return (await import('./graph')).runGraphPlan(rest)
  throw new Refusal('Say what to plan: plan graph INSTANCE.json --out PLAN.json.')
}
