-- A dedicated grid (专属网格) is asked for no household target wherever grids are measured: the list of plans, what is in force, the
-- map and the life of a grid know its kind. What a grid is for is drawn with it: it is saved, taken back and merged as its name is,
-- so that there is one way of saying it.

drop function public.set_grid_kind(bigint, integer, integer, text, uuid);
drop function public.grid_kinds(bigint);

create or replace function private.grids_as_json(plan bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', g.id, 'level', g.level, 'key', g.key, 'parent', parent.key, 'community', g.community_id, 'code', g.code,
    'name', g.name, 'locked', g.locked, 'kind', nullif(g.kind, 'residential'), 'households', g.households,
    'label', private.lng_lat(extensions.st_pointonsurface(g.polygon)), 'polygon', private.geojson(g.polygon)) order by g.level, g.key), '[]')
  from public.grids g
  left join public.grids parent on parent.id = g.parent_id
  where g.plan_id = grids_as_json.plan
$$;

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
      count(*) filter (where g.level = leaf.level and (g.kind <> 'residential' or abs(g.households - leaf.target_households) <= s.tolerance * leaf.target_households)) as within
    from (select l.level, l.target_households from public.scheme_levels l where l.scheme_id = p.scheme_id order by l.level desc limit 1) leaf
    join public.grids g on g.plan_id = p.id
  ) drawn
  where p.district_id = list_plans.district
    and (p.district_id in (select private.staff_districts()) or (select auth.uid()) is null)
$$;

comment on function public.list_plans(district bigint) is
  'Plans of a district that the caller may see, the last changed first; none for a viewer. leafGrids, households, within: of the lowest level, within the tolerance of its target; a dedicated grid has none and counts as within.';

create or replace function private.save_grids(chosen public.plans, changes jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  stranger bigint;
  unknown text;
begin
  delete from public.grids g using jsonb_to_recordset(changes -> 'removed') as gone (level smallint, key integer)
  where g.plan_id = chosen.id and g.level = gone.level and g.key = gone.key;

  select given.community into stranger
  from jsonb_to_recordset(changes -> 'grids') as given (community bigint)
  where given.community not in (select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id) limit 1;
  if found then
    raise exception 'grid-outside-plan' using errcode = 'P0001', detail = json_build_object('community', stranger)::text;
  end if;

  select given.kind into unknown from jsonb_to_recordset(changes -> 'grids') as given (kind text)
  where given.kind not in ('residential', 'market', 'park', 'school', 'hospital', 'estate') limit 1;
  if found then
    raise exception 'grid-kind-unknown' using errcode = 'P0001', detail = json_build_object('kind', left(unknown, 40))::text;
  end if;

  insert into public.grids as g (district_id, plan_id, community_id, level, key, name, locked, kind, polygon)
  select chosen.district_id, chosen.id, given.community, given.level, given.key, coalesce(given.name, ''), coalesce(given.locked, false),
    coalesce(given.kind, 'residential'),
    extensions.st_multi(private.given_geometry(given.polygon))
  from jsonb_to_recordset(changes -> 'grids') as given (level smallint, key integer, community bigint, name text, locked boolean, kind text, polygon jsonb)
  on conflict (plan_id, level, key) do update
    set community_id = excluded.community_id, name = excluded.name, locked = excluded.locked, kind = excluded.kind, polygon = excluded.polygon;

  update public.grids g set parent_id = parent.id
  from jsonb_to_recordset(changes -> 'grids') as given (level smallint, key integer, parent integer)
  join public.grids parent on parent.plan_id = chosen.id and parent.level = given.level - 1 and parent.key = given.parent
  where g.plan_id = chosen.id and g.level = given.level and g.key = given.key;
end $$;

comment on function public.save_plan(plan bigint, expected_version integer, changes jsonb) is
  'Saves what changed: {name, scheme, engine, borders, locks, grids: [{level, key, parent, community, name, locked, kind, polygon}], removed: [{level, key}], assignment: {building: [], grid: [key or null]}, edits: {from, list}}; returns the plan. A grid without a kind is residential. Errors: plan-unknown, plan-not-draft, plan-not-yours, plan-version-newer, grid-outside-plan, grid-kind-unknown, building-outside-plan.';

create or replace function public.in_force(area bigint, day date default null) returns jsonb
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
            count(*) filter (where g.kind <> 'residential' or abs(g.households - g.target_households) <= g.tolerance * g.target_households) as within
          from grids g group by g.level
        ) l),
      'leaf', (
        select jsonb_build_object('grids', count(*), 'households', coalesce(sum(g.households), 0),
          'within', count(*) filter (where g.kind <> 'residential' or abs(g.households - g.target_households) <= g.tolerance * g.target_households))
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

comment on function public.in_force(area bigint, day date) is
  'What is in force in an area on a day (today where none is given): communities and how many have grids, grids and households by level and of the leaf level (a dedicated grid counts as within: it has no target), the plans with their communities, and days: when which plan came or comes into force. Errors: area-unknown, not-allowed.';

create or replace function public.grids_in_force(area bigint, day date default null) returns jsonb
language plpgsql stable set search_path = '' set jit = off as $$
declare
  chosen constant public.areas := private.staffed_area(grids_in_force.area);
  that_day constant date := coalesce(grids_in_force.day, private.local_date(chosen.district_id, now()));
begin
  return (
    with shown as materialized (
      select * from private.grids_on(chosen.id, that_day)
    ), leaves as materialized (
      select s.id, s.parent_id, count(*) as buildings, sum(b.households) filter (where b.households_estimated) as estimated
      from shown s
      join public.grid_buildings gb on gb.grid_id = s.id and gb.plan_id = s.plan_id
      join public.buildings b on b.id = gb.building_id
      group by s.id, s.parent_id
    ), contents as (
      select l.id, l.buildings, l.estimated from leaves l
      union all
      select l.parent_id, sum(l.buildings), sum(l.estimated) from leaves l where l.parent_id is not null group by l.parent_id
    ), staff as (
      select held.grid_id as id, jsonb_agg(distinct who.name) as people
      from public.assignments held
      join shown s on s.id = held.grid_id
      join public.people who on who.id = held.person_id
      where held.since <= that_day and (held.until is null or held.until > that_day)
      group by held.grid_id
    ), posts as (
      select post.scheme_id, post.level, sum(post.per_grid) as per_grid from public.scheme_posts post
      where post.basis = 'grid' group by post.scheme_id, post.level
    )
    select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'level', g.level, 'key', g.key, 'code', g.code, 'name', g.name,
      'plan', g.plan_id, 'planName', p.name, 'from', lower(g.in_force), 'until', upper(g.in_force), 'community', g.community_id,
      'parentCode', parent.code, 'households', g.households, 'kind', nullif(g.kind, 'residential'),
      'target', case when g.kind = 'residential' then g.target_households end, 'tolerance', g.tolerance, 'isLeaf', g.is_leaf,
      'buildings', coalesce(c.buildings, 0), 'estimated', coalesce(c.estimated, 0),
      'areaSquareMetres', round(private.square_metres(g.polygon)::numeric),
      'posts', coalesce(posts.per_grid, 0), 'people', coalesce(staff.people, '[]'),
      'label', private.lng_lat(extensions.st_pointonsurface(g.polygon)), 'polygon', private.geojson(g.polygon)) order by g.level, g.code, g.id), '[]')
    from shown g
    join public.plans p on p.id = g.plan_id
    left join public.grids parent on parent.id = g.parent_id
    left join contents c on c.id = g.id
    left join staff on staff.id = g.id
    left join posts on posts.scheme_id = g.scheme_id and posts.level = g.level);
