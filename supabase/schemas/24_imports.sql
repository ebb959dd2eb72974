-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create type public.import_kind as enum ('areas', 'buildings', 'barriers', 'crossings', 'base-map', 'service-points', 'incidents', 'grids');

create type public.import_state as enum ('staging', 'checked', 'writing', 'committed');

create table public.imports (
  id bigint generated always as identity,
  district_id bigint not null,
  kind public.import_kind not null,
  file_name text not null,
  state public.import_state not null default 'staging'::public.import_state,
  areas_checked boolean not null default false,
  summary jsonb not null default '{}'::jsonb,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  committed_at timestamptz,
  boundaries jsonb not null default '[]'::jsonb,
  remaining integer not null default 0,
  written_to integer not null default 0,
  writing_to integer,
  touched_at timestamptz not null default now(),
  checked_against text,
  plan jsonb not null default '{}'::jsonb,
  constraint imports_pkey primary key (id),
  constraint imports_checked_against_check check (length(checked_against) <= 40),
  constraint imports_file_name_length check (length(file_name) <= 400)
);
comment on table public.imports is
  'Files that were or are being imported, with what came of them.';
comment on column public.imports.boundaries is
  'What new boundaries would do to plans in force and to buildings; see private.boundary_effects().';
comment on column public.imports.remaining is
  'Rows that are still to be checked, then those that are still to be written.';
comment on column public.imports.written_to is
  'Number of the last row that was written.';
comment on column public.imports.writing_to is
  'Number of the last row of the step that is being written; null: all rows at once.';
comment on column public.imports.touched_at is
  'When somebody last worked on it; one that nobody works on is given up.';
comment on column public.imports.checked_against is
  'What the areas, imports and categories of the district were when the rows were checked.';
comment on column public.imports.plan is
  'Of an import of grids: { scheme, name, from } of the plan to be; what is left out is chosen when it is written.';
create index imports_district_idx on public.imports (district_id, created_at);
alter table public.imports enable row level security;
grant select on public.imports to authenticated;

alter table public.imports add constraint imports_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "planners and admins read the imports of their district" on public.imports
  for select to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create table public.import_rows (
  import_id bigint not null,
  number integer not null,
  line integer,
  lines integer not null default 1,
  part text not null,
  source text not null default ''::text,
  payload jsonb not null default '{}'::jsonb,
  geom extensions.geometry(geometry,4326),
  doubts jsonb not null default '[]'::jsonb,
  refusal text,
  detail text not null default ''::text,
  checked boolean not null default false,
  code text,
  parent_code text,
  due_at timestamptz,
  outcome text,
  before text,
  constraint import_rows_pkey primary key (import_id, number),
  constraint import_rows_outcome_known check (outcome = any (array['new'::text, 'changed'::text, 'unchanged'::text])),
  constraint import_rows_part_known check (part = any (array['district'::text, 'street'::text, 'community'::text, 'row'::text]))
);
comment on table public.import_rows is
  'Rows of a file on their way in. After the commit only the refused and doubtful ones are kept.';
comment on column public.import_rows.line is
  'First line in the file; null for rows that were derived from others.';
comment on column public.import_rows.lines is
  'Lines of the file that this row stands for: pieces of one thing are one row.';
comment on column public.import_rows.code is
  'Statistics code of an area; of other rows the code of their community.';
comment on column public.import_rows.before is
  'What stood in the table before this row was written, until the import is done.';
create index import_rows_geom_idx on public.import_rows using gist (geom) where part = 'community'::text;
create index import_rows_unchecked_idx on public.import_rows (import_id, number) where not checked and refusal is null;
alter table public.import_rows enable row level security;
grant select on public.import_rows to authenticated;

alter table public.import_rows add constraint import_rows_import_fkey
  foreign key (import_id) references public.imports(id) on delete cascade;

create policy "planners and admins read the rows of imports they see" on public.import_rows
  for select to authenticated
  using ((import_id in ( select imports.id
   from public.imports)));

create function private.may_import(district bigint) returns boolean
language sql stable security definer set search_path = '' as $$
  select (select auth.role()) = 'service_role' or private.can('{planner,admin}', district)
