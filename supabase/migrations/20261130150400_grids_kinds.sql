-- A grid is residential (综合网格), or dedicated (专属网格) to a market, park, school, hospital or estate: that one has people who
-- answer for it, but no household target, and may be without buildings.

alter table public.grids add column kind text not null default 'residential'
  constraint grids_kind_known check (kind in ('residential', 'market', 'park', 'school', 'hospital', 'estate'));
comment on column public.grids.kind is
  'residential (综合网格), or what a dedicated grid (专属网格) is for: no household target is asked of it.';
grant insert (kind), update (kind) on public.grids to authenticated;

create or replace view private.grids_ever_in_force with (security_invoker = true) as
select g.id, g.district_id, g.plan_id, g.community_id, g.level, g.key, g.parent_id, g.code, g.name, g.households, g.polygon,
  p.scheme_id, level.target_households, s.tolerance,
  not exists (select from public.scheme_levels lower where lower.scheme_id = p.scheme_id and lower.level > g.level) as is_leaf,
  covered.in_force, g.kind
from public.plan_communities covered
join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
join public.plans p on p.id = g.plan_id
join public.schemes s on s.id = p.scheme_id
join public.scheme_levels level on level.scheme_id = s.id and level.level = g.level
where not isempty(covered.in_force);

create or replace view private.grids_in_force with (security_invoker = true) as
select g.id, g.district_id, g.plan_id, g.community_id, g.level, g.key, g.parent_id, g.code, g.name, g.households, g.polygon,
  g.scheme_id, g.target_households, g.tolerance, g.is_leaf, g.kind
from private.grids_ever_in_force g
where (g.plan_id, g.community_id) in (select c.plan_id, c.community_id from private.coverage_in_force c);

create or replace function private.balance_indicator(seen bigint[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select private.rate(count(*) filter (where abs(g.households - g.target_households) <= g.tolerance * g.target_households), count(*))
      || jsonb_build_object('meanDeviation', round(avg((g.households - g.target_households)::numeric / g.target_households), 4))
    from private.grids_in_force g where g.is_leaf and g.kind = 'residential' and g.community_id = any (seen));
end $$;
comment on function private.balance_indicator is
  'Residential leaf grids in force within the tolerance of their scheme / residential leaf grids in force, and the mean of (households - target) / target; a dedicated grid has no target.';

create or replace function private.balance_of_side(plan bigint, communities bigint[], depth integer) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', balance_of_side.plan,
    'name', (select p.name from public.plans p where p.id = balance_of_side.plan),
    'state', (select private.plan_state(p) from public.plans p where p.id = balance_of_side.plan),
    'target', case when min(g.target_households) = max(g.target_households) then min(g.target_households) end,
    'tolerance', case when min(g.tolerance) = max(g.tolerance) then min(g.tolerance) end,
    'grids', count(*), 'households', coalesce(sum(g.households), 0),
    'within', count(*) filter (where stored.kind <> 'residential' or abs(g.households - g.target_households) <= g.tolerance * g.target_households),
    'least', min(g.households) filter (where stored.kind = 'residential'), 'most', max(g.households) filter (where stored.kind = 'residential'),
    'meanDeviation', round(avg(abs(g.households - g.target_households)::numeric / g.target_households) filter (where stored.kind = 'residential'), 4))
  from private.grids_of_side(balance_of_side.plan, balance_of_side.communities) g
  join public.grids stored on stored.id = g.id
  where g.depth = balance_of_side.depth
$$;
comment on function private.balance_of_side is
  'Grids of one depth of a plan, or of what is in force (null), measured against the target of their scheme; a dedicated grid has none and counts as within. target and tolerance are null where schemes differ.';

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
  where g.plan_id = assignment_faults.plan and g.kind = 'residential'
    and not exists (select 1 from public.grid_buildings gb where gb.grid_id = g.id)
    and not exists (select 1 from public.grids child where child.parent_id = g.id)
    and exists (select 1 from public.buildings b where b.community_id = g.community_id)
  union all
  select 'grid-without-parent', g.level, g.key, g.community_id, null, null
  from public.grids g
  left join public.grids parent on parent.id = g.parent_id
  where g.plan_id = assignment_faults.plan and g.level > 1
    and (parent.id is null or parent.community_id <> g.community_id or parent.level <> g.level - 1)
$$;

create or replace function private.copy_grids(from_plan bigint, to_plan bigint) returns void
language plpgsql set search_path = '' set enable_nestloop = off set jit = off as $$
declare
  origin public.plans;
  chosen public.plans := private.readable_plan(copy_grids.to_plan);
  origins bigint[];
  levels bigint[];
