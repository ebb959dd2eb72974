-- What lies above a grid is said once: its parent, and the parent of that one. Three levels at most (scheme_levels_level_known),
-- so that conditions on a plan or a grid reach the indexes, which they do not in a recursive query.

create view private.grid_chains with (security_invoker = true) as
select g.plan_id, g.id as grid_id, g.id as above_id, 0 as steps
from public.grids g
union all
select g.plan_id, g.id, g.parent_id, 1
from public.grids g
where g.parent_id is not null
union all
select g.plan_id, g.id, parent.parent_id, 2
from public.grids g
join public.grids parent on parent.id = g.parent_id and parent.plan_id = g.plan_id
where parent.parent_id is not null;

comment on view private.grid_chains is
  'Each grid with itself (steps 0) and the grids above it, its parent first.';
grant select on private.grid_chains to authenticated, service_role;

create or replace function private.count_households(plan bigint) returns void
language sql set search_path = '' as $$
  update public.grids g set households = (
    select coalesce(sum(b.households), 0)
    from public.grid_buildings gb join public.buildings b on b.id = gb.building_id
    where gb.grid_id = g.id)
  where g.plan_id = count_households.plan;
  update public.grids g set households = below.households
  from (
    select c.above_id, sum(lower.households)::integer as households
    from private.grid_chains c join public.grids lower on lower.id = c.grid_id
    where c.plan_id = count_households.plan and c.steps > 0
    group by c.above_id
  ) below
  where below.above_id = g.id;
$$;

comment on function private.count_households(plan bigint) is
  'Households of each grid, upper levels from what lies under them.';
