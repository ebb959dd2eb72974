-- What is in force in an area on a day, over all plans: where a street has a plan of its own, the district's is in force everywhere
-- else. A new draft can begin from it, and a plan that was replaced in part says where.

create function private.staffed_area(area bigint) returns public.areas
language plpgsql stable set search_path = '' as $$
declare
  chosen public.areas;
begin
  select * into chosen from public.areas a where a.id = staffed_area.area;
  if not found then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', staffed_area.area)::text;
  end if;
  if chosen.district_id not in (select private.staff_districts()) and (select auth.uid()) is not null then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', staffed_area.area)::text;
  end if;
  return chosen;
end $$;
comment on function private.staffed_area is 'The area, for those who work in its district. Errors: area-unknown, not-allowed.';

create function private.grids_on(area bigint, day date) returns setof private.grids_ever_in_force
language sql stable set search_path = '' as $$
  select g.* from private.grids_ever_in_force g
  where g.in_force @> grids_on.day and g.community_id in (select c.id from private.communities_below(grids_on.area) c)
$$;
comment on function private.grids_on is 'The grids of every level that are in force in an area on a day.';

create function public.in_force(area bigint, day date default null) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen constant public.areas := private.staffed_area(in_force.area);
  that_day constant date := coalesce(in_force.day, private.local_date(chosen.district_id, now()));
begin
  return (
    with below as (
      select c.id from private.communities_below(chosen.id) c
    ), covered as (
      select pc.* from public.plan_communities pc join below on below.id = pc.community_id where pc.in_force @> that_day
    ), grids as (
      select * from private.grids_on(chosen.id, that_day)
    )
    select jsonb_build_object('area', chosen.id, 'day', that_day,
      'communities', (select count(*) from below),
      'covered', (select count(*) from covered),
      'levels', (
        select coalesce(jsonb_agg(jsonb_build_object('level', l.level, 'grids', l.grids, 'households', l.households, 'within', l.within)
          order by l.level), '[]')
        from (
          select g.level, count(*) as grids, sum(g.households) as households,
            count(*) filter (where abs(g.households - g.target_households) <= g.tolerance * g.target_households) as within
          from grids g group by g.level
        ) l),
      'leaf', (
        select jsonb_build_object('grids', count(*), 'households', coalesce(sum(g.households), 0),
          'within', count(*) filter (where abs(g.households - g.target_households) <= g.tolerance * g.target_households))
        from grids g where g.is_leaf),
      'plans', (
        select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'schemeId', p.scheme_id,
          'effectiveFrom', p.effective_from, 'communities', held.communities,
          'grids', (select count(*) from grids g where g.plan_id = p.id and g.is_leaf)) order by cardinality(held.communities) desc, p.id desc), '[]')
        from (select c.plan_id, array_agg(c.community_id order by c.community_id) as communities from covered c group by c.plan_id) held
        join public.plans p on p.id = held.plan_id),
      'days', (
        select coalesce(jsonb_agg(jsonb_build_object('day', began.day, 'plan', began.plan_id, 'name', p.name, 'communities', began.communities)
          order by began.day desc, began.plan_id desc), '[]')
        from (
          select lower(pc.in_force) as day, pc.plan_id, count(*) as communities
          from public.plan_communities pc join below on below.id = pc.community_id
          where not isempty(pc.in_force) group by 1, 2
        ) began
        join public.plans p on p.id = began.plan_id)));
end $$;
comment on function public.in_force is
  'What is in force in an area on a day (today where none is given): communities and how many have grids, grids and households by level and of the leaf level, the plans with their communities, and days: when which plan came or comes into force. Errors: area-unknown, not-allowed.';

create function public.grids_in_force(area bigint, day date default null) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen constant public.areas := private.staffed_area(grids_in_force.area);
  that_day constant date := coalesce(grids_in_force.day, private.local_date(chosen.district_id, now()));
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'level', g.level, 'key', g.key, 'code', g.code, 'name', g.name,
      'plan', g.plan_id, 'planName', p.name, 'from', lower(g.in_force), 'until', upper(g.in_force), 'community', g.community_id,
      'parentCode', parent.code, 'households', g.households, 'target', g.target_households, 'tolerance', g.tolerance, 'isLeaf', g.is_leaf,
      'label', private.lng_lat(extensions.st_pointonsurface(g.polygon)), 'polygon', private.geojson(g.polygon)) order by g.level, g.code, g.id), '[]')
    from private.grids_on(chosen.id, that_day) g
    join public.plans p on p.id = g.plan_id
    left join public.grids parent on parent.id = g.parent_id);
end $$;
comment on function public.grids_in_force is
  'The grids of every level that are in force in an area on a day (today where none is given), each with its plan and days. Errors: area-unknown, not-allowed.';

