-- Departments (部门): a second axis of rights and figures beside areas. Which categories go to which department is a rule by code,
-- so that it outlives a district's own copy of the categories; each case keeps the department that it went to.

create function private.setup_district(district bigint, roles public.member_role[]) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  if setup_district.district is null or not exists (select from public.areas a where a.id = setup_district.district and a.kind = 'district')
    or setup_district.district not in (select private.reachable(roles)) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', setup_district.district)::text;
  end if;
  return setup_district.district;
end $$;
comment on function private.setup_district is
  'The district, if the signed-in person holds one of the roles in the whole of it; raises not-allowed.';
grant execute on function private.setup_district to authenticated, service_role;

create function private.given_date(word text, field text) returns date
language plpgsql immutable set search_path = '' as $$
declare
  day date;
begin
  if word is null or btrim(word) = '' then
    return null;
  end if;
  begin
    day := substring(btrim(word) from '^\d{4}-\d\d-\d\d$')::date;
  exception when datetime_field_overflow or invalid_datetime_format then
    day := null;
  end;
  if day is null or day not between '1900-01-01' and '2099-12-31' then
    raise exception 'date-malformed' using errcode = 'P0001', detail = json_build_object('field', field, 'value', left(word, 40))::text;
  end if;
  return day;
end $$;
comment on function private.given_date is 'A day as YYYY-MM-DD, null for none; raises date-malformed { field, value }.';
grant execute on function private.given_date to authenticated, service_role;

create function private.refuse_reversed(since date, until date) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if until < since then
    raise exception 'dates-reversed' using errcode = 'P0001', detail = json_build_object('since', since, 'until', until)::text;
  end if;
end $$;
comment on function private.refuse_reversed is 'Raises dates-reversed { since, until } where a period ends before it begins.';
grant execute on function private.refuse_reversed to authenticated, service_role;

create table public.departments (
  id bigint generated always as identity primary key,
  district_id bigint not null,
  name text not null,
  name_en text not null default '',
  telephone text not null default '',
  retired boolean not null default false,
  constraint departments_of_district unique (district_id, id),
  constraint departments_name_unique unique (district_id, name),
  constraint departments_name_not_blank check (btrim(name) <> ''),
  constraint departments_name_length check (length(name) <= 100),
  constraint departments_name_en_length check (length(name_en) <= 200),
  constraint departments_telephone_length check (length(telephone) <= 40),
  constraint departments_district_fkey foreign key (district_id, district_id) references public.areas (id, district_id) on delete cascade
);
comment on table public.departments is
  'Offices that handle categories of cases. One that is retired gets no new cases; its old ones keep its name.';
