-- Rows on their way in are taken as they were sent: characters that no database holds cost themselves, not the call, and what somebody
-- changes between check and writing is checked again.

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
comment on function private.held_json is
  'JSON as a database holds it: without NUL and other control characters but tabs and line ends, and with U+FFFD for halves of characters.';

drop function public.stage_import_rows(bigint, jsonb);
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
comment on function public.stage_import_rows is
  'Adds rows to an import: [{ number, line, lines, part, source, payload, geometry (GeoJSON), doubts, refusal, detail }]. A number that is there already is left alone, so a chunk may be sent again. Characters that no database holds are left out (json, not jsonb, which would refuse the call for one of them). Refuses geometry-invalid, position-impossible and row-unreadable row by row. Raises not-found, import-not-ready, import-rows-malformed (not a list of such rows).';
grant execute on function public.stage_import_rows to authenticated, service_role;

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
comment on function private.check_import_row_again is 'What is changed in a row after it was checked is not what was checked.';
create trigger import_rows_check_again before update of payload, geom, source, part, refusal on public.import_rows
  for each row when (old.checked) execute function private.check_import_row_again();

create or replace function private.begin_writing(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
declare
  district public.areas;
begin
  select * into district from public.areas a where a.id = current_import.district_id for update;
  if current_import.checked_against is distinct from private.district_stamp(district.id)
    or exists (select from public.import_rows r where r.import_id = current_import.id and not r.checked and r.refusal is null) then
    raise exception 'import-outdated' using errcode = 'P0001', detail = json_build_object('import', current_import.id)::text;
  end if;
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
comment on function private.begin_writing is
  'Begins to write a checked import: areas and compounds first. Raises import-outdated where the district is no longer what the rows were checked against, or rows were changed since.';

drop function public.import_refusals(bigint, integer, integer);
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
comment on function public.import_refusals is
  'Rows that were refused (reason) or taken with doubts, in the order of the file, `at_most` at a time after a number: all of them, those of one reason or doubt, or the refused ones only.';
grant execute on function public.import_refusals to authenticated, service_role;
