-- Boundaries on their way in become a coverage: what lies within a tolerance is one border that was digitised twice and is
-- settled, what doesn't is named with both communities and its size. Two that overlapped could be imported, and no plan of
-- them could ever be published.

create function private.border_metres() returns double precision
language sql immutable set search_path = '' as $$ select 1::double precision $$;
comment on function private.border_metres is 'Metres within which the borders of two communities are one that was digitised twice.';

create function private.near_community_metres() returns double precision
language sql immutable set search_path = '' as $$ select 50::double precision $$;
comment on function private.near_community_metres is 'Metres by which a building may stand outside of its community and still belong to it.';

create function public.tolerances() returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('sliverSquareMetres', private.sliver_square_metres(), 'borderMetres', private.border_metres(),
    'nearCommunityMetres', private.near_community_metres(), 'strayMetres', private.stray_metres())
$$;
comment on function public.tolerances is
  'What the database takes for rounding, in metres and square metres; geo/tolerances.ts has the same figures.';

create function private.is_thin(geom extensions.geometry) returns boolean
language sql immutable set search_path = '' as $$
  select coalesce(extensions.st_isempty(extensions.st_buffer(
    private.in_metres(extensions.st_collectionextract(geom, 3)), -private.border_metres() / 2)), true)
$$;
comment on function private.is_thin is 'Whether an area is nowhere wider than the tolerance of borders.';

create function private.size_words(square_metres double precision) returns text
language sql immutable set search_path = '' as $$
  select case when square_metres < 10000 then ceil(square_metres)::text || ' m²' else round((square_metres / 10000)::numeric, 1)::text || ' ha' end
$$;

-- Everything is computed on a grain of about a millimetre, so that shared borders have the same vertices on both sides.
create function private.border_grain() returns double precision
language sql immutable set search_path = '' as $$ select 0.00000001::double precision $$;

create function private.only_areas(geom extensions.geometry) returns extensions.geometry
language sql immutable set search_path = '' as $$
  select extensions.st_multi(extensions.st_collectionextract(extensions.st_makevalid(geom), 3))
$$;

create function private.without_slivers(geom extensions.geometry) returns extensions.geometry
language sql immutable set search_path = '' as $$
  select coalesce(
    (select extensions.st_multi(extensions.st_collect(part.geom)) from extensions.st_dump(geom) part where not private.is_thin(part.geom)),
    geom)
$$;
comment on function private.without_slivers is 'An area without those of its parts that are nowhere wider than the tolerance; itself where none is.';

create function private.standing_communities(import bigint, district bigint, near extensions.geometry)
returns table (code text, name text, boundary extensions.geometry)
language sql stable set search_path = '' as $$
  select a.code, a.name, a.boundary from public.areas a
  where a.district_id = district and a.kind = 'community' and a.boundary operator(extensions.&&) near
    and not exists (
      select from public.import_rows r
      where r.import_id = import and r.part = 'community' and r.refusal is null and r.geom is not null and r.code = a.code)
  union all
  select r.code, r.payload ->> 'name', r.geom from public.import_rows r
  where r.import_id = import and r.part = 'community' and r.refusal is null and r.checked and r.geom operator(extensions.&&) near
$$;
comment on function private.standing_communities is
  'Boundaries near a geometry that are settled: those of the district that the import does not replace, and those of the import that were looked at.';

