-- What only the database can tell of a row: whether its geometry is valid, in which community it lies, and whether it is new.

create function private.join_parts(geom extensions.geometry) returns extensions.geometry
language sql immutable set search_path = '' as $$
  select extensions.st_multi(extensions.st_union(extensions.st_makevalid(part.geom))) from extensions.st_dump(geom) part
$$;
comment on function private.join_parts is 'Areas that came in pieces as one; the seams between the pieces go.';

create function private.mend_import_rows(import bigint, first integer, last integer) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set
    doubts = case when r.lines > 1 or extensions.st_isvalid(r.geom) then r.doubts else r.doubts || '[{"code": "geometry-mended", "detail": ""}]' end,
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

create function private.import_place(geom extensions.geometry) returns extensions.geometry
language sql immutable set search_path = '' as $$
  select case when extensions.st_dimension(geom) = 0 then geom else extensions.st_pointonsurface(geom) end
$$;
comment on function private.import_place is 'Where a thing stands: its position, or a point inside its footprint.';

create function private.said_community(import bigint, district bigint, payload jsonb) returns text
language plpgsql stable set search_path = '' as $$
declare
  said text := coalesce(nullif(payload ->> 'communityCode', ''), nullif(payload ->> 'community', ''));
  found text;
begin
  if said is null then
    return null;
  end if;
  select known.code into found
  from (
    select r.code, r.payload ->> 'name' as name, r.source, r.payload ->> 'parent' as street
    from public.import_rows r where r.import_id = import and r.part = 'community' and r.refusal is null
    union all
    select a.code, a.name, a.source_id, s.name
    from public.areas a join public.areas s on s.id = a.parent_id where a.district_id = district and a.kind = 'community'
  ) known
  where said in (known.code, known.source, known.name) or known.name = payload ->> 'community'
  order by known.code = said desc, known.street is not distinct from payload ->> 'street' desc, known.code
  limit 1;
  return found;
end $$;
comment on function private.said_community is 'The community that the row''s columns name, by code, source id or name; of two with the same name the one in the named street.';

create function private.community_around(import bigint, district bigint, place extensions.geometry, within_metres double precision) returns text
language plpgsql stable set search_path = '' as $$
declare
  reach extensions.geometry := case when within_metres = 0 then place
    else extensions.st_buffer(place::extensions.geography, within_metres)::extensions.geometry end;
  found text;
begin
  select r.code into found from public.import_rows r
  where r.import_id = import and r.part = 'community' and r.refusal is null and extensions.st_intersects(r.geom, reach)
  order by extensions.st_distance(r.geom, place), r.code limit 1;
  if found is null then
    select a.code into found from public.areas a
    where a.district_id = district and a.kind = 'community' and extensions.st_intersects(a.boundary, reach)
    order by extensions.st_distance(a.boundary, place), a.id limit 1;
  end if;
  return found;
end $$;

create function private.settle_import_rows(import bigint, district bigint, first integer, last integer) returns void
language plpgsql volatile set search_path = '' as $$
declare
  tolerance_metres constant double precision := 50;
begin
  with own as materialized (
    select r.number, private.import_place(r.geom) as place, r.payload ->> 'community' as community,
      r.payload ->> 'communityCode' as community_code, r.payload ->> 'street' as street
    from public.import_rows r
    where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null
  ), named as materialized (
    select d.*, private.said_community(import, district, to_jsonb(d)) as code
    from (select distinct community, community_code as "communityCode", street from own) d
  ), settled as materialized (
    select own.number, own.community, own.place, named.code as said_code,
      private.community_around(import, district, own.place, 0) as lies_code
    from own join named on (named.community, named."communityCode", named.street) is not distinct from (own.community, own.community_code, own.street)
  ), near as (
    select s.*, case when s.lies_code is null then coalesce(
      (select a.code from public.areas a where a.code = s.said_code and a.boundary is null),
      private.community_around(import, district, s.place, tolerance_metres)) end as near_code
    from settled s
  )
  update public.import_rows r set
    code = coalesce(near.lies_code, near.near_code),
    doubts = r.doubts || case
      when near.lies_code <> near.said_code then jsonb_build_array(jsonb_build_object('code', 'community-differs', 'detail', near.community))
      when near.lies_code is null and near.near_code is distinct from near.said_code and near.near_code is not null
        then '[{"code": "moved-inside", "detail": ""}]'
      else '[]' end
  from near where r.import_id = import and r.number = near.number;

  update public.import_rows r set refusal = 'outside-every-community',
    detail = concat_ws(' ', nullif(r.payload ->> 'community', ''),
      round(extensions.st_x(private.import_place(r.geom))::numeric, 6) || ', ' || round(extensions.st_y(private.import_place(r.geom))::numeric, 6))
  where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null and r.code is null;
