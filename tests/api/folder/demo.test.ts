import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runAreaPlan } from '../../../supabase/local/plan/area'
import { openHost, type Host } from '../../../supabase/local/start/host'
import { prepareFolder } from '../../support/prepared-folder'

let folder: string
let host: Host

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridward-demo-'))
  await prepareFolder(folder, 'demo')
  host = await openHost({ folder, host: '127.0.0.1', port: 0, demo: true }, () => undefined)
}, 240_000)

afterAll(async () => {
  await host.close()
  await rm(folder, { recursive: true, force: true })
})

async function number(sql: string): Promise<number> {
  const [row] = await host.backend.database.query<{ number: number }>(`select (${sql})::float8 as number`)
  return row.number
}

test('a first start with the demo has the district, its plans, its staff and its accounts', async () => {
  expect(host.demo).toBe(true)
  expect(await number(`select count(*) from areas where kind = 'community'`)).toBe(44)
  expect(await number('select sum(households) from buildings')).toBe(90_400)
  expect(await number('select count(*) from incidents')).toBeGreaterThan(60_000)
  expect(await number('select count(distinct role) from memberships')).toBe(9)
  expect(await number(`select count(*) from people where user_id is not null`)).toBe(1)
  const plans = await host.backend.database.query<{ state: string }>('select state from plans order by state')
  expect(plans.map(({ state }) => state)).toEqual(['draft', 'published', 'superseded'])
})

test('its plans have no fault, and the one in force has about as many grids as the study', async () => {
  const plans = await host.backend.database.query<{ faults: unknown[] }>(
    'select plan_faults(id) as faults from plans',
  )
  expect(plans.map(({ faults }) => faults)).toEqual([[], [], []])
  const grids = await number(
    `select count(*) from grids g join plans p on p.id = g.plan_id where p.state = 'published'`,
  )
  expect(grids).toBeGreaterThanOrEqual(215)
  expect(grids).toBeLessThanOrEqual(240)
  expect(await number(`select count(*) from grids where code !~ '^999901[0-9]{9}$'`)).toBe(0)
})

test('its deadlines are those that the database computes', async () => {
  const handling = `select count(*) from incidents i where filed_at is not null and id % 20 = 0
    and due_at is distinct from private.handling_due_at(i)`
  expect(await number(handling)).toBe(0)
  const clocks = `select count(*) from incidents i
    cross join lateral (select max(e.at) as at from incident_events e
      where e.district_id = i.district_id and e.incident_id = i.id and e.kind = 'transition') entered
    cross join lateral (select private.clock_of_state(i.state) as name) clock
    where i.clock_due_at is distinct from case when clock.name = 'handling' then i.due_at
      else private.clock_due_at(i.district_id, i.category_id, clock.name, entered.at) end`
  expect(await number(clocks)).toBe(0)
})

test('its histories take steps of the table only, and say why where they must', async () => {
  const strangers = `select count(*) from incident_events e
    left join incident_transitions t on t.from_state = e.from_state and t.to_state = e.to_state
    where e.kind = 'transition' and e.from_state is not null and (t.from_state is null or (t.note_required and e.note = ''))`
  expect(await number(strangers)).toBe(0)
  const silent = `select count(*) from incidents i where not exists (
    select from incident_events e where e.district_id = i.district_id and e.incident_id = i.id and e.to_state = i.state)`
  expect(await number(silent)).toBe(0)
})

test('its tallies count the cases that are there, state by state', async () => {
  expect(await number('select count(*) from incidents')).toBeGreaterThan(60_000)
  for (const tally of ['incident_category_tallies', 'incident_month_tallies'])
    expect(
      await number(`select count(*) from (
        select state, count(*)::bigint as cases from incidents group by state
        except select state, sum(cases)::bigint from ${tally} group by state) differing`),
    ).toBe(0)
})

test('its visits are tallied', async () => {
  expect(await number('select sum(called) from visit_tallies')).toBeGreaterThan(10_000)
  expect(
    await number(`select sum(called) - (select sum(least(each.called, b.households)) from (
        select building_id, sum(households) as called from visits group by building_id) each join buildings b on b.id = each.building_id)
      from visit_tallies`),
  ).toBe(0)
})

test('its cases lie in their community and are with the person on the post of their grid, or who stands in', async () => {
  expect(
    await number(`select count(*) from incidents i join areas a on a.id = i.community_id
      where not extensions.st_covers(a.boundary, i.position)`),
  ).toBe(0)
  expect(
    await number(`select count(*) from (
        select * from incidents where dispatched_at >= (select min(first_day) from absences)::timestamp at time zone 'Asia/Shanghai'
          and state <> 'returned' order by number desc limit 300) i
      where i.handler_id is distinct from (private.locate(i.position, i.community_id) -> 'person' ->> 'id')::bigint`),
  ).toBe(0)
})

test('its rows hold to every key and rule, though they were written without asking', async () => {
  const keys = await host.backend.database.query<{ name: string; strays: string }>(straysOfEveryKey)
  expect(keys.length).toBeGreaterThan(50)
  for (const { name, strays } of keys) expect([name, await number(strays)]).toEqual([name, 0])
  // Written once more, this time with the triggers that say no.
  for (const change of [
    'visits set households = households',
    'assignments set since = since',
    'plan_communities set in_force = in_force',
    'volunteers set since = since',
    'compounds set name = name',
    'plans set scheme_id = scheme_id',
  ])
    // prettier-ignore
    await host.backend.database.exec(`update public.${change}`)
})

test('the next case is numbered after the last of the day and moves the cursor on', async () => {
  const next = `select private.next_incident_number(district_id, reported_at) > number from incidents order by number desc limit 1`
  const [row] = await host.backend.database.query<Record<string, boolean>>(next)
  expect(Object.values(row)).toEqual([true])
  expect(await number(`select nextval('incident_change_seq') - max(change_id) from incidents`)).toBe(1)
})

test('the command line draws the grids of a community and saves them as a draft without faults', async () => {
  await host.close()
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  expect(await runAreaPlan(['999901001001', '--budget-ms', '500', '--data', folder])).toBe(0)
  const printed = JSON.parse(print.mock.calls.at(-1)![0] as string) as {
    plan: number
    households: number
    left: number
  }
  print.mockRestore()
  host = await openHost({ folder, host: '127.0.0.1', port: 0, demo: true }, () => undefined)
  const { plan, households, left } = printed
  expect(left).toBe(0)
  expect(await number(`select sum(households) from grids where plan_id = ${plan}`)).toBe(households)
  expect(await number(`select jsonb_array_length(plan_faults(${plan}))`)).toBe(0)
  expect(await number('select count(*) from incidents')).toBeLessThan(70_000)
}, 120_000)

/** For each foreign key the SQL that counts the rows that point nowhere. */
const straysOfEveryKey = `
  select k.conname as name, format('select count(*) from %s c where %s and not exists (select from %s p where %s)',
    k.conrelid::regclass, string_agg(format('c.%I is not null', own.attname), ' and '), k.confrelid::regclass,
    string_agg(format('p.%I = c.%I', other.attname, own.attname), ' and ')) as strays
  from pg_constraint k
  cross join lateral unnest(k.conkey, k.confkey) as pair (own, other)
  join pg_attribute own on own.attrelid = k.conrelid and own.attnum = pair.own
  join pg_attribute other on other.attrelid = k.confrelid and other.attnum = pair.other
  where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.confrelid::regclass::text !~ '^auth'
  group by k.oid`