begin
  if copy_grids.from_plan is not null then
    origin := private.readable_plan(copy_grids.from_plan);
    origins := array[origin.id];
  else
    origins := array(
      select distinct covered.plan_id from private.coverage_in_force covered
      join public.plan_communities own on own.community_id = covered.community_id and own.plan_id = copy_grids.to_plan);
  end if;
  select array_agg(distinct (select count(*) from public.scheme_levels l where l.scheme_id = p.scheme_id)) into levels
  from public.plans p where p.id = any (origins || copy_grids.to_plan);
  if cardinality(levels) > 1 then
    raise exception 'levels-differ' using errcode = 'P0001', detail = json_build_object('levels', levels)::text;
  end if;
  if origin.id is not null then
    update public.plans p set engine = origin.engine,
      borders = case when p.area_id = origin.area_id then origin.borders else 'null' end,
      locks = private.locks_within(origin.locks, p.id)
    where p.id = copy_grids.to_plan;
  else
    update public.plans p set borders = 'null', locks = private.locks_in_force(p.id) where p.id = copy_grids.to_plan;
  end if;
  insert into public.grids (district_id, plan_id, community_id, level, key, name, locked, households, polygon, kind)
  select g.district_id, copy_grids.to_plan, g.community_id, c.level, c.key, g.name, g.locked, g.households, g.polygon, g.kind
  from private.grids_to_copy(copy_grids.from_plan, copy_grids.to_plan) c join public.grids g on g.id = c.grid;
  update public.grids child set parent_id = twin.id
  from private.grids_to_copy(copy_grids.from_plan, copy_grids.to_plan) c
  join public.grids origin_child on origin_child.id = c.grid
  join private.grids_to_copy(copy_grids.from_plan, copy_grids.to_plan) above on above.grid = origin_child.parent_id
  join public.grids twin on twin.plan_id = copy_grids.to_plan and twin.level = above.level and twin.key = above.key
  where child.plan_id = copy_grids.to_plan and child.level = c.level and child.key = c.key;
  insert into public.grid_buildings (plan_id, building_id, grid_id, district_id)
  select copy_grids.to_plan, gb.building_id, twin.id, twin.district_id
  from private.grids_to_copy(copy_grids.from_plan, copy_grids.to_plan) c
  join public.grid_buildings gb on gb.grid_id = c.grid
  join public.grids twin on twin.plan_id = copy_grids.to_plan and twin.level = c.level and twin.key = c.key
  join public.buildings b on b.id = gb.building_id and b.community_id = twin.community_id;
end $$;

create function public.set_grid_kind(plan bigint, level integer, key integer, kind text, client_key uuid default null) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'set_grid_kind', jsonb_build_array(plan, level, key, kind));
  chosen public.plans;
  marked bigint;
begin
  if known is not null then
    return known;
  end if;
  chosen := private.readable_plan(set_grid_kind.plan);
  if chosen.state <> 'draft' then
    raise exception 'plan-not-draft' using errcode = 'P0001', detail = json_build_object('state', chosen.state)::text;
  end if;
  if kind is null or kind not in ('residential', 'market', 'park', 'school', 'hospital', 'estate') then
    raise exception 'grid-kind-unknown' using errcode = 'P0001', detail = json_build_object('kind', left(kind, 40))::text;
  end if;
  if chosen.id not in (select private.editable_plans()) then
    raise exception 'plan-not-yours' using errcode = 'P0001', detail = json_build_object('plan', chosen.id)::text;
  end if;
  update public.grids g set kind = set_grid_kind.kind
  where g.plan_id = chosen.id and g.level = set_grid_kind.level and g.key = set_grid_kind.key returning g.id into marked;
  if marked is null then
    raise exception 'grid-unknown' using errcode = 'P0001', detail = json_build_object('key', set_grid_kind.key)::text;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', marked));
end $$;
comment on function public.set_grid_kind is
  'Says what a grid of a draft is: residential, or dedicated to a market, park, school, hospital or estate. Errors: plan-unknown, plan-not-draft, plan-not-yours, grid-unknown, grid-kind-unknown, sent-otherwise.';
grant execute on function public.set_grid_kind to authenticated;

create function public.grid_kinds(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen constant public.plans := private.readable_plan(grid_kinds.plan);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key, 'kind', g.kind) order by g.level, g.key), '[]')
    from public.grids g where g.plan_id = chosen.id and g.kind <> 'residential');
end $$;
comment on function public.grid_kinds is 'The dedicated grids of a plan: [{ level, key, kind }]; all others are residential. Error: plan-unknown.';
grant execute on function public.grid_kinds to authenticated;
