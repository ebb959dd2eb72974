-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create table public.people (
  id bigint generated always as identity,
  district_id bigint not null,
  user_id uuid,
  name text not null,
  organisation text not null default ''::text,
  work_telephone text not null default ''::text,
  source_id text not null,
  on_duty boolean not null default true,
  department_id bigint,
  area_id bigint,
  left_on date,
  constraint people_pkey primary key (id),
  constraint people_of_district unique (district_id, id),
  constraint people_source_unique unique (district_id, source_id),
  constraint people_left_on_bounded check (left_on >= '1900-01-01'::date and left_on <= '2099-12-31'::date),
  constraint people_name_length check (length(name) <= 400),
  constraint people_name_not_blank check (btrim(name) <> ''::text),
  constraint people_organisation_length check (length(organisation) <= 400),
  constraint people_source_id_length check (length(source_id) <= 400),
  constraint people_work_telephone_length check (length(work_telephone) <= 400)
);
comment on table public.people is
  'Staff who can hold a post: a name, an organisation and a work telephone, nothing private.';
comment on column public.people.area_id is
  'The street or community that a person works for; null: the district.';
comment on column public.people.left_on is
  'The first day on which a person is no longer of the staff.';
create index people_area_idx on public.people (area_id) where area_id is not null;
create index people_department_idx on public.people (department_id) where department_id is not null;
create index people_name_idx on public.people (district_id, name);
create index people_user_idx on public.people (user_id);
alter table public.people enable row level security;
grant delete, insert, select, update on public.people to authenticated;

alter table public.people add constraint people_area_fkey
  foreign key (area_id, district_id) references public.areas(id, district_id) on delete set null (area_id);

create table public.departments (
  id bigint generated always as identity,
  district_id bigint not null,
  name text not null,
  name_en text not null default ''::text,
  telephone text not null default ''::text,
  retired boolean not null default false,
  constraint departments_pkey primary key (id),
  constraint departments_name_unique unique (district_id, name),
  constraint departments_of_district unique (district_id, id),
  constraint departments_name_en_length check (length(name_en) <= 200),
  constraint departments_name_length check (length(name) <= 100),
  constraint departments_name_not_blank check (btrim(name) <> ''::text),
  constraint departments_telephone_length check (length(telephone) <= 40)
);
comment on table public.departments is
  'Offices that handle categories of cases. One that is retired gets no new cases; its old ones keep its name.';
alter table public.departments enable row level security;
grant select on public.departments to authenticated;

alter table public.memberships add constraint memberships_department_fkey
  foreign key (department_id) references public.departments(id) on delete restrict;

alter table public.people add constraint people_department_fkey
  foreign key (department_id, district_id) references public.departments(id, district_id) on delete set null (department_id);

alter table public.people add constraint people_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "planners and admins change people" on public.people
  for update to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins of the district add people" on public.people
  for insert to authenticated
  with check ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins remove people" on public.people
  for delete to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "staff read people, workers those of their communities" on public.people
  for select to authenticated
  using ((district_id in (select private.roster_districts())) or (district_id in (select private.staff_districts())) and (user_id = ((select auth.uid())) or (id in (select private.colleagues()))));

create table public.assignments (
  id bigint generated always as identity,
  district_id bigint not null,
  person_id bigint not null,
  post_id bigint not null,
  grid_id bigint,
  since date not null,
  until date,
  area_id bigint,
  constraint assignments_pkey primary key (id),
  constraint assignments_once unique nulls not distinct (person_id, post_id, grid_id, area_id, since),
  constraint assignments_one_place check (num_nonnulls(grid_id, area_id) = 1),
  constraint assignments_since_bounded check (since >= '1900-01-01'::date and since <= '2099-12-31'::date),
  constraint assignments_until_after_since check (until is null or until >= since),
  constraint assignments_until_bounded check (until >= '1900-01-01'::date and until <= '2099-12-31'::date)
);
comment on table public.assignments is
  'A person on a post of a grid or an area, from a day until, not including, another.';
create index assignments_area_idx on public.assignments (area_id) where area_id is not null;
create index assignments_grid_idx on public.assignments (grid_id);
create index assignments_person_idx on public.assignments (person_id);
create index assignments_post_idx on public.assignments (post_id);
alter table public.assignments enable row level security;
grant delete, insert, select, update on public.assignments to authenticated;

alter table public.assignments add constraint assignments_area_fkey
  foreign key (area_id, district_id) references public.areas(id, district_id) on delete cascade;

alter table public.assignments add constraint assignments_person_fkey
  foreign key (person_id, district_id) references public.people(id, district_id) on delete cascade;

alter table public.assignments add constraint assignments_post_fkey
  foreign key (post_id) references public.scheme_posts(id);