end $$;

comment on function public.grids_in_force(area bigint, day date) is
  'The grids of every level that are in force in an area on a day (today where none is given), each with its kind (null: residential), its target (null where it is dedicated), its plan and days, what lies in it, how many posts it asks for and who holds one on the day. Errors: area-unknown, not-allowed.';

create or replace function private.grid_version(grid public.grids, since timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('grid', grid.id, 'level', grid.level, 'key', grid.key, 'code', grid.code, 'name', grid.name,
    'plan', private.plan_as_json(p) - 'engine', 'kind', nullif(grid.kind, 'residential'),
    'target', case when grid.kind = 'residential' then l.target_households end, 'tolerance', s.tolerance, 'levelName', l.name,
    'levelNameEn', l.name_en,
    'inForce', exists (select from private.coverage_in_force covered
      where covered.plan_id = p.id and covered.community_id = grid.community_id),
    'until', private.in_force_until(p.id, grid.community_id),
    'households', grid.households, 'polygon', private.geojson(grid.polygon),
    'neighbours', (
      select coalesce(jsonb_agg(jsonb_build_object('code', other.code, 'key', other.key, 'level', other.level,
        'label', private.lng_lat(extensions.st_pointonsurface(other.polygon)), 'polygon', private.geojson(other.polygon)) order by other.key), '[]')
      from public.grids other
      where other.plan_id = grid.plan_id and other.level = grid.level and other.id <> grid.id
        and other.polygon operator(extensions.&&) extensions.st_expand(grid.polygon, 0.0005)),
    'parent', (select jsonb_build_object('code', u.code, 'key', u.key, 'level', u.level, 'name', u.name)
      from public.grids u where u.id = grid.parent_id),
    'children', (select coalesce(jsonb_agg(jsonb_build_object('code', c.code, 'key', c.key, 'level', c.level, 'households', c.households)
      order by c.code, c.key), '[]') from public.grids c where c.parent_id = grid.id),
    'buildings', private.buildings_of_grid(grid.id),
    'from', private.kin(grid.id, false), 'became', private.kin(grid.id, true),
    'incidents', private.incidents_by_month(grid, grid_version.since))
  from public.plans p
  join public.schemes s on s.id = p.scheme_id
  join public.scheme_levels l on l.scheme_id = s.id and l.level = grid.level
  where p.id = grid.plan_id
$$;

create or replace function public.grids_map(area bigint) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.collection(jsonb_agg(private.feature(l.id::text, l.polygon, jsonb_build_object(
    'id', l.id, 'code', l.code, 'name', l.name, 'community', l.community_id, 'households', l.households,
    'kind', nullif(l.kind, 'residential'), 'target', case when l.kind = 'residential' then l.target_households end,
    'deviation', case when l.kind = 'residential' then round((l.households - l.target_households)::numeric / l.target_households, 4) end,
    'tolerance', l.tolerance,
    'labelLng', round(extensions.st_x(spot.at)::numeric, 6), 'labelLat', round(extensions.st_y(spot.at)::numeric, 6)), 7)
    order by l.code))
  from private.grids_in_force l
  cross join lateral (select extensions.st_pointonsurface(l.polygon) as at) spot
  where l.is_leaf and l.community_id in (select c from private.communities_in(grids_map.area) c)
    and ((select auth.uid()) is null or l.district_id in (select private.my_districts()))
$$;

comment on function public.grids_map(area bigint) is
  'The leaf grids in force in an area as features with code, name, community, households, kind (null: residential), target and deviation (null where it is dedicated) and tolerance. Security definer: a display sees them on the map and reads no plan.';
