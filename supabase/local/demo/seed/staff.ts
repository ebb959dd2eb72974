import type { Queries } from '../../database/types'
import { createStaff, createVolunteers } from '../staff'
import type { District } from '../types'
import { createVisits } from '../visits'
import type { AreaKeys } from './areas'
import { columnsOf } from './columns'
import type { Handler } from './handlers'

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

/** Adds volunteers of every community. */
export async function seedVolunteers(
  queries: Queries,
  seed: string,
  district: District,
  keys: AreaKeys,
  now: Date,
): Promise<void> {
  await queries.insertJson(
    'public.volunteers',
    createVolunteers(seed, district.communities).map(({ community, name, role, certificate, monthsAgo }) => ({
      district_id: keys.district,
      community_id: keys.communities[community],
      name,
      role,
      certificate,
      since: dayBefore(now, monthsAgo * 30),
    })),
  )
}

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
  handlers: readonly (Handler | null)[],
  now: Date,
): Promise<void> {
  const visits = createVisits(seed, district.buildings, keys.communities.length).filter(
    ({ building }) => handlers[building] !== null,
  )
  const { rows, parameters } = columnsOf(
    'v',
    {
      building: { type: 'bigint', values: visits.map(({ building }) => buildings[building]) },
      person: { type: 'bigint', values: visits.map(({ building }) => handlers[building]!.id) },
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