end $$;
comment on function private.settle_import_rows is
  'Finds the community of each row: where it stands; else, for communities without a boundary, what the row says; else one within 50 m. Refuses outside-every-community; doubts community-differs and moved-inside.';

create function private.judge_buildings(import bigint, district bigint, first integer, last integer) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set outcome = case
    when b.id is null then 'new'
    when (b.name, b.address, b.households, b.storeys, b.doubtful, community.code, compound.source_id,
        extensions.st_asbinary(coalesce(b.footprint, b.position)))
      is not distinct from (r.payload ->> 'name', r.payload ->> 'address', (r.payload ->> 'households')::integer,
        (r.payload ->> 'storeys')::smallint, r.payload ->> 'doubtful', r.code, nullif(r.payload ->> 'compoundSource', ''),
        extensions.st_asbinary(r.geom)) then 'unchanged'
    else 'changed' end
  from public.import_rows self
  left join public.buildings b on b.district_id = district and b.source_id = self.source
  left join public.areas community on community.id = b.community_id
  left join public.compounds compound on compound.id = b.compound_id
  where self.import_id = import and self.number between first and last and self.part = 'row' and self.refusal is null
    and r.import_id = import and r.number = self.number
$$;

create function private.judge_features(import bigint, district bigint, kind public.import_kind, first integer, last integer) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set outcome = case
    when known.content is null then 'new'
    when known.content = (r.payload - 'nameEn') || jsonb_build_object('geom', encode(extensions.st_asbinary(
      case when judge_features.kind = 'service-points' then private.import_place(r.geom) else r.geom end), 'hex')) then 'unchanged'
    else 'changed' end
  from public.import_rows self
  left join lateral (
    select jsonb_build_object('name', b.name, 'kind', b.kind, 'geom', encode(extensions.st_asbinary(b.line), 'hex')) as content
    from public.barriers b where judge_features.kind = 'barriers' and b.district_id = district and b.source_id = self.source
    union all
    select jsonb_build_object('name', c.name, 'geom', encode(extensions.st_asbinary(c.line), 'hex'))
    from public.crossings c where judge_features.kind = 'crossings' and c.district_id = district and c.source_id = self.source
    union all
    select jsonb_build_object('layer', f.layer, 'class', f.class, 'name', f.name, 'geom', encode(extensions.st_asbinary(f.geom), 'hex'))
    from public.base_features f where judge_features.kind = 'base-map' and f.district_id = district
      and f.layer = (self.payload ->> 'layer')::public.base_layer and f.source_id = self.source
    union all
    select jsonb_build_object('name', p.name, 'kind', p.kind, 'address', p.address, 'telephone', p.telephone,
      'geom', encode(extensions.st_asbinary(p.position), 'hex'))
    from public.service_points p where judge_features.kind = 'service-points' and p.district_id = district and p.source_id = self.source
  ) known on true
  where self.import_id = import and self.number between first and last and self.part = 'row' and self.refusal is null
    and r.import_id = import and r.number = self.number
$$;

create function private.incident_path(state text) returns public.incident_state[]
language sql immutable set search_path = '' as $$
  select case state
    when 'dispatched' then '{reported,accepted,filed,dispatched}'
    when 'in_progress' then '{reported,accepted,filed,dispatched,in_progress}'
    when 'closed' then '{reported,accepted,filed,dispatched,in_progress,resolved,closed}'
    when 'rejected' then '{reported,rejected}'
    else '{reported}' end::public.incident_state[]
$$;
comment on function private.incident_path is 'The shortest way by allowed steps from reported to a state that another system tells of.';

create function private.import_category(district bigint, code text) returns bigint
language sql stable set search_path = '' as $$
  select c.id from public.categories c
  where c.code = import_category.code and not c.retired and (c.district_id is null or c.district_id = district)
  order by c.district_id nulls last limit 1
$$;

create function private.judge_incidents(import bigint, district bigint, first integer, last integer) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set refusal = 'category-unknown', detail = r.payload ->> 'category'
  where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null and not exists (
    select from public.categories c
    where c.code = r.payload ->> 'category' and not c.retired and (c.district_id is null or c.district_id = district));

  update public.import_rows r set
    due_at = coalesce((r.payload ->> 'dueAt')::timestamptz, case when 'filed' = any (private.incident_path(r.payload ->> 'state'))
      then private.clock_due_at(district, private.import_category(district, r.payload ->> 'category'), 'handling', (r.payload ->> 'reportedAt')::timestamptz) end),
    outcome = case
      when i.id is null then 'new'
      when array_position(private.incident_path(r.payload ->> 'state'), i.state) < array_length(private.incident_path(r.payload ->> 'state'), 1) then 'changed'
      else 'unchanged' end
  from public.import_rows self
  left join public.incidents i on i.district_id = district and i.source = 'import' and i.source_id = self.source
  where self.import_id = import and self.number between first and last and self.part = 'row' and self.refusal is null
    and r.import_id = import and r.number = self.number
