-- A district's own categories. One that is renamed or gets other deadlines becomes a new row as soon as a case has it: the old row
-- stays, retired, with its name and its deadlines, and so do the cases that have it.

alter table public.categories
  add column approved_by text not null default '',
  add column approval text not null default '',
  add column approved_since date,
  add column approved_until date,
  add column valid_since timestamptz,
  add column valid_until timestamptz,
  add column came_from bigint,
  add constraint categories_of_district unique (id, district_id),
  add constraint categories_came_from_fkey foreign key (came_from, district_id) references public.categories (id, district_id) on delete set null (came_from),
  add constraint categories_approved_by_length check (length(approved_by) <= 100),
  add constraint categories_approval_length check (length(approval) <= 200),
  add constraint categories_approved_in_order check (approved_until >= approved_since),
  add constraint categories_approved_since_bounded check (approved_since between '1900-01-01' and '2099-12-31'),
  add constraint categories_approved_until_bounded check (approved_until between '1900-01-01' and '2099-12-31'),
  add constraint categories_valid_since_bounded check (valid_since >= '1990-01-01' and valid_since < '2090-01-01'),
  add constraint categories_valid_until_bounded check (valid_until >= '1990-01-01' and valid_until < '2090-01-01'),
  add constraint categories_ended_are_retired check (valid_until is null or retired);
comment on column public.categories.approved_by is 'Who put the category on the list of what communities take on (准入清单).';
comment on column public.categories.approval is 'The paper by which it was put there.';
comment on column public.categories.approved_until is 'The last day of the approval; null: without an end.';
comment on column public.categories.valid_since is 'Since when this wording and these deadlines hold; null: from the beginning.';
comment on column public.categories.valid_until is 'When another row took the place of this one, or it was split; older cases keep it.';
comment on column public.categories.came_from is 'The row whose place this one took, or that was split.';
alter table public.categories drop constraint categories_code_unique;
create unique index categories_code_current on public.categories (district_id, code) nulls not distinct where valid_until is null;
create index categories_came_from_idx on public.categories (came_from) where came_from is not null;
revoke insert, update on public.categories from authenticated;
revoke insert, update, delete on public.category_deadlines from authenticated;
drop policy "admins add categories" on public.categories;
drop policy "admins change categories" on public.categories;
drop policy "admins add deadlines" on public.category_deadlines;
drop policy "admins change deadlines" on public.category_deadlines;
drop policy "admins remove deadlines" on public.category_deadlines;

create trigger zz_nothing_missing_of_approval before insert or update on public.categories for each row
  when (new.approved_by is null or new.approval is null) execute function private.refuse_missing();

create function private.keep_category_name() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.incidents i where i.category_id = old.id) then
    raise exception 'category-has-cases' using errcode = 'P0001', detail = json_build_object('category', old.id)::text;
  end if;
  return new;
end $$;
comment on function private.keep_category_name is
  'A category that cases have keeps its code and its names, whoever writes: another name is another row. Security definer: counts cases whoever writes.';
create trigger categories_keep_name before update on public.categories for each row
  when (old.name is distinct from new.name or old.name_en is distinct from new.name_en or old.code is distinct from new.code)
  execute function private.keep_category_name();

