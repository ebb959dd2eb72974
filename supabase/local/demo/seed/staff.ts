import type { Queries } from '../../database/types'
import { createStaff, createVolunteers, VOLUNTEER_ROLES } from '../staff'
import type { District } from '../types'
import { createVisits, type DemoVisit } from '../visits'
import type { AreaKeys } from './areas'
import { columnsOf } from './columns'
import type { Handlers } from './handlers'

/** Adds people and puts them on the posts of the grids of a published plan. */
export async function seedStaff(
  queries: Queries,
  seed: string,
  district: District,
  keys: AreaKeys,
  plan: number,
): Promise<void> {
  const grids = await queries.query<{ id: number | string; community: number | string }>(
    'select id, community_id as community from public.grids where plan_id = $1 order by code',
    [plan],
  )
  const communityIndex = new Map(keys.communities.map((key, index) => [key, index]))
  const { people, assignments } = createStaff(
    seed,
    grids.map(({ community }) => ({ community: communityIndex.get(Number(community))! })),
    district.communities,
  )
  await queries.insertJson(
    'public.people',
    people.map(({ sourceId, name, organisation, workTelephone, onDuty }) => ({
      district_id: keys.district,
      source_id: sourceId,
      name,
      organisation,
      work_telephone: workTelephone,
      on_duty: onDuty,
    })),
  )
  const rows = assignments.map(({ person, grid, post, monthsAgo }) => ({
    person: people[person].sourceId,
    grid: Number(grids[grid].id),
    post,
    months: monthsAgo,
  }))
  await queries.query(insertAssignments, [keys.district, plan, JSON.stringify(rows)])
}

/** Nobody is on a grid before its plan is in force. */
const insertAssignments = `
  insert into public.assignments (district_id, person_id, post_id, grid_id, since)
  select $1, person.id, post.id, a.grid, greatest(p.effective_from, (now() - make_interval(months => a.months))::date)
  from jsonb_to_recordset($3::text::jsonb) a (person text, grid bigint, post text, months integer)
  join public.plans p on p.id = $2
  join public.people person on person.district_id = $1 and person.source_id = a.person
  join public.scheme_posts post on post.scheme_id = p.scheme_id and post.code = a.post`

/** Adds volunteers of every community: kinds of service that the study did not name take the places that are to be named. */
export async function seedVolunteers(
  queries: Queries,
  seed: string,
  district: District,
  keys: AreaKeys,
  now: Date,
): Promise<void> {
  const volunteers = createVolunteers(seed, district.communities)
  await queries.query('select private.add_volunteer_roles($1)', [keys.district])
  await queries.query(nameRoles, [keys.district, JSON.stringify(VOLUNTEER_ROLES)])
  await queries.query(insertVolunteers, [
    keys.district,
    JSON.stringify(
      volunteers.map(({ community, name, role, certificate, monthsAgo }) => ({
        community: keys.communities[community],
        name,
        role,
        certificate,
        since: dayBefore(now, monthsAgo * 30),
      })),
    ),
  ])
  await queries.query(insertServices, [keys.district, dayBefore(now, 0)])
}

const nameRoles = `
  with wanted as (
    select w.name, row_number() over (order by w.at) as place
    from jsonb_array_elements_text($2::text::jsonb) with ordinality w (name, at)
    where not exists (select from public.volunteer_roles r where r.district_id = $1 and r.name = w.name)
  ), free as (
    select r.id, row_number() over (order by r.place) as place from public.volunteer_roles r where r.district_id = $1 and r.name = ''
  )
  update public.volunteer_roles r set name = wanted.name from wanted join free on free.place = wanted.place where r.id = free.id`

const insertVolunteers = `
  insert into public.volunteers (district_id, community_id, name, role_id, certificate, certified_on, since)
  select $1, v.community, v.name, r.id, v.certificate, v.since::date, v.since::date
  from jsonb_to_recordset($2::text::jsonb) v (community bigint, name text, role text, certificate text, since text)
  join public.volunteer_roles r on r.district_id = $1 and r.name = v.role`

/** What each did on a few of the last days: told from the id, the same at each start. */
const insertServices = `
  insert into public.volunteer_services (district_id, volunteer_id, served_on, hours, what)
  select v.district_id, v.id, $2::date - (n * 9 + v.id % 7)::integer, 1 + (v.id + n) % 3, r.name || (array['：入户帮忙', '：小区值守', '：组织活动'])[(v.id + n) % 3 + 1]
  from public.volunteers v join public.volunteer_roles r on r.id = v.role_id cross join generate_series(1, 4) n
  where v.district_id = $1 and v.since <= $2::date - (n * 9 + v.id % 7)::integer`

/** The date in Beijing so many days before a moment. */
export const dayBefore = (now: Date, days: number): string =>
  new Date(now.getTime() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10)

/** Adds twelve months of visits, each by whoever answers for the building's grid. */
export async function seedVisits(
  queries: Queries,
  seed: string,
  district: District,
  keys: AreaKeys,
  buildings: readonly number[],
  handlers: Handlers,
  now: Date,
): Promise<void> {
  const caller = ({ building, daysAgo }: DemoVisit) =>
    handlers.at(building, now.getTime() - daysAgo * 86_400_000)
  const visits = createVisits(seed, district.buildings, keys.communities.length).filter(
    (visit) => caller(visit) !== null,
  )
  const { rows, parameters } = columnsOf(
    'v',
    {
      building: { type: 'bigint', values: visits.map(({ building }) => buildings[building]) },
      person: { type: 'bigint', values: visits.map((visit) => caller(visit)!.id) },
      days: { type: 'integer', values: visits.map(({ daysAgo }) => daysAgo) },
      households: { type: 'integer', values: visits.map(({ households }) => households) },
    },
    3,
  )
  await queries.query(
    `insert into public.visits (district_id, building_id, person_id, visited_on, households)
     select $1, v.building, v.person, $2::date - v.days, v.households from ${rows}`,
    [keys.district, dayBefore(now, 0), ...parameters],
  )
}