$$;
comment on function private.judge_incidents is
  'A request that is here already changes only when the file has it further on the way; what people here did with it stays.';

create function private.import_counts(import bigint, part text) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'new', count(*) filter (where r.outcome = 'new'),
    'changed', count(*) filter (where r.outcome = 'changed'),
    'unchanged', count(*) filter (where r.outcome = 'unchanged'))
  from public.import_rows r where r.import_id = import and r.part = import_counts.part and r.refusal is null
$$;

create function private.import_summary(import bigint) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'read', coalesce(sum(r.lines) filter (where r.line is not null), 0),
    'accepted', coalesce(sum(r.lines) filter (where r.line is not null and r.refusal is null), 0),
    'refused', coalesce(sum(r.lines) filter (where r.line is not null and r.refusal is not null), 0),
    'households', sum((r.payload ->> 'households')::bigint) filter (where r.refusal is null),
    'compounds', count(distinct nullif(r.payload ->> 'compoundSource', '')) filter (where r.refusal is null),
    'rows', private.import_counts(import, 'row'),
    'streets', private.import_counts(import, 'street'),
    'communities', private.import_counts(import, 'community'),
    'districts', private.import_counts(import, 'district'),
    'reasons', (
      select coalesce(jsonb_object_agg(g.refusal, g.lines), '{}')
      from (select x.refusal, sum(x.lines) as lines from public.import_rows x
        where x.import_id = import and x.line is not null and x.refusal is not null group by x.refusal) g),
    'doubts', (
      select coalesce(jsonb_object_agg(g.code, g.rows), '{}')
      from (select d ->> 'code' as code, count(*) as rows from public.import_rows x, jsonb_array_elements(x.doubts) d
        where x.import_id = import and x.line is not null and x.refusal is null group by 1) g))
  from public.import_rows r where r.import_id = import
$$;
comment on function private.import_summary is
  'What became of every line: { read, accepted, refused, households, compounds, rows, streets, communities, districts: { new, changed, unchanged }, reasons, doubts }. accepted + refused = read.';

create function private.check_import_rows(import bigint, district bigint, kind public.import_kind, first integer, last integer) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.mend_import_rows(import, first, last);
  if kind in ('buildings', 'incidents') then
    perform private.settle_import_rows(import, district, first, last);
  end if;
  case kind
    when 'buildings' then perform private.judge_buildings(import, district, first, last);
    when 'incidents' then perform private.judge_incidents(import, district, first, last);
    else perform private.judge_features(import, district, kind, first, last);
  end case;
  update public.import_rows r set checked = true
  where r.import_id = import and r.number between first and last and r.refusal is null;
end $$;

create function public.check_import(import bigint, at_most integer default 2000) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  current_import public.imports := private.open_import(import, '{staging,checked}');
  first integer;
  last integer;
  remaining bigint;
begin
  if not current_import.areas_checked then
    -- Without fresh statistics (PGlite never gathers any by itself) the look-ups below would read the whole file for each row.
    analyze public.import_rows, public.areas;
    perform private.check_import_areas(import, district) from public.areas district where district.id = current_import.district_id;
    update public.imports i set areas_checked = true where i.id = import;
  end if;
  select min(chunk.number), max(chunk.number) into first, last from (
    select r.number from public.import_rows r
    where r.import_id = import and not r.checked and r.refusal is null order by r.number limit at_most) chunk;
  if first is not null then
    perform private.check_import_rows(import, current_import.district_id, current_import.kind, first, last);
  end if;
  select count(*) into remaining from public.import_rows r where r.import_id = import and not r.checked and r.refusal is null;
  if remaining > 0 then
    return jsonb_build_object('remaining', remaining);
  end if;
  update public.imports i set state = 'checked', summary = private.import_summary(import) where i.id = import
  returning i.summary into current_import.summary;
  return jsonb_build_object('remaining', 0, 'summary', current_import.summary);
end $$;
comment on function public.check_import is
  'Checks the next rows of an import, so that no call takes long: { remaining } until it is 0, then also { summary }. Raises not-found, import-not-ready.';
grant execute on function public.check_import to authenticated, service_role;
