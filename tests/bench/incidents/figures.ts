import type { Database, Queries } from '../../../supabase/local/database/types'
import { questions } from './questions'

/** A figure of the bench: milliseconds at the 95th percentile unless it says otherwise. */
export interface Figure {
  name: string
  value: number
  unit: string
  bar: number | null
}

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const STEPS = 100
const SAVES = 5

/** The least value that 95 % of the values do not exceed (nearest rank). */
export function p95(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(0.95 * sorted.length) - 1)] ?? NaN
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Runs `work` as the account that dispatches and plans, in a transaction of its own. */
async function asStaff<T>(database: Database, work: (queries: Queries) => Promise<T>): Promise<T> {
  return database.transaction(async (queries) => {
    await queries.query(
      `select set_config('request.jwt.claims', json_build_object('sub', md5('bench')::uuid, 'role', 'authenticated')::text, true)`,
    )
    await queries.exec('set local role authenticated')
    return work(queries)
  })
}

/** The slowest of several calls decides: its 95th percentile over the rounds, the first round left out. */
async function slowest(queries: Queries, calls: readonly string[]): Promise<number> {
  let worst = 0
  for (const call of calls) {
    await queries.query(call)
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) times.push(await timed(() => queries.query(call)))
    worst = Math.max(worst, p95(times))
  }
  return worst
}

/** One step of each of many cases, each in a transaction of its own, its commit included. */
async function steps(database: Database): Promise<number> {
  const cases = await database.query<{ id: string }>(
    `select id from public.incidents where state = 'reported' order by id limit ${STEPS}`,
  )
  const times: number[] = []
  for (const { id } of cases) {
    const call = `select public.move_incident(${id}, 'reported', 'accepted')`
    times.push(await timed(() => asStaff(database, (queries) => queries.query(call))))
  }
  return p95(times)
}

/** Saves every grid of a city's draft with every building, as the planner does after the engine has drawn it. */
async function saves(database: Database): Promise<{ save: number; faults: number }> {
  const [{ plan }] = await database.query<{ plan: string }>(`select bench.add_plan('草案', 'draft') as plan`)
  const [{ changes }] = await database.query<{ changes: unknown }>(
    `select jsonb_build_object(
       'grids', (select jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key, 'parent', null, 'community', g.community_id,
         'name', g.name, 'locked', false, 'polygon', private.geojson(g.polygon))) from public.grids g where g.plan_id = ${plan}),
       'assignment', (select jsonb_build_object('building', jsonb_agg(gb.building_id), 'grid', jsonb_agg(g.key))
         from public.grid_buildings gb join public.grids g on g.id = gb.grid_id where gb.plan_id = ${plan})) as changes`,
  )
  const times: number[] = []
  for (let version = 1; version <= SAVES; version++) {
    const parameters = [plan, version, JSON.stringify(changes)]
    times.push(
      await timed(() =>
        asStaff(database, (queries) =>
          queries.query('select public.save_plan($1::bigint, $2::integer, $3::text::jsonb)', parameters),
        ),
      ),
    )
  }
  await database.exec('analyze public.grids; analyze public.grid_buildings')
  const faults = await timed(() =>
    asStaff(database, (queries) => queries.query(`select public.plan_faults(${plan})`)),
  )
  return { save: p95(times), faults }
}

/** Measures everything, one figure after the other. */
export async function* figures(database: Database): AsyncGenerator<Figure> {
  for (const { name, calls, bar } of questions) {
    const value = await asStaff(database, (queries) => slowest(queries, calls))
    yield { name, value, unit: 'ms', bar }
  }
  yield { name: 'one step of a case', value: await steps(database), unit: 'ms', bar: 50 }
  const { save, faults } = await saves(database)
  yield { name: 'saving 2,466 grids', value: save, unit: 'ms', bar: 5000 }
  yield { name: 'plan_faults of 2,466 grids', value: faults, unit: 'ms', bar: 2000 }
}
