import type { Queries } from '../../database/types'
import type { DemoIncident } from '../incidents'
import { seedClocksBeside } from './clocks-beside'
import { columnsOf } from './columns'
import { closingReasonOf, seedEvents } from './events'
import type { Handlers } from './handlers'
import { indexedAfterwards } from './indexes'

/** Cases in one statement: enough that its own cost does not count, few enough for memory. */
const BATCH = 8000

/** Adds cases and their histories; `buildings` are the keys of the district's buildings, in its order. */
export async function seedIncidents(
  queries: Queries,
  district: number,
  incidents: readonly DemoIncident[],
  buildings: readonly number[],
  handlers: Handlers,
): Promise<void> {
  await queries.exec("set local work_mem = '64MB'; set local jit = off")
  await indexedAfterwards(queries, 'incidents', async () => {
    for (let start = 0; start < incidents.length; start += BATCH) {
      await insertBatch(queries, district, incidents.slice(start, start + BATCH), buildings, handlers, start)
    }
  })
  await linkDuplicates(queries, district, incidents)
  await seedEvents(queries, district, incidents, handlers)
  await seedClocksBeside(queries, district)
  await queries.exec(
    `select setval('public.incident_change_seq', (select max(change_id) from public.incidents))`,
  )
}

const seconds = (moment: number | null) => (moment === null ? null : Math.round(moment / 1000))

async function insertBatch(
  queries: Queries,
  district: number,
  batch: readonly DemoIncident[],
  buildings: readonly number[],
  handlers: Handlers,
  before: number,
): Promise<void> {
  const text = (of: (each: DemoIncident) => string) => ({ type: 'text', values: batch.map(of) })
  const number = (type: string, of: (each: DemoIncident) => number | null) => ({
    type,
    values: batch.map(of),
  })
  const moment = (of: (each: DemoIncident) => number | null) => number('float8', (each) => seconds(of(each)))
  const flag = (of: (each: DemoIncident) => boolean | null) => ({ type: 'boolean', values: batch.map(of) })
  const { rows, parameters } = columnsOf(
    's',
    {
      change: { type: 'bigint', values: batch.map((_, index) => before + index + 1) },
      number: text((each) => each.number),
      category: text((each) => each.categoryCode),
      building: number('bigint', (each) => buildings[each.building]),
      handler: number('bigint', (each) =>
        each.history.dispatchedAt !== null && each.history.state !== 'returned'
          ? (handlers.of(each)?.id ?? null)
          : null,
      ),
      lng: number('float8', (each) => each.position[0]),
      lat: number('float8', (each) => each.position[1]),
      description: text((each) => each.description),
      source: text((each) => each.source),
      urgent: flag((each) => each.urgent),
      urged: flag((each) => each.history.urged),
      satisfied: flag((each) => each.history.satisfied),
      closing_reason: {
        type: 'public.closing_reason',
        values: batch.map((each) => (each.history.state === 'closed' ? closingReasonOf(each) : null)),
      },
      state: { type: 'public.incident_state', values: batch.map((each) => each.history.state) },
      reported_at: moment((each) => each.reportedAt),
      accepted_at: moment((each) => each.history.acceptedAt),
      filed_at: moment((each) => each.history.filedAt),
      dispatched_at: moment((each) => each.history.dispatchedAt),
      resolved_at: moment((each) => each.history.resolvedAt),
      closed_at: moment((each) => each.history.closedAt),
      due_at: moment((each) => each.history.dueAt),
      clock_due_at: moment((each) => each.history.clockDueAt),
      deferred_at: moment((each) => each.history.deferredAt),
      deferred_until: moment((each) => each.history.deferredUntil),
      deferrals: number('smallint', (each) => each.history.deferrals),
      returns: number('smallint', (each) => each.history.returns),
      reworks: number('smallint', (each) => each.history.reworks),
      reopenings: number('smallint', (each) => each.history.reopenings),
    },
    2,
  )
  await queries.query(insertFrom(rows), [district, ...parameters])
}

const MOMENTS = ['reported_at', 'accepted_at', 'filed_at', 'dispatched_at', 'resolved_at', 'closed_at', 'due_at',
  'clock_due_at', 'deferred_at', 'deferred_until'] // prettier-ignore

const insertFrom = (rows: string) => `
  insert into public.incidents (district_id, number, source, category_id, community_id, position, address, description,
    state, urgent, urged, handler_id, department_id, ${MOMENTS.join()}, deferrals, returns, reworks, reopenings, satisfied, closing_reason, change_id)
  select $1, s.number, s.source, c.id, b.community_id, extensions.st_setsrid(extensions.st_makepoint(s.lng, s.lat), 4326),
    b.address, s.description, s.state, s.urgent, s.urged,
    s.handler, routed.department_id,
    ${MOMENTS.map((name) => `to_timestamp(s.${name})`).join()},
    s.deferrals, s.returns, s.reworks, s.reopenings, s.satisfied, s.closing_reason, s.change
  from ${rows}
  join public.categories c on c.code = s.category and c.district_id is null
  join public.buildings b on b.id = s.building
  left join lateral (
    select r.department_id from public.department_categories r
    where r.district_id = $1 and r.category_code in (c.code, left(c.code, 2)) order by length(r.category_code) desc limit 1
  ) routed on true
  order by s.change`

async function linkDuplicates(
  queries: Queries,
  district: number,
  incidents: readonly DemoIncident[],
): Promise<void> {
  const repeats = incidents.filter(({ duplicateOf }) => duplicateOf !== null)
  const { rows, parameters } = columnsOf(
    'd',
    {
      number: { type: 'text', values: repeats.map(({ number }) => number) },
      original: { type: 'text', values: repeats.map(({ duplicateOf }) => duplicateOf) },
    },
    2,
  )
  await queries.query(
    `update public.incidents i set duplicate_of = o.id
     from ${rows} join public.incidents o on o.district_id = $1 and o.number = d.original
     where i.district_id = $1 and i.number = d.number`,
    [district, ...parameters],
  )
}
