import { asksForHelp } from '../options'
import { Refusal } from '../refusal'
import { areaHelp } from './area-options'
import { graphHelp } from './graph-options'

/** Runs `plan area …` or `plan graph …`; the planner behind it is loaded when it is called. Returns the exit code. */
export async function plan(argv: string[]): Promise<number> {
  const [kind, ...rest] = argv
  if (kind === 'graph') return (await import('./graph')).runGraphPlan(rest)
  if (kind === 'area') return (await import('./area')).runAreaPlan(rest)
  if (asksForHelp(argv)) {
    console.log(`npm run plan -- …\n\n${areaHelp}\n\n${graphHelp}`)
    return 0
  }
  throw new Refusal('Say what to plan: plan area CODE, or plan graph INSTANCE.json --out PLAN.json.')
}
