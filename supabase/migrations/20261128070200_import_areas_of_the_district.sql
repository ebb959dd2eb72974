-- An import reaches nothing outside of its district, and what its check accepts its commit can write: codes, names, shapes and
-- source ids that a table would refuse are refused row by row.

create function private.refuse_import_areas(import bigint, district public.areas) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set refusal = fault.code, detail = fault.detail
  from (
    select s.number, case
        when btrim(coalesce(s.payload ->> 'name', '')) = '' then 'no-name'
        when s.given <> '' and s.given !~ case s.part when 'district' then '^[0-9]{6}$' when 'street' then '^[0-9]{9}$' else '^[0-9]{12}$' end
          then 'code-malformed'
        when s.given <> '' and left(s.given, 6) <> district.code then 'other-district'
        when exists (select from public.areas a where a.code = s.given and (a.district_id <> district.id or a.kind::text <> s.part))
          then 'other-district'
        when s.geom is not null and extensions.st_dimension(s.geom) <> 2 then 'geometry-kind'
      end as code,
      case when s.geom is not null and extensions.st_dimension(s.geom) <> 2 then extensions.geometrytype(s.geom) else s.given end as detail
    from (
      select x.*, coalesce(nullif(x.payload ->> 'code', ''), '') as given from public.import_rows x
      where x.import_id = import and x.part <> 'row' and x.refusal is null) s
  ) fault
  where r.import_id = import and r.number = fault.number and fault.code is not null;
$$;
comment on function private.refuse_import_areas is
  'Refuses areas that cannot be of this district: no-name, code-malformed, other-district, geometry-kind.';

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
comment on function private.refuse_far_areas is
  'Refuses communities more than 150 km from the middle one (far-from-others): no drawing reaches so far, and no district.';

create or replace function private.match_import_streets(import bigint, district bigint, district_code text) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set parent_code = district_code, code = coalesce(
    nullif(r.payload ->> 'code', ''),
    (select a.code from public.areas a where a.district_id = district and a.kind = 'street' and a.source_id = nullif(r.source, '')),
    (select a.code from public.areas a where a.district_id = district and a.kind = 'street'
      and a.name = r.payload ->> 'name' order by a.code limit 1))
  where r.import_id = import and r.part = 'street' and r.refusal is null;
$$;

create or replace function private.check_import_areas(import bigint, district public.areas) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.refuse_import_twins(import);
  perform private.refuse_import_areas(import, district);
  update public.import_rows r set
    geom = private.mend(r.geom, 2),
    doubts = case when extensions.st_isvalid(r.geom) then r.doubts else r.doubts || '[{"code": "geometry-mended", "detail": ""}]' end
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
comment on function private.check_import_areas is
  'Mends boundaries, finds parents, gives codes, settles borders and says which areas are new. Refuses no-name, code-malformed, other-district, geometry-kind, geometry-invalid, far-from-others, unknown-parent, duplicate-id, leaves-buildings-outside, boundaries-overlap.';

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

create or replace function private.write_import_areas(import bigint, district public.areas) returns void
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
