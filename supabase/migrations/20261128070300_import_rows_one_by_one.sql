-- One bad row is a refused row: what no table would take is found when a row is staged or checked, and costs itself only.
-- Optional values never refuse a row; they are left out with a doubt.

create function private.read_geometry(given jsonb) returns extensions.geometry
language plpgsql immutable set search_path = '' as $$
begin
  return extensions.st_force2d(extensions.st_setsrid(extensions.st_geomfromgeojson(given), 4326));
exception when others then
  return null;
end $$;
comment on function private.read_geometry is 'The geometry of GeoJSON, without heights; null where it is none.';

create function private.stage_rows(import bigint, rows jsonb, row_by_row boolean) returns void
language sql volatile set search_path = '' as $$
  insert into public.import_rows (import_id, number, line, lines, part, source, payload, geom, doubts, refusal, detail)
  select import, r.number, r.line, greatest(1, coalesce(r.lines, 1)), coalesce(r.part, 'row'), coalesce(r.source, ''),
    case jsonb_typeof(r.payload) when 'object' then r.payload else '{}' end,
    case when r.is_placed then r.geom end,
    case jsonb_typeof(r.doubts) when 'array' then r.doubts else '[]' end,
    case when r.refusal is not null then r.refusal
      when coalesce(r.part, 'row') not in ('district', 'street', 'community', 'row') then 'row-unreadable'
      when jsonb_typeof(r.geometry) <> 'null' and r.geom is null then 'geometry-invalid'
      when not r.is_placed then 'position-impossible' end,
    coalesce(r.detail, '')
  from (
    select given.*, read.geom, read.geom is null or extensions.st_isempty(read.geom) or (
      extensions.st_xmin(read.geom) >= -180 and extensions.st_xmax(read.geom) <= 180
      and extensions.st_ymin(read.geom) >= -90 and extensions.st_ymax(read.geom) <= 90) as is_placed
    from jsonb_to_recordset(rows) given (number integer, line integer, lines integer, part text, source text, payload jsonb,
      geometry jsonb, doubts jsonb, refusal text, detail text)
    cross join lateral (
      select case when jsonb_typeof(given.geometry) = 'null' then null
        when stage_rows.row_by_row then private.read_geometry(given.geometry)
        else extensions.st_force2d(extensions.st_setsrid(extensions.st_geomfromgeojson(given.geometry), 4326)) end as geom) read
  ) r
  on conflict (import_id, number) do nothing
$$;

create or replace function public.stage_import_rows(import bigint, rows jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.open_import(import, '{staging}');
  begin
    perform private.stage_rows(import, rows, false);
    return;
  exception when others then
    null; -- Some geometry is none: the rows are taken one by one.
  end;
  perform private.stage_rows(import, rows, true);
exception
  when data_exception or not_null_violation or cardinality_violation then
    raise exception 'import-rows-malformed' using errcode = 'P0001', detail = json_build_object('reason', sqlerrm)::text;
end $$;
comment on function public.stage_import_rows is
  'Adds rows to an import: [{ number, line, lines, part, source, payload, geometry (GeoJSON), doubts, refusal, detail }]. A number that is there already is left alone, so a chunk may be sent again. Refuses geometry-invalid, position-impossible and row-unreadable row by row. Raises not-found, import-not-ready, import-rows-malformed (not a list of such rows).';

create function private.refuse_import_twins(import bigint) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set refusal = 'duplicate-id', detail = r.source
  from (
    select x.number, row_number() over (partition by x.source, case when i.kind = 'base-map' then x.payload ->> 'layer' end order by x.number) as place
    from public.import_rows x join public.imports i on i.id = x.import_id
    where x.import_id = import and x.part = 'row' and x.refusal is null) twin
  where r.import_id = import and r.number = twin.number and twin.place > 1
$$;
comment on function private.refuse_import_twins is 'Of rows with the same source id the first is taken, the others are refused: duplicate-id.';

create function private.whole_number(given jsonb, lowest integer, highest integer) returns integer
language sql immutable set search_path = '' as $$
  select case when given #>> '{}' ~ '^[0-9]{1,9}(\.0+)?$' and (given #>> '{}')::numeric between lowest and highest then (given #>> '{}')::numeric::integer end
$$;
comment on function private.whole_number is 'A whole number between two others, as JSON number or text; null for anything else.';

create function private.import_time(given text) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  if given !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}' then
    return null;
  end if;
  return case when given::timestamptz between '1990-01-01' and now() + interval '10 years' then given::timestamptz end;
