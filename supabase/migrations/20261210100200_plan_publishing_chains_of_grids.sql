-- Members and lineage of a grid of any level, by the chain of grids above the one that holds a building.

create or replace view private.grid_members with (security_invoker = true) as
select gb.plan_id, gb.grid_id, gb.building_id, 0 as steps
from public.grid_buildings gb
union all
select gb.plan_id, c.above_id, gb.building_id, c.steps
from public.grid_buildings gb
join private.grid_chains c on c.plan_id = gb.plan_id and c.grid_id = gb.grid_id and c.steps > 0;

comment on view private.grid_members is
  'Buildings of the grids of every level; an upper grid has those of the grids under it. steps: how many levels it is above the grid that holds the building.';

-- Leaf to leaf first, of each building once; the levels above are sums of those. How many buildings there are is not known to
-- the planner, who would look each up.
create or replace function private.write_lineage(plan bigint) returns void
language sql set search_path = '' set enable_nestloop = off as $$
  insert into public.grid_lineage (from_grid, to_grid, district_id, buildings, households)
  with pairs as materialized (
    select held.grid_id as was, holds.grid_id as becomes, count(*) as buildings, sum(b.households) as households
    from private.replaced(write_lineage.plan) former
    join public.grids g on g.plan_id = former.plan_id and g.community_id = former.community_id
    join public.grid_buildings held on held.plan_id = g.plan_id and held.grid_id = g.id
      and held.plan_id = any (array(select r.plan_id from private.replaced(write_lineage.plan) r))
    join public.grid_buildings holds on holds.plan_id = write_lineage.plan and holds.building_id = held.building_id
    join public.buildings b on b.id = held.building_id
    group by held.grid_id, holds.grid_id
  ), earlier_chains as materialized (
    select c.grid_id, c.above_id, c.plan_id from private.grid_chains c
    where c.plan_id = any (array(select r.plan_id from private.replaced(write_lineage.plan) r))
  ), drawn_chains as materialized (
    select c.grid_id, c.above_id, c.plan_id from private.grid_chains c where c.plan_id = write_lineage.plan
  )
  select earlier.id, drawn.id, drawn.district_id, sum(p.buildings), sum(p.households)
  from pairs p
  join earlier_chains e on e.grid_id = p.was
  join drawn_chains d on d.grid_id = p.becomes
  join public.grids earlier on earlier.id = e.above_id
  join public.grids drawn on drawn.id = d.above_id
  where earlier.level = drawn.level
    or not exists (select from public.grids child where child.plan_id = earlier.plan_id and child.parent_id = earlier.id)
    and not exists (select from public.grids child where child.plan_id = drawn.plan_id and child.parent_id = drawn.id)
  group by earlier.id, drawn.id
$$;
