import type { Database, Queries } from '../../../supabase/local/database/types'
import { type Figure, p95 } from '../incidents/figures'

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const INDICATORS = ['cameIn', 'onTimeClosure', 'onTimeHandling', 'recurrence', 'reworkRate', 'handlingHours', 'overdueOpen'] // prettier-ignore
const UNITS = ['district', 'street', 'community', 'grid', 'compound', 'class', 'category', 'hour', 'weekday'] as const // prettier-ignore
type Unit = (typeof UNITS)[number]
const PERIODS = { month: "interval '30 days'", year: "interval '1 year'", everything: "interval '10 years'" }

/** On-time closure by unit over the raw rows, as one would group them. */
const RAW: Partial<Record<Unit, { unit: string; join: string }>> = {
  street: { unit: 'a.parent_id', join: 'join public.areas a on a.id = i.community_id' },
  community: { unit: 'i.community_id', join: '' },
  category: { unit: 'i.category_id', join: '' },
  grid: {
    unit: 'g.id',
    join: 'join private.grids_in_force g on g.is_leaf and g.community_id = i.community_id and extensions.st_covers(g.polygon, i.position)',
  },
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** The whole city. */
export const AREA = `(select id from public.areas where code = '990100')`
const today = "(now() at time zone 'Asia/Shanghai')::date"
const days = (length: string) => `(${today} - ${length})::date, ${today}`

const call = (indicators: readonly string[], unit: Unit, length: string) =>
  `select public.indicator_table(${AREA}, '{${indicators.join()}}', '${unit}', ${days(length)}) as answer`

function raw({ unit, join }: { unit: string; join: string }, length: string): string {
  return `select (${unit})::text as id, count(*)::integer as below,
      (count(*) filter (where i.closed_at < now() and i.missed_due_at is null and not coalesce(coalesce(i.resolved_at, i.closed_at) > i.due_at, false)))::integer as above
    from public.incidents i ${join},
      (select (${today} - ${length})::date::timestamp at time zone 'Asia/Shanghai' as since) p
    where i.filed_at is not null and ((i.due_at >= p.since and i.due_at < now()) or (i.missed_due_at >= p.since and i.missed_due_at < now())
      or (i.closed_at >= p.since and i.closed_at < now()))
    group by 1`
}

/** Asks as somebody of its staff. */
export async function asStaff<T>(database: Database, work: (queries: Queries) => Promise<T>): Promise<T> {
  return database.transaction(async (queries) => {
    await queries.query(
      `select set_config('request.jwt.claims', json_build_object('sub', md5('bench')::uuid, 'role', 'authenticated')::text, true)`,
    )
    await queries.exec('set local role authenticated')
    return work(queries)
  })
}

interface Answer {
  units: { id: string; values: Record<string, [number, number]> }[]
}

/** Whether the registry's answer is that of grouping the raw rows. */
function isEqual(answer: Answer, rows: { id: string; above: number; below: number }[]): boolean {
  const given = answer.units.filter(({ values }) => values.onTimeClosure?.[1])
  const byId = new Map(given.map(({ id, values }) => [id, values.onTimeClosure]))
  return (
    given.length === rows.length &&
    rows.every(({ id, above, below }) => byId.get(id)?.[0] === above && byId.get(id)?.[1] === below)
  )
}

/** Every unit over three periods: the slowest of seven indicators; then one of them beside grouping the raw rows. */
export async function* indicatorFigures(database: Database): AsyncGenerator<Figure> {
  for (const unit of UNITS)
    for (const [name, length] of Object.entries(PERIODS)) {
      const value = await asStaff(database, async (queries) => {
        let worst = 0
        for (const indicator of INDICATORS) {
          const text = call([indicator], unit, length)
          await queries.query(text)
          const times: number[] = []
          for (let round = 0; round < ROUNDS; round++) times.push(await timed(() => queries.query(text)))
          worst = Math.max(worst, p95(times))
        }
        return worst
      })
      yield { name: `any indicator by ${unit}, ${name}`, value, unit: 'ms', bar: 100 }
    }
  for (const [unit, by] of Object.entries(RAW) as [Unit, { unit: string; join: string }][]) {
    const text = call(['onTimeClosure'], unit, PERIODS.everything)
    const ours: number[] = []
    let answer: Answer | null = null
    await asStaff(database, async (queries) => {
      for (let round = 0; round <= ROUNDS; round++)
        ours.push(
          await timed(async () => {
            answer = (await queries.query<{ answer: Answer }>(text))[0].answer
          }),
        )
    })
    let rows: { id: string; above: number; below: number }[] = []
    const theirs: number[] = []
    for (let round = 0; round < 3; round++)
      theirs.push(await timed(async () => (rows = await database.query(raw(by, PERIODS.everything)))))
    const isSame = isEqual(answer ?? { units: [] }, rows)
    yield {
      name: `on-time closure by ${unit}: equal to the raw rows`,
      value: Number(isSame),
      unit: 'true',
      bar: 1,
    }
    const value = Math.min(...theirs) / p95(ours.slice(1))
    yield {
      name: `on-time closure by ${unit}: times faster than grouping the raw rows`,
      value,
      unit: '×',
      bar: 20,
    }
  }
}
