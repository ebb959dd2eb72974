-- A ring that the reader closed and the database untied was listed and counted twice.

create function private.with_doubt(doubts jsonb, code text) returns jsonb
language sql immutable set search_path = '' as $$
  select case when doubts @> jsonb_build_array(jsonb_build_object('code', code)) then doubts
    else doubts || jsonb_build_array(jsonb_build_object('code', code, 'detail', '')) end
$$;
comment on function private.with_doubt(doubts jsonb, code text) is
  'The doubts about a row with one more, unless it is among them.';

create or replace function private.check_import_areas(import bigint, district public.areas) returns void
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

create or replace function private.mend_import_rows(import bigint, first integer, last integer) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set
    doubts = case when r.lines > 1 or extensions.st_isvalid(r.geom) then r.doubts else private.with_doubt(r.doubts, 'geometry-mended') end,
    geom = case
      when extensions.st_dimension(r.geom) = 0 then extensions.st_centroid(r.geom)
      when extensions.st_dimension(r.geom) = 2 and r.lines > 1 then private.join_parts(r.geom)
      else private.mend(r.geom, extensions.st_dimension(r.geom)) end
  where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null
    and (extensions.st_dimension(r.geom) > 0 or extensions.geometrytype(r.geom) <> 'POINT');
  update public.import_rows r set refusal = 'geometry-invalid'
  where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null
    and (r.geom is null or extensions.st_isempty(r.geom));
$$;
