-- A step of writing finds its rows by their number and stops there. Asked through changed_import_rows(), which is a function that no
-- planner looks into, each step of fifty rows read all that were left, with their content: 2 s a step of 200,000 buildings, 4,000 steps.

create function private.last_of_step(import bigint, after integer, at_most integer, out last integer, out count integer)
language plpgsql stable set search_path = '' set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off as $$
begin
  select max(step.number), count(*) into last_of_step.last, last_of_step.count from (
    select r.number from public.import_rows r
    where r.import_id = last_of_step.import and r.number > last_of_step.after
      and r.part = 'row' and r.refusal is null and r.outcome <> 'unchanged'
    order by r.number limit last_of_step.at_most) step;
end $$;
comment on function private.last_of_step(import bigint, after integer, at_most integer) is
  'The number of the last row of the next step of writing and how many rows it has; null where none is left. Walks the rows in their order whatever is known of them, so that it reads no more than the step: statistics of rows that were just judged are those of before.';

create function private.last_to_clear(import bigint, at_most integer) returns integer
language sql stable set search_path = '' set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off as $$
  select max(step.number) from (
    select r.number from public.import_rows r
    where r.import_id = last_to_clear.import and r.refusal is null and r.doubts = '[]'
    order by r.number limit last_to_clear.at_most) step
$$;
comment on function private.last_to_clear(import bigint, at_most integer) is
  'The number of the last of the next rows that nobody will ask for; null where none is left. As last_of_step().';

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
  update public.imports i set state = 'writing', written_to = case when i.kind = 'buildings' then -1 else 0 end,
    remaining = coalesce((i.summary #>> '{rows,new}')::integer, 0) + coalesce((i.summary #>> '{rows,changed}')::integer, 0)
  where i.id = current_import.id;
end $$;
comment on function private.begin_writing(current_import public.imports) is
  'Begins to write a checked import: areas first. Raises import-outdated where the district is no longer what the rows were checked against, or rows were changed since.';

create function private.begin_rows(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if current_import.kind = 'buildings' then
    perform private.write_import_compounds(current_import.id, current_import.district_id);
    -- Else each step would read all of them.
    analyze public.compounds;
  end if;
  update public.imports i set written_to = 0 where i.id = current_import.id;
end $$;
comment on function private.begin_rows(current_import public.imports) is
  'What comes between the areas and the rows of an import: the compounds of its buildings. Until then it is written to -1.';

create or replace function private.write_step(current_import public.imports, at_most integer) returns integer
language plpgsql volatile set search_path = '' as $$
declare
  upto integer;
  rows_of_step integer := 0;
begin
  if at_most is not null then
    select step.last, step.count into upto, rows_of_step
    from private.last_of_step(current_import.id, current_import.written_to, at_most) step;
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

create or replace function private.clear_rows(import bigint, at_most integer) returns integer
language plpgsql volatile set search_path = '' as $$
declare
  cleared integer;
  upto integer := case when at_most is not null then private.last_to_clear(import, at_most) end;
begin
  delete from public.import_rows r
  where r.import_id = import and r.number <= coalesce(upto, 2147483647) and r.refusal is null and r.doubts = '[]';
  get diagnostics cleared = row_count;
  if at_most is null or cleared < at_most then
    update public.import_rows r set payload = '{}', geom = null, before = null where r.import_id = import;
  end if;
  return cleared;
end $$;

create or replace function public.commit_import(import bigint) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  current_import public.imports := private.open_import(import, '{checked}');
begin
  perform private.begin_writing(current_import);
  perform private.begin_rows(current_import);
  perform private.write_step(current_import, null);
  perform private.end_writing(current_import);
  perform private.clear_rows(import, null);
  return current_import.summary;
end $$;

create or replace function public.write_import(import bigint, at_most integer default 500) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  current_import public.imports := private.open_import(import, '{checked,writing,committed}');
  step constant integer := greatest(1, coalesce(write_import.at_most, 500));
begin
  if current_import.kind = 'grids' and current_import.state = 'checked' then
    update public.imports i set state = 'committed', committed_at = now(),
      summary = i.summary || jsonb_build_object('plan', private.publish_import_grids(current_import))
    where i.id = import returning * into current_import;
    perform private.clear_rows(import, null);
    return jsonb_build_object('remaining', 0, 'summary', current_import.summary);
  end if;
  if current_import.state = 'checked' and not private.serves_one_at_a_time() then
    return jsonb_build_object('remaining', 0, 'summary', public.commit_import(import));
  end if;
  case current_import.state
    when 'checked' then
      perform private.begin_writing(current_import);
    when 'writing' then
      if current_import.written_to < 0 then
        perform private.begin_rows(current_import);
      elsif private.write_step(current_import, step) is null then
        perform private.end_writing(current_import);
      end if;
    else
      if private.clear_rows(import, 4 * step) < 4 * step then
        return jsonb_build_object('remaining', 0, 'summary', current_import.summary);
      end if;
  end case;
  return jsonb_build_object('remaining', greatest(1, (select i.remaining from public.imports i where i.id = import)));
end $$;
