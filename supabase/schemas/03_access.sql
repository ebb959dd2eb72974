-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create table public.memberships (
  user_id uuid not null,
  role public.member_role not null,
  area_id bigint not null,
  since timestamptz not null default now(),
  until timestamptz,
  department_id bigint,
  constraint memberships_pkey primary key (user_id, role, area_id),
  constraint memberships_department_of_handler check (department_id is null or role = 'handler'::public.member_role),
  constraint memberships_until_after_since check (until is null or until > since)
);
comment on table public.memberships is
  'What a person may do, in an area and everything below it.';
comment on column public.memberships.department_id is
  'The department whose cases a handler sees and acts on; a handler without one sees none. No other role has one.';
create index memberships_area_idx on public.memberships (area_id);
create index memberships_department_idx on public.memberships (department_id) where department_id is not null;
alter table public.memberships enable row level security;
grant delete, insert, select on public.memberships to authenticated;
grant insert (department_id), update (role, since, until, department_id) on public.memberships to authenticated;

alter table public.memberships add constraint memberships_area_fkey
  foreign key (area_id) references public.areas(id) on delete cascade;

alter table public.memberships add constraint memberships_user_fkey
  foreign key (user_id) references auth.users(id) on delete cascade;

create function private.reachable(roles public.member_role[]) returns setof bigint
language sql stable security definer set search_path = '' as $$
  select distinct below.id
  from public.memberships held
  join public.areas top on top.id = held.area_id
  join public.areas below on below.path operator(extensions.<@) top.path
  where held.user_id = (select auth.uid())
    and held.role = any (roles)
    and (held.until is null or held.until > now())
$$;
comment on function private.reachable(roles public.member_role[]) is
  'Areas in which the signed-in person holds one of the roles. Security definer: policies call it, so it must not pass through them. Used as `x in (select private.reachable(…))`, which is evaluated once a statement, not once a row.';
grant execute on function private.reachable(roles public.member_role[]) to authenticated, service_role;

create policy "admins remove areas" on public.areas
  for delete to authenticated
  using ((id in (select private.reachable('{admin}'::public.member_role[]))));

