-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create function private.mend(geom extensions.geometry, dimension integer) returns extensions.geometry
language sql immutable set search_path = '' as $$
  select case
    when extensions.st_isvalid(geom) then extensions.st_multi(geom)
    else extensions.st_multi(extensions.st_collectionextract(extensions.st_makevalid(geom), dimension + 1))
  end
$$;
comment on function private.mend(geom extensions.geometry, dimension integer) is
  'The geometry as a valid multi geometry of a dimension (1 lines, 2 areas); empty when nothing valid is in it.';

create function private.match_import_streets(import bigint, district bigint, district_code text) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set parent_code = district_code, code = coalesce(
    nullif(r.payload ->> 'code', ''),
    (select a.code from public.areas a where a.district_id = district and a.kind = 'street' and a.source_id = nullif(r.source, '')),
    (select a.code from public.areas a where a.district_id = district and a.kind = 'street'
      and a.name = r.payload ->> 'name' order by a.code limit 1))
  where r.import_id = import and r.part = 'street' and r.refusal is null;
$$;

create function private.match_import_communities(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set
    code = case when namesakes.count = 1 then namesakes.code end,
    parent_code = case when namesakes.count = 1 then namesakes.street_code end,
    refusal = case when namesakes.count > 1 then 'community-ambiguous' end,
    detail = case when namesakes.count > 1 then namesakes.streets else r.detail end
  from (
    select a.name, min(a.code) as code, min(s.code) as street_code, count(*) as count,
      string_agg(distinct s.name, ', ' order by s.name) as streets
    from public.areas a join public.areas s on s.id = a.parent_id
    where a.district_id = district and a.kind = 'community' group by a.name) namesakes
  where r.import_id = import and r.part = 'community' and r.refusal is null and namesakes.name = r.payload ->> 'name'
    and concat(r.payload ->> 'code', r.payload ->> 'parentCode', r.payload ->> 'parent') = '';

  update public.import_rows r set parent_code = coalesce(
    r.parent_code,
    nullif(r.payload ->> 'parentCode', ''),
    (select s.code from public.import_rows s where s.import_id = import and s.part = 'street' and s.refusal is null
      and s.payload ->> 'name' = r.payload ->> 'parent' order by s.number limit 1),
    (select a.code from public.areas a where a.district_id = district and a.kind = 'street'
      and a.name = r.payload ->> 'parent' order by a.code limit 1),
    (select min(a.code) from public.areas a where a.district_id = district and a.kind = 'street'
      and coalesce(r.payload ->> 'parent', '') = '' having count(*) = 1),
    (select min(s.code) from public.import_rows s where s.import_id = import and s.part = 'street' and s.refusal is null
      and coalesce(r.payload ->> 'parent', '') = '' having count(*) = 1))
  where r.import_id = import and r.part = 'community' and r.refusal is null;

  update public.import_rows r set refusal = 'unknown-parent', detail = coalesce(nullif(r.payload ->> 'parent', ''), r.parent_code, '')
  where r.import_id = import and r.part = 'community' and r.refusal is null and not exists (
    select from public.areas a where a.district_id = district and a.kind = 'street' and a.code = r.parent_code
    union all
    select from public.import_rows s where s.import_id = import and s.part = 'street' and s.refusal is null and s.code = r.parent_code);

  update public.import_rows r set code = coalesce(
    nullif(r.payload ->> 'code', ''),
    r.code,
    (select a.code from public.areas a where a.district_id = district and a.kind = 'community' and a.source_id = r.source),
    (select a.code from public.areas a join public.areas s on s.id = a.parent_id
      where a.district_id = district and a.kind = 'community' and s.code = r.parent_code and a.name = r.payload ->> 'name'
      order by a.code limit 1))
  where r.import_id = import and r.part = 'community' and r.refusal is null;
$$;
comment on function private.match_import_communities(import bigint, district bigint) is
  'Finds the street of each community and the community that it is again: by code, by source id, by name in its street, or, where it names no street, by name in the district. Refuses unknown-parent, and community-ambiguous with the streets that have one of the name.';

create function private.number_import_areas(import bigint, level text) returns void
language sql volatile set search_path = '' as $$
  with taken as (
    select a.code from public.areas a where a.kind::text = level
    union
    select r.code from public.import_rows r where r.import_id = import and r.part = level and r.code is not null
  ), numbered as (
    select r.number, r.parent_code, row_number() over (partition by r.parent_code order by r.number) as place,
      coalesce((select max(right(t.code, 3)::integer) from taken t where left(t.code, -3) = r.parent_code), 0) as last_place
    from public.import_rows r
    where r.import_id = import and r.part = level and r.refusal is null and r.code is null
  )
  update public.import_rows r set code = n.parent_code || lpad((n.last_place + n.place)::text, 3, '0')
  from numbered n
  where r.import_id = import and r.number = n.number and n.last_place + n.place < 1000;
$$;
comment on function private.number_import_areas(import bigint, level text) is
  'Gives areas that have no statistics code the next free ones under their parent, in the order of the file.';

create function private.refuse_double_areas(import bigint, level text) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set refusal = 'duplicate-id', detail = r.code
  from (
    select d.number, row_number() over (partition by d.code order by d.line is null, d.number) as place
    from public.import_rows d where d.import_id = import and d.part = level and d.refusal is null) twin
  where r.import_id = import and r.number = twin.number and twin.place > 1;
  update public.import_rows r set refusal = 'code-malformed', detail = r.source
  where r.import_id = import and r.part = level and r.refusal is null and r.code is null;
$$;

create function private.check_import_areas(import bigint, district public.areas) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.refuse_import_twins(import);
  perform private.refuse_import_areas(import, district);
  update public.import_rows r set
    geom = private.mend(r.geom, 2),
    doubts = case when extensions.st_isvalid(r.geom) then r.doubts else private.with_doubt(r.doubts, 'geometry-mended') end
  where r.import_id = import and r.part <> 'row' and r.refusal is null and r.geom is not null;
  update public.import_rows r set refusal = 'geometry-invalid'
  where r.import_id = import and r.part <> 'row' and r.refusal is null and extensions.st_isempty(r.geom);
  perform private.refuse_far_areas(import, district.id);

  update public.import_rows r set code = district.code where r.import_id = import and r.part = 'district' and r.refusal is null;
  perform private.refuse_double_areas(import, 'district');
  perform private.match_import_streets(import, district.id, district.code);
  perform private.number_import_areas(import, 'street');
  perform private.refuse_double_areas(import, 'street');
  perform private.match_import_communities(import, district.id);
  perform private.number_import_areas(import, 'community');
  perform private.refuse_double_areas(import, 'community');
  perform private.refuse_left_buildings(import, district.id);
  perform private.settle_import_boundaries(import, district.id);

  update public.import_rows r set checked = true, outcome = case
    when a.id is null then 'new'
    when a.name = r.payload ->> 'name' and coalesce(nullif(r.payload ->> 'nameEn', ''), a.name_en) is not distinct from a.name_en
      and (r.geom is null or extensions.st_asbinary(a.boundary) = extensions.st_asbinary(r.geom)) then 'unchanged'
    else 'changed' end
  from public.import_rows self left join public.areas a on a.code = self.code
  where self.import_id = import and self.part <> 'row' and self.refusal is null
    and r.import_id = import and r.number = self.number;
  update public.imports i set boundaries = private.boundary_effects(import, district.id) where i.id = import;
end $$;
comment on function private.check_import_areas(import bigint, district public.areas) is
  'Mends boundaries, finds parents, gives codes, settles borders and says which areas are new. Refuses no-name, code-malformed, other-district, geometry-kind, geometry-invalid, far-from-others, unknown-parent, duplicate-id, leaves-buildings-outside, boundaries-overlap.';

create function private.write_import_areas(import bigint, district public.areas) returns void
language plpgsql volatile set search_path = '' as $$
declare
  level text;
begin
  update public.areas a set name = r.payload ->> 'name', name_en = coalesce(nullif(r.payload ->> 'nameEn', ''), a.name_en),
    boundary = coalesce(r.geom, a.boundary)
  from public.import_rows r
  where r.import_id = import and r.part = 'district' and r.refusal is null and a.id = district.id;
  foreach level in array '{street,community}'::text[] loop
    insert into public.areas as a (kind, code, name, name_en, parent_id, district_id, source_id, boundary)
    select level::public.area_kind, r.code, r.payload ->> 'name', nullif(r.payload ->> 'nameEn', ''), parent.id, district.id,
      private.import_area_source(import, district.id, r), r.geom
    from public.import_rows r join public.areas parent on parent.code = r.parent_code and parent.district_id = district.id
    where r.import_id = import and r.part = level and r.refusal is null and r.outcome <> 'unchanged'
    order by r.code
    on conflict (code) do update set name = excluded.name, name_en = coalesce(excluded.name_en, a.name_en),
      source_id = coalesce(excluded.source_id, a.source_id), boundary = coalesce(excluded.boundary, a.boundary)
    where a.district_id = district.id;
  end loop;
  perform private.move_buildings_with_boundaries(import, district.id);
  perform private.grow_parent_areas(district.id);
end $$;

create function private.grow_parent_areas(district bigint) returns void
language plpgsql volatile set search_path = '' as $$
begin
  update public.areas a set boundary = inner_areas.boundary
  from (
    select c.parent_id, extensions.st_multi(extensions.st_union(c.boundary)) as boundary
    from public.areas c where c.district_id = district and c.kind = 'community' and c.boundary is not null group by c.parent_id) inner_areas
  where a.id = inner_areas.parent_id
    and (a.boundary is null or not extensions.st_covers(a.boundary, extensions.st_pointonsurface(inner_areas.boundary))
      or extensions.st_area(inner_areas.boundary) > extensions.st_area(a.boundary) * 1.000001);
  update public.areas a set boundary = whole.boundary
  from (
    select extensions.st_multi(extensions.st_union(s.boundary)) as boundary
    from public.areas s where s.district_id = district and s.kind = 'street' and s.boundary is not null) whole
  where a.id = district and whole.boundary is not null
    and (a.boundary is null or extensions.st_area(whole.boundary) > extensions.st_area(a.boundary) * 1.000001);
end $$;
comment on function private.grow_parent_areas(district bigint) is
  'Gives streets and the district the union of what lies in them, where they have no boundary or a smaller one.';

create function private.border_metres() returns double precision
language sql immutable set search_path = '' as $$ select 1::double precision $$;
comment on function private.border_metres() is
  'Metres within which the borders of two communities are one that was digitised twice.';
grant execute on function private.border_metres() to authenticated, service_role;

create function private.near_community_metres() returns double precision
language sql immutable set search_path = '' as $$ select 50::double precision $$;
comment on function private.near_community_metres() is
  'Metres by which a building may stand outside of its community and still belong to it.';
grant execute on function private.near_community_metres() to authenticated, service_role;

create function public.tolerances() returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('sliverSquareMetres', private.sliver_square_metres(), 'borderMetres', private.border_metres(),
    'nearCommunityMetres', private.near_community_metres(), 'strayMetres', private.stray_metres())
$$;
comment on function public.tolerances() is
  'What the database takes for rounding, in metres and square metres; geo/tolerances.ts has the same figures.';
grant execute on function public.tolerances() to authenticated;

create function private.is_thin(geom extensions.geometry) returns boolean
language sql immutable set search_path = '' as $$
  select coalesce(extensions.st_isempty(extensions.st_buffer(
    private.in_metres(extensions.st_collectionextract(geom, 3)), -private.border_metres() / 2)), true)
$$;
comment on function private.is_thin(geom extensions.geometry) is
  'Whether an area is nowhere wider than the tolerance of borders.';

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
comment on function private.without_slivers(geom extensions.geometry) is
  'An area without those of its parts that are nowhere wider than the tolerance; itself where none is.';

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
comment on function private.standing_communities(import bigint, district bigint, near extensions.geometry) is
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
comment on function private.keep_same_boundaries(import bigint, district bigint) is
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
comment on function private.settle_overlaps(import bigint, district bigint) is
  'Gives ground that two communities claim to the one that stands, or of two in the file to the smaller (so that an enclave makes a hole); doubts border-settled within the tolerance, boundaries-overlap beyond, with both names and the size. Refuses boundaries-overlap where less than half would be left.';

create function private.settle_gaps(import bigint, district bigint) returns void
language plpgsql volatile set search_path = '' as $$
declare
  own record;
  gap record;
  around record;
begin
  for own in
    select r.number from public.import_rows r
    where r.import_id = import and r.part = 'community' and r.refusal is null and r.geom is not null
      and not exists (select from public.areas a where a.code = r.code and extensions.st_asbinary(a.boundary) = extensions.st_asbinary(r.geom))
    order by r.number
  loop
    begin
    for gap in
      select g.* from public.import_rows r, private.gaps_beside(import, district, r.geom, 10) g
      where r.import_id = import and r.number = own.number and g.square_metres > 0.01
        and extensions.st_dwithin(r.geom, g.geom, 2 * private.border_grain())
    loop
      select count(*) as count, string_agg(n.name, ' / ' order by n.name) || ': ' || private.size_words(gap.square_metres) as words into around
      from private.standing_communities(import, district, gap.geom) n where extensions.st_dwithin(n.boundary, gap.geom, 2 * private.border_grain());
      if around.count > 1 and (gap.thin or gap.square_metres > 50) then
        update public.import_rows r set
          geom = case when gap.thin then private.only_areas(extensions.st_union(r.geom, gap.geom, private.border_grain())) else r.geom end,
          doubts = r.doubts || case
            when gap.thin and gap.square_metres <= private.sliver_square_metres() then '[]'::jsonb
            -- The neighbour of the file was told of the same gap.
            when not gap.thin and exists (
              select from public.import_rows told, jsonb_array_elements(told.doubts) d
              where told.import_id = import and told.number < own.number and d ->> 'code' = 'boundaries-gap' and d ->> 'detail' = around.words) then '[]'::jsonb
            else jsonb_build_array(jsonb_build_object('code', case when gap.thin then 'border-settled' else 'boundaries-gap' end, 'detail', around.words)) end
        where r.import_id = import and r.number = own.number;
      end if;
    end loop;
    exception when others then
      raise warning 'gaps beside row % of import % were not looked for: %', own.number, import, sqlerrm;
    end;
  end loop;
end $$;
comment on function private.settle_gaps(import bigint, district bigint) is
  'Gives ground of nobody between two communities to the first of the file beside it where it is within the tolerance (border-settled), and doubts boundaries-gap where it is up to ten metres wide.';

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
comment on function private.settle_import_boundaries(import bigint, district bigint) is
  'Makes the communities of an import and those beside them a coverage. Needs the codes of the rows; marks those with a boundary as checked.';

create function private.refuse_left_buildings(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  with leaving as materialized (
    select r.number, b.households, coalesce(nullif(b.name, ''), b.source_id) as name
    from public.import_rows r
    join public.areas a on a.code = r.code and a.district_id = district
    join public.buildings b on b.community_id = a.id
    where r.import_id = import and r.part = 'community' and r.refusal is null and r.geom is not null
      and not extensions.st_intersects(b.position, extensions.st_force2d(r.geom))
      and private.community_around(import, district, b.position, private.near_community_metres()) is null
  )
  update public.import_rows r set refusal = 'leaves-buildings-outside', detail = l.words
  from (
    select l.number, count(*) || ' (' || sum(l.households) || '): ' || array_to_string((array_agg(l.name order by l.name))[1:10], ', ')
      || case when count(*) > 10 then ' …' else '' end as words
    from leaving l group by l.number) l
  where r.import_id = import and r.number = l.number
$$;
comment on function private.refuse_left_buildings(import bigint, district bigint) is
  'Refuses a boundary that leaves buildings in no community: leaves-buildings-outside, with how many, their households and names. Nobody could publish a plan there.';

create function private.boundary_effects(import bigint, district bigint) returns jsonb
language sql stable set search_path = '' as $$
  with anew as materialized (
    select r.number, r.code, r.payload ->> 'name' as name, r.refusal, r.geom, a.id as community
    from public.import_rows r
    join public.areas a on a.code = r.code and a.district_id = district
    where r.import_id = import and r.part = 'community' and r.geom is not null
      and (r.outcome = 'changed' or r.refusal in ('leaves-buildings-outside', 'boundaries-overlap'))
      and extensions.st_asbinary(a.boundary) is distinct from extensions.st_asbinary(r.geom)
  ), drawn as materialized (
    select n.number, p.id, p.name, extensions.st_union(g.polygon) as ground
    from anew n
    join private.coverage_standing standing on standing.community_id = n.community
    join public.plans p on p.id = standing.plan_id
    join public.grids g on g.plan_id = p.id and g.community_id = n.community and g.level = 1
    group by n.number, p.id
  ), outside as materialized (
    select n.number, b.households, coalesce(nullif(b.name, ''), b.source_id) as name
    from anew n join public.buildings b on b.community_id = n.community and not extensions.st_intersects(b.position, extensions.st_force2d(n.geom))
  ), told as (
    select n.number, n.code, n.name, n.refusal is not null as refused,
      (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name,
          'bareSquareMetres', round(private.square_metres(extensions.st_difference(n.geom, d.ground, 1e-9))),
          'beyondSquareMetres', round(private.square_metres(extensions.st_difference(d.ground, n.geom, 1e-9)))) order by d.id), '[]')
        from drawn d where d.number = n.number) as plans,
      count(o.name) as buildings, coalesce(sum(o.households), 0) as households,
      coalesce(to_jsonb((array_agg(o.name order by o.name) filter (where o.name is not null))[1:20]), '[]') as names
    from anew n left join outside o on o.number = n.number
    group by n.number, n.code, n.name, n.refusal, n.geom
  )
  select coalesce(jsonb_agg(jsonb_build_object('code', t.code, 'name', t.name, 'refused', t.refused, 'plans', t.plans,
    'buildings', t.buildings, 'households', t.households, 'buildingNames', t.names) order by t.number), '[]')
  from told t where t.plans <> '[]' or t.buildings > 0
