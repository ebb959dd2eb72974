-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create function private.join_parts(geom extensions.geometry) returns extensions.geometry
language sql immutable set search_path = '' as $$
  select extensions.st_multi(extensions.st_union(extensions.st_makevalid(part.geom))) from extensions.st_dump(geom) part
$$;
comment on function private.join_parts(geom extensions.geometry) is
  'Areas that came in pieces as one; the seams between the pieces go.';

create function private.mend_import_rows(import bigint, first integer, last integer) returns void
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

create function private.import_place(geom extensions.geometry) returns extensions.geometry
language plpgsql immutable set search_path = '' as $$
begin
  return case when extensions.st_dimension(geom) = 0 then geom else extensions.st_pointonsurface(geom) end;
end $$;
comment on function private.import_place(geom extensions.geometry) is
  'Where a thing stands: its position, or a point inside its footprint.';

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
      and not exists (
        select from public.import_rows r
        where r.import_id = import and r.part = 'community' and r.refusal is null and r.geom is not null and r.code = a.code)
    order by extensions.st_distance(a.boundary, place), a.id limit 1;
  end if;
  return found;
end $$;
comment on function private.community_around(import bigint, district bigint, place extensions.geometry, within_metres double precision) is
  'Code of the community at a place, or of the nearest within some metres, with the boundaries as they would be after the import; null where there is none.';

-- A code of a community that nobody knows is said, as a name is.
create function private.settle_import_rows(import bigint, district bigint, first integer, last integer) returns void
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
    select own.number, coalesce(nullif(own.community, ''), own.community_code) as community, own.place, named.codes, case when cardinality(named.codes) = 1 then named.codes[1] end as said_code,
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
comment on function private.settle_import_rows(import bigint, district bigint, first integer, last integer) is
  'Finds the community of each row: where it stands; else, for communities without a boundary, what the row says; else one within 50 m. Refuses community-ambiguous and outside-every-community, with the nearest and how far it is; doubts community-differs (also where nobody knows the one that is named) and moved-inside.';

create function private.judge_buildings(import bigint, district bigint, first integer, last integer) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.match_estimates(import, district, first, last);
  update public.import_rows r set outcome = case
    when b.id is null then 'new'
    when (b.name, b.address, b.households, b.households_estimated, b.storeys, b.doubtful, community.code, compound.source_id,
        extensions.st_asbinary(coalesce(b.footprint, b.position)))
      is not distinct from (r.payload ->> 'name', r.payload ->> 'address', (r.payload ->> 'households')::integer, private.is_estimate(r.payload),
        (r.payload ->> 'storeys')::smallint, r.payload ->> 'doubtful', r.code, nullif(r.payload ->> 'compoundSource', ''),
        extensions.st_asbinary(r.geom)) then 'unchanged'
    else 'changed' end
  from public.import_rows self
  left join public.buildings b on b.district_id = judge_buildings.district and b.source_id = self.source
  left join public.areas community on community.id = b.community_id
  left join public.compounds compound on compound.id = b.compound_id
  where self.import_id = import and self.number between first and last and self.part = 'row' and self.refusal is null
    and r.import_id = import and r.number = self.number;
end $$;

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
language plpgsql immutable set search_path = '' as $$
#variable_conflict use_column
begin
  return (
    select case state
      when 'dispatched' then '{reported,accepted,filed,dispatched}'
      when 'in_progress' then '{reported,accepted,filed,dispatched,in_progress}'
      when 'closed' then '{reported,accepted,filed,dispatched,in_progress,resolved,closed}'
      when 'rejected' then '{reported,rejected}'
      else '{reported}' end::public.incident_state[]
  );
end $$;
comment on function private.incident_path(state text) is
  'The shortest way by allowed steps from reported to a state that another system tells of.';

create function private.judge_incidents(import bigint, district bigint, first integer, last integer) returns void
language sql volatile set search_path = '' as $$
  with spans as materialized (
    select * from private.category_spans(district)
  )
  update public.import_rows r set detail = coalesce(r.payload ->> 'category', ''),
    refusal = case when exists (select from spans s where s.code = r.payload ->> 'category') then 'category-retired' else 'category-unknown' end
  where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null and not exists (
    select from spans s where s.code = r.payload ->> 'category'
      and s.since <= (r.payload ->> 'reportedAt')::timestamptz and s.until > (r.payload ->> 'reportedAt')::timestamptz);

  with spans as materialized (
    select * from private.category_spans(district)
  )
  update public.import_rows r set
    due_at = coalesce((r.payload ->> 'dueAt')::timestamptz, case when 'filed' = any (private.incident_path(r.payload ->> 'state'))
      then private.clock_due_at(district, s.category_id, 'handling', (r.payload ->> 'reportedAt')::timestamptz) end),
    outcome = case
      when i.id is null then 'new'
      when array_position(private.incident_path(r.payload ->> 'state'), i.state) < array_length(private.incident_path(r.payload ->> 'state'), 1) then 'changed'
      else 'unchanged' end
  from public.import_rows self
  join spans s on s.code = self.payload ->> 'category'
    and s.since <= (self.payload ->> 'reportedAt')::timestamptz and s.until > (self.payload ->> 'reportedAt')::timestamptz
  left join public.incidents i on i.district_id = district and i.source = 'import' and i.source_id = self.source
  where self.import_id = import and self.number between first and last and self.part = 'row' and self.refusal is null
    and r.import_id = import and r.number = self.number
