-- One model of an edge, in the drawing and in the check: straight in longitude and latitude, as GeoJSON says. Measured as geodesics
-- a straight border of 4.7 km bulged by half a metre against its own pieces, which was a gap that nobody could close.
-- And one rule for ground without buildings: a community where nothing stands needs no grid.

create function private.metres_of_degree(latitude double precision) returns double precision[]
language sql immutable parallel safe set search_path = '' as $$
  select array[111412.84 * cos(lat) - 93.5 * cos(3 * lat) + 0.118 * cos(5 * lat),
    111132.92 - 559.82 * cos(2 * lat) + 1.175 * cos(4 * lat) - 0.0023 * cos(6 * lat)]
  from (select radians(latitude) as lat) here
$$;
comment on function private.metres_of_degree is
  'Metres of a degree of longitude and of one of latitude, at a latitude (series for WGS84, Snyder 1987, Map Projections, p. 25).';

create function private.in_metres(geom extensions.geometry) returns extensions.geometry
language sql immutable parallel safe set search_path = '' as $$
  select case when geom is null or extensions.st_isempty(geom) then geom
    else (select extensions.st_scale(geom, degree[1], degree[2])
      from (select private.metres_of_degree((extensions.st_ymin(geom) + extensions.st_ymax(geom)) / 2) as degree) middle) end
$$;
comment on function private.in_metres is
  'The geometry with its degrees stretched to metres, at the latitude of its middle: for areas and lengths of what is no larger than a district.';

create or replace function private.square_metres(geom extensions.geometry) returns double precision
language sql immutable set search_path = '' as $$
  select coalesce(extensions.st_area(private.in_metres(extensions.st_collectionextract(geom, 3))), 0)
$$;
comment on function private.square_metres is 'Square metres of the areas in a geometry, its edges straight in longitude and latitude; 0 for none.';

create or replace function private.border_strip_square_metres(boundary extensions.geometry) returns double precision
language sql immutable set search_path = '' as $$
  select private.sliver_square_metres() + 0.01 * extensions.st_perimeter(private.in_metres(boundary))
$$;

create function private.is_inhabited(community bigint) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from public.buildings b where b.community_id = is_inhabited.community)
$$;
comment on function private.is_inhabited is 'Whether any building stands in a community. One without needs no grid; it may have one, with ground and no buildings.';

-- What covers a whole level of a community is looked at first: only where it leaves something over are its grids measured one by one.
create or replace function private.tiling_faults(plan bigint) returns setof public.plan_fault
language sql stable set search_path = '' as $$
  with levels as (
    select l.level from public.plans p join public.scheme_levels l on l.scheme_id = p.scheme_id where p.id = tiling_faults.plan
  ), covered as materialized (
    select a.id as community, levels.level, a.boundary, private.is_inhabited(a.id) as inhabited,
      drawn.polygon as drawn, drawn.square_degrees as drawn_square_degrees
    from public.plan_communities pc
    join public.areas a on a.id = pc.community_id
    cross join levels
    cross join lateral (
      select extensions.st_union(g.polygon, 1e-9) as polygon, sum(extensions.st_area(g.polygon)) as square_degrees
      from public.grids g where g.plan_id = pc.plan_id and g.community_id = a.id and g.level = levels.level) drawn
    where pc.plan_id = tiling_faults.plan
  ), outside as materialized (
    select c.community, c.level, c.boundary, extensions.st_difference(c.drawn, c.boundary, 1e-9) as beyond
    from covered c where c.boundary is not null and c.drawn is not null
  ), crowded as (
    select c.community, c.level from covered c
    where (c.drawn_square_degrees / nullif(extensions.st_area(c.drawn), 0) - 1) * private.square_metres(c.drawn) > private.sliver_square_metres()
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
    join public.grids g on g.plan_id = tiling_faults.plan and g.community_id = o.community and g.level = o.level
    where private.square_metres(o.beyond) > private.sliver_square_metres() and g.polygon operator(extensions.&&) extensions.st_force2d(o.beyond)
    union all
    select 'overlap', g.level, g.key, g.community_id, private.square_metres(extensions.st_intersection(g.polygon, other.polygon, 1e-9)), private.sliver_square_metres()
    from public.grids g
    join public.grids other on other.plan_id = g.plan_id and other.level = g.level and other.key > g.key
      and other.polygon operator(extensions.&&) extensions.st_force2d(g.polygon)
    where g.plan_id = tiling_faults.plan
      and (g.community_id <> other.community_id or (g.community_id, g.level) in (select c.community, c.level from crowded c))
      and extensions.st_relate(g.polygon, other.polygon, 'T********')
    union all
    select 'grid-outside-parent', g.level, g.key, g.community_id,
      private.square_metres(extensions.st_difference(g.polygon, parent.polygon, 1e-9)), private.sliver_square_metres()
    from public.grids g join public.grids parent on parent.id = g.parent_id
    where g.plan_id = tiling_faults.plan
  )
  select m.code, m.level, m.key, m.community, null::bigint, m.amount from measured m
  where m.amount > m.allowed
$$;
comment on function private.tiling_faults is
  'Where the grids of a plan do not tile its communities. A community without buildings may stay without grids, and without a boundary.';

-- Of n buildings on one spot all but one are moved, the last by about √n half metres: they may lie that much farther out.
create or replace function private.position_faults(plan bigint) returns setof public.plan_fault
language sql stable set search_path = '' as $$
  with strays as materialized (
    select g.level, g.key, g.community_id, b.id, b.position, g.polygon
    from public.grid_buildings gb
    join public.grids g on g.id = gb.grid_id
    join public.buildings b on b.id = gb.building_id
    join public.areas a on a.id = b.community_id
    where gb.plan_id = position_faults.plan
      and not extensions.st_intersects(b.position, extensions.st_force2d(g.polygon))
      and extensions.st_intersects(b.position, extensions.st_force2d(a.boundary))
  ), measured as (
    select s.*, extensions.st_length(private.in_metres(extensions.st_shortestline(s.position, s.polygon))) as metres,
      (select count(*) from public.buildings other where extensions.st_dwithin(other.position, s.position, 0.000005)) as on_the_spot
    from strays s
  )
  select 'building-outside-grid', m.level, m.key, m.community_id, m.id, m.metres from measured m
  where m.metres > private.stray_metres() + sqrt(m.on_the_spot - 1)
$$;

grant execute on function private.metres_of_degree, private.in_metres, private.is_inhabited to authenticated, service_role;