exception when others then
  return null;
end $$;
comment on function private.import_time is 'A moment from 1990 (what incidents can hold) to ten years hence; null for anything else.';

create function private.refuse_import_values(import bigint, kind public.import_kind, first integer, last integer) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set refusal = fault.code, detail = coalesce(fault.detail, '')
  from (
    select s.number, case
        when s.geom is null then 'geometry-missing'
        when extensions.st_isempty(s.geom) then 'geometry-invalid'
        when case when refuse_import_values.kind in ('barriers', 'crossings') then extensions.st_dimension(s.geom) <> 1
          when refuse_import_values.kind = 'buildings' then extensions.st_dimension(s.geom) = 1 else false end then 'geometry-kind'
        when refuse_import_values.kind = 'buildings' and coalesce(s.payload ->> 'households', '') = '' then 'no-households'
        when refuse_import_values.kind = 'buildings' and private.whole_number(s.payload -> 'households', 0, 1000000) is null then 'not-a-number'
        when refuse_import_values.kind = 'barriers' and not coalesce(s.payload ->> 'kind', '') = any (enum_range(null::public.barrier_kind)::text[]) then 'not-a-barrier'
        when refuse_import_values.kind = 'base-map' and not coalesce(s.payload ->> 'layer', '') = any (enum_range(null::public.base_layer)::text[]) then 'class-unknown'
        when refuse_import_values.kind = 'service-points' and btrim(coalesce(s.payload ->> 'name', '')) = '' then 'no-name'
        when refuse_import_values.kind = 'incidents' and coalesce(s.payload ->> 'reportedAt', '') = '' then 'no-time'
        when refuse_import_values.kind = 'incidents' and (private.import_time(s.payload ->> 'reportedAt') is null
          or private.import_time(s.payload ->> 'reportedAt') > now() + interval '1 day') then 'not-a-time'
        when refuse_import_values.kind = 'incidents' and s.payload ->> 'state' in ('closed', 'rejected') and coalesce(s.payload ->> 'closedAt', '') = '' then 'no-time'
        when refuse_import_values.kind = 'incidents' and s.payload ->> 'closedAt' <> '' and (private.import_time(s.payload ->> 'closedAt') is null
          or private.import_time(s.payload ->> 'closedAt') > now() + interval '1 day') then 'not-a-time'
        when refuse_import_values.kind = 'incidents' and private.import_time(s.payload ->> 'closedAt') < private.import_time(s.payload ->> 'reportedAt')
          then 'closed-before-reported'
      end as code,
      case when refuse_import_values.kind = 'buildings' then s.payload ->> 'households'
        when refuse_import_values.kind = 'incidents' then concat_ws(' – ', s.payload ->> 'reportedAt', s.payload ->> 'closedAt')
        else coalesce(s.payload ->> 'kind', s.payload ->> 'layer', extensions.geometrytype(s.geom)) end as detail
    from public.import_rows s
    where s.import_id = import and s.number between first and last and s.part = 'row' and s.refusal is null) fault
  where r.import_id = import and r.number = fault.number and fault.code is not null;

  update public.import_rows r set
    payload = r.payload || '{"storeys": null}',
    doubts = r.doubts || jsonb_build_array(jsonb_build_object('code', 'value-left-out', 'detail', 'storeys ' || (r.payload ->> 'storeys')))
  where refuse_import_values.kind = 'buildings' and r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null
    and r.payload ->> 'storeys' is not null and private.whole_number(r.payload -> 'storeys', 1, 300) is null;
  update public.import_rows r set
    payload = r.payload || '{"dueAt": null}',
    doubts = r.doubts || jsonb_build_array(jsonb_build_object('code', 'value-left-out', 'detail', 'dueAt ' || (r.payload ->> 'dueAt')))
  where refuse_import_values.kind = 'incidents' and r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null
    and r.payload ->> 'dueAt' is not null and private.import_time(r.payload ->> 'dueAt') is null;
$$;
comment on function private.refuse_import_values is
  'Refuses rows that the tables of their kind would not take: geometry-missing, geometry-invalid, geometry-kind, no-households, not-a-number, not-a-barrier, class-unknown, no-name, no-time, not-a-time, closed-before-reported; doubts value-left-out for storeys and due dates.';

