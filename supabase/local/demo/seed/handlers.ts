import type { Queries } from '../../database/types'

/** Who answers for a building: the key and name of a person. */
export interface Handler {
  id: number
  name: string
}

/**
 * Who answers for each building under the plans in force, as `private.locate` finds it, in the order of the buildings'
 * source ids; null where nobody on duty does.
 */
export async function readHandlers(queries: Queries, district: number): Promise<(Handler | null)[]> {
  const rows = await queries.query<{ id: number | null; name: string | null }>(handlers, [district])
  return rows.map(({ id, name }) => (id === null || name === null ? null : { id, name }))
}

const handlers = `
  select distinct on (b.source_id collate "C") person.id::float8 as id, person.name
  from public.buildings b
  left join private.coverage_in_force covered on covered.community_id = b.community_id
  left join public.grid_buildings gb on gb.plan_id = covered.plan_id and gb.building_id = b.id
  left join public.assignments held on held.grid_id = gb.grid_id
  left join public.scheme_posts post on post.id = held.post_id
  left join public.people person on person.id = held.person_id and person.on_duty
  where b.district_id = $1
  order by b.source_id collate "C", person.id is null, not post.exclusive, post.per_grid, post.id, person.id`
