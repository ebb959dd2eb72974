-- Ground without buildings is ground like any other: a park, a market or a community where nobody lives may be a grid of its own.
-- whether or not it is said yet what it is dedicated to. Empty is an upper grid without a group, which stands for nothing.

create or replace function private.assignment_faults(plan bigint) returns setof public.plan_fault
language sql stable set search_path = '' as $$
  select 'building-unassigned', null::smallint, null::integer, b.community_id, b.id, b.households::double precision
  from public.plan_communities pc
  join public.buildings b on b.community_id = pc.community_id
  where pc.plan_id = assignment_faults.plan
    and not exists (select 1 from public.grid_buildings gb where gb.plan_id = pc.plan_id and gb.building_id = b.id)
  union all
  select 'building-in-other-community', g.level, g.key, g.community_id, b.id, b.households
  from public.grid_buildings gb
  join public.grids g on g.id = gb.grid_id
  join public.buildings b on b.id = gb.building_id
  where gb.plan_id = assignment_faults.plan and b.community_id <> g.community_id
  union all
  select 'building-not-in-leaf', g.level, g.key, g.community_id, gb.building_id, null
  from public.grid_buildings gb
  join public.grids g on g.id = gb.grid_id
  join public.plans p on p.id = gb.plan_id
  where gb.plan_id = assignment_faults.plan
    and g.level <> (select max(l.level) from public.scheme_levels l where l.scheme_id = p.scheme_id)
  union all
  select 'grid-empty', g.level, g.key, g.community_id, null, null
  from public.grids g
  join public.plans p on p.id = g.plan_id
  where g.plan_id = assignment_faults.plan
    and g.level < (select max(l.level) from public.scheme_levels l where l.scheme_id = p.scheme_id)
    and not exists (select 1 from public.grids child where child.parent_id = g.id)
  union all
  select 'grid-without-parent', g.level, g.key, g.community_id, null, null
  from public.grids g
  left join public.grids parent on parent.id = g.parent_id
  where g.plan_id = assignment_faults.plan and g.level > 1
    and (parent.id is null or parent.community_id <> g.community_id or parent.level <> g.level - 1)
$$;