alter table public.departments enable row level security;
grant select on public.departments to authenticated;
create policy "members read the departments of their district" on public.departments
  for select to authenticated using (district_id in (select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,viewer,handler}')));

create table public.department_categories (
  id bigint generated always as identity primary key,
  district_id bigint not null,
  department_id bigint not null,
  category_code text not null,
  area_id bigint,
  constraint department_categories_once unique nulls not distinct (district_id, category_code, area_id),
  constraint department_categories_code_shape check (category_code ~ '^[0-9]{2}([0-9]{2})?$'),
  constraint department_categories_department_fkey foreign key (department_id, district_id)
    references public.departments (id, district_id) on delete cascade,
  constraint department_categories_area_fkey foreign key (area_id, district_id) references public.areas (id, district_id) on delete cascade,
  constraint department_categories_district_fkey foreign key (district_id, district_id) references public.areas (id, district_id) on delete cascade
);
comment on table public.department_categories is
  'Which cases go to which department: a class (two digits) or a category (four), everywhere or in a street or community. The category goes before its class, then the smaller area before the larger.';
create index department_categories_department_idx on public.department_categories (department_id);
alter table public.department_categories enable row level security;
grant select on public.department_categories to authenticated;
create policy "members read which cases go where in their district" on public.department_categories
  for select to authenticated using (district_id in (select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,viewer,handler}')));

create trigger departments_audit after insert or update or delete on public.departments for each row execute function private.audit();
create trigger department_categories_audit after insert or update or delete on public.department_categories for each row execute function private.audit();
create trigger departments_topic_insert after insert on public.departments referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');
create trigger departments_topic_update after update on public.departments referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');
create trigger departments_topic_delete after delete on public.departments referencing old table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');
create trigger department_categories_topic_insert after insert on public.department_categories referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');
create trigger department_categories_topic_delete after delete on public.department_categories referencing old table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');
create trigger zz_nothing_missing before insert or update on public.departments for each row
  when (new.district_id is null or new.name is null or new.name_en is null or new.telephone is null or new.retired is null)
  execute function private.refuse_missing();
create trigger zz_nothing_missing before insert or update on public.department_categories for each row
  when (new.district_id is null or new.department_id is null or new.category_code is null) execute function private.refuse_missing();

-- Accounts. A membership has no district of its own, so a trigger sees that the department is of the area's.
alter table public.memberships add column department_id bigint
  constraint memberships_department_fkey references public.departments (id) on delete restrict;
alter table public.memberships add constraint memberships_department_of_handler check (department_id is null or role = 'handler');
comment on column public.memberships.department_id is
  'The department whose cases a handler sees and acts on; a handler without one sees none. No other role has one.';
grant insert (department_id), update (department_id) on public.memberships to authenticated;
create index memberships_department_idx on public.memberships (department_id) where department_id is not null;

create function private.check_membership_department() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.departments d join public.areas a on a.id = new.area_id and a.district_id = d.district_id
    where d.id = new.department_id) then
    perform private.refuse_reference('department-unknown', jsonb_build_object('department', new.department_id));
  end if;
  return new;
end $$;
comment on function private.check_membership_department is
  'Refuses a role for a department of another district than the area''s (department-unknown). Security definer: the rule holds whatever the writer may see.';
create trigger memberships_department_of_district before insert or update on public.memberships
  for each row when (new.department_id is not null) execute function private.check_membership_department();

create function private.department_reach() returns table (department_id bigint, community_id bigint)
language sql stable security definer set search_path = '' as $$
  select held.department_id, below.id
  from public.memberships held
  join public.areas top on top.id = held.area_id
  join public.areas below on below.path operator(extensions.<@) top.path and below.kind = 'community'
  where held.user_id = (select auth.uid()) and held.role = 'handler' and held.department_id is not null
    and (held.until is null or held.until > now())
$$;
comment on function private.department_reach is
  'The departments whose cases the signed-in person handles, with the communities in which. Security definer: policies call it.';
grant execute on function private.department_reach to authenticated, service_role;

-- Cases.
alter table public.incidents add column department_id bigint, add column former_department_id bigint;
alter table public.incidents add constraint incidents_department_fkey foreign key (department_id, district_id)
  references public.departments (id, district_id) on delete set null (department_id);
alter table public.incidents add constraint incidents_former_department_fkey foreign key (former_department_id, district_id)
  references public.departments (id, district_id) on delete set null (former_department_id);
comment on column public.incidents.department_id is 'The department that the case went to, by department_categories or by hand; null for none.';
comment on column public.incidents.former_department_id is 'The department that had the case before, so that those who followed it there are told that it went.';
create index incidents_department_idx on public.incidents (district_id, department_id, reported_at, id)
  include (community_id, category_id, state, deadline_at) where department_id is not null;
create index incidents_former_department_idx on public.incidents (district_id, former_department_id) where former_department_id is not null;

create function private.department_for(district bigint, category bigint, community bigint) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  return (
    select r.department_id
    from public.department_categories r
    join public.departments d on d.id = r.department_id and not d.retired
    join public.categories c on c.id = category and (r.category_code = c.code or r.category_code = left(c.code, 2))
    left join public.areas a on a.id = r.area_id
    where r.district_id = district
      and (r.area_id is null or (select here.path from public.areas here where here.id = community) operator(extensions.<@) a.path)
    order by length(r.category_code) desc, coalesce(extensions.nlevel(a.path), 0) desc limit 1);
end $$;
comment on function private.department_for is
  'The department that cases of a category in a community go to; null for none.';
grant execute on function private.department_for to service_role;

create function private.route_incident() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.department_id := private.department_for(new.district_id, new.category_id, new.community_id);
  if tg_op = 'UPDATE' and old.department_id is distinct from new.department_id then
    new.former_department_id := old.department_id;
  end if;
  return new;
end $$;
comment on function private.route_incident is
  'Puts a case to the department of its category and community. Security definer: rules are read whoever reports.';
create trigger incidents_route before insert on public.incidents
  for each row when (new.department_id is null) execute function private.route_incident();
create trigger incidents_route_again before update of category_id, community_id on public.incidents
  for each row when (old.category_id is distinct from new.category_id or old.community_id is distinct from new.community_id)
  execute function private.route_incident();

create function private.own_department(department bigint, roles public.member_role[]) returns public.departments
language plpgsql stable set search_path = '' as $$
declare
  chosen public.departments;
begin
  select * into chosen from public.departments d
  where d.id = own_department.department and d.district_id in (select private.reachable(roles));
  if not found then
    raise exception 'department-unknown' using errcode = 'P0001', detail = json_build_object('department', own_department.department)::text;
  end if;
  return chosen;
end $$;
comment on function private.own_department is
  'The department, if the signed-in person holds one of the roles in its whole district; raises department-unknown.';

create function public.list_departments(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  sees_staff constant boolean := list_departments.district in (select private.roster_districts());
begin
  if list_departments.district not in (select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,viewer,handler}')) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', list_departments.district)::text;
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'nameEn', d.name_en, 'telephone', d.telephone, 'retired', d.retired,
      'isMine', exists (select from private.department_reach() r where r.department_id = d.id),
      'categories', (select coalesce(jsonb_agg(jsonb_build_object('code', r.category_code, 'area', r.area_id) order by r.category_code, r.area_id nulls first), '[]')
        from public.department_categories r where r.department_id = d.id),
      'people', case when sees_staff then (select count(*) from public.people p where p.department_id = d.id and p.left_on is null) end,
      'accounts', case when sees_staff then (select count(distinct m.user_id) from public.memberships m
        where m.department_id = d.id and (m.until is null or m.until > now())) end) order by d.retired, d.id), '[]')
    from public.departments d where d.district_id = list_departments.district);
