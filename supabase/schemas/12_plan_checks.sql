-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

-- Square metres of area that may be a rounding of coordinates rather than a gap or an overlap.
create function private.sliver_square_metres() returns double precision
language sql immutable set search_path = '' as $$ select 0.5::double precision $$;
grant execute on function private.sliver_square_metres() to authenticated, service_role;

create function private.border_strip_square_metres(boundary extensions.geometry) returns double precision
language plpgsql immutable set search_path = '' as $$
begin
  return private.sliver_square_metres() + 0.01 * extensions.st_perimeter(private.in_metres(boundary));
end $$;
grant execute on function private.border_strip_square_metres(boundary extensions.geometry) to authenticated, service_role;

-- Metres by which a building may stand outside its polygon: of several on one spot all but one are moved a little.
create function private.stray_metres() returns double precision
language sql immutable set search_path = '' as $$ select 5::double precision $$;
grant execute on function private.stray_metres() to authenticated, service_role;

create function private.square_metres(geom extensions.geometry) returns double precision
language plpgsql immutable set search_path = '' as $$
declare
  areas constant extensions.geometry := extensions.st_collectionextract(geom, 3);
  degree double precision[];
begin
  if areas is null or extensions.st_isempty(areas) then
    return 0;
  end if;
  degree := private.metres_of_degree((extensions.st_ymin(areas) + extensions.st_ymax(areas)) / 2);
  return extensions.st_area(areas) * degree[1] * degree[2];
end $$;
comment on function private.square_metres(geom extensions.geometry) is
  'Square metres of the areas in a geometry, its edges straight in longitude and latitude; 0 for none.';
grant execute on function private.square_metres(geom extensions.geometry) to authenticated, service_role;

create type public.plan_fault as (
  code text,
  level smallint,
  key integer,
  community bigint,
  building bigint,
  amount double precision
);
comment on type public.plan_fault is
  'A broken invariant: its permanent code, the grid (level, key), community or building at fault, and how much (square metres, or how many).';

create function private.assignment_faults(plan bigint) returns setof public.plan_fault
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
grant execute on function private.assignment_faults(plan bigint) to authenticated, service_role;

create function private.tiling_faults(plan bigint) returns setof public.plan_fault
language sql stable set search_path = '' as $$
  select * from private.tiling_faults_of(tiling_faults.plan,
    array(select pc.community_id from public.plan_communities pc where pc.plan_id = tiling_faults.plan))
$$;
comment on function private.tiling_faults(plan bigint) is
  'Where the grids of a plan do not tile its communities. A community without buildings may stay without grids, and without a boundary.';
grant execute on function private.tiling_faults(plan bigint) to authenticated, service_role;

create function private.position_faults(plan bigint) returns setof public.plan_fault
language sql stable set search_path = '' as $$
  with strays as materialized (
    select g.level, g.key, g.community_id, b.id, b.community_id as home, b.position, g.polygon
    from public.grid_buildings gb
    join public.grids g on g.id = gb.grid_id
    join public.buildings b on b.id = gb.building_id
    join public.areas a on a.id = b.community_id
    where gb.plan_id = position_faults.plan
      and not extensions.st_intersects(b.position, extensions.st_force2d(g.polygon))
      and extensions.st_intersects(b.position, extensions.st_force2d(a.boundary))
  ), measured as materialized (
    select s.*, extensions.st_length(private.in_metres(extensions.st_shortestline(s.position, s.polygon))) as metres from strays s
  )
  select 'building-outside-grid', m.level, m.key, m.community_id, m.id, m.metres from measured m
  where m.metres > private.stray_metres() and m.metres > private.stray_metres() + sqrt((
    -- Found by their community: under row security no box is looked up in an index.
    select count(*) from public.buildings other where other.community_id = m.home and extensions.st_dwithin(other.position, m.position, 0.000005)) - 1)
$$;
grant execute on function private.position_faults(plan bigint) to authenticated, service_role;

