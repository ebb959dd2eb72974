-- An imported case has the wording of its category that stood on the day on which it was reported: a retired one takes cases from
-- before its end and no others, and where a district has its own, the template of the same code does not stand in for it.

alter table public.categories
  add column retired_at timestamptz,
  add constraint categories_retired_at_bounded check (retired_at >= '1990-01-01' and retired_at < '2090-01-01');
comment on column public.categories.retired_at is
  'Since when no new case may have it; cases reported before may.';

-- When the older ones were taken off the list nobody wrote down: it was by now.
update public.categories c set retired_at = coalesce(c.valid_until, now()) where c.retired;
alter table public.categories add constraint categories_retired_since check (retired = (retired_at is not null));

create function private.note_retirement() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.retired_at := case when new.retired then coalesce(new.retired_at, new.valid_until, now()) end;
  return new;
end $$;
comment on function private.note_retirement is 'Notes since when a category is retired; one that is put back was never.';
create trigger categories_note_retirement before insert or update on public.categories
  for each row execute function private.note_retirement();

create function private.category_spans(district bigint) returns table (code text, category_id bigint, since timestamptz, until timestamptz)
language sql stable set search_path = '' as $$
  select c.code, c.id, coalesce(lag(c.retired_at) over held, '-infinity'), coalesce(c.retired_at, 'infinity')
  from public.categories c
  where c.district_id = category_spans.district or c.district_id is null and not exists (
    select from public.categories own where own.district_id = category_spans.district and own.code = c.code)
  window held as (partition by c.code order by c.retired_at nulls last, c.id)
$$;
comment on function private.category_spans is
  'Which category a case of a district has under a code, by when it was reported: from since until, not including, until. A code whose last category is retired has none from then on.';
grant execute on function private.category_spans to authenticated, service_role;

create or replace function private.judge_incidents(import bigint, district bigint, first integer, last integer) returns void
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
drop function private.import_category(bigint, text);

create or replace function private.imported_cases(import bigint, district bigint)
returns table (source text, number integer, place extensions.geometry, community_id bigint, category_id bigint, address text,
  description text, steps public.incident_state[], reached integer, reported_at timestamptz, ended_at timestamptz, due_at timestamptz,
  given_due_at timestamptz)
language sql stable set search_path = '' as $$
  select r.source, r.number, private.import_place(r.geom), community.id, category.category_id, coalesce(r.payload ->> 'address', ''), coalesce(r.payload ->> 'description', ''),
    path.steps, coalesce(array_position(path.steps, i.state), 0), (r.payload ->> 'reportedAt')::timestamptz,
    private.import_time(r.payload ->> 'closedAt'), r.due_at,
    private.import_time(r.payload ->> 'dueAt')
  from private.changed_import_rows(import) r
  join public.areas community on community.code = r.code
  join private.category_spans(district) category on category.code = r.payload ->> 'category'
    and category.since <= (r.payload ->> 'reportedAt')::timestamptz and category.until > (r.payload ->> 'reportedAt')::timestamptz
  cross join lateral (select private.incident_path(r.payload ->> 'state') as steps) path
  left join public.incidents i on i.district_id = district and i.source = 'import' and i.source_id = r.source
$$;

create or replace function private.district_stamp(district bigint) returns text
language sql stable set search_path = '' as $$
  select md5(concat_ws('|',
    (select string_agg(concat_ws(',', a.id, a.code, a.name, a.source_id, md5(extensions.st_asbinary(a.boundary))), ';' order by a.id)
     from public.areas a where a.district_id = district_stamp.district),
    (select max(i.id) from public.imports i where i.district_id = district_stamp.district and i.state = 'committed'),
    (select max(i.committed_at) from public.imports i where i.district_id = district_stamp.district),
    (select string_agg(concat_ws(',', s.category_id, s.until), ';' order by s.category_id) from private.category_spans(district_stamp.district) s)))
$$;