-- Two columns of geometries are never compared as such (here and elsewhere one of them goes through st_force2d): PostGIS then
-- takes a guess at how many pairs meet, and as of 3.6.2 in PGlite 0.5.8 that guess can be no share at all, which fails the statement.
create function private.keep_same_boundaries(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set geom = a.boundary, checked = true
  from public.areas a
  where r.import_id = import and r.part = 'community' and r.refusal is null and a.code = r.code and a.district_id = district
    and a.boundary operator(extensions.&&) extensions.st_force2d(r.geom) and private.is_thin(extensions.st_symdifference(a.boundary, r.geom, private.border_grain()))
$$;
comment on function private.keep_same_boundaries is
  'A boundary that differs from the one that stands by no more than the tolerance is the same: it stays as it is.';

create function private.settle_overlaps(import bigint, district bigint) returns void
language plpgsql volatile set search_path = '' as $$
declare
  own record;
  shared record;
  rest extensions.geometry;
begin
  for own in
    select r.number, r.payload ->> 'name' as name, private.only_areas(extensions.st_reduceprecision(r.geom, private.border_grain())) as geom
    from public.import_rows r
    where r.import_id = import and r.part = 'community' and r.refusal is null and r.geom is not null and not r.checked
    order by extensions.st_area(r.geom), r.number
  loop
    select extensions.st_union(s.boundary) as ground,
      string_agg(own.name || ' / ' || s.name || ': ' || private.size_words(s.square_metres), ', ' order by s.square_metres desc) filter (
        where s.square_metres > private.sliver_square_metres()) as words,
      coalesce(bool_and(s.thin), true) as thin
    into shared
    from (
      select n.name, n.boundary, private.square_metres(cut.ground) as square_metres, private.is_thin(cut.ground) as thin
      from private.standing_communities(import, district, own.geom) n
      cross join lateral (select extensions.st_intersection(n.boundary, own.geom, private.border_grain()) as ground) cut
      where extensions.st_relate(n.boundary, own.geom, 'T********')) s;
    rest := case when shared.ground is null then own.geom else private.without_slivers(
      private.only_areas(extensions.st_difference(own.geom, shared.ground, private.border_grain()))) end;
    update public.import_rows r set
      refusal = case when private.square_metres(rest) < private.square_metres(own.geom) / 2 then 'boundaries-overlap'
        when private.square_metres(rest) < 1 then 'geometry-invalid' end,
      detail = case when private.square_metres(rest) < private.square_metres(own.geom) / 2 then coalesce(shared.words, '') else r.detail end,
      doubts = r.doubts || case when shared.words is null then '[]'::jsonb
        else jsonb_build_array(jsonb_build_object('code', case when shared.thin then 'border-settled' else 'boundaries-overlap' end, 'detail', shared.words)) end,
      geom = rest, checked = true
    where r.import_id = import and r.number = own.number;
  end loop;
end $$;
comment on function private.settle_overlaps is
  'Gives ground that two communities claim to the one that stands, or of two in the file to the smaller (so that an enclave makes a hole); doubts border-settled within the tolerance, boundaries-overlap beyond, with both names and the size. Refuses boundaries-overlap where less than half would be left.';

create function private.gaps_between(import bigint, district bigint, reach_metres double precision)
returns table (geom extensions.geometry, square_metres double precision, thin boolean)
language sql stable set search_path = '' as $$
  with own as (
    select extensions.st_expand(extensions.st_setsrid(extensions.st_extent(r.geom)::extensions.geometry, 4326), 0.0002) as extent
    from public.import_rows r where r.import_id = import and r.part = 'community' and r.refusal is null and r.geom is not null
  ), whole as materialized (
    select extensions.st_union(s.boundary, private.border_grain()) as ground
    from own, lateral private.standing_communities(import, district, own.extent) s
  ), degree as (
    select private.metres_of_degree(extensions.st_ymin(w.ground)) as d from whole w
  ), closed as (
    select extensions.st_scale(extensions.st_buffer(extensions.st_buffer(extensions.st_scale(w.ground, d[1], d[2]),
      reach_metres / 2, 'join=mitre mitre_limit=5'), -reach_metres / 2, 'join=mitre mitre_limit=5'), 1 / d[1], 1 / d[2]) as ground
    from whole w, degree
  )
  select piece.geom, private.square_metres(piece.geom), private.is_thin(piece.geom)
  from closed, whole, extensions.st_dump(private.only_areas(extensions.st_difference(closed.ground, whole.ground, private.border_grain()))) piece
$$;
comment on function private.gaps_between is 'Ground of nobody between communities, no wider than a reach: polygons with their size and whether they are within the tolerance.';

create function private.settle_gaps(import bigint, district bigint) returns void
language plpgsql volatile set search_path = '' as $$
declare
  gap record;
  around record;
begin
  for gap in select * from private.gaps_between(import, district, 10) g where g.square_metres > 0.01 loop
    select count(*) as count, string_agg(n.name, ' / ' order by n.name) || ': ' || private.size_words(gap.square_metres) as words into around
    from private.standing_communities(import, district, gap.geom) n where extensions.st_dwithin(n.boundary, gap.geom, 2 * private.border_grain());
    if around.count > 1 and (gap.thin or gap.square_metres > 50) then
      update public.import_rows r set
        geom = case when gap.thin then private.only_areas(extensions.st_union(r.geom, gap.geom, private.border_grain())) else r.geom end,
        doubts = r.doubts || case when gap.thin and gap.square_metres <= private.sliver_square_metres() then '[]'::jsonb
          else jsonb_build_array(jsonb_build_object('code', case when gap.thin then 'border-settled' else 'boundaries-gap' end, 'detail', around.words)) end
      where r.import_id = import and r.number = (
        select i.number from public.import_rows i
        where i.import_id = import and i.part = 'community' and i.refusal is null and i.geom operator(extensions.&&) gap.geom
          and extensions.st_dwithin(i.geom, gap.geom, 2 * private.border_grain())
          and not exists (select from public.areas a where a.code = i.code and extensions.st_asbinary(a.boundary) = extensions.st_asbinary(i.geom))
        order by i.number limit 1);
    end if;
  end loop;
end $$;
comment on function private.settle_gaps is
  'Gives ground of nobody between two communities to one of the file where it is within the tolerance (border-settled), and doubts boundaries-gap where it is up to ten metres wide.';

create function private.settle_import_boundaries(import bigint, district bigint) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if exists (select from public.import_rows r where r.import_id = import and r.part = 'community' and r.refusal is null and r.geom is not null) then
    perform private.keep_same_boundaries(import, district);
    perform private.settle_overlaps(import, district);
    -- Boundaries that were derived from buildings have no gaps between them but those that they were meant to have.
    if exists (select from public.import_rows r where r.import_id = import and r.part = 'community' and r.refusal is null and r.line is not null) then
      perform private.settle_gaps(import, district);
    end if;
  end if;
end $$;
comment on function private.settle_import_boundaries is
  'Makes the communities of an import and those beside them a coverage. Needs the codes of the rows; marks those with a boundary as checked.';

grant execute on function public.tolerances to authenticated, service_role;
grant execute on function private.border_metres, private.near_community_metres to authenticated, service_role;