-- Where a row stands, by index and for all rows of a chunk at once.
create or replace function private.settle_import_rows(import bigint, district bigint, first integer, last integer) returns void
language plpgsql volatile set search_path = '' as $$
begin
  with own as materialized (
    select r.number, private.import_place(r.geom) as place, coalesce(r.payload ->> 'community', '') as community,
      coalesce(r.payload ->> 'communityCode', '') as community_code, coalesce(r.payload ->> 'street', '') as street
    from public.import_rows r
    where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null
  ), named as materialized (
    select d.*, private.communities_said(import, district, to_jsonb(d)) as codes
    from (select distinct community, community_code as "communityCode", street from own) d
  ), fresh as materialized (
    select r.code, r.geom from public.import_rows r where r.import_id = import and r.part = 'community' and r.refusal is null
  ), settled as materialized (
    select own.number, own.community, own.place, named.codes, case when cardinality(named.codes) = 1 then named.codes[1] end as said_code,
      coalesce(
        (select f.code from fresh f where extensions.st_intersects(f.geom, own.place) order by f.code limit 1),
        (select a.code from public.areas a
          where a.district_id = district and a.kind = 'community' and extensions.st_intersects(a.boundary, own.place)
            and not exists (select from fresh f where f.code = a.code and f.geom is not null)
          order by a.id limit 1)) as lies_code
    from own join named on (named.community, named."communityCode", named.street) = (own.community, own.community_code, own.street)
  ), near as (
    select s.*, s.lies_code is null and coalesce(cardinality(s.codes), 0) > 1 as is_ambiguous,
      case when s.lies_code is null then coalesce(
        (select a.code from public.areas a where a.code = s.said_code and a.district_id = district and a.boundary is null),
        private.community_around(import, district, s.place, private.near_community_metres())) end as near_code
    from settled s
  )
  update public.import_rows r set
    code = case when not near.is_ambiguous then coalesce(near.lies_code, near.near_code) else r.code end,
    refusal = case when near.is_ambiguous then 'community-ambiguous' end,
    detail = case when near.is_ambiguous then near.community else r.detail end,
    doubts = r.doubts || case
      when near.lies_code <> near.said_code or (near.community <> '' and near.codes is null and coalesce(near.lies_code, near.near_code) is not null)
        then jsonb_build_array(jsonb_build_object('code', 'community-differs', 'detail', near.community))
      when near.lies_code is null and near.near_code is distinct from near.said_code and near.near_code is not null
        then '[{"code": "moved-inside", "detail": ""}]'
      else '[]' end
  from near where r.import_id = import and r.number = near.number;

  update public.import_rows r set refusal = 'outside-every-community', detail = concat_ws(' ', nullif(r.payload ->> 'community', ''),
    round(extensions.st_x(private.import_place(r.geom))::numeric, 6) || ', ' || round(extensions.st_y(private.import_place(r.geom))::numeric, 6),
    private.nearest_community_words(import, district, private.import_place(r.geom)))
  where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null and r.code is null;
end $$;
comment on function private.settle_import_rows is
  'Finds the community of each row: where it stands; else, for communities without a boundary, what the row says; else one within 50 m. Refuses community-ambiguous and outside-every-community, with the nearest and how far it is; doubts community-differs (also where nobody knows the one that is named) and moved-inside.';

create function private.nearest_community_words(import bigint, district bigint, place extensions.geometry) returns text
language sql stable set search_path = '' as $$
  select '(' || near.name || ': ' || case when near.metres < 1000 then round(near.metres)::text || ' m' else round((near.metres / 1000)::numeric, 1)::text || ' km' end || ')'
  from (
    select known.name, extensions.st_length(private.in_metres(extensions.st_shortestline(known.boundary, place))) as metres
    from (
      select a.name, a.boundary from public.areas a where a.district_id = district and a.kind = 'community' and a.boundary is not null
      union all
      select r.payload ->> 'name', r.geom from public.import_rows r
      where r.import_id = import and r.part = 'community' and r.refusal is null and r.geom is not null) known
    order by extensions.st_distance(known.boundary, place) limit 1) near
$$;
comment on function private.nearest_community_words is 'The nearest community of a place that lies in none, with the distance, for the words of a refusal.';

create or replace function private.check_import_rows(import bigint, district bigint, kind public.import_kind, first integer, last integer) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.refuse_import_values(import, kind, first, last);
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