create policy "planners and admins change the staff of their areas" on public.assignments
  for update to authenticated
  using ((grid_id in (select private.staffed_grids())) or (area_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins end the staff of their areas" on public.assignments
  for delete to authenticated
  using ((grid_id in (select private.staffed_grids())) or (area_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins staff grids and areas of theirs" on public.assignments
  for insert to authenticated
  with check ((grid_id in (select private.staffed_grids())) or (area_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "staff read assignments, workers those of their communities" on public.assignments
  for select to authenticated
  using ((district_id in (select private.roster_districts())) or (grid_id in (select private.served_grids())) or (area_id in (select private.reachable('{worker}'::public.member_role[]))));

create table public.visits (
  id bigint generated always as identity,
  district_id bigint not null,
  building_id bigint not null,
  person_id bigint,
  visited_on date not null,
  households integer not null,
  constraint visits_pkey primary key (id),
  constraint visits_once unique nulls not distinct (building_id, visited_on, person_id),
  constraint visits_households_counted check (households >= 0),
  constraint visits_visited_on_bounded check (visited_on >= '1900-01-01'::date and visited_on <= '2099-12-31'::date)
);
comment on table public.visits is
  'A grid worker called on households of a building; how many, never whom.';
create index visits_building_idx on public.visits (building_id, visited_on);
create index visits_district_idx on public.visits (district_id, visited_on) include (building_id, households);
alter table public.visits enable row level security;
grant insert, select on public.visits to authenticated;

alter table public.visits add constraint visits_building_fkey
  foreign key (building_id, district_id) references public.buildings(id, district_id) on delete cascade;

alter table public.visits add constraint visits_person_fkey
  foreign key (person_id, district_id) references public.people(id, district_id) on delete set null (person_id);

create policy "workers record their visits in their areas, admins anybody's" on public.visits
  for insert to authenticated
  with check ((building_id in ( select b.id
   from public.buildings b
  where (b.community_id in (select private.reachable('{admin}'::public.member_role[]))))) or (building_id in ( select b.id
   from public.buildings b
  where (b.community_id in (select private.reachable('{worker}'::public.member_role[]))))) and (person_id is null or (person_id in ( select p.id
   from public.people p
  where p.user_id = ((select auth.uid()))))));

create table public.volunteers (
  id bigint generated always as identity,
  district_id bigint not null,
  community_id bigint not null,
  name text not null,
  certificate text,
  since date not null,
  until date,
  role_id bigint not null,
  compound_id bigint,
  certified_on date,
  constraint volunteers_pkey primary key (id),
  constraint volunteers_of_district unique (district_id, id),
  constraint volunteers_certificate_length check (length(certificate) <= 400),
  constraint volunteers_certified_on_bounded check (certified_on >= '1900-01-01'::date and certified_on <= '2099-12-31'::date),
  constraint volunteers_in_order check (until is null or until >= since),
  constraint volunteers_name_length check (length(name) <= 400),
  constraint volunteers_since_bounded check (since >= '1900-01-01'::date and since <= '2099-12-31'::date),
  constraint volunteers_until_bounded check (until >= '1900-01-01'::date and until <= '2099-12-31'::date)
);
comment on table public.volunteers is
  'Residents with a named voluntary role and its certificate.';
comment on column public.volunteers.certificate is
  'The number on the certificate, which anybody can check; null: none was made out.';
comment on column public.volunteers.until is
  'The first day on which somebody no longer serves.';
comment on column public.volunteers.compound_id is
  'The estate or courtyard where somebody serves; null: the whole community.';
create index volunteers_certificate_idx on public.volunteers (certificate) where certificate is not null;
create index volunteers_community_idx on public.volunteers (community_id);
create index volunteers_compound_idx on public.volunteers (compound_id) where compound_id is not null;
create index volunteers_role_idx on public.volunteers (role_id);
alter table public.volunteers enable row level security;
grant select on public.volunteers to authenticated;

alter table public.volunteers add constraint volunteers_community_fkey
  foreign key (community_id, district_id) references public.areas(id, district_id) on delete cascade;

alter table public.volunteers add constraint volunteers_compound_fkey
  foreign key (compound_id, district_id) references public.compounds(id, district_id) on delete set null (compound_id);

create table public.volunteer_roles (
  id bigint generated always as identity,
  district_id bigint not null,
  place smallint not null,
  name text not null default ''::text,
  name_en text not null default ''::text,
  duties text not null default ''::text,
  retired boolean not null default false,
  constraint volunteer_roles_pkey primary key (id),
  constraint volunteer_roles_of_district unique (district_id, id),
  constraint volunteer_roles_place_unique unique (district_id, place),
  constraint volunteer_roles_duties_length check (length(duties) <= 2000),
  constraint volunteer_roles_name_en_length check (length(name_en) <= 200),
  constraint volunteer_roles_name_length check (length(name) <= 400),
  constraint volunteer_roles_place_positive check (place > 0)
);
comment on table public.volunteer_roles is
  'Kinds of voluntary service of a district, in its order. One without a name is still to be named and cannot be held; none is about anybody''s belief or politics.';
alter table public.volunteer_roles enable row level security;
grant select on public.volunteer_roles to authenticated;

alter table public.volunteers add constraint volunteers_role_fkey
  foreign key (role_id, district_id) references public.volunteer_roles(id, district_id);

create policy "those who work with volunteers read them" on public.volunteers
  for select to authenticated
  using ((community_id in (select private.reachable('{admin,planner,leader,dispatcher,worker}'::public.member_role[]))));

create function private.check_assignments() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  wrong record;
begin
  select w.post_id, w.grid_id into wrong
  from written w
  join public.grids g on g.id = w.grid_id
  join public.plans p on p.id = g.plan_id
  join public.scheme_posts post on post.id = w.post_id
  where (post.scheme_id, post.level) is distinct from (p.scheme_id, g.level) limit 1;
  if found then
    perform private.refuse_reference('post-outside-scheme', jsonb_build_object('post', wrong.post_id, 'grid', wrong.grid_id));
  end if;
  select post.name, post.basis into wrong
  from written w
  join public.scheme_posts post on post.id = w.post_id
  left join public.areas a on a.id = w.area_id
  where case post.basis when 'grid' then w.grid_id is null when 'community' then a.kind is distinct from 'community'
    when 'district' then a.kind is distinct from 'district' else w.area_id is null end limit 1;
  if found then
    perform private.refuse_reference('post-held-elsewhere', jsonb_build_object('post', wrong.name, 'basis', wrong.basis));
  end if;
  select w.post_id, w.area_id into wrong
  from written w
  join public.scheme_posts post on post.id = w.post_id
  where w.area_id is not null and not exists (
    select from public.areas here
    join public.areas c on c.path operator(extensions.<@) here.path and c.kind = 'community'
    join public.plan_communities pc on pc.community_id = c.id and not isempty(pc.in_force)
    join public.plans p on p.id = pc.plan_id and p.scheme_id = post.scheme_id
    where here.id = w.area_id) limit 1;
  if found then
    perform private.refuse_reference('post-outside-scheme', jsonb_build_object('post', wrong.post_id, 'area', wrong.area_id));
  end if;
  return null;
end $$;
comment on function private.check_assignments() is
  'Refuses a post of another scheme or level than the grid''s, or of a scheme that is in force nowhere in the area (post-outside-scheme), and a post that is held elsewhere: on a grid, in a community, in the district (post-held-elsewhere). Security definer: the rule holds whatever the writer may see.';

create function private.keep_posts() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (
    select from public.grids g join public.assignments a on a.grid_id = g.id join public.scheme_posts post on post.id = a.post_id
    where g.plan_id = new.id and post.scheme_id <> new.scheme_id) then
    perform private.refuse_reference('plan-has-staff', jsonb_build_object('plan', new.id));
  end if;
  return null;
end $$;
comment on function private.keep_posts() is
  'Refuses another scheme for a plan on whose grids people hold posts of the one it has. Security definer: the rule holds whatever the writer may see.';

create function private.check_visits() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  wrong record;
begin
  select w.building_id, w.visited_on into wrong from written w
  where w.visited_on > private.local_date(w.district_id, now()) limit 1;
  if found then
    perform private.refuse_reference('visit-in-future', jsonb_build_object('building', wrong.building_id, 'on', wrong.visited_on));
  end if;
  select w.building_id, b.households into wrong from written w
  join public.buildings b on b.id = w.building_id where w.households > b.households limit 1;
  if found then
    perform private.refuse_reference('visit-of-too-many', jsonb_build_object('building', wrong.building_id, 'households', wrong.households));
  end if;
  return null;
end $$;
comment on function private.check_visits() is
  'Refuses a visit of a day to come (visit-in-future) and of more households than the building has (visit-of-too-many). Security definer: the rule holds whatever the writer may see.';

create function private.check_exclusive_post() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_reversed(new.since, new.until);
  return new;
end $$;
comment on function private.check_exclusive_post() is
  'Refuses dates the wrong way round.';

create function private.audit_assignments() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  person constant uuid := (select auth.uid());
begin
  if tg_op = 'INSERT' then
    insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
    select person, 'insert', 'assignments', a.id::text, a.district_id, to_jsonb(a) from added a order by a.id;
  elsif tg_op = 'DELETE' then
    insert into public.audit_log (actor, action, subject, subject_id, district_id, was)
    select person, 'delete', 'assignments', r.id::text, r.district_id, to_jsonb(r) from removed r order by r.id;
  else
    insert into public.audit_log (actor, action, subject, subject_id, district_id, was, is_now)
    select person, 'update', 'assignments', a.id::text, a.district_id, to_jsonb(r), to_jsonb(a)
    from added a join removed r on r.id = a.id order by a.id;
  end if;
  return null;
end $$;
comment on function private.audit_assignments() is
  'Writes the audit of assignments, one statement at a time. Security definer: nobody else writes there.';

create table public.visit_tallies (
  district_id bigint not null,
  community_id bigint not null,
  visited_on date not null,
  called bigint not null,
  constraint visit_tallies_pkey primary key (district_id, community_id, visited_on),
  constraint visit_tallies_visited_on_bounded check (visited_on >= '1900-01-01'::date and visited_on <= '2099-12-31'::date)
);
comment on table public.visit_tallies is
  'Households called on by community and day, of a building never more than it has from that day to its last visit: summed over the days from one on they are the households called on since. Written by triggers on visits and buildings only.';
alter table public.visit_tallies enable row level security;
revoke all on public.visit_tallies from service_role;

alter table public.visit_tallies add constraint visit_tallies_district_fkey
  foreign key (district_id, district_id) references public.areas(district_id, id) on delete cascade;

create type private.counted_visit as (
  district_id bigint,
  community_id bigint,
  building_id bigint,
  building_households integer,
  visit_id bigint,
  visited_on date,
  households integer,
  sign integer
);

-- What grows may begin a row, what shrinks has one.
create function private.apply_visits(visits private.counted_visit[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  changes public.visit_tallies[];
begin
  changes := array(
    select row(s.district_id, s.community_id, s.visited_on, sum(s.called))::public.visit_tallies
    from (
      select v.district_id, v.community_id, v.visited_on,
        v.sign * (least(sum(v.households) over later, v.building_households) - least(sum(v.households) over later - v.households, v.building_households)) as called
      from unnest(visits) v
      window later as (partition by v.sign, v.building_id order by v.visited_on desc, v.visit_id desc rows unbounded preceding)
    ) s
    group by s.district_id, s.community_id, s.visited_on having sum(s.called) <> 0
    order by 1);
  insert into public.visit_tallies as t (district_id, community_id, visited_on, called)
  select c.district_id, c.community_id, c.visited_on, c.called from unnest(changes) c where c.called > 0 order by 1, 2, 3
  on conflict (district_id, community_id, visited_on) do update set called = t.called + excluded.called;
  update public.visit_tallies t set called = t.called + c.called
  from unnest(changes) c
  where c.called < 0 and t.district_id = c.district_id and t.community_id = c.community_id and t.visited_on = c.visited_on;
end $$;
comment on function private.apply_visits(visits private.counted_visit[]) is
  'Adds visits (sign 1) to the tallies and takes others away (sign -1): all visits of a building as they are, and all as they were.';

create function private.tally_visits() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  new_ids bigint[] := '{}';
  gone public.visits[] := '{}';
  touched bigint[];
begin
  if tg_op <> 'DELETE' then
    new_ids := array(select a.id from added a);
    touched := array(select a.building_id from added a);
  end if;
  if tg_op <> 'INSERT' then
    gone := array(select r::public.visits from removed r);
    touched := touched || array(select g.building_id from unnest(gone) g);
  end if;
  -- One after the other at a building, in one order, so that two who count at once do not both count from the same.
  perform from public.buildings b where b.id in (select t from unnest(touched) t) order by b.id for no key update;
  perform private.apply_visits(array(
    select row(b.district_id, b.community_id, b.id, b.households, v.id, v.visited_on, v.households, v.sign)::private.counted_visit
    from (
      select now_there.*, s.sign from public.visits now_there
      left join unnest(new_ids) fresh (id) on fresh.id = now_there.id
      cross join lateral (values (1), (-1)) s (sign)
      where now_there.building_id in (select t from unnest(touched) t) and (s.sign = 1 or fresh.id is null)
      union all
      select g.*, -1 from unnest(gone) g
    ) v
    join public.buildings b on b.id = v.building_id));
  return null;
end $$;
comment on function private.tally_visits() is
  'Keeps the tallies in step with a statement on visits. Security definer: nobody else writes them.';

create function private.tally_buildings() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  changed bigint[];
begin
  if tg_op = 'DELETE' then
    -- Before the building goes, which says where its visits were and of how many households.
    delete from public.visits v where v.building_id = old.id;
    return old;
  end if;
  changed := array(select r.id from removed r join added a on a.id = r.id
    where (r.community_id, r.households) is distinct from (a.community_id, a.households));
  if cardinality(changed) > 0 then
    perform private.apply_visits(array(
      select row(b.district_id, b.community_id, b.id, b.households, v.id, v.visited_on, v.households, b.sign)::private.counted_visit
      from (
        select a.district_id, a.community_id, a.id, a.households, 1 as sign from added a
        union all
        select r.district_id, r.community_id, r.id, r.households, -1 from removed r
      ) b
      join public.visits v on v.building_id = b.id
      where b.id in (select c from unnest(changed) c)));
  end if;
  return null;
end $$;
comment on function private.tally_buildings() is
  'Keeps the tallies of visits in step with where buildings lie and how many households they have. Security definer: nobody else writes them.';

create trigger buildings_tally_changed after update on public.buildings referencing old table as removed new table as added for each statement execute function private.tally_buildings();

create trigger buildings_tally_removed before delete on public.buildings for each row execute function private.tally_buildings();

create function private.recount_visits() returns void
language sql volatile security definer set search_path = '' as $$
  lock table public.visits in share row exclusive mode;
  delete from public.visit_tallies;
  select private.apply_visits(array(
    select row(b.district_id, b.community_id, b.id, b.households, v.id, v.visited_on, v.households, 1)::private.counted_visit
    from public.visits v join public.buildings b on b.id = v.building_id));
$$;
comment on function private.recount_visits() is
  'Counts every visit anew: after rows were written with triggers off (a restore, a copy from another database).';
grant execute on function private.recount_visits() to service_role;

create function private.setup_district(district bigint, roles public.member_role[]) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  if setup_district.district is null or not exists (select from public.areas a where a.id = setup_district.district and a.kind = 'district')
    or setup_district.district not in (select private.reachable(roles)) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', setup_district.district)::text;
  end if;
  return setup_district.district;
end $$;
comment on function private.setup_district(district bigint, roles public.member_role[]) is
  'The district, if the signed-in person holds one of the roles in the whole of it; raises not-allowed.';
grant execute on function private.setup_district(district bigint, roles public.member_role[]) to authenticated, service_role;

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
comment on function private.given_date(word text, field text) is
  'A day as YYYY-MM-DD, null for none; raises date-malformed { field, value }.';
grant execute on function private.given_date(word text, field text) to authenticated, service_role;

create function private.refuse_reversed(since date, until date) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if until < since then
    raise exception 'dates-reversed' using errcode = 'P0001', detail = json_build_object('since', since, 'until', until)::text;
  end if;
end $$;
comment on function private.refuse_reversed(since date, until date) is
  'Raises dates-reversed { since, until } where a period ends before it begins.';
grant execute on function private.refuse_reversed(since date, until date) to authenticated, service_role;

alter table public.departments add constraint departments_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "members read the departments of their district" on public.departments
  for select to authenticated
  using ((district_id in (select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,checker,viewer,handler}'::public.member_role[]))));

create table public.department_categories (
  id bigint generated always as identity,
  district_id bigint not null,
  department_id bigint not null,
  category_code text not null,
  area_id bigint,
  constraint department_categories_pkey primary key (id),
  constraint department_categories_once unique nulls not distinct (district_id, category_code, area_id),
  constraint department_categories_code_shape check (category_code ~ '^[0-9]{2}([0-9]{2})?$'::text)
);
comment on table public.department_categories is
  'Which cases go to which department: a class (two digits) or a category (four), everywhere or in a street or community. The category goes before its class, then the smaller area before the larger.';
create index department_categories_area_idx on public.department_categories (area_id) where area_id is not null;
create index department_categories_department_idx on public.department_categories (department_id);
alter table public.department_categories enable row level security;
grant select on public.department_categories to authenticated;

alter table public.department_categories add constraint department_categories_area_fkey
  foreign key (area_id, district_id) references public.areas(id, district_id) on delete cascade;

alter table public.department_categories add constraint department_categories_department_fkey
  foreign key (department_id, district_id) references public.departments(id, district_id) on delete cascade;

alter table public.department_categories add constraint department_categories_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "members read which cases go where in their district" on public.department_categories
  for select to authenticated
  using ((district_id in (select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,checker,viewer,handler}'::public.member_role[]))));

create function private.check_membership_department() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.departments d join public.areas a on a.id = new.area_id and a.district_id = d.district_id
    where d.id = new.department_id) then
    perform private.refuse_reference('department-unknown', jsonb_build_object('department', new.department_id));
  end if;
  return new;
end $$;
comment on function private.check_membership_department() is
  'Refuses a role for a department of another district than the area''s (department-unknown). Security definer: the rule holds whatever the writer may see.';

create trigger memberships_department_of_district before insert or update on public.memberships for each row when (new.department_id is not null) execute function private.check_membership_department();

create function private.department_reach() returns table (department_id bigint, community_id bigint)
language sql stable security definer set search_path = '' as $$
  select held.department_id, below.id
  from public.memberships held
  join public.areas top on top.id = held.area_id
  join public.areas below on below.path operator(extensions.<@) top.path and below.kind = 'community'
  where held.user_id = (select auth.uid()) and held.role = 'handler' and held.department_id is not null
    and (held.until is null or held.until > now())
$$;
comment on function private.department_reach() is
  'The departments whose cases the signed-in person handles, with the communities in which. Security definer: policies call it.';
grant execute on function private.department_reach() to authenticated, service_role;

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
comment on function private.department_for(district bigint, category bigint, community bigint) is
  'The department that cases of a category in a community go to; null for none.';
grant execute on function private.department_for(district bigint, category bigint, community bigint) to service_role;

create function private.route_incident() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.department_id := private.department_for(new.district_id, new.category_id, new.community_id);
  if tg_op = 'UPDATE' and old.department_id is distinct from new.department_id then
    new.former_department_id := old.department_id;
  end if;
  return new;
end $$;
comment on function private.route_incident() is
  'Puts a case to the department of its category and community. Security definer: rules are read whoever reports.';

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
comment on function private.own_department(department bigint, roles public.member_role[]) is
  'The department, if the signed-in person holds one of the roles in its whole district; raises department-unknown.';

create function public.list_departments(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  sees_staff constant boolean := list_departments.district in (select private.roster_districts());
begin
  if list_departments.district not in (select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,checker,viewer,handler}')) then
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
comment on function public.list_departments(district bigint) is
  'The departments of a district, those in use first: { id, name, nameEn, telephone, retired, isMine, categories: [{ code, area }], people, accounts }; the two counts are null for those who do not see the staff. Security definer: counts people and accounts, gives away neither. Error: not-allowed.';
grant execute on function public.list_departments(district bigint) to authenticated;

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
comment on function private.write_department_categories(chosen public.departments, rules jsonb) is
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
    perform from public.departments d where d.id = chosen.id for update;
    perform private.refuse_overwriting(content -> 'was', (
      select jsonb_build_object('name', d.name, 'nameEn', d.name_en, 'telephone', d.telephone, 'retired', d.retired, 'categories', (
        select coalesce(jsonb_agg(jsonb_build_object('code', r.category_code, 'area', r.area_id)), '[]')
        from public.department_categories r where r.department_id = d.id))
      from public.departments d where d.id = chosen.id), content);
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
comment on function public.save_department(district bigint, department bigint, content jsonb, client_key uuid) is
  'Makes a department of a district (department null) or changes one: { name, nameEn, telephone, retired, categories: [{ code, area }], was: what was read of it }. Open cases follow the rule at once, save those put elsewhere by hand; cases that ended keep theirs. Returns { id, moved }: how many open cases went. Errors: not-allowed, department-unknown, name-required, department-name-taken, changed-since { fields }, category-unknown, area-unknown, category-taken { code, area, name }, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.save_department(district bigint, department bigint, content jsonb, client_key uuid) to authenticated;

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
comment on function public.remove_department(department bigint, client_key uuid) is
  'Removes a department that has no people, accounts and cases; else it is retired. Errors: department-unknown, department-in-use { people, accounts, cases }, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.remove_department(department bigint, client_key uuid) to authenticated;

create table public.absences (
  id bigint generated always as identity,
  district_id bigint not null,
  person_id bigint not null,
  first_day date not null,
  last_day date,
  substitute_id bigint,
  constraint absences_pkey primary key (id),
  constraint absences_first_day_bounded check (first_day >= '1900-01-01'::date and first_day <= '2099-12-31'::date),
  constraint absences_in_order check (last_day is null or last_day >= first_day),
  constraint absences_last_day_bounded check (last_day >= '1900-01-01'::date and last_day <= '2099-12-31'::date),
  constraint absences_substitute_is_another check (substitute_id <> person_id)
);
comment on table public.absences is
  'Days on which somebody is not on duty, and who stands in. Not why: that is private. Without a last day: until further notice.';
create index absences_district_idx on public.absences (district_id);
create index absences_person_idx on public.absences (person_id, first_day);
create index absences_substitute_idx on public.absences (substitute_id) where substitute_id is not null;
alter table public.absences enable row level security;
grant select on public.absences to authenticated;

alter table public.absences add constraint absences_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

alter table public.absences add constraint absences_person_fkey
  foreign key (person_id, district_id) references public.people(id, district_id) on delete cascade;

alter table public.absences add constraint absences_substitute_fkey
  foreign key (substitute_id, district_id) references public.people(id, district_id) on delete set null (substitute_id);

create policy "staff read absences of those whom they see" on public.absences
  for select to authenticated
  using ((district_id in (select private.roster_districts())) or (district_id in (select private.staff_districts())) and (person_id in ( select p.id
   from public.people p)));

create table public.duty_shifts (
  id bigint generated always as identity,
  district_id bigint not null,
  area_id bigint not null,
  person_id bigint not null,
  weekday smallint not null,
  begins time without time zone not null,
  ends time without time zone not null,
  first_day date not null,
  last_day date,
  constraint duty_shifts_pkey primary key (id),
  constraint duty_shifts_once unique (area_id, person_id, weekday, begins, first_day),
  constraint duty_shifts_first_day_bounded check (first_day >= '1900-01-01'::date and first_day <= '2099-12-31'::date),
  constraint duty_shifts_in_order check (last_day is null or last_day >= first_day),
  constraint duty_shifts_last_day_bounded check (last_day >= '1900-01-01'::date and last_day <= '2099-12-31'::date),
  constraint duty_shifts_weekday_known check (weekday >= 1 and weekday <= 7)
);
comment on table public.duty_shifts is
  'The weekly duty roster of an area: who is on duty on a day of the week (1 Monday to 7 Sunday), from a time to a time. A shift that ends at or before it begins goes on into the next day.';
create index duty_shifts_person_idx on public.duty_shifts (person_id);
alter table public.duty_shifts enable row level security;
grant select on public.duty_shifts to authenticated;

alter table public.duty_shifts add constraint duty_shifts_area_fkey
  foreign key (area_id, district_id) references public.areas(id, district_id) on delete cascade;

alter table public.duty_shifts add constraint duty_shifts_person_fkey
  foreign key (person_id, district_id) references public.people(id, district_id) on delete cascade;

create policy "staff read the duty roster of their district" on public.duty_shifts
  for select to authenticated
  using ((district_id in (select private.roster_districts())) or (district_id in (select private.staff_districts())) and (person_id in ( select p.id
   from public.people p)));

create function private.check_absence() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  other record;
begin
  perform private.refuse_reversed(new.first_day, new.last_day);
  -- One after the other in a district, so that two halves of a circle are not written at once.
  perform pg_advisory_xact_lock(4219, new.district_id::integer);
  select a.first_day, a.last_day into other from public.absences a
  where a.person_id = new.person_id and a.id <> new.id
    and a.first_day <= coalesce(new.last_day, 'infinity') and coalesce(a.last_day, 'infinity') >= new.first_day
  order by a.first_day limit 1;
  if found then
    raise exception 'absence-overlaps' using errcode = 'P0001', detail = json_build_object('since', other.first_day, 'until', other.last_day)::text;
  end if;
  if new.substitute_id is null then
    return new;
  end if;
  if new.substitute_id = new.person_id or exists (
    with recursive chain (person, first_day, last_day, length) as (
      select new.substitute_id, new.first_day, coalesce(new.last_day, 'infinity'::date), 1
      union all
      select a.substitute_id, greatest(c.first_day, a.first_day), least(c.last_day, coalesce(a.last_day, 'infinity')), c.length + 1
      from chain c join public.absences a on a.person_id = c.person and a.id <> new.id and a.substitute_id is not null
        and a.first_day <= c.last_day and coalesce(a.last_day, 'infinity') >= c.first_day
      where c.person <> new.person_id and c.length < 100
    )
    select from chain c where c.person = new.person_id or c.length >= 100) then
    raise exception 'substitute-chain-closed' using errcode = 'P0001', detail = (
      select json_build_object('name', p.name)::text from public.people p where p.id = new.substitute_id);
  end if;
  return new;
end $$;
comment on function private.check_absence() is
  'Refuses days that end before they begin (dates-reversed), a second absence on the same days (absence-overlaps) and a substitute who, on one of the days, is stood in for by whoever is away (substitute-chain-closed), over however many others. Security definer: the rule holds whatever the writer may see.';

create function private.stand_in(person bigint, day date) returns bigint
language plpgsql stable set search_path = '' as $$
declare
  held bigint := stand_in.person;
  found_one record;
begin
  for step in 1 .. 100 loop
    select p.on_duty and coalesce(p.left_on > stand_in.day, true) as works, a.id is not null as is_away, a.substitute_id into found_one
    from public.people p
    left join public.absences a on a.person_id = p.id and a.first_day <= stand_in.day and coalesce(a.last_day, 'infinity') >= stand_in.day
    where p.id = held;
    if not found then
      return null;
    end if;
    if not found_one.is_away then
      return case when found_one.works then held end;
    end if;
    held := found_one.substitute_id;
    exit when held is null;
  end loop;
  return null;
end $$;
comment on function private.stand_in(person bigint, day date) is
  'Who does a person''s work on a day: the person, where on duty and not away, else the substitute, and so on along the chain; null where nobody does.';
grant execute on function private.stand_in(person bigint, day date) to authenticated, service_role;

create function private.on_duty_people(people bigint[], day date) returns table (person bigint, doer bigint)
language sql stable set search_path = '' as $$
  select p.id, case
    when a.id is null then case when p.on_duty and coalesce(p.left_on > on_duty_people.day, true) then p.id end
    else private.stand_in(p.id, on_duty_people.day) end
  from public.people p
  left join public.absences a on a.person_id = p.id and a.first_day <= on_duty_people.day and coalesce(a.last_day, 'infinity') >= on_duty_people.day
  where p.id = any (people)
$$;
comment on function private.on_duty_people(people bigint[], day date) is
  'private.stand_in of many: whoever is not away is not walked for.';
grant execute on function private.on_duty_people(people bigint[], day date) to authenticated, service_role;

create function private.staff_person(person bigint) returns public.people
language plpgsql stable set search_path = '' as $$
declare
  chosen public.people;
begin
  select * into chosen from public.people p
  where p.id = staff_person.person and p.district_id in (select private.reachable('{planner,admin}'));
  if not found then
    raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('person', staff_person.person)::text;
  end if;
  return chosen;
end $$;
comment on function private.staff_person(person bigint) is
  'The person, if the signed-in one may change the staff of the district; raises person-unknown.';

create function public.save_person(district bigint, person bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'save_person', jsonb_build_array(district, person, content));
  held constant bigint := private.setup_district(save_person.district, '{planner,admin}');
  title constant text := private.plain_words(content ->> 'name', 100);
  office constant bigint := (content ->> 'department')::bigint;
  place constant bigint := (content ->> 'area')::bigint;
  telephone constant text := private.plain_words(content ->> 'workTelephone', 40);
  gone constant date := private.given_date(content ->> 'leftOn', 'leftOn');
  chosen public.people;
begin
  if known is not null then
    return known;
  end if;
  if title = '' then
    raise exception 'name-required' using errcode = 'P0001';
  end if;
  if telephone !~ '^[-+0-9 ()#*转/]*$' then
    raise exception 'telephone-malformed' using errcode = 'P0001', detail = json_build_object('value', telephone)::text;
  end if;
  if office is not null and not exists (select from public.departments d where d.id = office and d.district_id = held) then
    raise exception 'department-unknown' using errcode = 'P0001', detail = json_build_object('department', office)::text;
  end if;
  if place is not null and not exists (select from public.areas a where a.id = place and a.district_id = held) then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', place)::text;
  end if;
  if person is null then
    insert into public.people (district_id, name, source_id)
    values (held, title, coalesce(nullif(private.plain_words(content ->> 'sourceId', 100), ''), 'own-' || gen_random_uuid()))
    returning * into chosen;
  else
    chosen := private.staff_person(person);
    if chosen.district_id <> held then
      raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('person', person)::text;
    end if;
    perform from public.people p where p.id = chosen.id for update;
    perform private.refuse_overwriting(content -> 'was', (
      select jsonb_build_object('name', p.name, 'organisation', p.organisation, 'workTelephone', p.work_telephone, 'department', p.department_id,
        'area', p.area_id, 'onDuty', p.on_duty, 'leftOn', p.left_on)
      from public.people p where p.id = chosen.id), content);
  end if;
  update public.people p set name = title, organisation = private.plain_words(content ->> 'organisation', 100), work_telephone = telephone,
    department_id = office, area_id = place, on_duty = coalesce((content ->> 'onDuty')::boolean, true), left_on = gone
  where p.id = chosen.id;
  -- Who has left holds nothing from that day on.
  update public.assignments a set until = greatest(a.since, gone)
  where a.person_id = chosen.id and gone is not null and coalesce(a.until, 'infinity') > gone;
  return private.end_intent(client_key, jsonb_build_object('id', chosen.id));
exception when unique_violation then
  raise exception 'person-number-taken' using errcode = 'P0001', detail = json_build_object('value', content ->> 'sourceId')::text;
end $$;
comment on function public.save_person(district bigint, person bigint, content jsonb, client_key uuid) is
  'Adds somebody to the staff of a district (person null) or changes what is known of them: { name, organisation, workTelephone, department, area, onDuty, leftOn, sourceId (new only: the work number), was: what was read of them }. From leftOn on they hold no post. Returns { id }. Errors: not-allowed, person-unknown, changed-since { fields }, name-required, telephone-malformed, department-unknown, area-unknown, date-malformed, person-number-taken, sent-otherwise. Security definer: one question of the right, the same for every row that it touches.';
grant execute on function public.save_person(district bigint, person bigint, content jsonb, client_key uuid) to authenticated;

create function public.save_absence(person bigint, absence bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'save_absence', jsonb_build_array(person, absence, content));
  chosen constant public.people := private.staff_person(person);
  since constant date := private.given_date(content ->> 'firstDay', 'firstDay');
  until constant date := private.given_date(content ->> 'lastDay', 'lastDay');
  other constant bigint := (content ->> 'substitute')::bigint;
  made bigint;
begin
  if known is not null then
    return known;
  end if;
  if since is null then
    raise exception 'date-malformed' using errcode = 'P0001', detail = '{"field": "firstDay", "value": ""}';
  end if;
  perform private.refuse_reversed(since, until);
  if other is not null and not exists (select from public.people p where p.id = other and p.district_id = chosen.district_id) then
    raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('person', other)::text;
  end if;
  if absence is null then
    insert into public.absences (district_id, person_id, first_day, last_day, substitute_id)
    values (chosen.district_id, chosen.id, since, until, other) returning id into made;
  else
    perform from public.absences a where a.id = absence and a.person_id = chosen.id for update;
    perform private.refuse_overwriting(content -> 'was', (
      select jsonb_build_object('firstDay', a.first_day, 'lastDay', a.last_day, 'substitute', a.substitute_id)
      from public.absences a where a.id = absence and a.person_id = chosen.id), content)
    where exists (select from public.absences a where a.id = absence and a.person_id = chosen.id);
    update public.absences a set first_day = since, last_day = until, substitute_id = other
    where a.id = absence and a.person_id = chosen.id returning a.id into made;
    if made is null then
      raise exception 'absence-unknown' using errcode = 'P0001', detail = json_build_object('absence', absence)::text;
    end if;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', made));
end $$;
comment on function public.save_absence(person bigint, absence bigint, content jsonb, client_key uuid) is
  'Says from when until when (its last day included; none: until further notice) somebody is away, and who stands in: { firstDay, lastDay, substitute, was: what was read of it }; absence: the one to change, null for a new one. Returns { id }. Errors: person-unknown, absence-unknown, changed-since { fields }, date-malformed, dates-reversed, absence-overlaps, substitute-chain-closed, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.save_absence(person bigint, absence bigint, content jsonb, client_key uuid) to authenticated;

create function public.remove_absence(absence bigint, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'remove_absence', jsonb_build_array(absence));
  gone bigint;
begin
  if known is not null then
    return known;
  end if;
  delete from public.absences a where a.id = absence and a.district_id in (select private.reachable('{planner,admin}')) returning a.id into gone;
  if gone is null then
    raise exception 'absence-unknown' using errcode = 'P0001', detail = json_build_object('absence', absence)::text;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', gone));
end $$;
comment on function public.remove_absence(absence bigint, client_key uuid) is
  'Takes back an absence that was entered by mistake; one that is over is ended by its last day. Errors: absence-unknown, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.remove_absence(absence bigint, client_key uuid) to authenticated;

create function private.given_time(word text) returns time
language plpgsql immutable set search_path = '' as $$
declare
  found text := substring(coalesce(word, '') from '^(?:[01]\d|2[0-3]):[0-5]\d$');
begin
  if found is null then
    raise exception 'time-malformed' using errcode = 'P0001', detail = json_build_object('value', left(word, 40))::text;
  end if;
  return found::time;
end $$;
comment on function private.given_time(word text) is
  'A time as HH:MM; raises time-malformed.';

create function public.save_duty(area bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'save_duty', jsonb_build_array(area, content));
  chosen public.areas;
  who constant bigint := (content ->> 'person')::bigint;
  since constant date := private.given_date(content ->> 'firstDay', 'firstDay');
  until constant date := private.given_date(content ->> 'lastDay', 'lastDay');
  days constant smallint[] := array(select d::smallint from jsonb_array_elements_text(content -> 'weekdays') d where d ~ '^[1-7]$');
begin
  if known is not null then
    return known;
  end if;
  select * into chosen from public.areas a where a.id = save_duty.area and a.id in (select private.reachable('{planner,admin}'));
  if not found then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', save_duty.area)::text;
  end if;
  if not exists (select from public.people p where p.id = who and p.district_id = chosen.district_id) then
    raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('person', who)::text;
  end if;
  if since is null or cardinality(days) = 0 then
    raise exception 'date-malformed' using errcode = 'P0001', detail = json_build_object('field', 'firstDay', 'value', coalesce(content ->> 'firstDay', ''))::text;
  end if;
  perform private.refuse_reversed(since, until);
  insert into public.duty_shifts (district_id, area_id, person_id, weekday, begins, ends, first_day, last_day)
  select chosen.district_id, chosen.id, who, d, private.given_time(content ->> 'begins'), private.given_time(content ->> 'ends'), since, until
  from unnest(days) d
  on conflict (area_id, person_id, weekday, begins, first_day) do update set ends = excluded.ends, last_day = excluded.last_day;
  return private.end_intent(client_key, jsonb_build_object('shifts', cardinality(days)));
end $$;
comment on function public.save_duty(area bigint, content jsonb, client_key uuid) is
  'Puts somebody on the weekly duty roster of an area: { person, weekdays: [1..7], begins, ends (HH:MM; at or before begins: into the next day), firstDay, lastDay }. The same person, day and beginning again changes that shift. Returns { shifts }. Errors: area-unknown, person-unknown, date-malformed, dates-reversed, time-malformed, duty-overlaps { area, weekday, begins, ends }, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.save_duty(area bigint, content jsonb, client_key uuid) to authenticated;

create function public.remove_duty(shift bigint, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'remove_duty', jsonb_build_array(shift));
  gone bigint;
begin
  if known is not null then
    return known;
  end if;
  delete from public.duty_shifts s where s.id = shift and s.area_id in (select private.reachable('{planner,admin}')) returning s.id into gone;
  if gone is null then
    raise exception 'shift-unknown' using errcode = 'P0001', detail = json_build_object('shift', shift)::text;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', gone));
end $$;
comment on function public.remove_duty(shift bigint, client_key uuid) is
  'Takes a shift off the weekly duty roster. Errors: shift-unknown, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.remove_duty(shift bigint, client_key uuid) to authenticated;

-- Whoever looks at a district sees who is on duty in its streets, too: they looked like nobody.
create function public.duty_roster(area bigint, first_day date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  chosen public.areas;
  zone text;
begin
  select * into chosen from public.areas a where a.id = duty_roster.area;
  if chosen.id is null or chosen.district_id not in (select private.roster_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', duty_roster.area)::text;
  end if;
  select c.time_zone into zone from public.calendars c where c.id = private.calendar_of(chosen.district_id);
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'shifts', (
    select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'area', s.area_id, 'day', d.day, 'begins', to_char(s.begins, 'HH24:MI'), 'ends', to_char(s.ends, 'HH24:MI'),
      'person', p.id, 'name', p.name, 'telephone', p.work_telephone,
      'standIn', case when who.id is distinct from p.id then jsonb_build_object('person', who.id, 'name', who.name, 'telephone', who.work_telephone) end,
      'isNow', now() >= (d.day + s.begins) at time zone zone
        and now() < (d.day + s.ends + case when s.ends <= s.begins then interval '1 day' else interval '0' end) at time zone zone)
      order by d.day, place.id <> chosen.id, place.code, s.begins, p.name, s.id), '[]')
    from (select (duty_roster.first_day + n) as day from generate_series(-1, 6) n) d
    join public.areas place on place.path operator(extensions.<@) chosen.path
    join public.duty_shifts s on s.area_id = place.id and s.weekday = extract(isodow from d.day)
      and s.first_day <= d.day and coalesce(s.last_day, 'infinity') >= d.day
    join public.people p on p.id = s.person_id
    left join public.people who on who.id = private.stand_in(p.id, d.day)
    -- A night that began the day before belongs to the week as well.
    where d.day >= duty_roster.first_day or s.ends <= s.begins));
end $$;
comment on function public.duty_roster(area bigint, first_day date) is
  'Who is on duty in an area and those below it for seven days from a day, with the night that leads into them: { now, firstDay, shifts: [{ id, area, day, begins, ends, person, name, telephone, standIn: { person, name, telephone } | null, isNow }] }. standIn: whoever does it instead, each null where nobody does. Error: not-allowed. Security definer: a substitute is named whoever may see them.';
grant execute on function public.duty_roster(area bigint, first_day date) to authenticated;

create function public.list_people(district bigint, day date default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  that_day date;
begin
  if list_people.district not in (select private.roster_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', list_people.district)::text;
  end if;
  that_day := coalesce(list_people.day, private.local_date(list_people.district, now()));
  return jsonb_build_object('day', that_day, 'people', (
    select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'sourceId', p.source_id, 'name', p.name, 'organisation', p.organisation,
      'workTelephone', p.work_telephone, 'department', p.department_id, 'area', p.area_id, 'onDuty', p.on_duty, 'leftOn', p.left_on,
      'hasAccount', p.user_id is not null,
      'standIn', case when away.id is not null then (
        select jsonb_build_object('person', w.id, 'name', w.name) from public.people w where w.id = private.stand_in(p.id, that_day)) end,
      'isAway', away.id is not null,
      'absences', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'firstDay', a.first_day, 'lastDay', a.last_day,
          'substitute', a.substitute_id) order by a.first_day), '[]')
        from public.absences a where a.person_id = p.id and coalesce(a.last_day, 'infinity') >= that_day - 31),
      'posts', (select coalesce(jsonb_agg(jsonb_build_object('assignment', h.id, 'post', post.name, 'postEn', post.name_en, 'grid', g.code,
          'gridName', g.name, 'area', h.area_id, 'since', h.since, 'until', h.until) order by h.since, h.id), '[]')
        from public.assignments h join public.scheme_posts post on post.id = h.post_id left join public.grids g on g.id = h.grid_id
        where h.person_id = p.id and h.since <= that_day and (h.until is null or h.until > that_day))) order by p.name, p.id), '[]')
    from public.people p
    left join public.absences away on away.person_id = p.id and away.first_day <= that_day and coalesce(away.last_day, 'infinity') >= that_day
    where p.district_id = list_people.district and (p.left_on is null or p.left_on > that_day)));
end $$;
comment on function public.list_people(district bigint, day date) is
  'The staff of a district on a day (today without one): { day, people: [{ id, sourceId, name, organisation, workTelephone, department, area, onDuty, leftOn, hasAccount, isAway, standIn, absences, posts }] }. absences: those of the last month and to come; posts: held on the day. Error: not-allowed. Security definer: one question of the right for all of it.';
grant execute on function public.list_people(district bigint, day date) to authenticated;

-- The definition, once: the planner's panel, comparison, exports and the board of staff all ask these two.
create function private.post_need(post public.scheme_posts, grids bigint, households bigint, communities bigint) returns bigint
language sql immutable set search_path = '' as $$
  select case post.basis
    when 'households' then post.per_grid * ceil(households::numeric / post.basis_households)
    when 'community' then post.per_grid * communities
    when 'district' then case when grids > 0 then post.per_grid else 0 end
    else post.per_grid * case when post.span is null then grids else ceil(grids::numeric / post.span) end end::bigint
$$;
comment on function private.post_need(post public.scheme_posts, grids bigint, households bigint, communities bigint) is
  'How many people a post needs on so many grids of its level, with so many households, in so many communities. With a span, a shared officer counts once for up to so many grids of all that are counted together.';
grant execute on function private.post_need(post public.scheme_posts, grids bigint, households bigint, communities bigint) to authenticated, service_role;

create function private.post_pay(post public.scheme_posts, needed bigint, grids bigint, households bigint) returns numeric
language sql immutable set search_path = '' as $$
  select post.allowance_yuan_month * case post.pay_per when 'household' then households * post.per_grid when 'grid' then grids * post.per_grid else needed end
$$;
comment on function private.post_pay(post public.scheme_posts, needed bigint, grids bigint, households bigint) is
  'The least pay of all the people of a post in yuan a month; null where nothing is paid.';
grant execute on function private.post_pay(post public.scheme_posts, needed bigint, grids bigint, households bigint) to authenticated, service_role;

create function private.given_terms(rule jsonb)
returns table (level smallint, code text, basis text, basis_households integer, span smallint, voluntary boolean, pay_per text)
language sql immutable set search_path = '' as $$
  select l.level, given.code, coalesce(given.basis, 'grid'), case when given.basis = 'households' then given."basisHouseholds" end,
    case when not given.exclusive and coalesce(given.basis, 'grid') = 'grid' then given.span end,
    coalesce(given.voluntary, false), coalesce(given."payPer", 'month')
  from private.given_levels(rule) l
  cross join lateral jsonb_to_recordset(l.posts)
    as given (code text, exclusive boolean, basis text, "basisHouseholds" integer, span smallint, voluntary boolean, "payPer" text)
$$;
comment on function private.given_terms(rule jsonb) is
  'On what basis, over what span and how paid the posts of a rule are; what a rule leaves out is one a grid, paid by the month.';
grant execute on function private.given_terms(rule jsonb) to authenticated, service_role;

-- Above a community lie its street and its district: nothing else has to be looked through.
create function private.post_filled(post public.scheme_posts, grids bigint[], communities bigint[], day date) returns bigint
language sql stable set search_path = '' as $$
  select case when post.span is null and post.basis = 'grid' then count(*) else count(distinct held.person_id) end
  from public.assignments held
  where held.post_id = post.id and held.since <= post_filled.day and (held.until is null or held.until > post_filled.day)
    and (held.grid_id = any (grids) or held.area_id in (
      select unnest(array[c.id, c.parent_id, c.district_id]) from public.areas c where c.id = any (communities)))
$$;
comment on function private.post_filled(post public.scheme_posts, grids bigint[], communities bigint[], day date) is
  'How many of what private.post_need counts are held on a day: places on grids, or people where one counts once.';
grant execute on function private.post_filled(post public.scheme_posts, grids bigint[], communities bigint[], day date) to authenticated, service_role;

-- Acts on posts.
create function public.assign_person(person bigint, post bigint, place jsonb, since text, until text default null, client_key uuid default null)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'assign_person', jsonb_build_array(person, post, place, since, until));
  begins constant date := private.given_date(since, 'since');
  ends constant date := private.given_date(until, 'until');
  grid constant bigint := (place ->> 'grid')::bigint;
  area constant bigint := (place ->> 'area')::bigint;
  district bigint;
  made bigint;
begin
  if known is not null then
    return known;
  end if;
  select a.district_id into district from public.areas a
  where a.id = coalesce((select g.community_id from public.grids g where g.id = grid), area)
    and a.id in (select private.reachable('{planner,admin}'));
  if district is null then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('grid', grid, 'area', area)::text;
  end if;
  if begins is null then
    raise exception 'date-malformed' using errcode = 'P0001', detail = '{"field": "since", "value": ""}';
  end if;
  if not exists (select from public.people p where p.id = person and p.district_id = district and (p.left_on is null or p.left_on > begins)) then
    raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('person', person)::text;
  end if;
  if not exists (select from public.scheme_posts p join public.schemes s on s.id = p.scheme_id
    where p.id = post and (s.district_id is null or s.district_id = district)) then
    raise exception 'post-unknown' using errcode = 'P0001', detail = json_build_object('post', post)::text;
  end if;
  insert into public.assignments (district_id, person_id, post_id, grid_id, area_id, since, until)
  values (district, person, post, grid, area, begins, ends) returning id into made;
  return private.end_intent(client_key, jsonb_build_object('id', made));
exception when unique_violation then
  raise exception 'assigned-already' using errcode = 'P0001', detail = json_build_object('since', since)::text;
end $$;
comment on function public.assign_person(person bigint, post bigint, place jsonb, since text, until text, client_key uuid) is
  'Puts a person on a post of { grid } or { area } from a day, until, not including, another. Returns { id }. Errors: not-allowed, person-unknown, post-unknown, post-outside-scheme, post-held-elsewhere, date-malformed, dates-reversed, person-on-exclusive-post { grid, since, until }, post-full { perGrid }, span-exceeded { span }, assigned-already, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.assign_person(person bigint, post bigint, place jsonb, since text, until text, client_key uuid) to authenticated;

create function private.own_assignment(assignment bigint) returns public.assignments
language plpgsql stable set search_path = '' as $$
declare
  held public.assignments;
begin
  select * into held from public.assignments a
  where a.id = own_assignment.assignment
    and coalesce((select g.community_id from public.grids g where g.id = a.grid_id), a.area_id) in (select private.reachable('{planner,admin}'));
  if not found then
    raise exception 'assignment-unknown' using errcode = 'P0001', detail = json_build_object('assignment', own_assignment.assignment)::text;
  end if;
  return held;
end $$;
comment on function private.own_assignment(assignment bigint) is
  'The assignment, if the signed-in person may change it; raises assignment-unknown.';

create function public.change_assignment(assignment bigint, since text, until text, client_key uuid default null, was jsonb default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'change_assignment', jsonb_build_array(assignment, since, until, was));
  held constant public.assignments := private.own_assignment(assignment);
begin
  if known is not null then
    return known;
  end if;
  perform from public.assignments a where a.id = held.id for update;
  perform private.refuse_overwriting(was, (select jsonb_build_object('since', a.since, 'until', a.until) from public.assignments a where a.id = held.id),
    jsonb_build_object('since', change_assignment.since, 'until', change_assignment.until))
  where exists (select from public.assignments a where a.id = held.id);
  update public.assignments a set since = coalesce(private.given_date(change_assignment.since, 'since'), held.since),
    until = private.given_date(change_assignment.until, 'until')
  where a.id = held.id;
  return private.end_intent(client_key, jsonb_build_object('id', held.id));
end $$;
comment on function public.change_assignment(assignment bigint, since text, until text, client_key uuid, was jsonb) is
  'Sets from when and until when, not including, somebody holds a post; without a day they hold it on. was: { since, until } as they were read. Errors: assignment-unknown, changed-since { fields }, date-malformed, dates-reversed, person-on-exclusive-post, post-full, span-exceeded, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.change_assignment(assignment bigint, since text, until text, client_key uuid, was jsonb) to authenticated;

create function public.remove_assignment(assignment bigint, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'remove_assignment', jsonb_build_array(assignment));
  held public.assignments;
begin
  if known is not null then
    return known;
  end if;
  held := private.own_assignment(assignment);
  delete from public.assignments a where a.id = held.id;
  return private.end_intent(client_key, jsonb_build_object('id', held.id));
end $$;
comment on function public.remove_assignment(assignment bigint, client_key uuid) is
  'Takes back an assignment that was entered by mistake; what is over is ended by its day. Errors: assignment-unknown, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.remove_assignment(assignment bigint, client_key uuid) to authenticated;

-- What was true on any day.
create function public.staffing_board(area bigint, day date default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  chosen public.areas;
  that_day date;
  seen bigint[];
begin
  select * into chosen from public.areas a where a.id = staffing_board.area;
  if chosen.id is null or chosen.district_id not in (select private.roster_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', staffing_board.area)::text;
  end if;
  that_day := coalesce(staffing_board.day, private.local_date(chosen.district_id, now()));
  seen := array(select c.id from private.communities_below(chosen.id) c);
  return (
    with grids as materialized (
      select g.id, g.code, g.key, g.name, g.level, g.community_id, g.households, g.scheme_id from private.grids_on(chosen.id, that_day) g
    ), posts as materialized (
      select post, count(g.id) as grids, coalesce(sum(g.households), 0)::bigint as households, count(distinct g.community_id) as communities,
        array_agg(g.id) as of_grids
      from public.scheme_posts post join grids g on g.scheme_id = post.scheme_id and g.level = post.level
      group by post
    ), places as materialized (
      select (p.post).id as post, g.id as grid, null::bigint as area, (p.post).per_grid as wanted
      from posts p join grids g on g.scheme_id = (p.post).scheme_id and g.level = (p.post).level
      where (p.post).basis = 'grid'
      union all
      select (p.post).id, null, a.id, (p.post).per_grid
      from posts p join public.areas a on case (p.post).basis
        when 'community' then a.id = any (seen) and exists (select from grids g where g.community_id = a.id and g.scheme_id = (p.post).scheme_id)
        when 'district' then a.id = chosen.district_id when 'households' then a.id = chosen.id end
    ), held as materialized (
      select a.id, a.post_id, a.grid_id, a.area_id, a.person_id, a.since, a.until
      from public.assignments a
      where a.since <= that_day and (a.until is null or a.until > that_day)
        and (a.grid_id in (select g.id from grids g) or (a.area_id is not null and a.post_id in (select (p.post).id from posts p)
          and (a.area_id in (select below.id from public.areas below where below.path operator(extensions.<@) chosen.path) or a.area_id = chosen.district_id)))
    ), duty as materialized (
      select d.person, d.doer from private.on_duty_people(array(select distinct h.person_id from held h), that_day) d
    )
    select jsonb_build_object('day', that_day,
      'posts', (select coalesce(jsonb_agg(jsonb_build_object('id', (p.post).id, 'level', (p.post).level, 'code', (p.post).code, 'name', (p.post).name,
          'nameEn', (p.post).name_en, 'perGrid', (p.post).per_grid, 'exclusive', (p.post).exclusive, 'basis', (p.post).basis,
          'basisHouseholds', (p.post).basis_households, 'span', (p.post).span, 'voluntary', (p.post).voluntary, 'payPer', (p.post).pay_per,
          'yuanMonth', (p.post).allowance_yuan_month, 'required', n.people, 'filled', private.post_filled(p.post, p.of_grids, seen, that_day),
          'pay', private.post_pay(p.post, n.people, p.grids, p.households)) order by (p.post).level, (p.post).id), '[]')
        from posts p cross join lateral (select private.post_need(p.post, p.grids, p.households, p.communities) as people) n),
      'places', (select coalesce(jsonb_agg(jsonb_build_object('post', pl.post, 'grid', pl.grid, 'area', pl.area,
          'wanted', case when (select p.post from posts p where (p.post).id = pl.post).basis = 'households'
            then (select private.post_need(p.post, p.grids, p.households, p.communities) from posts p where (p.post).id = pl.post) else pl.wanted end)
          order by pl.grid nulls first, pl.area, pl.post), '[]') from places pl),
      'grids', (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'code', g.code, 'name', g.name, 'level', g.level,
          'community', g.community_id, 'households', g.households) order by g.code, g.level, g.key), '[]') from grids g),
      'held', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'post', h.post_id, 'grid', h.grid_id, 'area', h.area_id,
          'person', h.person_id, 'name', p.name, 'since', h.since, 'until', h.until,
          'standIn', case when d.doer is distinct from h.person_id then (select w.name from public.people w where w.id = d.doer) end,
          'isOnDuty', d.doer is not null) order by h.since, h.id), '[]')
        from held h join public.people p on p.id = h.person_id join duty d on d.person = h.person_id),
      -- Kept from the time before posts were exclusive, or brought by an import.
      'doubles', (select coalesce(jsonb_agg(jsonb_build_object('person', t.person_id, 'name', p.name, 'assignments', t.ids) order by p.name, t.person_id), '[]')
        from (select h.person_id, jsonb_agg(h.id order by h.id) as ids from held h join public.scheme_posts sp on sp.id = h.post_id and sp.exclusive
          group by h.person_id having count(*) > 1) t join public.people p on p.id = t.person_id)));