$$;
comment on function private.may_import(district bigint) is
  'Whether the caller may import into a district: its planners and admins, and the service key. Security definer: memberships are asked whoever may read them.';
grant execute on function private.may_import(district bigint) to authenticated, service_role;

create function private.open_import(import bigint, states public.import_state[]) returns public.imports
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
comment on function private.open_import(import bigint, states public.import_state[]) is
  'Locks an import of which the caller may decide; raises not-found, or import-not-ready when it is in another state. Every function that writes asks it first: these are security definer, because row level security would keep the spatial indexes from being used. Security definer: locks an import whoever may read it.';
grant execute on function private.open_import(import bigint, states public.import_state[]) to authenticated, service_role;

create function public.start_import(district_code text, kind public.import_kind, file_name text, client_key uuid default null) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'start_import', jsonb_build_array(district_code, kind, file_name));
  district bigint;
  made bigint;
begin
  if known is not null then
    return (known ->> 'id')::bigint;
  end if;
  select a.id into district from public.areas a where a.kind = 'district' and a.code = district_code;
  if district is null or not private.may_import(district) then
    raise exception 'unknown-district' using errcode = 'P0001', detail = json_build_object('code', district_code)::text;
  end if;
  -- What somebody left behind without cancelling it.
  perform private.give_up_imports(interval '1 day', district);
  insert into public.imports (district_id, kind, file_name) values (district, start_import.kind, coalesce(start_import.file_name, ''))
  returning id into made;
  return (private.end_intent(client_key, jsonb_build_object('id', made)) ->> 'id')::bigint;
end $$;
comment on function public.start_import(district_code text, kind public.import_kind, file_name text, client_key uuid) is
  'Starts the import of a file into a district and returns its number; the same again under client_key is done once. Raises unknown-district, sent-otherwise. Security definer: as cancel_import; it asks may_import itself.';
grant execute on function public.start_import(district_code text, kind public.import_kind, file_name text, client_key uuid) to authenticated;

create function public.stage_import_rows(import bigint, rows json) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  held jsonb;
begin
  perform private.open_import(import, '{staging}');
  held := private.held_json(rows);
  begin
    perform private.stage_rows(import, held, false);
    return;
  exception when others then
    null; -- Some geometry is none: the rows are taken one by one.
  end;
  perform private.stage_rows(import, held, true);
exception
  when data_exception or not_null_violation or cardinality_violation then
    raise exception 'import-rows-malformed' using errcode = 'P0001', detail = json_build_object('reason', sqlerrm)::text;
end $$;
comment on function public.stage_import_rows(import bigint, rows json) is
  'Adds rows to an import: [{ number, line, lines, part, source, payload, geometry (GeoJSON), doubts, refusal, detail }]. A number that is there already is left alone, so a chunk may be sent again. Characters that no database holds are left out (json, not jsonb, which would refuse the call for one of them). Refuses geometry-invalid, position-impossible and row-unreadable row by row. Raises not-found, import-not-ready, import-rows-malformed (not a list of such rows). Security definer: as cancel_import.';
grant execute on function public.stage_import_rows(import bigint, rows json) to authenticated;

create function public.cancel_import(import bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.give_up_import(private.open_import(import, '{staging,checked,writing}'));
end $$;
comment on function public.cancel_import(import bigint) is
  'Forgets an import that was not committed, and takes back what was written of it. Security definer: what is read in is written for whoever open_import lets, past policies that would keep spatial indexes from being used.';
grant execute on function public.cancel_import(import bigint) to authenticated;

create function public.import_refusals(import bigint, after_number integer default 0, at_most integer default 1000,
  code text default null, only_refused boolean default false) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'number', r.number, 'line', r.line, 'lines', r.lines, 'source', r.source, 'reason', r.refusal, 'detail', r.detail,
    'doubts', r.doubts) order by r.number), '[]')
  from (
    select * from public.import_rows r
    where r.import_id = import and r.number > after_number and r.line is not null
      and (r.refusal is not null or (r.doubts <> '[]' and not only_refused))
      and (import_refusals.code is null or r.refusal = import_refusals.code
        or (r.refusal is null and r.doubts @> jsonb_build_array(jsonb_build_object('code', import_refusals.code))))
    order by r.number limit at_most) r
