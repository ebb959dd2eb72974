import type { Queries } from '../../database/types'
import { createClock, type DeadlineUnit, type WorkingClock } from '../clock'
import type { ClockName, Deadlines } from '../history'

/** Reads the calendar that the district goes by, as the database has laid it out. */
export async function readClock(queries: Queries, district: number): Promise<WorkingClock> {
  const spans = await queries.query<{ starts: number; ends: number; before: number }>(
    `select extract(epoch from starts_at)::float8 as starts, extract(epoch from ends_at)::float8 as ends,
       seconds_before::float8 as before
     from public.calendar_spans where calendar_id = private.calendar_of($1) order by starts_at`,
    [district],
  )
  const [{ seconds }] = await queries.query<{ seconds: number }>(
    'select private.working_day_seconds(private.calendar_of($1))::float8 as seconds',
    [district],
  )
  const inMs = spans.map(({ starts, ends, before }) => ({
    startsAt: starts * 1000,
    endsAt: ends * 1000,
    secondsBefore: before,
  }))
  return createClock(inMs, seconds)
}

/** Reads the deadlines of every category of four digits. */
export async function readDeadlines(queries: Queries): Promise<Map<string, Deadlines>> {
  const rows = await queries.query<{ code: string; clock: ClockName; amount: number; unit: DeadlineUnit }>(
    `select c.code, d.clock::text as clock, d.amount::float8 as amount, d.unit::text as unit
     from public.category_deadlines d join public.categories c on c.id = d.category_id
     where c.district_id is null and length(c.code) = 4`,
  )
  const deadlines = new Map<string, Partial<Deadlines>>()
  for (const { code, clock, amount, unit } of rows) {
    deadlines.set(code, { ...deadlines.get(code), [clock]: { amount, unit } })
  }
  return deadlines as Map<string, Deadlines>
}