$$;
comment on function private.boundary_effects(import bigint, district bigint) is
  'What boundaries that are imported anew do: [{ code, name, refused, plans: [{ id, name, bareSquareMetres (without a grid), beyondSquareMetres (grids outside) }], buildings, households (outside of the new boundary), buildingNames (the first 20) }].';

create function private.move_buildings_with_boundaries(import bigint, district bigint) returns void
language plpgsql volatile set search_path = '' as $$
declare
  moved bigint[];
begin
  with anew as materialized (
    select a.id, a.boundary from public.import_rows r join public.areas a on a.code = r.code and a.district_id = district
    where r.import_id = import and r.part = 'community' and r.refusal is null and r.outcome = 'changed' and r.geom is not null
  ), strays as materialized (
    select b.id, b.community_id, private.community_around(import, district, b.position, 0) as inside,
      extensions.st_dwithin(b.position::extensions.geography, n.boundary::extensions.geography, private.near_community_metres()) as near_own,
      b.position
    from anew n join public.buildings b on b.community_id = n.id and not extensions.st_intersects(b.position, extensions.st_force2d(n.boundary))
  ), homes as (
    select s.id, home.id as home from strays s
    join public.areas home on home.district_id = district
      and home.code = case when s.inside is not null then s.inside
        when not s.near_own then private.community_around(import, district, s.position, private.near_community_metres()) end
    where home.id <> s.community_id
  ), followed as (
    update public.buildings b set community_id = homes.home from homes where b.id = homes.id
    returning b.id, b.compound_id
  )
  select array_agg(f.compound_id) into moved from followed f where f.compound_id is not null;
  update public.compounds c set community_id = (
    select case when count(distinct b.community_id) = 1 then min(b.community_id) end from public.buildings b where b.compound_id = c.id)
  where c.id = any (moved);
  perform private.mark_redraws(import, district);