$$;
comment on function public.import_refusals(import bigint, after_number integer, at_most integer, code text, only_refused boolean) is
  'Rows that were refused (reason) or taken with doubts, in the order of the file, `at_most` at a time after a number: all of them, those of one reason or doubt, or the refused ones only.';
grant execute on function public.import_refusals(import bigint, after_number integer, at_most integer, code text, only_refused boolean) to authenticated;

create function public.import_targets() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('code', a.code, 'name', a.name, 'nameEn', a.name_en) order by a.code), '[]')
  from public.areas a where a.kind = 'district' and private.may_import(a.id)
$$;
comment on function public.import_targets() is
  'Districts into which the caller may import. Security definer: one question of the right for all districts.';
grant execute on function public.import_targets() to authenticated;

create function public.import_target(district_code text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('code', d.code, 'name', d.name,
    'streets', count(*) filter (where a.kind = 'street'),
    'communities', count(*) filter (where a.kind = 'community'),
    'bounded', count(*) filter (where a.kind = 'community' and a.boundary is not null))
  from public.areas d join public.areas a on a.district_id = d.id
  where d.kind = 'district' and d.code = district_code and private.may_import(d.id)
  group by d.id
$$;
comment on function public.import_target(district_code text) is
  'What a district has before an import: { code, name, streets, communities, bounded }; null where the caller may not import into it. Security definer: counts areas whoever asks; asks may_import itself.';
grant execute on function public.import_target(district_code text) to authenticated;

create function private.communities_said(import bigint, district bigint, payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  said text := coalesce(nullif(payload ->> 'communityCode', ''), nullif(payload ->> 'community', ''));
begin
  return (
    with known as (
      select r.code, r.payload ->> 'name' as name, r.source, r.payload ->> 'parent' as street
      from public.import_rows r where r.import_id = import and r.part = 'community' and r.refusal is null
      union all
      select a.code, a.name, a.source_id, s.name
      from public.areas a join public.areas s on s.id = a.parent_id where a.district_id = district and a.kind = 'community'
    ), ranked as (
      select known.code, rank() over (
        order by known.code = said desc, known.street is not distinct from payload ->> 'street' desc) as place
      from known where said in (known.code, known.source, known.name) or known.name = payload ->> 'community'
    )
    select array_agg(distinct ranked.code) from ranked where ranked.place = 1);
end $$;
comment on function private.communities_said(import bigint, district bigint, payload jsonb) is
  'Codes of the communities that the row''s columns name, by code, source id or name; of those with the same name the one in the named street. More than one where that does not tell; null where none is named or known.';

create function private.read_geometry(given jsonb) returns extensions.geometry
language plpgsql immutable set search_path = '' as $$
begin
  return extensions.st_force2d(extensions.st_setsrid(extensions.st_geomfromgeojson(given), 4326));
exception when others then
  return null;
end $$;
comment on function private.read_geometry(given jsonb) is
  'The geometry of GeoJSON, without heights; null where it is none.';

create function private.stage_rows(import bigint, rows jsonb, row_by_row boolean) returns void
language sql volatile set search_path = '' as $$
  insert into public.import_rows (import_id, number, line, lines, part, source, payload, geom, doubts, refusal, detail)
  select import, r.number, r.line, greatest(1, coalesce(r.lines, 1)),
    case when r.part in ('district', 'street', 'community') then r.part else 'row' end, coalesce(r.source, ''),
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

create function private.refuse_import_twins(import bigint) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set refusal = 'duplicate-id', detail = r.source
  from (
    select x.number, row_number() over (partition by x.source, case when i.kind = 'base-map' then x.payload ->> 'layer' end order by x.number) as place
    from public.import_rows x join public.imports i on i.id = x.import_id
    where x.import_id = import and x.part = 'row' and x.refusal is null) twin
  where r.import_id = import and r.number = twin.number and twin.place > 1
$$;
comment on function private.refuse_import_twins(import bigint) is
  'Of rows with the same source id the first is taken, the others are refused: duplicate-id.';

create function private.whole_number(given jsonb, lowest integer, highest integer) returns integer
language plpgsql immutable set search_path = '' as $$
declare
  written constant text := given #>> '{}';
begin
  if written !~ '^[0-9]{1,9}(\.0+)?$' then
    return null;
  end if;
  return case when written::numeric between lowest and highest then written::numeric::integer end;
end $$;
comment on function private.whole_number(given jsonb, lowest integer, highest integer) is
  'A whole number between two others, as JSON number or text; null for anything else.';

create function private.import_time(given text) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  moment timestamptz;
begin
  if given is null or given !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}' then
    return null;
  end if;
  -- Days up to the 28th are in every month.
  moment := case
    when given ~ '^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?$'
      then given::timestamptz
    else private.doubtful_time(given) end;
  return case when moment between '1990-01-01' and now() + interval '10 years' then moment end;
end $$;
comment on function private.import_time(given text) is
  'A moment from 1990 (what incidents can hold) to ten years hence; null for anything else.';

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
comment on function private.refuse_import_values(import bigint, kind public.import_kind, first integer, last integer) is
  'Refuses rows that the tables of their kind would not take: geometry-missing, geometry-invalid, geometry-kind, no-households, not-a-number, not-a-barrier, class-unknown, no-name, no-time, not-a-time, closed-before-reported; doubts value-left-out for storeys and due dates.';

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
comment on function private.nearest_community_words(import bigint, district bigint, place extensions.geometry) is
  'The nearest community of a place that lies in none, with the distance, for the words of a refusal.';

-- A time that cannot be wrong needs no block that catches errors, each of which is a transaction within the transaction.
create function private.doubtful_time(given text) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  return given::timestamptz;
exception when others then
  return null;
end $$;
comment on function private.doubtful_time(given text) is
  'A text as a moment; null for what is none.';

create function private.held_json(given json) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  text_of text := given::text;
begin
  if text_of ~* '\\u(00(0[0-8bcef]|1[0-9a-f]|7f)|d[89a-f])' then
    -- A backslash before it makes \u0000 the letters that it is written with; such pairs are taken first and stay.
    text_of := regexp_replace(text_of, '(\\\\)|\\u00(?:0[0-8bcef]|1[0-9a-f]|7f)', '\1', 'gi');
    text_of := regexp_replace(text_of, '(?<!\\)((?:\\\\)*)\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f][0-9a-f]{2})', '\1\\ufffd', 'gi');
    text_of := regexp_replace(text_of, '(?<!\\ud[89ab][0-9a-f]{2})(?<!\\)((?:\\\\)*)\\ud[c-f][0-9a-f]{2}', '\1\\ufffd', 'gi');
  end if;
  return text_of::jsonb;
end $$;
comment on function private.held_json(given json) is
  'JSON as a database holds it: without NUL and other control characters but tabs and line ends, and with U+FFFD for halves of characters.';

create function private.check_import_row_again() returns trigger
language plpgsql set search_path = '' as $$
begin
  if (select i.state from public.imports i where i.id = new.import_id) = 'checked' then
    new.checked := false;
    new.outcome := null;
    if new.part <> 'row' or old.part <> 'row' then
      -- Areas are settled against each other, all at once: the whole file is checked anew.
      update public.imports i set checked_against = null where i.id = new.import_id;
    end if;
  end if;
  return new;
end $$;
comment on function private.check_import_row_again() is
  'What is changed in a row after it was checked is not what was checked.';

create trigger import_rows_check_again before update of payload, geom, source, part, refusal on public.import_rows for each row when (old.checked) execute function private.check_import_row_again();

create trigger zz_nothing_missing before insert or update on public.import_rows for each row when (new.import_id is null or new.number is null or new.lines is null or new.part is null or new.source is null or new.payload is null or new.doubts is null or new.detail is null or new.checked is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.imports for each row when (new.district_id is null or new.kind is null or new.file_name is null or new.state is null or new.areas_checked is null or new.summary is null or new.created_at is null) execute function private.refuse_missing();