end $$;
comment on function public.list_departments is
  'The departments of a district, those in use first: { id, name, nameEn, telephone, retired, isMine, categories: [{ code, area }], people, accounts }; the two counts are null for those who do not see the staff. Security definer: counts people and accounts, gives away neither. Error: not-allowed.';
grant execute on function public.list_departments to authenticated;

create function private.write_department_categories(chosen public.departments, rules jsonb) returns void
language plpgsql volatile set search_path = '' as $$
declare
  given record;
  taken record;
begin
  for given in select r.code, r.area from jsonb_to_recordset(rules) r (code text, area bigint) loop
    if not exists (select from public.categories c where c.code = given.code and (c.district_id is null or c.district_id = chosen.district_id)) then
      raise exception 'category-unknown' using errcode = 'P0001', detail = json_build_object('code', given.code)::text;
    end if;
    if given.area is not null and not exists (
      select from public.areas a where a.id = given.area and a.district_id = chosen.district_id and a.kind <> 'district') then
      raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', given.area)::text;
    end if;
    select d.name into taken from public.department_categories r join public.departments d on d.id = r.department_id
    where r.district_id = chosen.district_id and r.department_id <> chosen.id
      and r.category_code = given.code and r.area_id is not distinct from given.area;
    if found then
      raise exception 'category-taken' using errcode = 'P0001', detail = json_build_object('code', given.code, 'area', given.area, 'name', taken.name)::text;
    end if;
  end loop;
  delete from public.department_categories r where r.department_id = chosen.id and not exists (
    select from jsonb_to_recordset(rules) g (code text, area bigint) where g.code = r.category_code and g.area is not distinct from r.area_id);
  insert into public.department_categories (district_id, department_id, category_code, area_id)
  select distinct chosen.district_id, chosen.id, g.code, g.area from jsonb_to_recordset(rules) g (code text, area bigint)
  on conflict (district_id, category_code, area_id) do nothing;