end $$;
comment on function public.staffing_board(area bigint, day date) is
  'Posts and who holds them in an area on a day (today without one), on the grids that were in force then: { day, posts (with required, filled and pay), places: [{ post, grid | area, wanted }], grids, held: [{ id, post, grid, area, person, name, since, until, standIn, isOnDuty }], doubles: people on more than one exclusive post }. Error: not-allowed. Security definer: one question of the right.';
grant execute on function public.staffing_board(area bigint, day date) to authenticated;

alter table public.volunteer_roles add constraint volunteer_roles_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "members read the kinds of voluntary service of their district" on public.volunteer_roles
  for select to authenticated
  using ((district_id in (select private.member_districts())));

create function private.add_volunteer_roles(district bigint) returns void
language sql volatile security definer set search_path = '' as $$
  insert into public.volunteer_roles (district_id, place, name, name_en)
  select add_volunteer_roles.district, v.place, v.name, v.name_en
  from (values
    (1, '民事调解员', 'Mediator of civil disputes'), (2, '民政监督员', 'Overseer of civil affairs'), (3, '帮扶解困员', 'Helper of those in need'),
    (4, '党政监督员', 'Overseer of public offices'), (5, '社会问题调查员', 'Inquirer into local problems'), (6, '社会事务调解员', 'Mediator of local affairs'),
    (7, '党政工作监督员', 'Overseer of the work of offices'), (8, '社会治安巡逻员', 'Patroller for public safety'), (9, '义务修理员', 'Volunteer repairer'),
    (10, '', ''), (11, '', ''), (12, '', ''), (13, '', ''), (14, '', ''), (15, '', ''), (16, '', '')) v (place, name, name_en)
  on conflict do nothing