$$;
comment on function private.judge_incidents(import bigint, district bigint, first integer, last integer) is
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
    'derivedRefused', (
      select coalesce(jsonb_agg(jsonb_build_object('reason', g.refusal, 'count', g.count, 'names', g.names[1:10]) order by g.refusal), '[]')
      from (select x.refusal, count(*) as count, array_agg(x.payload ->> 'name' order by x.number) as names from public.import_rows x
        where x.import_id = import and x.line is null and x.refusal is not null group by x.refusal) g),
    'doubts', (
      select coalesce(jsonb_object_agg(g.code, g.rows), '{}')
      from (select d ->> 'code' as code, count(*) as rows from public.import_rows x, jsonb_array_elements(x.doubts) d
        where x.import_id = import and x.line is not null and x.refusal is null group by 1) g))
  from public.import_rows r where r.import_id = import
$$;
comment on function private.import_summary(import bigint) is
  'What became of every line: { read, accepted, refused, households, compounds, rows, streets, communities, districts: { new, changed, unchanged }, reasons, derivedRefused, doubts }. accepted + refused = read. derivedRefused: areas that no line is and that could not be made, [{ reason, count, names }] with the first ten names.';

create function private.check_import_rows(import bigint, district bigint, kind public.import_kind, first integer, last integer) returns void
language plpgsql set search_path = '' as $$
begin
  perform private.refuse_import_values(import, kind, first, last);
  perform private.mend_import_rows(import, first, last);
  if kind in ('buildings', 'incidents') then
    perform private.settle_import_rows(import, district, first, last);
  end if;
  case kind
    when 'buildings' then perform private.judge_buildings(import, district, first, last);
    when 'incidents' then perform private.judge_incidents(import, district, first, last);
    when 'grids' then perform private.judge_grids(import, district, first, last);
    else perform private.judge_features(import, district, kind, first, last);
  end case;
  update public.import_rows r set checked = true
  where r.import_id = import and r.number between first and last and r.refusal is null;
end $$;

create function public.check_import(import bigint, at_most integer default 1000) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  current_import public.imports := private.open_import(import, '{staging,checked}');
  chunk record;
begin
  if not current_import.areas_checked then
    -- Without fresh statistics (PGlite never gathers any by itself) the look-ups below would read the whole file for each row.
    analyze public.import_rows, public.areas;
    perform private.check_import_areas(import, district) from public.areas district where district.id = current_import.district_id;
    update public.imports i set areas_checked = true, remaining = (
      select count(*) from public.import_rows r where r.import_id = import and not r.checked and r.refusal is null)
    where i.id = import returning * into current_import;
  end if;
  select min(next.number) as first, max(next.number) as last, count(*) as count into chunk from (
    select r.number from public.import_rows r
    where r.import_id = import and not r.checked and r.refusal is null order by r.number limit greatest(1, at_most)) next;
  if chunk.first is not null then
    perform private.check_import_rows(import, current_import.district_id, current_import.kind, chunk.first, chunk.last);
    update public.imports i set remaining = greatest(0, i.remaining - chunk.count) where i.id = import returning * into current_import;
  end if;
  if exists (select from public.import_rows r where r.import_id = import and not r.checked and r.refusal is null) then
    return jsonb_build_object('remaining', greatest(1, current_import.remaining));
  end if;
  if current_import.kind = 'grids' and current_import.state = 'staging' then
    perform private.settle_grids(import, current_import.district_id);
  end if;
  update public.imports i set state = 'checked', summary = private.import_summary(import) || jsonb_build_object(
    'replaces', private.import_replaces(import, i.district_id, i.kind), 'boundaries', i.boundaries)
    || case when i.kind = 'grids' then jsonb_build_object('grids', private.import_grids_summary(import)) else '{}' end
  where i.id = import
  returning i.summary into current_import.summary;
  return jsonb_build_object('remaining', 0, 'summary', current_import.summary);
end $$;
comment on function public.check_import(import bigint, at_most integer) is
  'Checks the next rows of an import, so that no call takes long: { remaining } until it is 0, then also { summary }, with what would be replaced and what new boundaries do. Raises not-found, import-not-ready. Security definer: as cancel_import.';
grant execute on function public.check_import(import bigint, at_most integer) to authenticated;

create function private.moved_metres() returns double precision
language sql immutable set search_path = '' as $$ select 30::double precision $$;
comment on function private.moved_metres() is
  'Metres from which on a thing that is imported again counts as moved.';