create function private.own_categories(district bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(4219, own_categories.district::integer);
  with copied as (
    insert into public.categories (district_id, code, name, name_en, grid_only, retired)
    select own_categories.district, t.code, t.name, t.name_en, t.grid_only, t.retired from public.categories t
    where t.district_id is null and t.valid_until is null
      and not exists (select from public.categories own where own.district_id = own_categories.district and own.code = t.code)
    order by t.code
    returning id, code
  )
  insert into public.category_deadlines (category_id, clock, amount, unit)
  select copied.id, d.clock, d.amount, d.unit from copied
  join public.categories t on t.district_id is null and t.code = copied.code and t.valid_until is null
  join public.category_deadlines d on d.category_id = t.id;
end $$;
comment on function private.own_categories is
  'Gives a district its own copy of the templates that it has none of yet, with their deadlines. Security definer: called by functions that have asked who may.';

create function private.checked_deadlines(given jsonb) returns table (clock public.incident_clock, amount numeric, unit public.deadline_unit)
language plpgsql immutable set search_path = '' as $$
declare
  wrong jsonb;
begin
  if jsonb_typeof(coalesce(given, '[]')) <> 'array' or jsonb_array_length(coalesce(given, '[]')) > 8 then
    raise exception 'deadline-wrong' using errcode = 'P0001', detail = '{"clock": ""}';
  end if;
  select d into wrong from jsonb_array_elements(coalesce(given, '[]')) d
  where jsonb_typeof(d) <> 'object'
    or coalesce(d ->> 'clock', '') <> all (enum_range(null::public.incident_clock)::text[])
    or coalesce(d ->> 'unit', '') <> all (enum_range(null::public.deadline_unit)::text[])
    or jsonb_typeof(d -> 'amount') is distinct from 'number'
    or (d ->> 'amount')::numeric not between 0.01 and 1000
    or round((d ->> 'amount')::numeric, 2) <> (d ->> 'amount')::numeric limit 1;
  if wrong is not null then
    raise exception 'deadline-wrong' using errcode = 'P0001', detail = json_build_object('clock', left(wrong ->> 'clock', 40))::text;
  end if;
  if (select count(distinct d ->> 'clock') < count(*) from jsonb_array_elements(coalesce(given, '[]')) d) then
    raise exception 'deadline-wrong' using errcode = 'P0001', detail = '{"clock": "twice"}';
  end if;
  return query select (d ->> 'clock')::public.incident_clock, (d ->> 'amount')::numeric, (d ->> 'unit')::public.deadline_unit
    from jsonb_array_elements(coalesce(given, '[]')) d;
end $$;
comment on function private.checked_deadlines is 'Deadlines as they are kept; raises deadline-wrong { clock }: more than nothing, at most 1,000, two digits after the point, each clock once.';

create function private.category_date(word text) returns date
language plpgsql immutable set search_path = '' as $$
begin
  if coalesce(btrim(word), '') = '' then
    return null;
  end if;
  if word !~ '^(19|20)\d\d-\d\d-\d\d$' then
    raise exception 'date-malformed' using errcode = 'P0001', detail = json_build_object('value', left(word, 40))::text;
  end if;
  return word::date;
exception when datetime_field_overflow or invalid_datetime_format then
  raise exception 'date-malformed' using errcode = 'P0001', detail = json_build_object('value', left(word, 40))::text;
end $$;
comment on function private.category_date is 'A day as YYYY-MM-DD, null for none; raises date-malformed.';

create function private.category_cases(category bigint, district bigint) returns bigint
language sql stable set search_path = '' as $$
  select coalesce(sum(t.cases), 0)::bigint from public.incident_category_tallies t
  where t.category_id = category_cases.category and t.district_id = category_cases.district
$$;
comment on function private.category_cases is 'How many cases of the district have the category.';

create function private.categories_of(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  with held as (
    select c.category_id, sum(c.cases)::bigint as cases from public.incident_category_tallies c where c.district_id = categories_of.district group by 1
  )
  select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'code', c.code, 'name', c.name, 'nameEn', c.name_en, 'gridOnly', c.grid_only,
    'retired', c.retired, 'isTemplate', c.district_id is null,
    'isCurrent', c.valid_until is null and (c.district_id is not null or not exists (
      select from public.categories own where own.district_id = categories_of.district and own.code = c.code)),
    'approvedBy', c.approved_by, 'approval', c.approval, 'approvedSince', c.approved_since, 'approvedUntil', c.approved_until,
    'approvalEnded', coalesce(c.approved_until < private.local_date(categories_of.district, now()), false),
    'validSince', c.valid_since, 'validUntil', c.valid_until, 'cameFrom', c.came_from, 'cases', coalesce(h.cases, 0),
    'deadlines', (select coalesce(jsonb_agg(jsonb_build_object('clock', d.clock, 'amount', d.amount, 'unit', d.unit) order by d.clock), '[]')
      from public.category_deadlines d where d.category_id = c.id)) order by c.code, c.valid_until desc nulls first, c.id), '[]')
  from public.categories c left join held h on h.category_id = c.id
  where c.district_id = categories_of.district or c.district_id is null and (h.cases > 0 or not exists (
    select from public.categories own where own.district_id = categories_of.district and own.code = c.code))
$$;
comment on function private.categories_of is 'The categories of a district, former ones too, as category_list answers them.';