end $$;
comment on function private.move_buildings_with_boundaries(import bigint, district bigint) is
  'After boundaries changed, buildings belong to the community on whose ground they stand; those within 50 m of their own stay. Marks the plans in force that no longer tile.';

create function private.mark_redraws(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  with anew as materialized (
    select a.id, a.boundary from public.import_rows r join public.areas a on a.code = r.code and a.district_id = district
    where r.import_id = import and r.part = 'community' and r.refusal is null and r.outcome = 'changed' and r.geom is not null
  ), judged as materialized (
    select standing.plan_id, standing.community_id,
      private.square_metres(extensions.st_symdifference(n.boundary, extensions.st_union(g.polygon), 1e-9)) > private.border_strip_square_metres(n.boundary)
      or exists (
        select from public.grid_buildings gb join public.grids own on own.id = gb.grid_id join public.buildings b on b.id = gb.building_id
        where gb.plan_id = standing.plan_id and own.community_id = standing.community_id and b.community_id <> own.community_id) as broken
    from anew n
    join private.coverage_standing standing on standing.community_id = n.id
    join public.grids g on g.plan_id = standing.plan_id and g.community_id = n.id and g.level = 1
    group by standing.plan_id, standing.community_id, n.boundary
  )
  update public.plan_communities pc set redraw_since = case when j.broken then coalesce(pc.redraw_since, now()) end
  from judged j where pc.plan_id = j.plan_id and pc.community_id = j.community_id
$$;

create function private.plan_redraw(plan public.plans) returns jsonb
language sql stable set search_path = '' as $$
  select case when plan.state = 'published' then jsonb_build_object(
    'communities', (
      select coalesce(jsonb_agg(a.name order by a.code), '[]')
      from private.coverage_standing standing join public.areas a on a.id = standing.community_id
      where standing.plan_id = plan.id and standing.redraw_since is not null),
    'buildings', (
      select count(*) from private.coverage_standing standing join public.buildings b on b.community_id = standing.community_id
      where standing.plan_id = plan.id
        and not exists (select from public.grid_buildings gb where gb.plan_id = plan.id and gb.building_id = b.id))) end
$$;
comment on function private.plan_redraw(plan public.plans) is
  'Why a plan in force has to be drawn anew: { communities (names of those whose boundary was imported anew and is no longer tiled), buildings (that came since and lie in none of its grids) }; null for a plan that is not published.';
grant execute on function private.plan_redraw(plan public.plans) to authenticated, service_role;

-- A division code where the name of a community should stand is no name: the area that has it is meant, or nobody knows which.
create function private.refuse_import_areas(import bigint, district public.areas) returns void
language sql volatile set search_path = '' as $$
  -- What is called by its division code is the area that has it.
  update public.import_rows r set source = coalesce(a.source_id, a.code),
    payload = r.payload || jsonb_build_object('name', a.name, 'code', a.code, 'parentCode', case when r.part = 'community' then s.code else '' end)
  from public.areas a join public.areas s on s.id = a.parent_id
  where r.import_id = import and r.part in ('street', 'community') and r.refusal is null
    and a.district_id = district.id and a.kind::text = r.part
    and a.code in (r.payload ->> 'name', regexp_replace(r.payload ->> 'name', '^([0-9]{9})000$', '\1'));

  update public.import_rows r set payload = r.payload || jsonb_build_object('parentCode', left(r.payload ->> 'parent', 9))
  where r.import_id = import and r.part = 'community' and r.refusal is null
    and coalesce(r.payload ->> 'parentCode', '') = '' and r.payload ->> 'parent' ~ '^[0-9]{9}(000)?$';

  update public.import_rows r set refusal = fault.code, detail = fault.detail
  from (
    select s.number, case
        when s.name = '' then 'no-name'
        when s.part <> 'district' and s.name ~ '^[0-9]{9}([0-9]{3})?$' then 'name-is-code'
        when s.given <> '' and s.given !~ case s.part when 'district' then '^[0-9]{6}$' when 'street' then '^[0-9]{9}$' else '^[0-9]{12}$' end
          then 'code-malformed'
        when s.given <> '' and left(s.given, 6) <> district.code then 'other-district'
        when exists (select from public.areas a where a.code = s.given and (a.district_id <> district.id or a.kind::text <> s.part))
          then 'other-district'
        when s.geom is not null and extensions.st_dimension(s.geom) <> 2 then 'geometry-kind'
      end as code,
      case when s.part <> 'district' and s.name ~ '^[0-9]{9}([0-9]{3})?$' then s.name
        when s.geom is not null and extensions.st_dimension(s.geom) <> 2 then extensions.geometrytype(s.geom) else s.given end as detail
    from (
      select x.*, coalesce(nullif(x.payload ->> 'code', ''), '') as given, btrim(coalesce(x.payload ->> 'name', '')) as name from public.import_rows x
      where x.import_id = import and x.part <> 'row' and x.refusal is null) s
  ) fault
  where r.import_id = import and r.number = fault.number and fault.code is not null;
$$;
comment on function private.refuse_import_areas(import bigint, district public.areas) is
  'Gives areas that are called by their division code the name of the one that has it. Refuses areas that cannot be of this district: no-name, name-is-code, code-malformed, other-district, geometry-kind.';

create function private.refuse_far_areas(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  with places as (
    select r.number, extensions.st_centroid(r.geom) as place from public.import_rows r
    where r.import_id = import and r.part = 'community' and r.refusal is null and not extensions.st_isempty(r.geom)
    union all
    select null, extensions.st_centroid(a.boundary) from public.areas a
    where a.district_id = district and a.kind = 'community' and a.boundary is not null
  ), middle as (
    select percentile_disc(0.5) within group (order by extensions.st_x(place)) as lng,
      percentile_disc(0.5) within group (order by extensions.st_y(place)) as lat
    from places
  ), measured as (
    select p.number, extensions.st_length(private.in_metres(extensions.st_makeline(
      extensions.st_setsrid(extensions.st_makepoint(m.lng, m.lat), 4326), p.place))) as metres
    from places p, middle m where p.number is not null
  )
  update public.import_rows r set refusal = 'far-from-others', detail = round(measured.metres / 1000)::text || ' km'
  from measured
  where r.import_id = import and r.number = measured.number and measured.metres > 150000
$$;
comment on function private.refuse_far_areas(import bigint, district bigint) is
  'Refuses communities more than 150 km from the middle one (far-from-others): no drawing reaches so far, and no district.';

-- A source id that another area bears is not taken from it.
create function private.import_area_source(import bigint, district bigint, this public.import_rows) returns text
language sql stable set search_path = '' as $$
  select nullif(this.source, '')
  where not exists (
      select from public.areas a
      where a.district_id = district and a.kind::text = this.part and a.source_id = this.source and a.code <> this.code)
    and not exists (
      select from public.import_rows r
      where r.import_id = import and r.part = this.part and r.refusal is null and r.source = this.source and r.number < this.number)
$$;

create function private.gaps_beside(import bigint, district bigint, own extensions.geometry, reach_metres double precision)
returns table (geom extensions.geometry, square_metres double precision, thin boolean)
language plpgsql stable set search_path = '' as $$
declare
  mitred constant text := 'join=mitre mitre_limit=5';
  near constant extensions.geometry := extensions.st_expand(own, 0.0003);
  whole extensions.geometry;
  closed extensions.geometry;
  degree constant double precision[] := private.metres_of_degree(extensions.st_ymin(own));
begin
  select extensions.st_union(extensions.st_intersection(s.boundary, near, private.border_grain()), private.border_grain()) into whole
  from private.standing_communities(import, district, near) s;
  if whole is null or extensions.st_isempty(whole) then
    return;
  end if;
  closed := extensions.st_scale(whole, degree[1], degree[2]);
  closed := extensions.st_buffer(extensions.st_buffer(closed, reach_metres / 2, mitred), -reach_metres / 2, mitred);
  closed := extensions.st_scale(closed, 1 / degree[1], 1 / degree[2]);
  closed := private.only_areas(extensions.st_difference(closed, whole, private.border_grain()));
  for part in 1 .. coalesce(extensions.st_numgeometries(closed), 0) loop
    geom := extensions.st_geometryn(closed, part);
    square_metres := private.square_metres(geom);
    thin := private.is_thin(geom);
    return next;
  end loop;
end $$;
comment on function private.gaps_beside(import bigint, district bigint, own extensions.geometry, reach_metres double precision) is
  'Ground of nobody between a community and those beside it, no wider than a reach: polygons with their size and whether they are within the tolerance.';