$$;
comment on function private.add_volunteer_roles(district bigint) is
  'The sixteen kinds that a district begins with: the nine that the study names, seven to be named by the district.';

create function private.begin_volunteer_roles() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.add_volunteer_roles(new.id);
  return null;
end $$;
comment on function private.begin_volunteer_roles() is
  'Gives a new district its kinds of voluntary service. Security definer: no policies for writing.';

create trigger areas_begin_volunteer_roles after insert on public.areas for each row when (new.kind = 'district'::public.area_kind) execute function private.begin_volunteer_roles();

create table public.volunteer_services (
  id bigint generated always as identity,
  district_id bigint not null,
  volunteer_id bigint not null,
  served_on date not null,
  hours numeric(4,1) not null,
  what text not null,
  constraint volunteer_services_pkey primary key (id),
  constraint volunteer_services_hours_bounded check (hours > 0::numeric and hours <= 24::numeric),
  constraint volunteer_services_served_on_bounded check (served_on >= '1900-01-01'::date and served_on <= '2099-12-31'::date),
  constraint volunteer_services_what_length check (length(what) <= 400),
  constraint volunteer_services_what_not_blank check (btrim(what) <> ''::text)
);
comment on table public.volunteer_services is
  'What a volunteer did on a day, and how long (hours).';