create function private.replaced_rows(import bigint, district bigint, kind public.import_kind)
returns table (number integer, line integer, source text, was text, is_named text, metres double precision, households integer, households_now integer)
language sql stable set search_path = '' as $$
  select r.number, r.line, r.source, known.name, r.payload ->> 'name',
    extensions.st_length(private.in_metres(extensions.st_makeline(known.place, private.import_place(r.geom)))), known.households,
    (r.payload ->> 'households')::integer
  from public.import_rows r
  join lateral (
    select b.name, b.position as place, b.households from public.buildings b
    where replaced_rows.kind = 'buildings' and b.district_id = district and b.source_id = r.source
    union all
    select p.name, p.position, null from public.service_points p
    where replaced_rows.kind = 'service-points' and p.district_id = district and p.source_id = r.source
    union all
    select b.name, extensions.st_pointonsurface(b.line), null from public.barriers b
    where replaced_rows.kind = 'barriers' and b.district_id = district and b.source_id = r.source
    union all
    select c.name, extensions.st_pointonsurface(c.line), null from public.crossings c
    where replaced_rows.kind = 'crossings' and c.district_id = district and c.source_id = r.source
  ) known on true
  where r.import_id = import and r.part = 'row' and r.refusal is null and r.outcome = 'changed'
  union all
  select r.number, r.line, r.source, a.name, r.payload ->> 'name',
    extensions.st_length(private.in_metres(extensions.st_makeline(extensions.st_centroid(a.boundary), extensions.st_centroid(r.geom)))), null, null
  from public.import_rows r join public.areas a on a.code = r.code and a.district_id = district
  where r.import_id = import and r.part <> 'row' and r.refusal is null and r.outcome = 'changed'
$$;
comment on function private.replaced_rows(import bigint, district bigint, kind public.import_kind) is
  'Rows that change what is here: what it was called and is called now, how far it moves, its households before and after.';

create function private.import_replaces(import bigint, district bigint, kind public.import_kind) returns jsonb
language sql stable set search_path = '' as $$
  with changed as materialized (
    select * from private.replaced_rows(import, district, kind)
  ), moved as (
    select c.*, row_number() over (order by c.metres desc, c.number) as place from changed c where c.metres >= private.moved_metres()
  ), renamed as (
    select c.*, row_number() over (order by c.number) as place from changed c where c.was is distinct from c.is_named and coalesce(c.is_named, '') <> ''
  )
  select jsonb_build_object(
    'count', (select count(*) from changed),
    'moved', jsonb_build_object('count', (select count(*) from moved), 'mostMetres', (select round(max(m.metres)) from moved m),
      'samples', (select coalesce(jsonb_agg(jsonb_build_object('line', m.line, 'source', m.source, 'name', m.is_named, 'metres', round(m.metres)) order by m.place), '[]')
        from moved m where m.place <= 20)),
    'renamed', jsonb_build_object('count', (select count(*) from renamed),
      'samples', (select coalesce(jsonb_agg(jsonb_build_object('line', n.line, 'source', n.source, 'was', n.was, 'is', n.is_named) order by n.place), '[]')
        from renamed n where n.place <= 20)),
    'households', (
      select jsonb_build_object('count', count(*), 'was', coalesce(sum(c.households), 0), 'is', coalesce(sum(c.households_now), 0))
      from changed c where c.households <> c.households_now))
$$;
comment on function private.import_replaces(import bigint, district bigint, kind public.import_kind) is
  'What an import would replace: { count, moved: { count, mostMetres, samples: [{ line, source, name, metres }] }, renamed: { count, samples: [{ line, source, was, is }] }, households: { count, was, is } of those whose number changes }; twenty samples at most.';

create function private.leave_out_long_texts() returns trigger
language plpgsql set search_path = '' as $$
declare
  part record;
begin
  if length(new.source) > 400 and new.refusal is null then
    new.refusal := 'row-unreadable';
    new.detail := format('%s characters', length(new.source));
    new.source := left(new.source, 400);
  end if;
  for part in select p.key, length(p.value) as length from jsonb_each_text(new.payload) p
    where length(p.value) > case when p.key = 'description' then 10000 when p.key in ('address', 'doubtful') then 1000 else 400 end
  loop
    new.payload := new.payload || jsonb_build_object(part.key, '');
    new.doubts := new.doubts || jsonb_build_array(jsonb_build_object('code', 'value-left-out',
      'detail', format('%s: %s characters', part.key, part.length)));
  end loop;
  return new;
end $$;
comment on function private.leave_out_long_texts() is
  'Empties texts of a staged row that are longer than their tables hold, with a doubt each.';

create trigger import_rows_long_texts before insert on public.import_rows for each row when (length(new.payload::text) > 400 or length(new.source) > 400) execute function private.leave_out_long_texts();

create function private.with_doubt(doubts jsonb, code text) returns jsonb
language sql immutable set search_path = '' as $$
  select case when doubts @> jsonb_build_array(jsonb_build_object('code', code)) then doubts
    else doubts || jsonb_build_array(jsonb_build_object('code', code, 'detail', '')) end
$$;
comment on function private.with_doubt(doubts jsonb, code text) is
  'The doubts about a row with one more, unless it is among them.';
