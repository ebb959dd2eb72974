-- What became a number counts beside what is listed and beside the plans that began by themselves; and the grid of a place is found
-- by a plan that is kept, whatever the day.

create or replace function private.topic_versions(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_object_agg(counted.topic, counted.changes + case when counted.topic = 'plans' then (
    select count(*) from public.plan_communities pc
    where pc.district_id = topic_versions.district and lower(pc.in_force) <= private.local_date(topic_versions.district, now())) else 0 end), '{}')
  from (
    select each.topic, sum(each.changes)::bigint as changes
    from (
      select c.topic, count(*) as changes from private.topic_changes c
      where c.district_id = topic_versions.district or c.district_id is null group by c.topic
      union all
      select t.topic, t.changes from private.topic_totals t where t.district_id = topic_versions.district or t.district_id is null
    ) each group by each.topic
  ) counted
$$;

-- A function in SQL is planned anew in each statement that calls it; asked once a row by another function, that is once a row.
create or replace function private.grid_at(community bigint, place extensions.geometry) returns public.grids
language plpgsql stable set search_path = '' as $$
declare
  nearest public.grids;
begin
  select g.* into nearest from private.coverage_in_force covered
  join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
  where covered.community_id = community
    and extensions.st_dwithin(g.polygon, place, private.border_slack_degrees())
  order by g.level desc, extensions.st_distance(g.polygon, place), g.key limit 1;
  return nearest;
end $$;

-- The day of a district is asked once a community, not once a grid.
create or replace view private.grids_in_force with (security_invoker = true) as
  select g.id, g.district_id, g.plan_id, g.community_id, g.level, g.key, g.parent_id, g.code, g.name, g.households, g.polygon,
    g.scheme_id, g.target_households, g.tolerance, g.is_leaf
  from private.grids_ever_in_force g
  where (g.plan_id, g.community_id) in (select c.plan_id, c.community_id from private.coverage_in_force c);
