import { READING_FUNCTIONS } from '../../lib/database'

/** How a call is treated. */
export interface CallRule {
  /** The call fails when no whole answer has come within so long, attempts and pauses together. */
  limitMs: number
  /** It changes nothing, so it may be made again when it is not known what became of it. */
  mayRepeat: boolean
}

const READ_LIMIT_MS = 20_000
const WRITE_LIMIT_MS = 60_000

/** What works on many thousands of rows takes its time. */
const LONG_LIMITS_MS: Readonly<Record<string, number>> = {
  changes: 10_000,
  incident_changes: 10_000,
  planning_input: 120_000,
  plan_detail: 120_000,
  plan_faults: 120_000,
  plan_incidents: 60_000,
  incident_squares: 60_000,
  building_visits: 60_000,
  compare_plans: 120_000,
  notice_boards: 120_000,
  grid_life: 60_000,
  base_map: 60_000,
  grids_map: 60_000,
  save_plan: 300_000,
  submit_plan: 300_000,
  publish_plan: 900_000,
  start_import: 120_000,
  stage_import_rows: 120_000,
  check_import: 300_000,
  commit_import: 1_800_000,
}

/** Returns the rule for a request of the API. Asking is repeated; writing never, save where the database knows the key. */
export function ruleOf(method: string, url: string): CallRule {
  const called = /\/rest\/v1\/rpc\/(\w+)/.exec(url)?.[1]
  const mayRepeat = called ? READING_FUNCTIONS.has(called) : method === 'GET' || method === 'HEAD'
  const usualMs = mayRepeat ? READ_LIMIT_MS : WRITE_LIMIT_MS
  return { mayRepeat, limitMs: (called && LONG_LIMITS_MS[called]) || usualMs }
}
