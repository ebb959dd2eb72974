-- Areas of an import: streets and communities find the ones they are again, or get a code of their own.

create function private.mend(geom extensions.geometry, dimension integer) returns extensions.geometry
language sql immutable set search_path = '' as $$
  select case
    when extensions.st_isvalid(geom) then extensions.st_multi(geom)
    else extensions.st_multi(extensions.st_collectionextract(extensions.st_makevalid(geom), dimension + 1))
  end
$$;
comment on function private.mend is 'The geometry as a valid multi geometry of a dimension (1 lines, 2 areas); empty when nothing valid is in it.';

create function private.match_import_streets(import bigint, district bigint, district_code text) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set parent_code = district_code, code = coalesce(
    nullif(r.payload ->> 'code', ''),
    (select a.code from public.areas a where a.district_id = district and a.kind = 'street' and a.source_id = r.source),
    (select a.code from public.areas a where a.district_id = district and a.kind = 'street'
      and a.name = r.payload ->> 'name' order by a.code limit 1))
  where r.import_id = import and r.part = 'street' and r.refusal is null;
$$;

create function private.match_import_communities(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set parent_code = coalesce(
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
    (select a.code from public.areas a where a.district_id = district and a.kind = 'community' and a.source_id = r.source),
    (select a.code from public.areas a join public.areas s on s.id = a.parent_id
      where a.district_id = district and a.kind = 'community' and s.code = r.parent_code and a.name = r.payload ->> 'name'
      order by a.code limit 1))
  where r.import_id = import and r.part = 'community' and r.refusal is null;
$$;

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
comment on function private.number_import_areas is
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
  update public.import_rows r set
    geom = private.mend(r.geom, 2),
    doubts = case when extensions.st_isvalid(r.geom) then r.doubts else r.doubts || '[{"code": "geometry-mended", "detail": ""}]' end
  where r.import_id = import and r.part <> 'row' and r.refusal is null and r.geom is not null;
  update public.import_rows r set refusal = 'geometry-invalid'
  where r.import_id = import and r.part <> 'row' and r.refusal is null and extensions.st_isempty(r.geom);

  update public.import_rows r set code = district.code where r.import_id = import and r.part = 'district' and r.refusal is null;
  perform private.match_import_streets(import, district.id, district.code);
  perform private.number_import_areas(import, 'street');
  perform private.refuse_double_areas(import, 'street');
  perform private.match_import_communities(import, district.id);
  perform private.number_import_areas(import, 'community');
  perform private.refuse_double_areas(import, 'community');

  update public.import_rows r set checked = true, outcome = case
    when a.id is null then 'new'
    when a.name = r.payload ->> 'name'
      and (r.geom is null or extensions.st_asbinary(a.boundary) = extensions.st_asbinary(r.geom)) then 'unchanged'
    else 'changed' end
  from public.import_rows self left join public.areas a on a.code = self.code
  where self.import_id = import and self.part <> 'row' and self.refusal is null
    and r.import_id = import and r.number = self.number;
end $$;
comment on function private.check_import_areas is
  'Mends boundaries, finds parents, gives codes and says which areas are new. Refuses geometry-invalid, unknown-parent, duplicate-id, code-malformed (no code left under the parent).';

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
    select level::public.area_kind, r.code, r.payload ->> 'name', nullif(r.payload ->> 'nameEn', ''), parent.id, district.id, r.source, r.geom
    from public.import_rows r join public.areas parent on parent.code = r.parent_code
    where r.import_id = import and r.part = level and r.refusal is null and r.outcome <> 'unchanged'
    order by r.code
    on conflict (code) do update set name = excluded.name, name_en = coalesce(excluded.name_en, a.name_en),
      source_id = excluded.source_id, boundary = coalesce(excluded.boundary, a.boundary);
  end loop;
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
comment on function private.grow_parent_areas is
  'Gives streets and the district the union of what lies in them, where they have no boundary or a smaller one.';