create index volunteer_services_volunteer_idx on public.volunteer_services (volunteer_id, served_on);
alter table public.volunteer_services enable row level security;
grant select on public.volunteer_services to authenticated;

alter table public.volunteer_services add constraint volunteer_services_volunteer_fkey
  foreign key (volunteer_id, district_id) references public.volunteers(id, district_id) on delete cascade;

create policy "those who work with volunteers read their service" on public.volunteer_services
  for select to authenticated
  using ((volunteer_id in ( select v.id
   from public.volunteers v
  where (v.community_id in (select private.reachable('{admin,planner,leader,dispatcher,worker}'::public.member_role[]))))));

create function private.own_volunteer(volunteer bigint) returns public.volunteers
language plpgsql stable set search_path = '' as $$
declare
  held public.volunteers;
begin
  select * into held from public.volunteers v
  where v.id = own_volunteer.volunteer and v.community_id in (select private.reachable('{worker,admin}'));
  if not found then
    raise exception 'volunteer-unknown' using errcode = 'P0001', detail = json_build_object('volunteer', own_volunteer.volunteer)::text;
  end if;
  return held;
end $$;
comment on function private.own_volunteer(volunteer bigint) is
  'The volunteer, if the signed-in person looks after those of the community; raises volunteer-unknown.';

create function public.list_volunteers(area bigint, day date default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  chosen public.areas;
  seen bigint[];
  that_day date;
begin
  select * into chosen from public.areas a where a.id = list_volunteers.area;
  seen := array(select c.id from private.communities_below(list_volunteers.area) c
    where c.id in (select private.reachable('{admin,planner,leader,dispatcher,worker}')));
  if cardinality(seen) = 0 then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', list_volunteers.area)::text;
  end if;
  that_day := coalesce(list_volunteers.day, private.local_date(chosen.district_id, now()));
  return jsonb_build_object('day', that_day,
    'roles', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'place', r.place, 'name', r.name, 'nameEn', r.name_en, 'duties', r.duties,
        'retired', r.retired, 'serving', (select count(*) from public.volunteers v where v.role_id = r.id and v.community_id = any (seen)
          and v.since <= that_day and (v.until is null or v.until > that_day))) order by r.place), '[]')
      from public.volunteer_roles r where r.district_id = chosen.district_id),
    'volunteers', (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'role', v.role_id, 'community', v.community_id,
        'compound', (select jsonb_build_object('id', c.id, 'name', c.name) from public.compounds c where c.id = v.compound_id),
        'since', v.since, 'until', v.until, 'certificate', v.certificate, 'certifiedOn', v.certified_on,
        'hours', coalesce(s.hours, 0), 'services', coalesce(s.services, 0),
        'mayChange', v.community_id in (select private.reachable('{worker,admin}'))) order by v.name, v.id), '[]')
      from public.volunteers v
      left join (select t.volunteer_id, sum(t.hours) as hours, count(*) as services from public.volunteer_services t group by t.volunteer_id) s on s.volunteer_id = v.id
      where v.community_id = any (seen) and v.since <= that_day and (v.until is null or v.until > that_day)));
end $$;
comment on function public.list_volunteers(area bigint, day date) is
  'Who serves as a volunteer in an area on a day (today without one), and the kinds of service of the district: { day, roles: [{ id, place, name, nameEn, duties, retired, serving }], volunteers: [{ id, name, role, community, compound, since, until, certificate, certifiedOn, hours, services, mayChange }] }. Error: not-allowed. Security definer: one question of the right.';
grant execute on function public.list_volunteers(area bigint, day date) to authenticated;

create function public.save_volunteer_role(district bigint, role bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'save_volunteer_role', jsonb_build_array(district, role, content));
  held constant bigint := private.setup_district(save_volunteer_role.district, '{admin}');
  title constant text := private.plain_words(content ->> 'name', 100);
  made bigint := role;
begin
  if known is not null then
    return known;
  end if;
  if title = '' then
    raise exception 'name-required' using errcode = 'P0001';
  end if;
  if exists (select from public.volunteer_roles r where r.district_id = held and r.name = title and r.id is distinct from role) then
    raise exception 'volunteer-role-taken' using errcode = 'P0001', detail = json_build_object('name', title)::text;
  end if;
  if role is null then
    insert into public.volunteer_roles (district_id, place)
    select held, coalesce(max(r.place), 0) + 1 from public.volunteer_roles r where r.district_id = held returning id into made;
  else
    perform from public.volunteer_roles r where r.id = role and r.district_id = held for update;
    perform private.refuse_overwriting(content -> 'was', jsonb_build_object('name', r.name, 'nameEn', r.name_en, 'duties', r.duties, 'retired', r.retired), content)
    from public.volunteer_roles r where r.id = role and r.district_id = held;
  end if;
  update public.volunteer_roles r set name = title, name_en = private.plain_words(content ->> 'nameEn', 200),
    duties = private.plain_words(content ->> 'duties', 2000), retired = coalesce((content ->> 'retired')::boolean, false)
  where r.id = made and r.district_id = held;
  if not found then
    raise exception 'volunteer-role-unknown' using errcode = 'P0001', detail = json_build_object('role', role)::text;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', made));
end $$;
comment on function public.save_volunteer_role(district bigint, role bigint, content jsonb, client_key uuid) is
  'Names or changes a kind of voluntary service of a district, or adds one (role null): { name, nameEn, duties, retired, was: what was read of it }. Returns { id }. Errors: not-allowed, name-required, volunteer-role-taken, changed-since { fields }, volunteer-role-unknown, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.save_volunteer_role(district bigint, role bigint, content jsonb, client_key uuid) to authenticated;

create function public.save_volunteer(community bigint, volunteer bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'save_volunteer', jsonb_build_array(community, volunteer, content));
  place public.areas;
  title constant text := private.plain_words(content ->> 'name', 100);
  kind constant bigint := (content ->> 'role')::bigint;
  estate constant bigint := (content ->> 'compound')::bigint;
  begins constant date := private.given_date(content ->> 'since', 'since');
  ends constant date := private.given_date(content ->> 'until', 'until');
  held public.volunteers;
begin
  if known is not null then
    return known;
  end if;
  select * into place from public.areas a
  where a.id = save_volunteer.community and a.kind = 'community' and a.id in (select private.reachable('{worker,admin}'));
  if not found then
    raise exception 'community-unknown' using errcode = 'P0001', detail = json_build_object('community', save_volunteer.community)::text;
  end if;
  if title = '' then
    raise exception 'name-required' using errcode = 'P0001';
  end if;
  if begins is null then
    raise exception 'date-malformed' using errcode = 'P0001', detail = '{"field": "since", "value": ""}';
  end if;
  perform private.refuse_reversed(begins, ends);
  if not exists (select from public.volunteer_roles r where r.id = kind and r.district_id = place.district_id and r.name <> '') then
    raise exception 'volunteer-role-unknown' using errcode = 'P0001', detail = json_build_object('role', kind)::text;
  end if;
  if estate is not null and not exists (select from public.compounds c where c.id = estate and c.district_id = place.district_id and c.community_id = place.id) then
    raise exception 'compound-unknown' using errcode = 'P0001', detail = json_build_object('compound', estate)::text;
  end if;
  if volunteer is null then
    insert into public.volunteers (district_id, community_id, name, role_id, compound_id, since, until)
    values (place.district_id, place.id, title, kind, estate, begins, ends) returning * into held;
  else
    held := private.own_volunteer(volunteer);
    if held.district_id <> place.district_id then
      raise exception 'volunteer-unknown' using errcode = 'P0001', detail = json_build_object('volunteer', volunteer)::text;
    end if;
    perform from public.volunteers v where v.id = held.id for update;
    perform private.refuse_overwriting(content -> 'was', jsonb_build_object('community', v.community_id, 'name', v.name, 'role', v.role_id,
      'compound', v.compound_id, 'since', v.since, 'until', v.until), content || jsonb_build_object('community', place.id))
    from public.volunteers v where v.id = held.id;
    -- A certificate says what was true: another role, place or name needs a new one.
    update public.volunteers v set community_id = place.id, name = title, role_id = kind, compound_id = estate, since = begins, until = ends,
      certificate = case when (v.community_id, v.name, v.role_id) = (place.id, title, kind) then v.certificate end,
      certified_on = case when (v.community_id, v.name, v.role_id) = (place.id, title, kind) then v.certified_on end
    where v.id = held.id;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', held.id));
end $$;
comment on function public.save_volunteer(community bigint, volunteer bigint, content jsonb, client_key uuid) is
  'Enters a volunteer of a community (volunteer null) or changes one: { name, role, compound, since, until, was: what was read of them, with community }; another name, role or community makes the certificate void. Returns { id }. Errors: community-unknown, volunteer-unknown, changed-since { fields }, name-required, date-malformed, dates-reversed, volunteer-role-unknown, compound-unknown, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.save_volunteer(community bigint, volunteer bigint, content jsonb, client_key uuid) to authenticated;

