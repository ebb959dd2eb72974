-- What keeps a plan from being submitted: the invariants, checked on what is stored.

-- Square metres of area that may be a rounding of coordinates rather than a gap or an overlap.
create function private.sliver_square_metres() returns double precision
language sql immutable set search_path = '' as $$ select 0.5::double precision $$;

-- Polygons are drawn on a grid of one centimetre, borders as they were imported: against a community's own border a strip of
-- that width is rounding.
create function private.border_strip_square_metres(boundary extensions.geometry) returns double precision
language sql immutable set search_path = '' as $$
  select private.sliver_square_metres() + 0.01 * extensions.st_perimeter(extensions.geography(boundary))
$$;

-- Metres by which a building may stand outside its polygon: of several on one spot all but one are moved a little.
create function private.stray_metres() returns double precision
language sql immutable set search_path = '' as $$ select 5::double precision $$;

create function private.square_metres(geom extensions.geometry) returns double precision
language sql immutable set search_path = '' as $$
  select case when geom is null or extensions.st_isempty(geom) then 0
    else extensions.st_area(extensions.geography(extensions.st_collectionextract(geom, 3))) end
$$;

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
  where g.plan_id = assignment_faults.plan
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

create function private.tiling_faults(plan bigint) returns setof public.plan_fault
language sql stable set search_path = '' as $$
  with levels as (
    select l.level from public.plans p join public.scheme_levels l on l.scheme_id = p.scheme_id where p.id = tiling_faults.plan
  ), covered as (
    select a.id as community, levels.level, a.boundary, extensions.st_union(g.polygon) as drawn
    from public.plan_communities pc
    join public.areas a on a.id = pc.community_id
    cross join levels
    left join public.grids g on g.plan_id = pc.plan_id and g.community_id = a.id and g.level = levels.level
    where pc.plan_id = tiling_faults.plan
    group by a.id, levels.level
  ), measured as (
    select 'community-without-boundary' as code, c.level, null::integer as key, c.community, 0::double precision as amount, -1::double precision as allowed
    from covered c where c.boundary is null
    union all
    select 'gap', c.level, null, c.community,
      private.square_metres(case when c.drawn is null then c.boundary else extensions.st_difference(c.boundary, c.drawn) end),
      private.border_strip_square_metres(c.boundary)
    from covered c where c.boundary is not null
    union all
    select 'grid-outside-community', g.level, g.key, g.community_id,
      private.square_metres(extensions.st_difference(g.polygon, a.boundary)), private.border_strip_square_metres(g.polygon)
    from public.grids g join public.areas a on a.id = g.community_id
    where g.plan_id = tiling_faults.plan and a.boundary is not null
    union all
    select 'overlap', g.level, g.key, g.community_id, private.square_metres(extensions.st_intersection(g.polygon, other.polygon)), private.sliver_square_metres()
    from public.grids g
    join public.grids other on other.plan_id = g.plan_id and other.level = g.level and other.key > g.key
      and other.polygon operator(extensions.&&) g.polygon
    where g.plan_id = tiling_faults.plan
    union all
    select 'grid-outside-parent', g.level, g.key, g.community_id,
      private.square_metres(extensions.st_difference(g.polygon, parent.polygon)), private.sliver_square_metres()
    from public.grids g join public.grids parent on parent.id = g.parent_id
    where g.plan_id = tiling_faults.plan
  )
  select m.code, m.level, m.key, m.community, null::bigint, m.amount from measured m
  where m.amount > m.allowed
$$;

create function private.position_faults(plan bigint) returns setof public.plan_fault
language sql stable set search_path = '' as $$
  select 'building-outside-grid', g.level, g.key, g.community_id, b.id,
    extensions.st_distance(extensions.geography(b.position), extensions.geography(g.polygon))
  from public.grid_buildings gb
  join public.grids g on g.id = gb.grid_id
  join public.buildings b on b.id = gb.building_id
  join public.areas a on a.id = b.community_id
  where gb.plan_id = position_faults.plan
    and not extensions.st_intersects(b.position, g.polygon)
    and extensions.st_intersects(b.position, a.boundary)
    and extensions.st_distance(extensions.geography(b.position), extensions.geography(g.polygon)) > private.stray_metres()
$$;

-- A barrier separates a grid where, cut along it, more than one piece holds buildings and no crossing joins them.
create function private.inhabited_pieces(grid public.grids, blade extensions.geometry) returns bigint
language sql stable set search_path = '' as $$
  select count(*)
  from extensions.st_dump(
    case when inhabited_pieces.blade is null then grid.polygon
    else extensions.st_difference(grid.polygon, extensions.st_buffer(inhabited_pieces.blade, 0.0000005, 'endcap=flat join=mitre')) end) piece
  where exists (
    select 1 from public.grid_buildings gb
    join public.buildings b on b.id = gb.building_id
    where gb.grid_id = grid.id and extensions.st_intersects(b.position, piece.geom))
$$;
comment on function private.inhabited_pieces is 'Pieces of a leaf grid that hold buildings, after a cut along the blade (null: no cut).';

create function private.contiguity_faults(plan bigint) returns setof public.plan_fault
language sql stable set search_path = '' as $$
  with leaf as (
    select g.* from public.grids g
    where g.plan_id = contiguity_faults.plan and not exists (select 1 from public.grids child where child.parent_id = g.id)
  ), broken as (
    select 'grid-in-pieces' as code, g.level, g.key, g.community_id, private.inhabited_pieces(g, null) as pieces
    from leaf g where extensions.st_numgeometries(g.polygon) > 1
    union all
    select 'grid-crosses-barrier', g.level, g.key, g.community_id, private.inhabited_pieces(g, blade.line)
    from leaf g
    cross join lateral (
      select extensions.st_union(b.line) as line from public.barriers b
      where b.district_id = g.district_id and extensions.st_intersects(b.line, g.polygon)
    ) blade
    where blade.line is not null
      and not exists (select 1 from public.crossings c where c.district_id = g.district_id and extensions.st_intersects(c.line, g.polygon))
  )
  select b.code, b.level, b.key, b.community_id, null::bigint, b.pieces::double precision from broken b where b.pieces > 1
$$;

create function public.plan_faults(plan bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(fault) || jsonb_build_object('amount', round(fault.amount::numeric, 2))
    order by fault.code, fault.level, fault.key, fault.building), '[]')
  from (
    select * from private.assignment_faults(plan_faults.plan)
    union all select * from private.tiling_faults(plan_faults.plan)
    union all select * from private.position_faults(plan_faults.plan)
    union all select * from private.contiguity_faults(plan_faults.plan)
  ) fault
$$;
comment on function public.plan_faults is
  'Hard faults of a plan as it is stored: [{code, level, key, community, building, amount}]. Empty: it may be submitted.';

grant execute on function private.sliver_square_metres, private.border_strip_square_metres, private.stray_metres,
  private.square_metres, private.assignment_faults, private.tiling_faults,
  private.position_faults, private.inhabited_pieces, private.contiguity_faults to authenticated, service_role;
grant execute on function public.plan_faults to authenticated, service_role;
