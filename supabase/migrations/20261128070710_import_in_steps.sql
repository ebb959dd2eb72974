-- A database that serves one statement at a time (PGlite) writes an import in short steps, so that others are answered between
-- them; what a step replaced is kept until the end, so that an import that fails, is cancelled or is killed leaves nothing. Every
-- other database writes everything in one transaction, as before.

alter table public.imports add column remaining integer not null default 0;
alter table public.imports add column written_to integer not null default 0;
alter table public.imports add column writing_to integer;
alter table public.imports add column touched_at timestamptz not null default now();
comment on column public.imports.remaining is 'Rows that are still to be checked, then those that are still to be written.';
comment on column public.imports.written_to is 'Number of the last row that was written.';
comment on column public.imports.writing_to is 'Number of the last row of the step that is being written; null: all rows at once.';
comment on column public.imports.touched_at is 'When somebody last worked on it; one that nobody works on is given up.';
alter table public.import_rows add column before text;
comment on column public.import_rows.before is 'What stood in the table before this row was written, until the import is done.';

create function private.serves_one_at_a_time() returns boolean
language sql stable set search_path = '' as $$ select version() ~ 'emscripten|wasm' $$;
comment on function private.serves_one_at_a_time is 'Whether the database has a single session, as PGlite has: whoever asks waits for the statement that runs.';

create or replace function private.open_import(import bigint, states public.import_state[]) returns public.imports
language plpgsql volatile security definer set search_path = '' as $$
declare
  found public.imports;
begin
  select * into found from public.imports i where i.id = import for update;
  if found.id is null or not private.may_import(found.district_id) then
    raise exception 'not-found' using errcode = 'P0001', detail = json_build_object('import', import)::text;
  end if;
  if not found.state = any (states) then
    raise exception 'import-not-ready' using errcode = 'P0001', detail = json_build_object('state', found.state)::text;
  end if;
  update public.imports i set touched_at = now() where i.id = import;
  return found;
end $$;

create or replace function private.changed_import_rows(import bigint) returns setof public.import_rows
language sql stable set search_path = '' as $$
  select r.* from public.imports i join public.import_rows r on r.import_id = i.id
  where i.id = import and r.part = 'row' and r.refusal is null and r.outcome <> 'unchanged'
    and r.number > i.written_to and r.number <= coalesce(i.writing_to, 2147483647)
  order by r.number
$$;
comment on function private.changed_import_rows is 'The rows of the present step that are new or change something, in the order of the file.';