create function public.plan_standing(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen constant public.plans := private.readable_plan(plan_standing.plan);
  today constant date := private.local_date(chosen.district_id, now());
begin
  return jsonb_build_object('plan', chosen.id, 'day', today, 'state', private.plan_state(chosen),
    'communities', (
      select coalesce(jsonb_agg(jsonb_build_object('community', pc.community_id,
        'from', case when not isempty(pc.in_force) then lower(pc.in_force) end,
        'until', private.in_force_until(pc.plan_id, pc.community_id),
        'inForce', pc.in_force @> today,
        'replaced', coalesce(chosen.published_at is not null and private.in_force_until(pc.plan_id, pc.community_id) <= today, false),
        'now', case when now_there.plan_id <> pc.plan_id then now_there.plan_id end,
        'nowName', case when now_there.plan_id <> pc.plan_id then held.name end) order by pc.community_id), '[]')
      from public.plan_communities pc
      left join private.coverage_in_force now_there on now_there.community_id = pc.community_id
      left join public.plans held on held.id = now_there.plan_id
      where pc.plan_id = chosen.id));
end $$;
comment on function public.plan_standing is
  'Where a plan is in force today: for each of its communities from when until when, whether it was replaced there, and which other plan is in force there now. Error: plan-unknown.';

create function private.grids_to_copy(from_plan bigint, to_plan bigint) returns table (grid bigint, level smallint, key integer)
language sql stable set search_path = '' as $$
  select g.id, g.level,
    case when grids_to_copy.from_plan is null then (row_number() over (partition by g.level order by g.plan_id, g.key))::integer else g.key end
  from public.plan_communities own
  left join private.coverage_in_force covered on covered.community_id = own.community_id
  join public.grids g on g.community_id = own.community_id and g.plan_id = coalesce(grids_to_copy.from_plan, covered.plan_id)
  where own.plan_id = grids_to_copy.to_plan
$$;
comment on function private.grids_to_copy is
  'Grids of a plan, or of all that are in force today (null), in the communities of another, with the number that each gets there: its own, or a new one where several plans meet.';

create function private.locks_in_force(plan bigint) returns jsonb
language sql stable set search_path = '' as $$
  with sources as (
    select covered.plan_id, covered.community_id, p.locks
    from public.plan_communities own
    join private.coverage_in_force covered on covered.community_id = own.community_id
    join public.plans p on p.id = covered.plan_id
    where own.plan_id = locks_in_force.plan
  ), origins as (
    select distinct on (s.plan_id) s.plan_id, s.locks from sources s
  ), held as (
    select s.plan_id, b.id from sources s join public.buildings b on b.community_id = s.community_id
    where s.plan_id in (select o.plan_id from origins o where o.locks <> '{"buildings": [], "borders": []}')
  )
  select jsonb_build_object(
    'buildings', (
      select coalesce(jsonb_agg(given.building order by o.plan_id, given.at), '[]')
      from origins o cross join lateral jsonb_array_elements(o.locks -> 'buildings') with ordinality as given (building, at)
      where (o.plan_id, given.building::bigint) in (select h.plan_id, h.id from held h)),
    'borders', (
      select coalesce(jsonb_agg(given.pair order by o.plan_id, given.at), '[]')
      from origins o cross join lateral jsonb_array_elements(o.locks -> 'borders') with ordinality as given (pair, at)
      where (o.plan_id, (given.pair ->> 0)::bigint) in (select h.plan_id, h.id from held h)
        and (o.plan_id, (given.pair ->> 1)::bigint) in (select h.plan_id, h.id from held h)))
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
  insert into public.grids (district_id, plan_id, community_id, level, key, name, locked, households, polygon)
  select g.district_id, copy_grids.to_plan, g.community_id, c.level, c.key, g.name, g.locked, g.households, g.polygon
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
comment on function private.copy_grids is
  'Copies grids, buildings and locks of a plan, or of all plans in force today (null), into a draft, as far as its communities go. Errors: plan-unknown, levels-differ.';

drop function public.start_plan(bigint, bigint, text, bigint);
create function public.start_plan(area bigint, scheme bigint, name text, based_on bigint default null, from_force boolean default false) returns bigint
language plpgsql set search_path = '' as $$
declare
  started bigint;
begin
  insert into public.plans (district_id, area_id, scheme_id, name, based_on, created_by, changed_by)
  select a.district_id, a.id, start_plan.scheme, btrim(start_plan.name), start_plan.based_on, (select auth.uid()), (select auth.uid())
  from public.areas a where a.id = start_plan.area
  returning id into started;
  if started is null then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', start_plan.area)::text;
  end if;
  insert into public.plan_communities (plan_id, community_id, district_id)
  select started, c.id, c.district_id from private.communities_below(start_plan.area) c;
  if start_plan.based_on is not null or start_plan.from_force then
    perform private.copy_grids(start_plan.based_on, started);
  end if;
  return started;
end $$;
comment on function public.start_plan is
  'Starts a draft for the communities of an area: empty, as a branch of another plan, or from all grids that are in force there today. Returns its id. Errors: area-unknown, plan-unknown, levels-differ.';

create or replace function public.list_plans(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.plan_as_json(p) || jsonb_build_object(
    'grids', drawn.grids, 'leafGrids', drawn.leaves, 'households', drawn.households, 'within', drawn.within,
    'inForce', (select count(*) from private.coverage_in_force covered where covered.plan_id = p.id),
    'communities', (select count(*) from public.plan_communities pc where pc.plan_id = p.id))
    order by p.changed_at desc), '[]')
  from public.plans p
  join public.schemes s on s.id = p.scheme_id
  cross join lateral (
    select count(*) as grids, count(*) filter (where g.level = leaf.level) as leaves,
      coalesce(sum(g.households) filter (where g.level = leaf.level), 0) as households,
      count(*) filter (where g.level = leaf.level and abs(g.households - leaf.target_households) <= s.tolerance * leaf.target_households) as within
    from (select l.level, l.target_households from public.scheme_levels l where l.scheme_id = p.scheme_id order by l.level desc limit 1) leaf
    join public.grids g on g.plan_id = p.id
  ) drawn
  where p.district_id = list_plans.district
    and (p.district_id in (select private.staff_districts()) or (select auth.uid()) is null)
$$;
comment on function public.list_plans is
  'Plans of a district that the caller may see, the last changed first; none for a viewer. leafGrids, households, within: of the lowest level, within the tolerance of its target.';

grant execute on function private.staffed_area, private.grids_on, private.grids_to_copy, private.locks_in_force to authenticated, service_role;
grant execute on function public.in_force, public.grids_in_force, public.plan_standing, public.start_plan to authenticated, service_role;
