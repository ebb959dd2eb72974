-- One bad row is a refused row. What a building is doubtful for has a thousand characters at most in its table, and ten thousand passed the
-- check; a request without a category had no words for its refusal: one such row ended the file.

create or replace function private.leave_out_long_texts() returns trigger
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

create or replace function private.judge_incidents(import bigint, district bigint, first integer, last integer) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set refusal = 'category-unknown', detail = coalesce(r.payload ->> 'category', '')
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