create function public.category_list(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if category_list.district is null or category_list.district not in (select private.districts_of('{admin,planner,reviewer,leader,dispatcher}')) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', category_list.district)::text;
  end if;
  return private.categories_of(category_list.district);
end $$;
comment on function public.category_list is
  'Every category that a district has or had, or has cases of, with deadlines, approval and number of cases; isCurrent: it stands for its code today. Raises not-allowed. Security definer: reads tallies.';
grant execute on function public.category_list to authenticated;

create function private.write_category(district bigint, held public.categories, content jsonb) returns bigint
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_variable
declare
  made bigint;
  name constant text := private.plain_words(content ->> 'name', 60);
  name_en constant text := coalesce(nullif(private.plain_words(content ->> 'nameEn', 120), ''), name);
  grid_only constant boolean := coalesce((content ->> 'gridOnly')::boolean, held.grid_only, false);
  since constant date := private.category_date(content ->> 'approvedSince');
  until constant date := private.category_date(content ->> 'approvedUntil');
  code constant text := coalesce(held.code, content ->> 'code');
  is_other boolean;
begin
  if name = '' then
    raise exception 'name-missing' using errcode = 'P0001', detail = json_build_object('code', code)::text;
  end if;
  if until < since then
    raise exception 'dates-reversed' using errcode = 'P0001', detail = json_build_object('since', since, 'until', until)::text;
  end if;
  is_other := held.id is null or held.name <> name or held.name_en <> name_en or exists (
    (select d.clock, d.amount, d.unit from private.checked_deadlines(content -> 'deadlines') d
     except select d.clock, d.amount, d.unit from public.category_deadlines d where d.category_id = held.id)
    union all
    (select d.clock, d.amount, d.unit from public.category_deadlines d where d.category_id = held.id
     except select d.clock, d.amount, d.unit from private.checked_deadlines(content -> 'deadlines') d));
  if held.id is not null and is_other and exists (select from public.incidents i where i.category_id = held.id) then
    update public.categories c set retired = true, valid_until = now() where c.id = held.id;
  elsif held.id is not null then
    made := held.id;
    update public.categories c set name = name, name_en = name_en where c.id = made and (c.name, c.name_en) is distinct from (name, name_en);
  end if;
  if made is null then
    insert into public.categories (district_id, code, name, name_en, grid_only, came_from, valid_since)
    values (district, code, name, name_en, grid_only, held.id, now()) returning id into made;
  end if;
  if is_other then
    delete from public.category_deadlines d where d.category_id = made;
    insert into public.category_deadlines (category_id, clock, amount, unit)
    select made, d.clock, d.amount, d.unit from private.checked_deadlines(content -> 'deadlines') d;
  end if;
  update public.categories c set approved_by = private.plain_words(content ->> 'approvedBy', 100),
    approval = private.plain_words(content ->> 'approval', 200), approved_since = since, approved_until = until
  where c.id = made and (c.approved_by, c.approval, c.approved_since, c.approved_until)
    is distinct from (private.plain_words(content ->> 'approvedBy', 100), private.plain_words(content ->> 'approval', 200), since, until);
  -- Where a case is shown is the same for all cases of a code, older ones too.
  update public.categories c set grid_only = grid_only where c.district_id = district and c.code = code and c.grid_only <> grid_only;
  return made;
end $$;
comment on function private.write_category is 'Writes one category: in place where no case has it, else as another row that takes its place.';

create function private.category_to_change(district bigint, category bigint) returns public.categories
language plpgsql volatile set search_path = '' as $$
declare
  place constant bigint := private.administered(category_to_change.district);
  asked public.categories;
  held public.categories;
begin
  select * into asked from public.categories c where c.id = category_to_change.category and (c.district_id = place or c.district_id is null);
  perform private.own_categories(place);
  select * into held from public.categories c where c.district_id = place and c.code = asked.code and c.valid_until is null for update;
  if asked.id is null or held.id is null then
    raise exception 'category-unknown' using errcode = 'P0001', detail = json_build_object('category', category_to_change.category)::text;
  end if;
  -- Somebody has put another row in its place since the page was read.
  if asked.district_id is not null and asked.id <> held.id then
    raise exception 'changed-since' using errcode = 'P0001', detail = json_build_object('category', held.id)::text;
  end if;
  return held;
end $$;
comment on function private.category_to_change is
  'The district''s own category in place of the one named, a template or its own, locked; raises not-allowed, category-unknown, changed-since.';

create function public.save_category(district bigint, category bigint, content jsonb, client_key uuid default null) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  known constant jsonb := private.begin_intent(client_key, 'save_category', jsonb_build_array(district, category, content));
  held public.categories;
  code constant text := content ->> 'code';
begin
  if known is not null then
    return known::bigint;
  end if;
  if category is not null then
    held := private.category_to_change(place, category);
  else
    perform private.own_categories(place);
    if coalesce(code, '') !~ '^[0-9]{2}([0-9]{2})?$' then
      raise exception 'code-malformed' using errcode = 'P0001', detail = json_build_object('code', left(code, 20))::text;
    end if;
    if length(code) = 4 and not exists (select from public.categories c where c.district_id = place and c.code = left(code, 2) and not c.retired) then
      raise exception 'class-unknown' using errcode = 'P0001', detail = json_build_object('code', left(code, 2))::text;
    end if;
    if exists (select from public.categories c where c.district_id = place and c.code = code) then
      raise exception 'code-taken' using errcode = 'P0001', detail = json_build_object('code', code)::text;
    end if;
  end if;
  return private.end_intent(client_key, to_jsonb(private.write_category(place, held, content)))::bigint;
end $$;
comment on function public.save_category is
  'Adds a category (category null: content.code) or changes one; returns the id of the row that stands for the code from now on. content: { code, name, nameEn, gridOnly, approvedBy, approval, approvedSince, approvedUntil, deadlines: [{ clock, amount, unit }] }. Cases keep the name and deadlines that they had. Raises not-allowed, category-unknown, changed-since, code-malformed, class-unknown, code-taken, name-missing, dates-reversed, date-malformed, deadline-wrong, sent-otherwise. Security definer: categories have no policies for writing.';
grant execute on function public.save_category to authenticated;

create function public.retire_category(district bigint, category bigint, retired boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.categories := private.category_to_change(district, category);
begin
  if not retired and length(held.code) = 4 and exists (
    select from public.categories c where c.district_id = held.district_id and c.code = left(held.code, 2) and c.valid_until is null and c.retired) then
    raise exception 'class-retired' using errcode = 'P0001', detail = json_build_object('code', left(held.code, 2))::text;
  end if;
  update public.categories c set retired = retired
  where c.district_id = held.district_id and c.valid_until is null and c.retired <> retired
    and (c.id = held.id or retired and length(held.code) = 2 and left(c.code, 2) = held.code);
end $$;
comment on function public.retire_category is
  'Takes a category (a class: with all in it) off the list of what new cases may be, or puts it back; cases keep it. Raises not-allowed, category-unknown, changed-since, class-retired. Security definer: categories have no policies for writing.';
grant execute on function public.retire_category to authenticated;

create function public.split_category(district bigint, category bigint, parts jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  known constant jsonb := private.begin_intent(client_key, 'split_category', jsonb_build_array(district, category, parts));
  held public.categories;
  part jsonb;
  made bigint;
  answer jsonb := '[]';
begin
  if known is not null then
    return known;
  end if;
  held := private.category_to_change(district, category);
  if length(held.code) <> 4 or jsonb_typeof(parts) <> 'array' or jsonb_array_length(parts) not between 2 and 9 then
    raise exception 'split-wrong' using errcode = 'P0001', detail = json_build_object('code', held.code)::text;
  end if;
  for part in select p from jsonb_array_elements(parts) p loop
    if coalesce(part ->> 'code', '') !~ '^[0-9]{4}$' or left(part ->> 'code', 2) <> left(held.code, 2) then
      raise exception 'code-malformed' using errcode = 'P0001', detail = json_build_object('code', left(part ->> 'code', 20))::text;
    end if;
    if exists (select from public.categories c where c.district_id = held.district_id and c.code = part ->> 'code') then
      raise exception 'code-taken' using errcode = 'P0001', detail = json_build_object('code', part ->> 'code')::text;
    end if;
    if private.plain_words(part ->> 'name', 60) = '' then
      raise exception 'name-missing' using errcode = 'P0001', detail = json_build_object('code', part ->> 'code')::text;
    end if;
    insert into public.categories (district_id, code, name, name_en, grid_only, approved_by, approval, approved_since, approved_until, came_from, valid_since)
    values (held.district_id, part ->> 'code', private.plain_words(part ->> 'name', 60),
      coalesce(nullif(private.plain_words(part ->> 'nameEn', 120), ''), private.plain_words(part ->> 'name', 60)),
      held.grid_only, held.approved_by, held.approval, held.approved_since, held.approved_until, held.id, now())
    returning id into made;
    insert into public.category_deadlines (category_id, clock, amount, unit)
    select made, d.clock, d.amount, d.unit from public.category_deadlines d where d.category_id = held.id;
    answer := answer || to_jsonb(made);
  end loop;
  update public.categories c set retired = true where c.id = held.id;
  return private.end_intent(client_key, answer);
end $$;
comment on function public.split_category is
  'Puts two to nine categories [{ code, name, nameEn }] of the same class in the place of one, with its deadlines and approval; returns their ids. The one is retired, its cases keep it. Raises not-allowed, category-unknown, changed-since, split-wrong, code-malformed, code-taken, name-missing, sent-otherwise. Security definer: categories have no policies for writing.';
grant execute on function public.split_category to authenticated;