create function private.inhabited_pieces(polygon extensions.geometry, blade extensions.geometry, places extensions.geometry[]) returns bigint
language plpgsql immutable set search_path = '' as $$
declare
  cut constant extensions.geometry := case when blade is null then polygon
    else extensions.st_difference(polygon, extensions.st_buffer(blade, 0.0000005, 'endcap=flat join=mitre'), 1e-9) end;
begin
  if extensions.st_numgeometries(cut) <= 1 then
    return least(1, cardinality(places));
  end if;
  return (
    with piece as materialized (
      select row_number() over (order by extensions.st_area(d.geom) desc) as place, d.geom from extensions.st_dump(polygon) d
    ), cut as materialized (
      select p.place as whole, row_number() over (order by extensions.st_area(d.geom) desc) as place, d.geom
      from piece p
      cross join lateral extensions.st_dump(case when blade is null then p.geom
        else extensions.st_difference(p.geom, extensions.st_buffer(blade, 0.0000005, 'endcap=flat join=mitre'), 1e-9) end) d
    )
    select count(distinct (
      select c.place from cut c
      where c.whole = (
        select min(p.place) from piece p
        where extensions.st_length(private.in_metres(extensions.st_shortestline(p.geom, building.position))) <= private.stray_metres())
      order by round(extensions.st_length(private.in_metres(extensions.st_shortestline(c.geom, building.position)))), c.place limit 1))
    from unnest(places) building (position)
  );
end $$;
comment on function private.inhabited_pieces(polygon extensions.geometry, blade extensions.geometry, places extensions.geometry[]) is
  'Pieces of a polygon that hold buildings, after a cut along the blade (null: no cut). A building counts for the largest piece within five metres, and there for the side of the cut on which it stands.';
grant execute on function private.inhabited_pieces(polygon extensions.geometry, blade extensions.geometry, places extensions.geometry[]) to authenticated, service_role;

-- The buildings of all grids in question at once: asking for them grid by grid asked each time anew what the caller may see.
create function private.contiguity_faults(plan bigint) returns setof public.plan_fault
language sql stable set search_path = '' as $$
  with leaf as materialized (
    select g.id, g.district_id, g.level, g.key, g.community_id, g.polygon from public.grids g
    where g.plan_id = contiguity_faults.plan and not exists (select 1 from public.grids child where child.parent_id = g.id)
  ), barrier as materialized (
    select b.line from public.barriers b where b.district_id in (select l.district_id from leaf l)
  ), crossing as materialized (
    select c.line from public.crossings c where c.district_id in (select l.district_id from leaf l)
  ), asked as materialized (
    select 'grid-in-pieces' as code, l.*, null::extensions.geometry as blade from leaf l where extensions.st_numgeometries(l.polygon) > 1
    union all
    select 'grid-crosses-barrier', l.*, blade.line
    from leaf l
    cross join lateral (
      select extensions.st_union(b.line) as line from barrier b
      where b.line operator(extensions.&&) l.polygon and extensions.st_intersects(b.line, l.polygon)
    ) blade
    where blade.line is not null
      and not exists (select 1 from crossing c where c.line operator(extensions.&&) l.polygon and extensions.st_intersects(c.line, l.polygon))
  ), standing as materialized (
    select gb.grid_id, array_agg(b.position) as places
    from public.grid_buildings gb join public.buildings b on b.id = gb.building_id
    where gb.plan_id = contiguity_faults.plan and gb.grid_id in (select a.id from asked a)
    group by gb.grid_id
  ), broken as (
    select a.code, a.level, a.key, a.community_id, private.inhabited_pieces(a.polygon, a.blade, s.places) as pieces
    from asked a join standing s on s.grid_id = a.id
  )
  select b.code, b.level, b.key, b.community_id, null::bigint, b.pieces::double precision from broken b where b.pieces > 1
$$;
grant execute on function private.contiguity_faults(plan bigint) to authenticated, service_role;