create policy "planners and admins add areas" on public.areas
  for insert to authenticated
  with check (parent_id is not null and (parent_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins change areas" on public.areas
  for update to authenticated
  using ((id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "admins change memberships in their area" on public.memberships
  for update to authenticated
  using ((area_id in (select private.reachable('{admin}'::public.member_role[]))));

create policy "admins end memberships in their area" on public.memberships
  for delete to authenticated
  using ((area_id in (select private.reachable('{admin}'::public.member_role[]))));

create policy "admins grant memberships in their area" on public.memberships
  for insert to authenticated
  with check ((area_id in (select private.reachable('{admin}'::public.member_role[]))));

create policy "people read their own memberships, admins those of their area" on public.memberships
  for select to authenticated
  using (user_id = ((select auth.uid())) or (area_id in (select private.reachable('{admin}'::public.member_role[]))));

create function private.can(roles public.member_role[], area bigint) returns boolean
language sql stable security definer set search_path = '' as $$
  select area in (select private.reachable(roles))
$$;
comment on function private.can(roles public.member_role[], area bigint) is
  'Whether the signed-in person holds one of the roles in the area. The one question of row level security. Security definer: memberships are asked whoever may read them.';
grant execute on function private.can(roles public.member_role[], area bigint) to authenticated, service_role;

create function private.my_districts() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select distinct top.district_id
  from public.memberships held
  join public.areas top on top.id = held.area_id
  where held.user_id = (select auth.uid()) and (held.until is null or held.until > now())
$$;
comment on function private.my_districts() is
  'Districts in which the signed-in person holds any role, that of a display too: who sees areas, categories and the map. Security definer: memberships are asked whoever may read them.';
grant execute on function private.my_districts() to authenticated, service_role;

create policy "members read the areas of their district" on public.areas
  for select to authenticated
  using ((district_id in (select private.my_districts())));

create function private.districts_of(roles public.member_role[]) returns setof bigint
language sql stable security definer set search_path = '' as $$
  select distinct top.district_id
  from public.memberships held
  join public.areas top on top.id = held.area_id
  where held.user_id = (select auth.uid()) and held.role = any (roles) and (held.until is null or held.until > now())
$$;
comment on function private.districts_of(roles public.member_role[]) is
  'Districts in which the signed-in person holds one of the roles, in whatever part. Security definer: policies call it, so it must not pass through them.';
grant execute on function private.districts_of(roles public.member_role[]) to authenticated, service_role;

create function private.staff_districts() returns setof bigint
language sql stable set search_path = '' as $$
  select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,checker}')
$$;
comment on function private.staff_districts() is
  'Districts in which the signed-in person works: who sees buildings, plans and grids as they are stored.';
grant execute on function private.staff_districts() to authenticated, service_role;

create function private.roster_districts() returns setof bigint
language sql stable set search_path = '' as $$
  select private.districts_of('{admin,planner,reviewer,leader,dispatcher}')
$$;
comment on function private.roster_districts() is
  'Districts whose whole staff the signed-in person sees, with work telephones. A worker sees those of the own communities.';
grant execute on function private.roster_districts() to authenticated, service_role;

create function private.served_grids() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select g.id from public.grids g where g.community_id in (select private.reachable('{worker}'))
$$;
comment on function private.served_grids() is
  'Grids of the communities in which the signed-in person is a worker. Security definer: policies call it.';
grant execute on function private.served_grids() to authenticated, service_role;

create function private.colleagues() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select a.person_id from public.assignments a where a.grid_id in (select private.served_grids())
  union
  select a.person_id from public.assignments a where a.area_id in (select private.reachable('{worker}'))
$$;
comment on function private.colleagues() is
  'Who holds or held a post on those grids. Security definer: policies call it.';
grant execute on function private.colleagues() to authenticated, service_role;

create function private.may_know_staff(community bigint) returns boolean
language sql stable security definer set search_path = '' as $$
  select (select auth.uid()) is null
    or private.can('{worker}', community)
    or (select a.district_id from public.areas a where a.id = community) in (select private.roster_districts())
$$;
comment on function private.may_know_staff(community bigint) is
  'Whether the signed-in person may know who serves in a community; work without a person, as on the command line, may. Security definer: reads the tree whatever the caller sees of it.';
grant execute on function private.may_know_staff(community bigint) to authenticated, service_role;

create function private.shown_plans() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select p.id from public.plans p where p.state = 'published' and p.district_id in (select private.member_districts())
  union
  select private.visible_plans()
$$;
comment on function private.shown_plans() is
  'Plans whose grids the signed-in person sees on a map: those in force, and those that may be read. Security definer: the policies of the plan tables call it.';
grant execute on function private.shown_plans() to authenticated, service_role;

create function private.staffed_grids() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select g.id from public.grids g where g.community_id in (select private.reachable('{planner,admin}'))
$$;
comment on function private.staffed_grids() is
  'Grids that the signed-in person may staff: those of the own communities. Security definer: policies call it.';
grant execute on function private.staffed_grids() to authenticated, service_role;

create function private.member_districts() returns setof bigint
language sql stable set search_path = '' as $$
  select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,checker,viewer}')
$$;
comment on function private.member_districts() is
  'Districts in which the signed-in person holds a role, that of a display aside: who reads settings, schemes and plans in force.';
grant execute on function private.member_districts() to authenticated, service_role;

-- Cases: a display lists them and follows their changes, and reads none of them whole.
create function private.wall_readers() returns public.member_role[]
language sql immutable set search_path = '' as $$
  select private.incident_readers() || '{display}'
$$;
comment on function private.wall_readers() is
  'The roles that see the cases and figures of a wall.';
grant execute on function private.wall_readers() to authenticated, service_role;

create function private.of_my_department(department bigint, community bigint) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from private.department_reach() r where r.department_id = department and r.community_id = community)
$$;
comment on function private.of_my_department(department bigint, community bigint) is
  'Whether a case of a department in a community is of those that the signed-in person handles. Security definer: reads memberships.';
grant execute on function private.of_my_department(department bigint, community bigint) to authenticated, service_role;

create function private.case_scope(area bigint, out district bigint, out seen bigint[], out handled bigint[])
language plpgsql stable set search_path = '' as $$
declare
  within constant bigint[] := array(select c from private.communities_in(area) c);
  ordinary constant bigint[] := array(select c from unnest(within) c intersect select private.reachable(private.wall_readers()));
  departmental constant bigint[] := array(
    select c from unnest(within) c intersect select r.community_id from private.department_reach() r except select unnest(ordinary));
begin
  select a.district_id into district from public.areas a where a.id = area;
  seen := ordinary || departmental;
  handled := array(select c from unnest(within) c intersect select private.reachable(private.incident_handlers())) || departmental;
  if cardinality(seen) = 0 then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
end $$;
comment on function private.case_scope(area bigint, OUT district bigint, OUT seen bigint[], OUT handled bigint[]) is
  'private.incident_scope for lists of cases: with the communities where one sees those of a department only, all of which one sees whole. private.community_condition keeps the others out.';

create function private.departmental(seen bigint[]) returns bigint[]
language sql stable set search_path = '' as $$
  select array(select c from unnest(seen) c where (select auth.uid()) is not null except select private.reachable(private.wall_readers()))
$$;
comment on function private.departmental(seen bigint[]) is
  'Of the communities of a scope those in which the signed-in person sees the cases of departments only.';

create function public.assign_department(incident_id bigint, department bigint, note text default '', client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'assign_department', jsonb_build_array(incident_id, department, note));
  held public.incidents;
  chosen public.departments;
begin
  if known is not null then
    return known;
  end if;
  held := private.begin_change(incident_id, '{admin,dispatcher}');
  perform private.refuse_ended(held);
  select * into chosen from public.departments d where d.id = department and d.district_id = held.district_id and not d.retired;
  if department is not null and chosen.id is null then
    raise exception 'department-unknown' using errcode = 'P0001', detail = json_build_object('department', department)::text;
  end if;
  if chosen.id is distinct from held.department_id then
    perform private.add_incident_event(held, 'handler', null, note, jsonb_strip_nulls(jsonb_build_object(
      'fromDepartment', (select d.name from public.departments d where d.id = held.department_id), 'toDepartment', chosen.name)), private.next_moment(held));
    update public.incidents i set department_id = chosen.id, former_department_id = held.department_id
    where i.district_id = held.district_id and i.id = held.id;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', held.id, 'number', held.number));
end $$;
comment on function public.assign_department(incident_id bigint, department bigint, note text, client_key uuid) is
  'Puts an open case to a department, or to none (null); it stays there whatever the rules. Returns { id, number }. Errors: incident-not-found, not-allowed, incident-ended, department-unknown, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.assign_department(incident_id bigint, department bigint, note text, client_key uuid) to authenticated;

create function private.incident_checkers() returns public.member_role[]
language sql immutable set search_path = '' as $$
  select '{admin,dispatcher,checker}'::public.member_role[]
$$;
comment on function private.incident_checkers() is
  'Who checks what was done: closes a case or sends it back, and corrects the place of one that is filed.';
grant execute on function private.incident_checkers() to authenticated, service_role;

create function private.refuse_role_ahead() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'role-begins-later' using errcode = 'P0001', detail = json_build_object('since', new.since)::text;
end $$;
comment on function private.refuse_role_ahead() is
  'Refuses a role that would begin later: a role holds from when it is given (role-begins-later).';

-- A district keeps an administrator, whichever way the last one's role would go: by a function, or by the table itself.
create function private.keep_an_administrator() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Whoever runs the host may take down what it likes; a district that goes takes its roles along.
  if (select auth.uid()) is null or old.until <= now() or not exists (select from public.areas a where a.id = old.area_id and a.kind = 'district') then
    return null;
  end if;
  -- One after the other in a district, so that two administrators do not take the role from each other at once.
  perform pg_advisory_xact_lock(4223, old.area_id::integer);
  if not exists (select from public.memberships m where m.role = 'admin' and m.area_id = old.area_id and (m.until is null or m.until > now())) then
    raise exception 'last-admin' using errcode = 'P0001';
  end if;
  return null;
end $$;
comment on function private.keep_an_administrator() is
  'Raises last-admin where, at the end of the transaction, nobody administers the district any more. Security definer: counts memberships, also while the caller loses the right to see them.';

create trigger memberships_begun before insert or update of since on public.memberships for each row when (new.since > now()) execute function private.refuse_role_ahead();

create constraint trigger memberships_keep_an_administrator after delete or update on public.memberships deferrable initially deferred for each row when (old.role = 'admin'::public.member_role) execute function private.keep_an_administrator();
