import { AsyncLocalStorage } from 'node:async_hooks'

/** What of PGlite is needed. */
interface Driver {
  query(sql: string, parameters?: readonly unknown[], before?: string): Promise<{ rows: unknown[] }>
}

/** Most that a guarded query may cost, in the planner's units: about 50,000 a second. */
const mostCost = 250_000

const guarded = new AsyncLocalStorage<true>()

/**
 * Lets `onlyWhenCheap` refuse queries of PGlite, which has one session and ends a statement only with it: a query up to
 * its limit would hold up everybody.
 */
export function makeCostGuarded(driver: Driver): void {
  const query = driver.query.bind(driver)
  driver.query = async (sql, parameters, before) => {
    if (guarded.getStore() && /^\s*(select|with)\b/i.test(sql) && !/set_config\(/i.test(sql)) {
      const { rows } = await query(`explain (format json) ${sql}`, parameters, before)
      if (costOf(rows[0]) > mostCost) throw tooExpensive()
      return query(sql, parameters)
    }
    return query(sql, parameters, before)
  }
}

/** Runs `work`; a query in it that the planner expects to take very long fails instead. */
export function onlyWhenCheap<T>(work: () => Promise<T>): Promise<T> {
  return guarded.run(true, work)
}

function costOf(row: unknown): number {
  const [plan] = Object.values(row as object)[0] as { Plan: { 'Total Cost': number } }[]
  return plan.Plan['Total Cost']
}

/** An error that names its answer, as lite passes it on. */
function tooExpensive(): Error {
  const message = 'This would take too long.'
  const hint = 'Ask for fewer rows, or for the embedded rows in a request of their own.'
  return Object.assign(new Error(JSON.stringify({ code: 'GRIDWARD_LIMIT', message, details: null, hint })), {
    code: 'PGRST',
    detail: JSON.stringify({ status: 400, headers: {} }),
  })
}