create function public.plan_faults(plan bigint) returns jsonb
language sql stable set search_path = '' as $$
  with readable as materialized (select (private.readable_plan(plan_faults.plan)).id)
  select coalesce(jsonb_agg(to_jsonb(fault) || jsonb_build_object('amount', round(fault.amount::numeric, 2))
    order by fault.code, fault.level, fault.key, fault.building), '[]')
  from readable
  cross join lateral (
    select * from private.assignment_faults(readable.id)
    union all select * from private.tiling_faults(readable.id)
    union all select * from private.position_faults(readable.id)
    union all select * from private.contiguity_faults(readable.id)
  ) fault
$$;
comment on function public.plan_faults(plan bigint) is
  'Hard faults of a plan as it is stored: [{code, level, key, community, building, amount}]. Empty: it may be submitted. Error: plan-unknown, so that a plan that may not be read never looks faultless.';
grant execute on function public.plan_faults(plan bigint) to authenticated;

create function private.metres_of_degree(latitude double precision) returns double precision[]
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  lat constant double precision := radians(latitude);
begin
  return array[111412.84 * cos(lat) - 93.5 * cos(3 * lat) + 0.118 * cos(5 * lat),
    111132.92 - 559.82 * cos(2 * lat) + 1.175 * cos(4 * lat) - 0.0023 * cos(6 * lat)];
end $$;
comment on function private.metres_of_degree(latitude double precision) is
  'Metres of a degree of longitude and of one of latitude, at a latitude (series for WGS84, Snyder 1987, Map Projections, p. 25).';
grant execute on function private.metres_of_degree(latitude double precision) to authenticated, service_role;

create function private.in_metres(geom extensions.geometry) returns extensions.geometry
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  degree double precision[];
begin
  if geom is null or extensions.st_isempty(geom) then
    return geom;
  end if;
  degree := private.metres_of_degree((extensions.st_ymin(geom) + extensions.st_ymax(geom)) / 2);
  return extensions.st_scale(geom, degree[1], degree[2]);
end $$;
comment on function private.in_metres(geom extensions.geometry) is
  'The geometry with its degrees stretched to metres, at the latitude of its middle: for areas and lengths of what is no larger than a district.';
grant execute on function private.in_metres(geom extensions.geometry) to authenticated, service_role;

create function private.is_inhabited(community bigint) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from public.buildings b where b.community_id = is_inhabited.community)
$$;
comment on function private.is_inhabited(community bigint) is
  'Whether any building stands in a community. One without needs no grid; it may have one, with ground and no buildings.';
grant execute on function private.is_inhabited(community bigint) to authenticated, service_role;