create function public.certify_volunteer(volunteer bigint, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'certify_volunteer', jsonb_build_array(volunteer));
  held public.volunteers;
  letters constant text := '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  bytes bytea;
  number text;
begin
  if known is not null then
    return known;
  end if;
  held := private.own_volunteer(volunteer);
  if held.certificate is null then
    loop
      -- Ten letters by chance: nobody finds another's number by counting.
      bytes := extensions.gen_random_bytes(10);
      select a.code || '-' || (select string_agg(substr(letters, get_byte(bytes, n) % 32 + 1, 1), '' order by n) from generate_series(0, 9) n)
      into number from public.areas a where a.id = held.district_id;
      exit when not exists (select from public.volunteers v where v.certificate = number);
    end loop;
    update public.volunteers v set certificate = number, certified_on = private.local_date(v.district_id, now())
    where v.id = held.id returning * into held;
  end if;
  return private.end_intent(client_key, jsonb_build_object('certificate', held.certificate, 'certifiedOn', held.certified_on));
end $$;
comment on function public.certify_volunteer(volunteer bigint, client_key uuid) is
  'Makes out the certificate of a volunteer, once: { certificate, certifiedOn }. Errors: volunteer-unknown, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.certify_volunteer(volunteer bigint, client_key uuid) to authenticated;

create function public.record_service(volunteer bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'record_service', jsonb_build_array(volunteer, content));
  held public.volunteers;
  day constant date := private.given_date(content ->> 'on', 'on');
  length_hours constant text := content ->> 'hours';
  words constant text := private.plain_words(content ->> 'what', 400);
  made bigint;
begin
  if known is not null then
    return known;
  end if;
  held := private.own_volunteer(volunteer);
  if day is null or day < held.since or day >= coalesce(held.until, 'infinity') or day > private.local_date(held.district_id, now()) then
    raise exception 'service-outside-term' using errcode = 'P0001', detail = json_build_object('since', held.since, 'until', held.until)::text;
  end if;
  if words = '' then
    raise exception 'note-required' using errcode = 'P0001';
  end if;
  if coalesce(length_hours, '') !~ '^\d{1,2}(\.\d)?$' or length_hours::numeric not between 0.1 and 24 then
    raise exception 'hours-wrong' using errcode = 'P0001', detail = json_build_object('value', left(length_hours, 40))::text;
  end if;
  insert into public.volunteer_services (district_id, volunteer_id, served_on, hours, what)
  values (held.district_id, held.id, day, length_hours::numeric, words) returning id into made;
  return private.end_intent(client_key, jsonb_build_object('id', made));
end $$;
comment on function public.record_service(volunteer bigint, content jsonb, client_key uuid) is
  'Records what a volunteer did: { on, hours, what }. Returns { id }. Errors: volunteer-unknown, service-outside-term { since, until }, note-required, hours-wrong, date-malformed, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.record_service(volunteer bigint, content jsonb, client_key uuid) to authenticated;

-- A certificate is checked at the address of its district, which the page that prints it asks for.
create function public.volunteer_record(volunteer bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  held public.volunteers;
begin
  select * into held from public.volunteers v
  where v.id = volunteer_record.volunteer and v.community_id in (select private.reachable('{admin,planner,leader,dispatcher,worker}'));
  if not found then
    raise exception 'volunteer-unknown' using errcode = 'P0001', detail = json_build_object('volunteer', volunteer_record.volunteer)::text;
  end if;
  return (
    select jsonb_build_object('id', held.id, 'name', held.name, 'role', r.name, 'roleEn', r.name_en, 'districtId', held.district_id, 'district', d.name, 'districtEn', d.name_en,
      'street', s.name, 'streetEn', s.name_en, 'community', c.name, 'communityEn', c.name_en,
      'compound', (select k.name from public.compounds k where k.id = held.compound_id),
      'since', held.since, 'until', held.until, 'certificate', held.certificate, 'certifiedOn', held.certified_on,
      'services', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'on', t.served_on, 'hours', t.hours, 'what', t.what) order by t.served_on desc, t.id desc), '[]')
        from public.volunteer_services t where t.volunteer_id = held.id))
    from public.volunteer_roles r
    join public.areas c on c.id = held.community_id
    join public.areas s on s.id = c.parent_id
    join public.areas d on d.id = held.district_id
    where r.id = held.role_id);
end $$;
comment on function public.volunteer_record(volunteer bigint) is
  'A volunteer with the certificate and the whole record of service, the newest first. Error: volunteer-unknown. Security definer: one question of the right.';
grant execute on function public.volunteer_record(volunteer bigint) to authenticated;