end $$;
comment on function private.write_department_categories is
  'Makes the cases of a department those of a list [{ code, area }]. Errors: category-unknown, area-unknown, category-taken { code, area, name }.';

create function public.save_department(district bigint, department bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'save_department', jsonb_build_array(district, department, content));
  held constant bigint := private.setup_district(save_department.district, '{admin}');
  title constant text := private.plain_words(content ->> 'name', 100);
  chosen public.departments;
  following bigint[];
  moved integer;
begin
  if known is not null then
    return known;
  end if;
  if title = '' then
    raise exception 'name-required' using errcode = 'P0001';
  end if;
  if exists (select from public.departments d where d.district_id = held and d.name = title and d.id is distinct from save_department.department) then
    raise exception 'department-name-taken' using errcode = 'P0001', detail = json_build_object('name', title)::text;
  end if;
  -- Which open cases follow the rules of now: those that were put to another department by hand stay there.
  perform private.lock_incidents_of(held);
  following := array(
    select i.id from public.incidents i
    where i.district_id = held and not private.incident_ended(i.state)
      and i.department_id is not distinct from private.department_for(i.district_id, i.category_id, i.community_id));
  if department is null then
    insert into public.departments (district_id, name) values (held, title) returning * into chosen;
  else
    chosen := private.own_department(department, '{admin}');
    if chosen.district_id <> held then
      raise exception 'department-unknown' using errcode = 'P0001', detail = json_build_object('department', department)::text;
    end if;
  end if;
  update public.departments d set name = title, name_en = private.plain_words(content ->> 'nameEn', 200),
    telephone = private.plain_words(content ->> 'telephone', 40), retired = coalesce((content ->> 'retired')::boolean, false)
  where d.id = chosen.id returning * into chosen;
  perform private.write_department_categories(chosen, case jsonb_typeof(content -> 'categories') when 'array' then content -> 'categories' else '[]' end);
  update public.incidents i set former_department_id = i.department_id, department_id = fresh.department
  from (
    select o.id, private.department_for(held, o.category_id, o.community_id) as department
    from public.incidents o where o.district_id = held and o.id = any (following)
  ) fresh
  where i.district_id = held and i.id = fresh.id and i.department_id is distinct from fresh.department;
  get diagnostics moved = row_count;
  return private.end_intent(client_key, jsonb_build_object('id', chosen.id, 'moved', moved));
end $$;
comment on function public.save_department is
  'Makes a department of a district (department null) or changes one: { name, nameEn, telephone, retired, categories: [{ code, area }] }. Open cases follow the rule at once, save those put elsewhere by hand; cases that ended keep theirs. Returns { id, moved }: how many open cases went. Errors: not-allowed, department-unknown, name-required, department-name-taken, category-unknown, area-unknown, category-taken { code, area, name }, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.save_department to authenticated;

create function public.remove_department(department bigint, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'remove_department', jsonb_build_array(department));
  chosen public.departments;
  used record;
begin
  if known is not null then
    return known;
  end if;
  chosen := private.own_department(department, '{admin}');
  select (select count(*) from public.people p where p.department_id = chosen.id) as people,
    (select count(*) from public.memberships m where m.department_id = chosen.id) as accounts,
    (select count(*) from public.incidents i where i.district_id = chosen.district_id and (i.department_id = chosen.id or i.former_department_id = chosen.id)) as cases
  into used;
  if used.people + used.accounts + used.cases > 0 then
    raise exception 'department-in-use' using errcode = 'P0001',
      detail = json_build_object('people', used.people, 'accounts', used.accounts, 'cases', used.cases)::text;
  end if;
  delete from public.departments d where d.id = chosen.id;
  return private.end_intent(client_key, jsonb_build_object('id', chosen.id));
end $$;
comment on function public.remove_department is
  'Removes a department that has no people, accounts and cases; else it is retired. Errors: department-unknown, department-in-use { people, accounts, cases }, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.remove_department to authenticated;