create function private.tiling_faults_of(plan bigint, communities bigint[]) returns setof public.plan_fault
language plpgsql stable set search_path = '' as $$
begin
  return query
  with levels as (
    select l.level from public.plans p join public.scheme_levels l on l.scheme_id = p.scheme_id where p.id = tiling_faults_of.plan
  ), grid as materialized (
    select g.id, g.parent_id, g.level, g.key, g.community_id, g.polygon from public.grids g where g.plan_id = tiling_faults_of.plan
  ), extents as materialized (
    select g.community_id, g.level, extensions.st_extent(g.polygon)::extensions.geometry as box from grid g group by g.community_id, g.level
  ), covered as materialized (
    select a.id as community, levels.level, a.boundary, private.is_inhabited(a.id) as inhabited,
      drawn.polygon as drawn, drawn.square_degrees as drawn_square_degrees
    from public.plan_communities pc
    join public.areas a on a.id = pc.community_id
    cross join levels
    left join (
      select g.community_id, g.level, extensions.st_union(g.polygon, 1e-9) as polygon, sum(extensions.st_area(g.polygon)) as square_degrees
      from grid g where g.community_id = any (communities) group by g.community_id, g.level
    ) drawn on drawn.community_id = a.id and drawn.level = levels.level
    where pc.plan_id = tiling_faults_of.plan and pc.community_id = any (communities)
  ), outside as materialized (
    select c.community, c.level, c.boundary, extensions.st_difference(c.drawn, c.boundary, 1e-9) as beyond
    from covered c where c.boundary is not null and c.drawn is not null
  ), compared as materialized (
    select c.community, c.level, c.community as other from covered c
    where (c.drawn_square_degrees / nullif(extensions.st_area(c.drawn), 0) - 1) * private.square_metres(c.drawn) > private.sliver_square_metres()
    union all
    select own.community_id, own.level, o.community_id from extents own
    join extents o on o.level = own.level and o.community_id <> own.community_id and extensions.st_expand(o.box, 1e-8) operator(extensions.&&) own.box
    where own.community_id = any (communities)
  ), measured as (
    select 'community-without-boundary' as code, c.level, null::integer as key, c.community, 0::double precision as amount, -1::double precision as allowed
    from covered c where c.boundary is null and c.inhabited
    union all
    select 'gap', c.level, null, c.community,
      private.square_metres(case when c.drawn is null then c.boundary else extensions.st_difference(c.boundary, c.drawn, 1e-9) end),
      private.border_strip_square_metres(c.boundary)
    from covered c where c.boundary is not null and c.inhabited
    union all
    select 'grid-outside-community', g.level, g.key, g.community_id,
      -- Against the whole boundary, and on a grid of a tenth of a millimetre: hair-thin strips end the statement on PGlite.
      private.square_metres(extensions.st_difference(g.polygon, o.boundary, 1e-9)), private.border_strip_square_metres(g.polygon)
    from outside o
    join grid g on g.community_id = o.community and g.level = o.level
    where private.square_metres(o.beyond) > private.sliver_square_metres() and g.polygon operator(extensions.&&) extensions.st_force2d(o.beyond)
    union all
    select 'overlap', g.level, g.key, g.community_id, private.square_metres(extensions.st_intersection(g.polygon, other.polygon, 1e-9)), private.sliver_square_metres()
    from compared n
    join grid g on g.community_id = n.community and g.level = n.level
    join grid other on other.community_id = n.other and other.level = n.level
    where other.key > g.key and other.polygon operator(extensions.&&) g.polygon and extensions.st_relate(g.polygon, other.polygon, 'T********')
    union all
    select 'grid-outside-parent', g.level, g.key, g.community_id,
      private.square_metres(extensions.st_difference(g.polygon, parent.polygon, 1e-9)), private.sliver_square_metres()
    from grid g join grid parent on parent.id = g.parent_id where g.community_id = any (communities)
  )
  select m.code, m.level, m.key, m.community, null::bigint, m.amount from measured m
  where m.amount > m.allowed;
end $$;
comment on function private.tiling_faults_of(plan bigint, communities bigint[]) is
  'Where the grids of a plan do not tile some of its communities. A community without buildings may stay without grids, and without a boundary.';
grant execute on function private.tiling_faults_of(plan bigint, communities bigint[]) to authenticated, service_role;

create function private.faults_as_json(faults public.plan_fault[]) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(f) || jsonb_build_object('amount', round(f.amount::numeric, 2)) order by f.code, f.level, f.key, f.community, f.building), '[]')
  from unnest(faults) f
$$;
comment on function private.faults_as_json(faults public.plan_fault[]) is
  'Faults as plan_faults answers them.';

create table private.plan_checks (
  plan_id bigint not null,
  district_id bigint not null,
  stamp text not null,
  checked bigint[] not null default '{}'::bigint[],
  faults public.plan_fault[] not null default '{}'::public.plan_fault[],
  is_done boolean not null default false,
  constraint plan_checks_pkey primary key (plan_id)
);
comment on table private.plan_checks is
  'What the check of a plan has found: of which communities so far, and the stamp of what it was found by.';

alter table private.plan_checks add constraint plan_checks_plan_fkey
  foreign key (plan_id, district_id) references public.plans(id, district_id) on delete cascade;

