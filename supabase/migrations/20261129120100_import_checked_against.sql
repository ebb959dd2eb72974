-- What a check has found holds as long as what it was compared with stands: an import that was checked before something else
-- changed the district is checked anew.

alter table public.imports add column checked_against text;
comment on column public.imports.checked_against is 'What the areas, imports and categories of the district were when the rows were checked.';

create function private.district_stamp(district bigint) returns text
language sql stable set search_path = '' as $$
  select md5(concat_ws('|',
    (select string_agg(concat_ws(',', a.id, a.code, a.name, a.source_id, md5(extensions.st_asbinary(a.boundary))), ';' order by a.id)
     from public.areas a where a.district_id = district_stamp.district),
    (select max(i.id) from public.imports i where i.district_id = district_stamp.district and i.state = 'committed'),
    (select max(i.committed_at) from public.imports i where i.district_id = district_stamp.district),
    (select count(*) from public.categories c where not c.retired and (c.district_id is null or c.district_id = district_stamp.district))))
$$;
comment on function private.district_stamp is 'A text that is another one once areas or categories of a district changed, or something was imported.';

create function private.keep_stamp_of_check() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.checked_against := private.district_stamp(new.district_id);
  return new;
end $$;
comment on function private.keep_stamp_of_check is 'Remembers what the rows of an import were checked against.';
create trigger imports_checked before update of state on public.imports
  for each row when (new.state = 'checked' and old.state is distinct from 'checked') execute function private.keep_stamp_of_check();

create or replace function private.begin_writing(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
declare
  district public.areas;
begin
  select * into district from public.areas a where a.id = current_import.district_id for update;
  if current_import.checked_against is distinct from private.district_stamp(district.id) then
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
  'Begins to write a checked import: areas and compounds first. Raises import-outdated where the district is no longer what the rows were checked against.';
