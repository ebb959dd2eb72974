-- A case was looked up on each level of a plan, and in a plan of three levels that took a minute for a street of 201 grids: the ground
-- of an upper grid is long, and is read anew for each case. It is looked up among the lowest grids of the plan's communities now, and
-- counts for what lies above its grid: what happened on an upper grid is the sum of those under it, on shared borders as well.

create or replace function public.plan_incidents(plan bigint, since timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  chosen constant public.plans := private.plan_for_reader(plan_incidents.plan);
  seen constant bigint[] := private.seen_communities(chosen.district_id);
  apart constant bigint[] := private.protected_categories(chosen.district_id);
  lowest constant smallint := (select max(g.level) from public.grids g where g.plan_id = chosen.id);
  drawn constant bigint[] := array(select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id);
begin
  -- Each case is looked up among the grids, not each grid among the cases: one look-up a case, whatever the plan.
  return (
    with placed as materialized (
      select (
        select g.id from public.grids g
        where g.plan_id = chosen.id and g.community_id = i.community_id and g.level = lowest and extensions.st_covers(g.polygon, i.position)
        order by g.key limit 1) as grid
      from public.incidents i
      where i.district_id = chosen.district_id and i.reported_at >= plan_incidents.since and private.incident_happened(i.state)
        and i.community_id = any (seen) and i.community_id = any (drawn) and i.category_id <> all (apart)
    ), on_leaf as materialized (
      select placed.grid, count(*) as incidents from placed where placed.grid is not null group by placed.grid
    ), counted as materialized (
      select c.above_id as grid, sum(l.incidents)::bigint as incidents
      from private.grid_chains c join on_leaf l on l.grid = c.grid_id
      where c.plan_id = chosen.id
      group by c.above_id
    )
    select coalesce(jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key, 'incidents',
      case when g.community_id = any (seen) then coalesce(counted.incidents, 0) end) order by g.level, g.key), '[]')
    from public.grids g left join counted on counted.grid = g.id
    where g.plan_id = chosen.id
  );
end $$;
comment on function public.plan_incidents is
  'What happened since a moment on the grids of a plan, of any date: an incident keeps its position, and its lowest grid is looked up; an upper grid has the sum of those under it. incidents is null where the caller does not see the community''s cases. Protected categories are left out for everybody. Security definer: the number is the same for every role; private.plan_for_reader and private.seen_communities ask for the right.';
