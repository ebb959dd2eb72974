-- Overlaps are looked for between communities first and then between the grids of those that are neighbours: row security keeps
-- a box from being looked up in an index, and each grid compared with each took half of the time of a plan of 2,500 grids.
-- The measures run as one expression each: as queries within queries an area took 140 µs, now 5.

create or replace function private.metres_of_degree(latitude double precision) returns double precision[]
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  lat constant double precision := radians(latitude);
begin
  return array[111412.84 * cos(lat) - 93.5 * cos(3 * lat) + 0.118 * cos(5 * lat),
    111132.92 - 559.82 * cos(2 * lat) + 1.175 * cos(4 * lat) - 0.0023 * cos(6 * lat)];
end $$;

create or replace function private.in_metres(geom extensions.geometry) returns extensions.geometry
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

create or replace function private.square_metres(geom extensions.geometry) returns double precision
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

create or replace function private.border_strip_square_metres(boundary extensions.geometry) returns double precision
language plpgsql immutable set search_path = '' as $$
begin
  return private.sliver_square_metres() + 0.01 * extensions.st_perimeter(private.in_metres(boundary));
end $$;

create or replace function private.tiling_faults(plan bigint) returns setof public.plan_fault
language sql stable set search_path = '' as $$
  with levels as (
    select l.level from public.plans p join public.scheme_levels l on l.scheme_id = p.scheme_id where p.id = tiling_faults.plan
  ), grid as materialized (
    select g.id, g.parent_id, g.level, g.key, g.community_id, g.polygon from public.grids g where g.plan_id = tiling_faults.plan
  ), covered as materialized (
    select a.id as community, levels.level, a.boundary, private.is_inhabited(a.id) as inhabited,
      drawn.polygon as drawn, drawn.square_degrees as drawn_square_degrees
    from public.plan_communities pc
    join public.areas a on a.id = pc.community_id
    cross join levels
    left join (
      select g.community_id, g.level, extensions.st_union(g.polygon, 1e-9) as polygon, sum(extensions.st_area(g.polygon)) as square_degrees
      from grid g group by g.community_id, g.level) drawn on drawn.community_id = a.id and drawn.level = levels.level
    where pc.plan_id = tiling_faults.plan
  ), outside as materialized (
    select c.community, c.level, c.boundary, extensions.st_difference(c.drawn, c.boundary, 1e-9) as beyond
    from covered c where c.boundary is not null and c.drawn is not null
  ), compared as materialized (
    select c.community, c.level, c.community as other from covered c
    where (c.drawn_square_degrees / nullif(extensions.st_area(c.drawn), 0) - 1) * private.square_metres(c.drawn) > private.sliver_square_metres()
    union all
    select c.community, c.level, o.community from covered c
    join covered o on o.level = c.level and o.community <> c.community and extensions.st_expand(o.drawn, 1e-8) operator(extensions.&&) c.drawn
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
    from grid g join grid parent on parent.id = g.parent_id
  )
  select m.code, m.level, m.key, m.community, null::bigint, m.amount from measured m
  where m.amount > m.allowed
$$;

create or replace function private.position_faults(plan bigint) returns setof public.plan_fault
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

drop function private.inhabited_pieces(public.grids, extensions.geometry);
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
comment on function private.inhabited_pieces is
  'Pieces of a polygon that hold buildings, after a cut along the blade (null: no cut). A building counts for the largest piece within five metres, and there for the side of the cut on which it stands.';
grant execute on function private.inhabited_pieces to authenticated, service_role;

-- The buildings of all grids in question at once: asking for them grid by grid asked each time anew what the caller may see.
create or replace function private.contiguity_faults(plan bigint) returns setof public.plan_fault
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