create function public.check_certificate(number text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('number', v.certificate, 'surname', left(v.name, 1), 'role', r.name, 'roleEn', r.name_en,
    'district', d.name, 'districtEn', d.name_en, 'community', c.name, 'communityEn', c.name_en, 'since', v.since, 'until', v.until,
    'certifiedOn', v.certified_on,
    'isValid', v.since <= private.local_date(v.district_id, now()) and (v.until is null or v.until > private.local_date(v.district_id, now())))
  from public.volunteers v
  join public.volunteer_roles r on r.id = v.role_id
  join public.areas c on c.id = v.community_id
  join public.areas d on d.id = v.district_id
  where v.certificate = upper(btrim(check_certificate.number)) and check_certificate.number is not null
  limit 1
$$;
comment on function public.check_certificate(number text) is
  'What a certificate of a volunteer says, to anybody who has its number, signed in or not: the surname, the role, the community, since when, and whether it is valid today; null where there is none. Security definer: it is a public question.';
grant execute on function public.check_certificate(number text) to anon, authenticated;

create function private.roster_day(word text) returns date
language plpgsql immutable set search_path = '' as $$
begin
  if word is null or word = '' then
    return null;
  end if;
  begin
    return private.given_date(word, '');
  exception when raise_exception then
    return '0001-01-01';
  end;
end $$;
comment on function private.roster_day(word text) is
  'A day of a row; the year 1 for what is none.';

-- A roster is not taken for what it may not mean: an area whose name another has as well, and a work number that the staff knows by another name.
create function private.read_roster(district bigint, given jsonb) returns table (
  number integer, source text, name text, telephone text, organisation text, department_id bigint, area_id bigint, post_id bigint,
  grid_id bigint, place_id bigint, since date, until date, person_id bigint, refusal text, detail text)
language sql stable security definer set search_path = '' set enable_nestloop = off set jit = off as $$
  with listed as materialized (
    select r.number, btrim(coalesce(r.source, '')) as source, btrim(coalesce(r.name, '')) as name, btrim(coalesce(r.telephone, '')) as telephone,
      btrim(coalesce(r.organisation, '')) as organisation, btrim(coalesce(r.department, '')) as department, btrim(coalesce(r.area, '')) as area,
      btrim(coalesce(r.post, '')) as post, btrim(coalesce(r.grid, '')) as grid, btrim(coalesce(r.since, '')) as since_word,
      btrim(coalesce(r.until, '')) as until_word, private.roster_day(r.since) as since, private.roster_day(r.until) as until
    from jsonb_to_recordset(given) r (number integer, source text, name text, telephone text, organisation text, department text, area text,
      post text, grid text, since text, until text)
  ), namesakes as materialized (
    select a.name from public.areas a where a.district_id = read_roster.district group by a.name having count(*) > 1
  ), today as (
    select private.local_date(read_roster.district, now()) as day
  ), in_force as materialized (
    select g.id, g.code, g.level, g.scheme_id, g.community_id from private.grids_in_force g where g.district_id = read_roster.district
  ), schemes as materialized (
    select distinct g.scheme_id from in_force g
  ), posts as materialized (
    select p.* from public.scheme_posts p where p.scheme_id in (select s.scheme_id from schemes s)
  ), matched as materialized (
    select l.*, d.id as department_id, a.id as area_id, a.kind as area_kind, g.id as grid_id, g.scheme_id, g.level, t.day,
      case when l.source <> '' then k.id else n.id end as known_id, k.name as known_name, a.code <> l.area and namesakes.name is not null as is_namesake,
      (select count(*) from posts p where p.name = l.post or p.name_en = l.post or p.code = l.post) as posts_named,
      -- The post of the grid's own scheme and level, else one that is held in areas.
      (select p.id from posts p where (p.name = l.post or p.name_en = l.post or p.code = l.post)
        and case when l.grid <> '' then p.scheme_id = g.scheme_id and p.level = g.level and p.basis = 'grid' else p.basis <> 'grid' end
        order by p.id limit 1) as post_id
    from listed l cross join today t
    left join public.departments d on d.district_id = read_roster.district and d.name = l.department and l.department <> ''
    left join lateral (
      select here.id, here.kind, here.code from public.areas here
      where here.district_id = read_roster.district and l.area <> '' and (here.code = l.area or here.name = l.area)
      order by (here.code = l.area) desc, here.id limit 1) a on true
    left join in_force g on g.code = l.grid and l.grid <> ''
    left join namesakes on namesakes.name = l.area
    left join public.people k on k.district_id = read_roster.district and k.source_id = l.source and l.source <> ''
    left join (select p.name, p.work_telephone, min(p.id) as id from public.people p where p.district_id = read_roster.district group by 1, 2) n
      on l.source = '' and n.name = l.name and n.work_telephone = l.telephone
  ), placed as materialized (
    select m.*, p.exclusive, p.basis, p.per_grid, p.span,
      case when p.basis = 'district' then read_roster.district when p.basis <> 'grid' then m.area_id end as place_id,
      coalesce(nullif(m.source, ''), m.name || ' ' || m.telephone) as who,
      case when m.post <> '' then coalesce(m.since, m.day) end as begins
    from matched m left join public.scheme_posts p on p.id = m.post_id
  ), judged as materialized (
    select w.*, case
      when w.name = '' then 'name-required'
      when length(w.name) > 100 or length(w.source) > 400 or length(w.organisation) > 400 then 'text-too-long'
      when w.telephone !~ '^[-+0-9 ()#*转/]{0,40}$' then 'telephone-malformed'
      when w.department <> '' and w.department_id is null then 'department-unknown'
      when w.area <> '' and w.area_id is null then 'area-unknown'
      when w.is_namesake then 'area-ambiguous'
      when w.known_name <> w.name then 'number-of-another'
      when w.since = '0001-01-01' then 'date-malformed'
      when w.until = '0001-01-01' then 'date-malformed'
      when w.until < w.begins then 'dates-reversed'
      when w.grid <> '' and w.grid_id is null then 'grid-unknown'
      when w.grid <> '' and w.post = '' then 'post-missing'
      when w.post <> '' and w.posts_named = 0 then 'post-unknown'
      when w.post <> '' and w.post_id is null and w.grid = '' then 'post-without-grid'
      when w.post <> '' and w.post_id is null then 'post-outside-scheme'
      when w.basis = 'community' and w.area_kind is distinct from 'community' then 'post-held-elsewhere'
      when w.basis = 'households' and w.area_id is null then 'post-held-elsewhere' end as refusal
    from placed w
  ), here as materialized (
    select distinct j.number from judged j join judged o on o.who = j.who and o.number < j.number
      and (o.post_id, o.grid_id, o.place_id) is distinct from (j.post_id, j.grid_id, j.place_id)
      and o.begins < coalesce(j.until, 'infinity') and coalesce(o.until, 'infinity') > j.begins
    where j.refusal is null and o.refusal is null and j.exclusive and o.exclusive
  ), there as materialized (
    select j.number, min(coalesce(g.code, x.name)) as place
    from judged j join public.assignments a on a.person_id = j.known_id
      and (a.post_id, a.grid_id, a.area_id, a.since) is distinct from (j.post_id, j.grid_id, j.place_id, j.begins)
      and a.since < coalesce(j.until, 'infinity') and coalesce(a.until, 'infinity') > j.begins
    join public.scheme_posts sp on sp.id = a.post_id and sp.exclusive
    left join public.grids g on g.id = a.grid_id left join public.areas x on x.id = a.area_id
    where j.refusal is null and j.exclusive group by j.number
  ), among as materialized (
    select j.*, first_value(j.name) over (partition by j.who order by j.number) as first_name,
      row_number() over (partition by j.who, j.post_id, j.grid_id, j.place_id, j.begins order by j.number) as again,
      here.number is not null as double_here, there.place as double_there
    from judged j left join here on here.number = j.number left join there on there.number = j.number
  ), crowded as (
    select a.*, case when a.refusal is null and a.exclusive and a.basis <> 'households' then
        count(*) filter (where a.refusal is null and a.again = 1 and not a.double_here and a.double_there is null) over (partition by a.post_id, a.grid_id, a.place_id order by a.number)
        + (select count(distinct h.person_id) from public.assignments h where h.post_id = a.post_id and h.grid_id is not distinct from a.grid_id
          and h.area_id is not distinct from a.place_id and h.person_id is distinct from a.known_id
          and h.since < coalesce(a.until, 'infinity') and coalesce(h.until, 'infinity') > a.begins
          and (h.person_id, h.post_id, coalesce(h.grid_id, h.area_id)) not in (
            select o.known_id, o.post_id, coalesce(o.grid_id, o.place_id) from judged o where o.known_id is not null and o.post_id is not null)) end as crowd,
      case when a.refusal is null and a.span is not null then
        count(*) filter (where a.refusal is null and a.again = 1) over (partition by a.who, a.post_id order by a.number) end as spanned
    from among a
  )
  select c.number, c.source, c.name, c.telephone, c.organisation, c.department_id, c.area_id, c.post_id, c.grid_id, c.place_id, c.begins, c.until, c.known_id,
    coalesce(c.refusal, case
      when c.first_name <> c.name then 'number-of-another'
      when c.again > 1 then 'row-repeated'
      when c.double_here or c.double_there is not null then 'person-on-exclusive-post'
      when c.crowd > c.per_grid then 'post-full'
      when c.spanned > c.span then 'span-exceeded' end),
    case c.refusal when 'text-too-long' then left(case when length(c.name) > 100 then c.name when length(c.source) > 400 then c.source else c.organisation end, 60)
      when 'telephone-malformed' then left(c.telephone, 60) when 'department-unknown' then left(c.department, 60) when 'area-unknown' then left(c.area, 60)
      when 'area-ambiguous' then left(c.area, 60) when 'number-of-another' then left(c.known_name, 60)
      when 'date-malformed' then left(case when c.since = '0001-01-01' then c.since_word else c.until_word end, 60)
      when 'dates-reversed' then concat(c.begins, ' – ', c.until) when 'grid-unknown' then left(c.grid, 60) when 'post-unknown' then left(c.post, 60)
      when 'post-outside-scheme' then left(c.post, 60) when 'post-without-grid' then left(c.post, 60) when 'post-held-elsewhere' then left(c.post, 60)
      when 'post-missing' then left(c.grid, 60) else case when c.first_name <> c.name then left(c.first_name, 60) else coalesce(left(c.double_there, 60), '') end end
  from crowded c order by c.number
$$;
comment on function private.read_roster(district bigint, given jsonb) is
  'The rows of a roster as they would be written, or why not: refusal is a code, detail the word at fault. Security definer: reads the staff whoever asks; called for those who may change it.';

create function public.take_roster(district bigint, rows jsonb, write boolean, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  known constant jsonb := private.begin_intent(case when write then client_key end, 'take_roster', jsonb_build_array(district, md5(rows::text)));
  held constant bigint := private.setup_district(take_roster.district, '{planner,admin}');
  answer jsonb;
begin
  if known is not null then
    return known;
  end if;
  if jsonb_typeof(rows) is distinct from 'array' or jsonb_array_length(rows) > 50000 then
    raise exception 'roster-malformed' using errcode = 'P0001', detail = json_build_object('atMost', 50000)::text;
  end if;
  create temporary table roster on commit drop as select * from private.read_roster(held, rows);
  select jsonb_build_object('rows', count(*), 'refused', coalesce(jsonb_agg(jsonb_build_object('number', r.number, 'code', r.refusal, 'detail', r.detail)
      order by r.number) filter (where r.refusal is not null), '[]'),
    'people', count(distinct coalesce(nullif(r.source, ''), r.name || ' ' || r.telephone)) filter (where r.refusal is null),
    'newPeople', count(distinct coalesce(nullif(r.source, ''), r.name || ' ' || r.telephone)) filter (where r.refusal is null and r.person_id is null),
    'assignments', count(*) filter (where r.refusal is null and r.post_id is not null),
    'isWritten', take_roster.write)
  into answer from pg_temp.roster r;
  if take_roster.write then
    update pg_temp.roster r set source = coalesce((select p.source_id from public.people p where p.id = r.person_id), 'roster ' || md5(r.name || ' ' || r.telephone))
    where r.source = '';
    insert into public.people (district_id, source_id, name, work_telephone, organisation, department_id, area_id)
    select distinct on (r.source) held, r.source, r.name, r.telephone, r.organisation, r.department_id, r.area_id
    from pg_temp.roster r where r.refusal is null order by r.source, r.number
    on conflict (district_id, source_id) do update set name = excluded.name,
      work_telephone = coalesce(nullif(excluded.work_telephone, ''), people.work_telephone),
      organisation = coalesce(nullif(excluded.organisation, ''), people.organisation),
      department_id = coalesce(excluded.department_id, people.department_id), area_id = coalesce(excluded.area_id, people.area_id);
    update public.assignments a set until = r.until
    from pg_temp.roster r join public.people p on p.district_id = held and p.source_id = r.source
    where r.refusal is null and a.person_id = p.id and a.post_id = r.post_id and a.grid_id is not distinct from r.grid_id
      and a.area_id is not distinct from r.place_id and a.since = r.since and a.until is distinct from r.until;
    insert into public.assignments (district_id, person_id, post_id, grid_id, area_id, since, until)
    select held, p.id, r.post_id, r.grid_id, r.place_id, r.since, r.until
    from pg_temp.roster r join public.people p on p.district_id = held and p.source_id = r.source
    where r.refusal is null and r.post_id is not null order by r.number
    on conflict (person_id, post_id, grid_id, area_id, since) do nothing;
  end if;
  drop table pg_temp.roster;
  return private.end_intent(case when write then client_key end, answer);
end $$;
comment on function public.take_roster(district bigint, rows jsonb, write boolean, client_key uuid) is
  'Reads a roster [{ number, source, name, telephone, organisation, department, area, post, grid, since, until }], words as a file has them: people by their work number (source), else name and telephone; department and area by name (area by code, too), post by name, grid by code, days as YYYY-MM-DD, until: the first day no longer. Returns { rows, refused: [{ number, code, detail }], people, newPeople, assignments, isWritten }; with write, the rows that are not refused are there afterwards, and nobody else is changed. Errors: not-allowed, roster-malformed, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.take_roster(district bigint, rows jsonb, write boolean, client_key uuid) to authenticated;

create function private.check_exclusive_posts() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  asked bigint[];
  wrong record;
begin
  if tg_op = 'INSERT' then
    asked := array(
      select a.id from added a join public.scheme_posts post on post.id = a.post_id where post.exclusive or post.span is not null);
  else
    -- What only ends earlier takes no place of anybody.
    asked := array(
      select a.id from added a join removed r on r.id = a.id
      join public.scheme_posts post on post.id = a.post_id
      where (post.exclusive or post.span is not null)
        and ((a.person_id, a.post_id, a.grid_id, a.area_id) is distinct from (r.person_id, r.post_id, r.grid_id, r.area_id)
          or a.since < r.since or coalesce(a.until, 'infinity') > coalesce(r.until, 'infinity')));
  end if;
  if cardinality(asked) = 0 then
    return null;
  end if;
  -- One after the other, so that two people who staff at once do not both find the post free; keys stay free for what refers to them.
  perform from public.people p where p.id in (select a.person_id from public.assignments a where a.id = any (asked)) order by p.id for no key update;
  perform from public.grids g where g.id in (select a.grid_id from public.assignments a join public.scheme_posts post on post.id = a.post_id and post.exclusive
    where a.id = any (asked)) order by g.id for no key update;
  perform from public.areas here where here.id in (select a.area_id from public.assignments a join public.scheme_posts post on post.id = a.post_id and post.exclusive
    where a.id = any (asked)) order by here.id for no key update;
  -- Of two written together the later one is too many.
  with wanted as materialized (
    select a.*, a.since as begins, coalesce(a.until, 'infinity') as ends, post.exclusive, post.span, post.basis, post.per_grid
    from public.assignments a join public.scheme_posts post on post.id = a.post_id where a.id = any (asked)
  ), new_ones as materialized (
    select w.id from wanted w
  ), faults as (
    select w.id, 1 as rank, 'span-exceeded' as code, jsonb_build_object('span', w.span) as detail
    from wanted w where not w.exclusive and w.span is not null and (
      select count(distinct a.grid_id) from public.assignments a
      where a.person_id = w.person_id and a.post_id = w.post_id and a.id <> w.id and a.grid_id <> w.grid_id
        and a.since < w.ends and coalesce(a.until, 'infinity') > w.begins and (a.id < w.id or a.id not in (select n.id from new_ones n))) >= w.span
    union all
    select w.id, 2, 'person-on-exclusive-post', jsonb_build_object('grid', other.code, 'since', other.since, 'until', other.until)
    from wanted w cross join lateral (
      select coalesce(g.code, place.name) as code, a.since, a.until
      from public.assignments a
      join public.scheme_posts held on held.id = a.post_id and held.exclusive
      left join public.grids g on g.id = a.grid_id
      left join public.areas place on place.id = a.area_id
      where a.person_id = w.person_id and a.id <> w.id
        and a.since < w.ends and coalesce(a.until, 'infinity') > w.begins and (a.id < w.id or a.id not in (select n.id from new_ones n))
      order by a.since limit 1) other
    where w.exclusive
    union all
    select w.id, 3, 'post-full', jsonb_build_object('perGrid', w.per_grid)
    from wanted w where w.exclusive and w.basis in ('grid', 'community', 'district') and (
      select count(distinct a.person_id) from public.assignments a
      where (a.grid_id = w.grid_id or a.area_id = w.area_id)
        and a.post_id = w.post_id and a.id <> w.id and a.person_id <> w.person_id
        and a.since < w.ends and coalesce(a.until, 'infinity') > w.begins and (a.id < w.id or a.id not in (select n.id from new_ones n))) >= w.per_grid
  )
  select f.code, f.detail into wrong from faults f order by f.id, f.rank limit 1;
  if found then
    raise exception '%', wrong.code using errcode = 'P0001', detail = wrong.detail::text;
  end if;
  return null;
end $$;
comment on function private.check_exclusive_posts() is
  'Refuses a second exclusive post of one person at the same time, more persons on an exclusive post than it has places, and one person of a shared post on more grids than its span. Days that only touch do not overlap. Security definer: the rule holds whatever the writer may see.';

create function private.shifts_meet(one public.duty_shifts, other public.duty_shifts) returns boolean
language sql immutable set search_path = '' as $$
  select exists (
    -- Days that the other shift is later than the one: only neighbours can meet.
    select from generate_series(-1, 1) later,
      lateral (select greatest(one.first_day, other.first_day - later) as first_day,
        least(coalesce(one.last_day, 'infinity'::date), case when other.last_day is null then 'infinity'::date else other.last_day - later end) as last_day) both_run
    where mod(other.weekday - one.weekday - later + 14, 7) = 0
      and one.begins - time '00:00' < other.ends - time '00:00' + make_interval(days => later + case when other.ends <= other.begins then 1 else 0 end)
      and other.begins - time '00:00' + make_interval(days => later) < one.ends - time '00:00' + make_interval(days => case when one.ends <= one.begins then 1 else 0 end)
      and both_run.first_day + mod(one.weekday - extract(isodow from both_run.first_day)::integer + 7, 7) <= both_run.last_day)
$$;
comment on function private.shifts_meet(one public.duty_shifts, other public.duty_shifts) is
  'Whether two weekly shifts fall together on any day, nights over midnight included.';

create function private.check_duty() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  other record;
begin
  -- One after the other in a district, so that two that meet are not written at once.
  perform pg_advisory_xact_lock(4219, new.district_id::integer);
  select s.weekday, s.begins, s.ends, a.name into other
  from public.duty_shifts s join public.areas a on a.id = s.area_id
  where s.person_id = new.person_id and s.district_id = new.district_id and s.id <> new.id
    -- The same person, day and beginning again is that shift, changed.
    and (s.area_id, s.weekday, s.begins, s.first_day) is distinct from (new.area_id, new.weekday, new.begins, new.first_day)
    and private.shifts_meet(new, s)
  order by s.weekday, s.begins, s.id limit 1;
  if found then
    raise exception 'duty-overlaps' using errcode = 'P0001', detail = json_build_object('area', other.name, 'weekday', other.weekday,
      'begins', to_char(other.begins, 'HH24:MI'), 'ends', to_char(other.ends, 'HH24:MI'))::text;
  end if;
  return new;
end $$;
comment on function private.check_duty() is
  'Refuses a shift that falls together with another one of the same person (duty-overlaps { area, weekday, begins, ends }). Security definer: the rule holds whatever the writer may see.';

create function private.rostered_person(district bigint, number text, name text) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  said_number constant text := btrim(coalesce(number, ''));
  said_name constant text := btrim(coalesce(name, ''));
  found_one public.people;
begin
  if said_number = '' and said_name = '' then
    raise exception 'person-missing' using errcode = 'P0001';
  end if;
  if said_number = '' then
    select * into found_one from public.people p where p.district_id = rostered_person.district and p.name = said_name order by p.id limit 1;
    if exists (select from public.people p where p.district_id = rostered_person.district and p.name = said_name and p.id <> found_one.id) then
      raise exception 'person-ambiguous' using errcode = 'P0001', detail = json_build_object('value', left(said_name, 60))::text;
    end if;
  else
    select * into found_one from public.people p where p.district_id = rostered_person.district and p.source_id = said_number;
  end if;
  if found_one.id is null then
    raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('value', left(coalesce(nullif(said_number, ''), said_name), 60))::text;
  end if;
  if said_name <> '' and found_one.name <> said_name then
    raise exception 'number-of-another' using errcode = 'P0001', detail = json_build_object('value', found_one.name)::text;
  end if;
  return found_one.id;
end $$;
comment on function private.rostered_person(district bigint, number text, name text) is
  'Who of the staff of a district is meant by a row: by work number, else by a name that nobody else has; raises person-missing, person-unknown, person-ambiguous, number-of-another { value }. Security definer: reads the staff whoever asks; called for those who may change it.';

create function private.rostered_substitute(district bigint, word text) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  said constant text := btrim(coalesce(word, ''));
begin
  if said = '' then
    return null;
  end if;
  return coalesce((select p.id from public.people p where p.district_id = rostered_substitute.district and p.source_id = said),
    private.rostered_person(district, '', said));
end $$;
comment on function private.rostered_substitute(district bigint, word text) is
  'Who of the staff is meant by a work number or else a name, null for a blank; raises person-unknown, person-ambiguous { value }. Security definer: as private.rostered_person.';

create function private.rostered_area(district bigint, word text) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  said constant text := btrim(coalesce(word, ''));
  found_one bigint;
begin
  if said = '' then
    raise exception 'area-missing' using errcode = 'P0001';
  end if;
  select a.id into found_one from public.areas a where a.district_id = rostered_area.district and (a.code = said or a.name = said)
  order by (a.code = said) desc, a.id limit 1;
  if not found then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('value', left(said, 60))::text;
  end if;
  if exists (select from public.areas a where a.district_id = rostered_area.district and a.name = said and a.code <> said and a.id <> found_one) then
    raise exception 'area-ambiguous' using errcode = 'P0001', detail = json_build_object('value', left(said, 60))::text;
  end if;
  return found_one;
end $$;
comment on function private.rostered_area(district bigint, word text) is
  'Which area of a district is meant by a code or else a name that no other has; raises area-missing, area-unknown, area-ambiguous { value }. Security definer: as private.rostered_person.';

create function private.rostered_refusal(number integer, code text, detail text) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  said constant jsonb := nullif(detail, '')::jsonb;
begin
  return jsonb_build_object('number', rostered_refusal.number, 'code', code, 'detail', concat_ws(' ',
    coalesce(said ->> 'value', said ->> 'name', said ->> 'area'), said ->> 'since', said ->> 'until', said ->> 'weekday', said ->> 'begins', said ->> 'ends'));
end $$;
comment on function private.rostered_refusal(number integer, code text, detail text) is
  'A row that was refused, as a report has it: { number, code, detail }.';

create function public.take_absences(district bigint, rows jsonb, write boolean, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  known constant jsonb := private.begin_intent(case when write then client_key end, 'take_absences', jsonb_build_array(district, md5(rows::text)));
  held constant bigint := private.setup_district(take_absences.district, '{planner,admin}');
  one record;
  there public.absences;
  who bigint;
  other bigint;
  since date;
  until date;
  why text;
  taken bigint[] := '{}';
  people bigint[] := '{}';
  refused jsonb[] := '{}';
  added integer := 0;
  changed integer := 0;
begin
  if known is not null then
    return known;
  end if;
  if jsonb_typeof(rows) is distinct from 'array' or jsonb_array_length(rows) > 20000 then
    raise exception 'roster-malformed' using errcode = 'P0001', detail = json_build_object('atMost', 20000)::text;
  end if;
  begin
    for one in select r.* from jsonb_to_recordset(take_absences.rows) r (number integer, source text, name text, since text, until text, substitute text) order by r.number loop
      begin
        who := private.rostered_person(held, one.source, one.name);
        since := private.given_date(one.since, 'since');
        until := private.given_date(one.until, 'until');
        if since is null then
          raise exception 'date-missing' using errcode = 'P0001';
        end if;
        perform private.refuse_reversed(since, until);
        other := private.rostered_substitute(held, one.substitute);
        select * into there from public.absences a where a.person_id = who and a.first_day = since;
        if there.id = any (taken) then
          raise exception 'row-repeated' using errcode = 'P0001';
        end if;
        if there.id is null then
          insert into public.absences (district_id, person_id, first_day, last_day, substitute_id) values (held, who, since, until, other) returning * into there;
          added := added + 1;
        elsif (there.last_day, there.substitute_id) is distinct from (until, other) then
          update public.absences a set last_day = until, substitute_id = other where a.id = there.id;
          changed := changed + 1;
        end if;
        taken := taken || there.id;
        people := people || who;
      exception when raise_exception then
        get stacked diagnostics why = pg_exception_detail;
        refused := refused || private.rostered_refusal(one.number, sqlerrm, why);
      end;
    end loop;
    if not take_absences.write then
      raise exception sqlstate 'GWASK';
    end if;
  exception when sqlstate 'GWASK' then
    -- What was written to be judged is gone again.
    null;
  end;
  return private.end_intent(case when write then client_key end, jsonb_build_object('rows', jsonb_array_length(rows), 'refused', to_jsonb(refused),
    'people', (select count(distinct p) from unnest(people) p), 'added', added, 'changed', changed, 'isWritten', write));
end $$;
comment on function public.take_absences(district bigint, rows jsonb, write boolean, client_key uuid) is
  'Reads absences out of a file [{ number, source, name, since, until, substitute }], words as a file has them: people by work number, else a name that nobody else has; the substitute by either; days as YYYY-MM-DD, until: the last day, included. Rows are judged in the order of their numbers, each after those before it. The absence of a person from a day is one: again it is changed. Returns { rows, refused: [{ number, code, detail }], people, added, changed, isWritten }; with write, the rows that are not refused are there afterwards. Errors: not-allowed, roster-malformed, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.take_absences(district bigint, rows jsonb, write boolean, client_key uuid) to authenticated;

create function public.take_duty(district bigint, rows jsonb, write boolean, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  known constant jsonb := private.begin_intent(case when write then client_key end, 'take_duty', jsonb_build_array(district, md5(rows::text)));
  held constant bigint := private.setup_district(take_duty.district, '{planner,admin}');
  today constant date := private.local_date(held, now());
  one record;
  there public.duty_shifts;
  who bigint;
  place bigint;
  since date;
  until date;
  starting time;
  ending time;
  day smallint;
  why text;
  taken bigint[] := '{}';
  written bigint[];
  people bigint[] := '{}';
  refused jsonb[] := '{}';
  added integer := 0;
  changed integer := 0;
  more integer;
  other integer;
begin
  if known is not null then
    return known;
  end if;
  if jsonb_typeof(rows) is distinct from 'array' or jsonb_array_length(rows) > 20000 then
    raise exception 'roster-malformed' using errcode = 'P0001', detail = json_build_object('atMost', 20000)::text;
  end if;
  begin
    for one in select r.* from jsonb_to_recordset(take_duty.rows) r (number integer, source text, name text, area text, weekdays text, begins text, ends text, since text, until text) order by r.number loop
      begin
        who := private.rostered_person(held, one.source, one.name);
        place := private.rostered_area(held, one.area);
        if coalesce(one.weekdays, '') !~ '^[1-7](,[1-7]){0,6}$' then
          raise exception 'weekdays-malformed' using errcode = 'P0001', detail = json_build_object('value', left(one.weekdays, 60))::text;
        end if;
        starting := private.given_time(one.begins);
        ending := private.given_time(one.ends);
        since := coalesce(private.given_date(one.since, 'since'), today);
        until := private.given_date(one.until, 'until');
        perform private.refuse_reversed(since, until);
        written := '{}';
        more := 0;
        other := 0;
        foreach day in array string_to_array(one.weekdays, ',')::smallint[] loop
          select * into there from public.duty_shifts s
          where s.area_id = place and s.person_id = who and s.weekday = day and s.begins = starting and s.first_day = since;
          if there.id = any (taken) or there.id = any (written) then
            raise exception 'row-repeated' using errcode = 'P0001';
          end if;
          if there.id is null then
            insert into public.duty_shifts (district_id, area_id, person_id, weekday, begins, ends, first_day, last_day)
            values (held, place, who, day, starting, ending, since, until) returning * into there;
            more := more + 1;
          elsif (there.ends, there.last_day) is distinct from (ending, until) then
            update public.duty_shifts s set ends = ending, last_day = until where s.id = there.id;
            other := other + 1;
          end if;
          written := written || there.id;
        end loop;
        taken := taken || written;
        people := people || who;
        added := added + more;
        changed := changed + other;
      exception when raise_exception then
        get stacked diagnostics why = pg_exception_detail;
        refused := refused || private.rostered_refusal(one.number, sqlerrm, why);
      end;
    end loop;
    if not take_duty.write then
      raise exception sqlstate 'GWASK';
    end if;
  exception when sqlstate 'GWASK' then
    -- What was written to be judged is gone again.
    null;
  end;
  return private.end_intent(case when write then client_key end, jsonb_build_object('rows', jsonb_array_length(rows), 'refused', to_jsonb(refused),
    'people', (select count(distinct p) from unnest(people) p), 'added', added, 'changed', changed, 'isWritten', write));
end $$;
comment on function public.take_duty(district bigint, rows jsonb, write boolean, client_key uuid) is
  'Reads a weekly duty roster out of a file [{ number, source, name, area, weekdays, begins, ends, since, until }], words as a file has them: people by work number, else a name that nobody else has; the area by code or name; weekdays as 1,3,5 (1 Monday); times as HH:MM, ends at or before begins: into the next day; days as YYYY-MM-DD, since: today where blank, until: the last day, included. Rows are judged in the order of their numbers, each after those before it. Returns { rows, refused: [{ number, code, detail }], people, added, changed, isWritten }, shifts counted by day of the week; with write, the rows that are not refused are there afterwards. Errors: not-allowed, roster-malformed, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.take_duty(district bigint, rows jsonb, write boolean, client_key uuid) to authenticated;

create function public.list_duty(area bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  chosen public.areas;
begin
  select * into chosen from public.areas a where a.id = list_duty.area;
  if chosen.id is null or chosen.district_id not in (select private.roster_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', list_duty.area)::text;
  end if;
  return (select coalesce(jsonb_agg(jsonb_build_object('source', w.source_id, 'name', w.name, 'area', w.area_id, 'weekdays', w.weekdays,
      'begins', to_char(w.begins, 'HH24:MI'), 'ends', to_char(w.ends, 'HH24:MI'), 'firstDay', w.first_day, 'lastDay', w.last_day)
      order by w.code, w.first_day, w.begins, w.name, w.source_id, w.ends, w.last_day), '[]')
    from (
      select place.id as area_id, place.code, p.source_id, p.name, s.begins, s.ends, s.first_day, s.last_day, jsonb_agg(s.weekday order by s.weekday) as weekdays
      from public.areas place join public.duty_shifts s on s.area_id = place.id join public.people p on p.id = s.person_id
      where place.path operator(extensions.<@) chosen.path
      group by place.id, place.code, p.id, p.source_id, p.name, s.begins, s.ends, s.first_day, s.last_day) w);
end $$;
comment on function public.list_duty(area bigint) is
  'The weekly duty roster of an area and those below it as it was laid down, a row for the days of the week that are alike: [{ source (the work number), name, area, weekdays, begins, ends, firstDay, lastDay }]. Error: not-allowed. Security definer: one question of the right.';
grant execute on function public.list_duty(area bigint) to authenticated;

create trigger absences_audit after insert or delete or update on public.absences for each row execute function private.audit();

create trigger absences_checked before insert or update on public.absences for each row execute function private.check_absence();

create trigger absences_topic_delete after delete on public.absences referencing old table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');

create trigger absences_topic_insert after insert on public.absences referencing new table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');

create trigger absences_topic_update after update on public.absences referencing new table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');

create trigger zz_nothing_missing before insert or update on public.absences for each row when (new.district_id is null or new.person_id is null or new.first_day is null) execute function private.refuse_missing();

create trigger assignments_audit_delete after delete on public.assignments referencing old table as removed for each statement execute function private.audit_assignments();

create trigger assignments_audit_insert after insert on public.assignments referencing new table as added for each statement execute function private.audit_assignments();

create trigger assignments_audit_update after update on public.assignments referencing old table as removed new table as added for each statement execute function private.audit_assignments();

create trigger assignments_exclusive before insert or update of since, until on public.assignments for each row execute function private.check_exclusive_post();

create trigger assignments_exclusive_added after insert on public.assignments referencing new table as added for each statement execute function private.check_exclusive_posts();

create trigger assignments_exclusive_changed after update on public.assignments referencing old table as removed new table as added for each statement execute function private.check_exclusive_posts();

create trigger assignments_fit after insert on public.assignments referencing new table as written for each statement execute function private.check_assignments();

create trigger assignments_go_on_fitting after update on public.assignments referencing new table as written for each statement execute function private.check_assignments();

create trigger assignments_topic_delete after delete on public.assignments referencing old table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');

create trigger assignments_topic_insert after insert on public.assignments referencing new table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');

create trigger assignments_topic_update after update on public.assignments referencing new table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');

create trigger zz_nothing_missing before insert or update on public.assignments for each row when (new.district_id is null or new.person_id is null or new.post_id is null or new.grid_id is null and new.area_id is null or new.since is null) execute function private.refuse_missing();

create trigger department_categories_audit after insert or delete or update on public.department_categories for each row execute function private.audit();

create trigger department_categories_topic_delete after delete on public.department_categories referencing old table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger department_categories_topic_insert after insert on public.department_categories referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger zz_nothing_missing before insert or update on public.department_categories for each row when (new.district_id is null or new.department_id is null or new.category_code is null) execute function private.refuse_missing();

create trigger departments_audit after insert or delete or update on public.departments for each row execute function private.audit();

create trigger departments_topic_delete after delete on public.departments referencing old table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger departments_topic_insert after insert on public.departments referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger departments_topic_update after update on public.departments referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger zz_nothing_missing before insert or update on public.departments for each row when (new.district_id is null or new.name is null or new.name_en is null or new.telephone is null or new.retired is null) execute function private.refuse_missing();

create trigger duty_shifts_audit after insert or delete or update on public.duty_shifts for each row execute function private.audit();

create trigger duty_shifts_checked before insert or update on public.duty_shifts for each row execute function private.check_duty();

create trigger duty_shifts_topic_delete after delete on public.duty_shifts referencing old table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');

create trigger duty_shifts_topic_insert after insert on public.duty_shifts referencing new table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');

create trigger duty_shifts_topic_update after update on public.duty_shifts referencing new table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');

create trigger zz_nothing_missing before insert or update on public.duty_shifts for each row when (new.district_id is null or new.area_id is null or new.person_id is null or new.weekday is null or new.begins is null or new.ends is null or new.first_day is null) execute function private.refuse_missing();

create trigger people_audit after insert or delete or update on public.people for each row execute function private.audit();

create trigger people_topic_delete after delete on public.people referencing old table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');

create trigger people_topic_insert after insert on public.people referencing new table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');

create trigger people_topic_update after update on public.people referencing new table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');

create trigger zz_nothing_missing before insert or update on public.people for each row when (new.district_id is null or new.name is null or new.organisation is null or new.work_telephone is null or new.source_id is null or new.on_duty is null) execute function private.refuse_missing();

create trigger visits_happened after insert on public.visits referencing new table as written for each statement execute function private.check_visits();

create trigger visits_still_happened after update on public.visits referencing new table as written for each statement execute function private.check_visits();

create trigger visits_tally_added after insert on public.visits referencing new table as added for each statement execute function private.tally_visits();

create trigger visits_tally_changed after update on public.visits referencing old table as removed new table as added for each statement execute function private.tally_visits();

create trigger visits_tally_removed after delete on public.visits referencing old table as removed for each statement execute function private.tally_visits();

create trigger zz_nothing_missing before insert or update on public.visits for each row when (new.district_id is null or new.building_id is null or new.visited_on is null or new.households is null) execute function private.refuse_missing();

create trigger volunteer_roles_audit after insert or delete or update on public.volunteer_roles for each row execute function private.audit();

create trigger zz_nothing_missing before insert or update on public.volunteer_roles for each row when (new.district_id is null or new.place is null or new.name is null or new.name_en is null or new.duties is null or new.retired is null) execute function private.refuse_missing();

create trigger volunteer_services_audit after insert or delete or update on public.volunteer_services for each row execute function private.audit();

create trigger zz_nothing_missing before insert or update on public.volunteer_services for each row when (new.district_id is null or new.volunteer_id is null or new.served_on is null or new.hours is null or new.what is null) execute function private.refuse_missing();

create trigger volunteers_audit after insert or delete or update on public.volunteers for each row execute function private.audit();

create trigger volunteers_in_communities after insert on public.volunteers referencing new table as written for each statement execute function private.check_communities();

create trigger volunteers_stay_in_communities after update on public.volunteers referencing new table as written for each statement execute function private.check_communities();

create trigger zz_nothing_missing before insert or update on public.volunteers for each row when (new.district_id is null or new.community_id is null or new.name is null or new.role_id is null or new.since is null) execute function private.refuse_missing();