-- Whatever a grid is decides on its faults: what is added to it later as well. Of the district's topics three do, those that come later do not.
create function private.check_stamp(chosen public.plans) returns text
language plpgsql stable set search_path = '' as $$
begin
  return md5(jsonb_build_array(chosen.scheme_id, (select jsonb_build_array(v -> 'areas', v -> 'ground', v -> 'settings') from private.topic_versions(chosen.district_id) v),
    (select sum(hashtextextended(g::text, 0)::numeric) from public.grids g where g.plan_id = chosen.id),
    (select sum(hashtextextended(gb.grid_id || '|' || gb.building_id, 0)::numeric) from public.grid_buildings gb where gb.plan_id = chosen.id),
    (select sum(hashtextextended(pc.community_id::text, 0)::numeric) from public.plan_communities pc where pc.plan_id = chosen.id))::text);
end $$;
comment on function private.check_stamp(chosen public.plans) is
  'Changes with all that decides on the faults of a plan: its grids and buildings, its communities and scheme, and what stands in the district.';

create function private.faults_now(chosen public.plans) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  held private.plan_checks;
begin
  select * into held from private.plan_checks k where k.plan_id = chosen.id and k.is_done;
  if found and held.stamp = private.check_stamp(chosen) then
    return private.faults_as_json(held.faults);
  end if;
  return public.plan_faults(chosen.id);
end $$;
comment on function private.faults_now(chosen public.plans) is
  'The faults of a plan: those that its check found, if nothing has changed since; else it is checked now. Security definer: the table is nobody''s.';

create function public.check_plan(plan bigint, at_most integer default 20) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  chosen constant public.plans := private.plan_for(check_plan.plan, '{planner,reviewer,leader,admin}', '{draft,submitted}');
  stamp constant text := private.check_stamp(chosen);
  held private.plan_checks;
  next bigint[];
  total integer;
  is_placed boolean := true;
begin
  select count(*) into total from public.plan_communities pc where pc.plan_id = chosen.id;
  select * into held from private.plan_checks k where k.plan_id = chosen.id;
  if held.stamp is distinct from stamp then
    held := row(chosen.id, chosen.district_id, stamp, '{}', '{}', false);
  end if;
  if not held.is_done then
    next := array(
      select pc.community_id from public.plan_communities pc join public.areas a on a.id = pc.community_id
      where pc.plan_id = chosen.id and pc.community_id <> all (held.checked) order by a.code limit least(greatest(at_most, 1), 1000));
    if cardinality(next) > 0 then
      held.faults := held.faults || array(select f::public.plan_fault from private.tiling_faults_of(chosen.id, next) f);
      held.checked := held.checked || next;
    else
      held.faults := held.faults || array(
        select f::public.plan_fault from (
          select * from private.assignment_faults(chosen.id)
          union all select * from private.position_faults(chosen.id)
          union all select * from private.contiguity_faults(chosen.id)) f);
      held.is_done := true;
    end if;
    insert into private.plan_checks as k select (held).* on conflict (plan_id) do update
    set stamp = excluded.stamp, checked = excluded.checked, faults = excluded.faults, is_done = excluded.is_done;
    is_placed := chosen.state = 'draft' or not held.is_done or cardinality(held.faults) > 0;
  elsif chosen.state = 'submitted' and cardinality(held.faults) = 0 then
    is_placed := private.place_ahead(chosen, 500);
  end if;
  return jsonb_build_object('checked', cardinality(held.checked), 'of', total, 'isDone', held.is_done and is_placed,
    'faults', case when held.is_done and is_placed then private.faults_as_json(held.faults) end);
end $$;
comment on function public.check_plan(plan bigint, at_most integer) is
  'Checks the next communities of a draft or of a submitted plan, then places the cases of a submitted one on its grids, so that publishing need not: { checked, of, isDone, faults }, to be asked again until isDone; faults, as of plan_faults, then, else null. What was found counts for submit_plan and publish_plan while nothing has changed; a change begins anew. Errors: plan-unknown, not-allowed, plan-in-other-state. Security definer: asks for the role itself.';
grant execute on function public.check_plan(plan bigint, at_most integer) to authenticated;
