-- A file is imported in four steps: start, stage rows in chunks, check them in chunks, commit everything in one
-- transaction. Until the commit nothing but these two tables has changed, and a cancelled import leaves nothing.

create type public.import_kind as enum (
  'areas', 'buildings', 'barriers', 'crossings', 'base-map', 'service-points', 'incidents');
create type public.import_state as enum ('staging', 'checked', 'committed');

create table public.imports (
  id bigint generated always as identity primary key,
  district_id bigint not null constraint imports_district_fkey references public.areas (id) on delete cascade,
  kind public.import_kind not null,
  file_name text not null,
  state public.import_state not null default 'staging',
  areas_checked boolean not null default false,
  summary jsonb not null default '{}',
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  committed_at timestamptz
);
comment on table public.imports is 'Files that were or are being imported, with what came of them.';
create index imports_district_idx on public.imports (district_id, created_at);

create table public.import_rows (
  import_id bigint not null constraint import_rows_import_fkey references public.imports (id) on delete cascade,
  number integer not null,
  line integer,
  lines integer not null default 1,
  part text not null constraint import_rows_part_known check (part in ('district', 'street', 'community', 'row')),
  source text not null default '',
  payload jsonb not null default '{}',
  geom extensions.geometry(Geometry, 4326),
  doubts jsonb not null default '[]',
  refusal text,
  detail text not null default '',
  checked boolean not null default false,
  code text,
  parent_code text,
  due_at timestamptz,
  outcome text constraint import_rows_outcome_known check (outcome in ('new', 'changed', 'unchanged')),
  constraint import_rows_pkey primary key (import_id, number)
);
comment on table public.import_rows is 'Rows of a file on their way in. After the commit only the refused and doubtful ones are kept.';
comment on column public.import_rows.line is 'First line in the file; null for rows that were derived from others.';
comment on column public.import_rows.lines is 'Lines of the file that this row stands for: pieces of one thing are one row.';
comment on column public.import_rows.code is 'Statistics code of an area; of other rows the code of their community.';
create index import_rows_unchecked_idx on public.import_rows (import_id, number) where not checked and refusal is null;
create index import_rows_geom_idx on public.import_rows using gist (geom) where part = 'community';

alter table public.imports enable row level security;
create policy "planners and admins read the imports of their district" on public.imports
  for select to authenticated using (district_id in (select private.reachable('{planner,admin}')));
alter table public.import_rows enable row level security;
create policy "planners and admins read the rows of imports they see" on public.import_rows
  for select to authenticated using (import_id in (select id from public.imports));
revoke all on public.imports, public.import_rows from anon, authenticated;
grant select on public.imports, public.import_rows to authenticated, service_role;

create function private.may_import(district bigint) returns boolean
language sql stable security definer set search_path = '' as $$
  select (select auth.role()) = 'service_role' or private.can('{planner,admin}', district)
$$;
comment on function private.may_import is 'Whether the caller may import into a district: its planners and admins, and the service key.';

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
  return found;
end $$;
comment on function private.open_import is
  'Locks an import of which the caller may decide; raises not-found, or import-not-ready when it is in another state. Every function that writes asks it first: these are security definer, because row level security would keep the spatial indexes from being used.';

create function public.start_import(district_code text, kind public.import_kind, file_name text) returns bigint
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
  delete from public.imports i where i.district_id = district and i.state <> 'committed' and i.created_at < now() - interval '1 day';
  insert into public.imports (district_id, kind, file_name) values (district, start_import.kind, start_import.file_name)
  returning id into made;
  return made;
end $$;
comment on function public.start_import is 'Starts the import of a file into a district and returns its number. Raises unknown-district.';

create function public.stage_import_rows(import bigint, rows jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.open_import(import, '{staging}');
  insert into public.import_rows (import_id, number, line, lines, part, source, payload, geom, doubts, refusal, detail)
  select import, r.number, r.line, coalesce(r.lines, 1), coalesce(r.part, 'row'), coalesce(r.source, ''),
    coalesce(r.payload, '{}'), extensions.st_setsrid(extensions.st_geomfromgeojson(r.geometry), 4326),
    coalesce(r.doubts, '[]'), r.refusal, coalesce(r.detail, '')
  from jsonb_to_recordset(rows) r (number integer, line integer, lines integer, part text, source text, payload jsonb,
    geometry jsonb, doubts jsonb, refusal text, detail text)
  on conflict (import_id, number) do nothing;
end $$;
comment on function public.stage_import_rows is
  'Adds rows to an import: [{ number, line, lines, part, source, payload, geometry (GeoJSON), doubts, refusal, detail }]. A number that is there already is left alone, so a chunk may be sent again.';

create function public.cancel_import(import bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.open_import(import, '{staging,checked}');
  delete from public.imports i where i.id = import;
end $$;
comment on function public.cancel_import is 'Forgets an import that was not committed.';

create function public.import_refusals(import bigint, after_number integer default 0, at_most integer default 1000) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'number', r.number, 'line', r.line, 'lines', r.lines, 'source', r.source, 'reason', r.refusal, 'detail', r.detail,
    'doubts', r.doubts) order by r.number), '[]')
  from (
    select * from public.import_rows r
    where r.import_id = import and r.number > after_number and r.line is not null
      and (r.refusal is not null or r.doubts <> '[]')
    order by r.number limit at_most) r
$$;
comment on function public.import_refusals is
  'Rows that were refused (reason) or taken with doubts, in the order of the file, `at_most` at a time after a number.';

grant execute on function private.may_import, private.open_import to authenticated, service_role;
grant execute on function public.start_import, public.stage_import_rows, public.cancel_import, public.import_refusals
  to authenticated, service_role;

create function public.import_targets() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('code', a.code, 'name', a.name, 'nameEn', a.name_en) order by a.code), '[]')
  from public.areas a where a.kind = 'district' and private.may_import(a.id)
$$;
comment on function public.import_targets is 'Districts into which the caller may import.';

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
comment on function public.import_target is
  'What a district has before an import: { code, name, streets, communities, bounded }; null where the caller may not import into it.';
grant execute on function public.import_targets, public.import_target to authenticated, service_role;