create or replace function private.write_import_buildings(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  insert into public.buildings (district_id, source_id, community_id, compound_id, name, address, storeys, households, position, footprint, doubtful)
  select district, r.source, community.id, compound.id, coalesce(r.payload ->> 'name', ''), coalesce(r.payload ->> 'address', ''),
    private.whole_number(r.payload -> 'storeys', 1, 300)::smallint, private.whole_number(r.payload -> 'households', 0, 1000000), private.import_place(r.geom),
    case when extensions.st_dimension(r.geom) = 2 then r.geom end, r.payload ->> 'doubtful'
  from private.changed_import_rows(import) r
  join public.areas community on community.code = r.code and community.district_id = district
  left join public.compounds compound on compound.district_id = district and compound.source_id = nullif(r.payload ->> 'compoundSource', '')
  order by r.number
  on conflict (district_id, source_id) do update set community_id = excluded.community_id, compound_id = excluded.compound_id,
    name = excluded.name, address = excluded.address, storeys = excluded.storeys, households = excluded.households,
    position = excluded.position, footprint = excluded.footprint, doubtful = excluded.doubtful
$$;

create or replace function private.write_import_features(import bigint, district bigint, kind public.import_kind) returns void
language plpgsql volatile set search_path = '' as $$
begin
  case kind
    when 'barriers' then
      insert into public.barriers (district_id, source_id, kind, name, line)
      select district, r.source, (r.payload ->> 'kind')::public.barrier_kind, coalesce(r.payload ->> 'name', ''), r.geom
      from private.changed_import_rows(import) r
      on conflict (district_id, source_id) do update set kind = excluded.kind, name = excluded.name, line = excluded.line;
    when 'crossings' then
      insert into public.crossings (district_id, source_id, name, line)
      select district, r.source, coalesce(r.payload ->> 'name', ''), r.geom from private.changed_import_rows(import) r
      on conflict (district_id, source_id) do update set name = excluded.name, line = excluded.line;
    when 'base-map' then
      insert into public.base_features (district_id, layer, source_id, class, name, name_en, geom)
      select district, (r.payload ->> 'layer')::public.base_layer, r.source, coalesce(r.payload ->> 'class', ''), coalesce(r.payload ->> 'name', ''),
        nullif(r.payload ->> 'nameEn', ''), r.geom
      from private.changed_import_rows(import) r
      on conflict (district_id, layer, source_id) do update set class = excluded.class, name = excluded.name,
        name_en = excluded.name_en, geom = excluded.geom;
    else
      insert into public.service_points (district_id, source_id, kind, name, name_en, address, telephone, position)
      select district, r.source, coalesce(r.payload ->> 'kind', ''), r.payload ->> 'name', nullif(r.payload ->> 'nameEn', ''),
        coalesce(r.payload ->> 'address', ''), coalesce(r.payload ->> 'telephone', ''), private.import_place(r.geom)
      from private.changed_import_rows(import) r
      on conflict (district_id, source_id) do update set kind = excluded.kind, name = excluded.name, name_en = excluded.name_en,
        address = excluded.address, telephone = excluded.telephone, position = excluded.position;
  end case;
end $$;

create function private.import_table(kind public.import_kind) returns text
language sql immutable set search_path = '' as $$
  select case kind when 'buildings' then 'buildings' when 'barriers' then 'barriers' when 'crossings' then 'crossings'
    when 'base-map' then 'base_features' when 'service-points' then 'service_points' when 'incidents' then 'incidents' end
$$;

-- How a row of an import finds what it wrote: t is the table, r the row.
create function private.import_match(kind public.import_kind) returns text
language sql immutable set search_path = '' as $$
  select 't.district_id = $2 and t.source_id = r.source' || case kind
    when 'base-map' then ' and t.layer = (r.payload ->> ''layer'')::public.base_layer' when 'incidents' then ' and t.source = ''import''' else '' end
$$;

create function private.keep_what_was(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
begin
  execute format('update public.import_rows r set before = t::text from public.%I t where r.import_id = $1 and r.part = ''row''
    and r.refusal is null and r.outcome = ''changed'' and r.number > $3 and r.number <= $4 and %s',
    private.import_table(current_import.kind), private.import_match(current_import.kind))
  using current_import.id, current_import.district_id, current_import.written_to, current_import.writing_to;
end $$;
comment on function private.keep_what_was is 'Keeps what the rows of the present step are about to replace.';

create function private.undo_areas(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
begin
  update public.areas a set name = was.name, name_en = was.name_en, source_id = was.source_id, boundary = was.boundary
  from public.import_rows r cross join lateral (select (r.before::public.areas).*) was
  where r.import_id = current_import.id and r.part <> 'row' and r.before is not null and a.id = was.id;
  delete from public.areas a using public.import_rows r
  where r.import_id = current_import.id and r.part in ('street', 'community') and r.refusal is null and r.outcome = 'new'
    and a.code = r.code and a.district_id = current_import.district_id;
  delete from public.compounds c
  where c.district_id = current_import.district_id and current_import.kind = 'buildings'
    and c.source_id in (select r.payload ->> 'compoundSource' from public.import_rows r where r.import_id = current_import.id)
    and not exists (select from public.buildings b where b.compound_id = c.id);
end $$;

create function private.undo_import(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
declare
  target text := private.import_table(current_import.kind);
  columns text;
begin
  if target is not null then
    if current_import.kind = 'incidents' then
      delete from public.incident_events e
      where e.district_id = current_import.district_id and e.detail ->> 'import' = current_import.id::text;
    end if;
    execute format('delete from public.%I t using public.import_rows r where r.import_id = $1 and r.part = ''row'' and r.refusal is null
      and r.outcome = ''new'' and r.number <= $3 and %s', target, private.import_match(current_import.kind))
    using current_import.id, current_import.district_id, current_import.written_to;
    select string_agg(format('%I = was.%I', a.attname, a.attname), ', ') into columns
    from pg_catalog.pg_attribute a
    where a.attrelid = ('public.' || target)::regclass and a.attnum > 0 and not a.attisdropped and a.attidentity = '' and a.attgenerated = '';
    execute format('update public.%I t set %s from public.import_rows r cross join lateral (select (r.before::public.%I).*) was
      where r.import_id = $1 and r.part = ''row'' and r.before is not null and r.number <= $3 and %s', target, columns, target, private.import_match(current_import.kind))
    using current_import.id, current_import.district_id, current_import.written_to;
  end if;
  perform private.undo_areas(current_import);
end $$;
comment on function private.undo_import is 'Takes back what an import that is being written in steps has written, as if it had never begun.';

create function private.give_up_import(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if current_import.state = 'writing' then
    perform private.undo_import(current_import);
  end if;
  delete from public.imports i where i.id = current_import.id;
end $$;

create function private.give_up_imports(idle interval, district bigint default null) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  left_behind public.imports;
  given_up integer := 0;
begin
  for left_behind in
    select i.* from public.imports i
    where i.state <> 'committed' and i.district_id = coalesce(give_up_imports.district, i.district_id)
      and i.touched_at <= now() - case i.state when 'writing' then least(idle, interval '10 minutes') else idle end
    for update skip locked
  loop
    perform private.give_up_import(left_behind);
    given_up := given_up + 1;
  end loop;
  delete from public.import_rows r using public.imports i
  where r.import_id = i.id and i.state = 'committed' and i.touched_at <= now() - idle and r.refusal is null and r.doubts = '[]';
  return given_up;
end $$;
comment on function private.give_up_imports is
  'Forgets imports that nobody has worked on for so long (ten minutes while they are written: a step follows the other) and takes back what they had written; returns how many. A host of a database that serves nobody else calls it with no time at all when it starts. Security definer: called by hosts and by start_import(), which ask themselves.';
revoke execute on function private.give_up_imports from public;
grant execute on function private.give_up_imports to service_role;

create or replace function public.start_import(district_code text, kind public.import_kind, file_name text) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
declare
  district bigint;
  made bigint;
begin
  select a.id into district from public.areas a where a.kind = 'district' and a.code = district_code;
  if district is null or not private.may_import(district) then
    raise exception 'unknown-district' using errcode = 'P0001', detail = json_build_object('code', district_code)::text;
  end if;
  -- What somebody left behind without cancelling it.
  perform private.give_up_imports(interval '1 day', district);
  insert into public.imports (district_id, kind, file_name) values (district, start_import.kind, coalesce(start_import.file_name, ''))
  returning id into made;
  return made;
end $$;

create or replace function public.cancel_import(import bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.give_up_import(private.open_import(import, '{staging,checked,writing}'));
end $$;
comment on function public.cancel_import is 'Forgets an import that was not committed, and takes back what was written of it.';

create function private.begin_writing(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
declare
  district public.areas;
begin
  select * into district from public.areas a where a.id = current_import.district_id;
  if exists (select from public.import_rows r where r.import_id = current_import.id and r.part <> 'row' and r.refusal is null and r.outcome <> 'unchanged') then
    update public.import_rows r set before = a::text from public.areas a
    where r.import_id = current_import.id and r.part <> 'row' and r.refusal is null and r.outcome = 'changed'
      and a.code = r.code and a.district_id = district.id;
    perform private.write_import_areas(current_import.id, district);
  end if;
  if current_import.kind = 'buildings' then
    perform private.write_import_compounds(current_import.id, district.id);
  end if;
  update public.imports i set state = 'writing', remaining = (select count(*) from private.changed_import_rows(current_import.id))
  where i.id = current_import.id;
end $$;

create function private.write_step(current_import public.imports, at_most integer) returns integer
language plpgsql volatile set search_path = '' as $$
declare
  upto integer;
  rows_of_step integer := 0;
begin
  if at_most is not null then
    select max(step.number), count(*) into upto, rows_of_step from (
      select r.number from private.changed_import_rows(current_import.id) r limit at_most) step;
    if upto is null then
      return null;
    end if;
    update public.imports i set writing_to = upto where i.id = current_import.id returning * into current_import;
    perform private.keep_what_was(current_import);
  end if;
  case current_import.kind
    when 'areas' then null;
    when 'buildings' then perform private.write_import_buildings(current_import.id, current_import.district_id);
    when 'incidents' then perform private.write_import_incidents(current_import.id, current_import.district_id);
    else perform private.write_import_features(current_import.id, current_import.district_id, current_import.kind);
  end case;
  update public.imports i set written_to = coalesce(upto, 2147483647), writing_to = null, remaining = greatest(0, i.remaining - rows_of_step)
  where i.id = current_import.id;
  return upto;
end $$;
comment on function private.write_step is 'Writes the next rows, at most so many (null: all), and returns the number of the last; null when none was left.';

create function private.end_writing(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
begin
  analyze public.areas, public.compounds, public.buildings, public.barriers, public.base_features, public.incidents;
  update public.imports i set state = 'committed', committed_at = now() where i.id = current_import.id;
end $$;

create function private.clear_rows(import bigint, at_most integer) returns integer
language plpgsql volatile set search_path = '' as $$
declare
  cleared integer;
begin
  delete from public.import_rows r where r.import_id = import and r.number in (
    select x.number from public.import_rows x where x.import_id = import and x.refusal is null and x.doubts = '[]'
    limit clear_rows.at_most);
  get diagnostics cleared = row_count;
  if at_most is null or cleared < at_most then
    update public.import_rows r set payload = '{}', geom = null, before = null where r.import_id = import;
  end if;
  return cleared;
end $$;
comment on function private.clear_rows is
  'Deletes rows of a committed import that nobody will ask for, at most so many, and in the end the content of the others.';

create or replace function public.commit_import(import bigint) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  current_import public.imports := private.open_import(import, '{checked}');
begin
  perform private.begin_writing(current_import);
  perform private.write_step(current_import, null);
  perform private.end_writing(current_import);
  perform private.clear_rows(import, null);
  return current_import.summary;
end $$;
comment on function public.commit_import is
  'Writes a checked import in one transaction and returns its summary. Of its rows only the refused and doubtful ones are kept, without their content. Raises not-found, import-not-ready.';

create function public.write_import(import bigint, at_most integer default 500) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  current_import public.imports := private.open_import(import, '{checked,writing,committed}');
  step constant integer := greatest(1, coalesce(write_import.at_most, 500));
begin
  if current_import.state = 'checked' and not private.serves_one_at_a_time() then
    return jsonb_build_object('remaining', 0, 'summary', public.commit_import(import));
  end if;
  case current_import.state
    when 'checked' then
      perform private.begin_writing(current_import);
    when 'writing' then
      if private.write_step(current_import, step) is null then
        perform private.end_writing(current_import);
      end if;
    else
      if private.clear_rows(import, 4 * step) < 4 * step then
        return jsonb_build_object('remaining', 0, 'summary', current_import.summary);
      end if;
  end case;
  return jsonb_build_object('remaining', greatest(1, (select i.remaining from public.imports i where i.id = import)));
end $$;
comment on function public.write_import is
  'Writes a checked import: { remaining } until it is 0, then also { summary }. Where the database serves one at a time it takes many calls, of at most so many rows each; else one. May be called again when an answer was lost. Raises not-found, import-not-ready.';
grant execute on function public.write_import to authenticated, service_role;

create or replace function public.check_import(import bigint, at_most integer default 1000) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
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
  update public.imports i set state = 'checked', summary = private.import_summary(import) || jsonb_build_object(
    'replaces', private.import_replaces(import, i.district_id, i.kind), 'boundaries', i.boundaries)
  where i.id = import
  returning i.summary into current_import.summary;
  return jsonb_build_object('remaining', 0, 'summary', current_import.summary);
end $$;
