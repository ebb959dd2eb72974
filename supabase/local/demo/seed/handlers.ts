import type { Queries } from '../../database/types'

/** Lists, for this transaction, who answers for each building under the plans in force: as `private.locate` finds it. */
export async function listHandlers(queries: Queries): Promise<void> {
  await queries.exec(createHandlers)
}

const createHandlers = `
  create temporary table demo_handlers on commit drop as
  select distinct on (b.id) b.id as building_id, person.id as person_id
  from public.buildings b
  left join public.plan_communities covered on covered.community_id = b.community_id and covered.in_force
  left join public.grid_buildings gb on gb.plan_id = covered.plan_id and gb.building_id = b.id
  left join public.assignments held on held.grid_id = gb.grid_id
  left join public.scheme_posts post on post.id = held.post_id
  left join public.people person on person.id = held.person_id and person.on_duty
  order by b.id, person.id is null, not post.exclusive, post.id, person.id;
  create unique index on demo_handlers (building_id);
  analyze demo_handlers`
