-- What would be replaced, moved far or renamed is said before anything is written.

create function private.moved_metres() returns double precision
language sql immutable set search_path = '' as $$ select 30::double precision $$;
comment on function private.moved_metres is 'Metres from which on a thing that is imported again counts as moved.';

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
comment on function private.replaced_rows is
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
comment on function private.import_replaces is
  'What an import would replace: { count, moved: { count, mostMetres, samples: [{ line, source, name, metres }] }, renamed: { count, samples: [{ line, source, was, is }] }, households: { count, was, is } of those whose number changes }; twenty samples at most.';

create or replace function public.check_import(import bigint, at_most integer default 2000) returns jsonb
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
    where r.import_id = import and not r.checked and r.refusal is null order by r.number limit greatest(1, at_most)) chunk;
  if first is not null then
    perform private.check_import_rows(import, current_import.district_id, current_import.kind, first, last);
  end if;
  select count(*) into remaining from public.import_rows r where r.import_id = import and not r.checked and r.refusal is null;
  if remaining > 0 then
    return jsonb_build_object('remaining', remaining);
  end if;
  update public.imports i set state = 'checked', summary = private.import_summary(import) || jsonb_build_object(
    'replaces', private.import_replaces(import, i.district_id, i.kind), 'boundaries', i.boundaries)
  where i.id = import
  returning i.summary into current_import.summary;
  return jsonb_build_object('remaining', 0, 'summary', current_import.summary);
end $$;
comment on function public.check_import is
  'Checks the next rows of an import, so that no call takes long: { remaining } until it is 0, then also { summary }, with what would be replaced and what new boundaries do. Raises not-found, import-not-ready.';
