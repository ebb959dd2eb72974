create table public.memberships (
  user_id uuid not null constraint memberships_user_fkey references auth.users (id) on delete cascade,
  role public.member_role not null,
  area_id bigint not null constraint memberships_area_fkey references public.areas (id) on delete cascade,
  since timestamptz not null default now(),
  until timestamptz,
  constraint memberships_pkey primary key (user_id, role, area_id),
  constraint memberships_until_after_since check (until is null or until > since)
);
comment on table public.memberships is 'What a person may do, in an area and everything below it.';
create index memberships_area_idx on public.memberships (area_id);

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
comment on function private.reachable is
  'Areas in which the signed-in person holds one of the roles. Security definer: policies call it, so it must not pass through them. Used as `x in (select private.reachable(…))`, which is evaluated once a statement, not once a row.';

create function private.can(roles public.member_role[], area bigint) returns boolean
language sql stable security definer set search_path = '' as $$
  select area in (select private.reachable(roles))
$$;
comment on function private.can is 'Whether the signed-in person holds one of the roles in the area. The one question of row level security.';

create function private.my_districts() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select distinct top.district_id
  from public.memberships held
  join public.areas top on top.id = held.area_id
  where held.user_id = (select auth.uid()) and (held.until is null or held.until > now())
$$;
comment on function private.my_districts is 'Districts in which the signed-in person holds any role: what may be seen of maps and grids.';

grant execute on function private.reachable, private.can, private.my_districts to authenticated, service_role;

alter table public.areas enable row level security;
create policy "members read the areas of their district" on public.areas
  for select to authenticated using (district_id in (select private.my_districts()));
create policy "planners and admins add areas" on public.areas
  for insert to authenticated with check (
    parent_id is not null and parent_id in (select private.reachable('{planner,admin}')));
create policy "planners and admins change areas" on public.areas
  for update to authenticated using (id in (select private.reachable('{planner,admin}')));
create policy "admins remove areas" on public.areas
  for delete to authenticated using (id in (select private.reachable('{admin}')));
grant select, insert, update, delete on public.areas to authenticated, service_role;

alter table public.memberships enable row level security;
create policy "people read their own memberships, admins those of their area" on public.memberships
  for select to authenticated using (
    user_id = (select auth.uid()) or area_id in (select private.reachable('{admin}')));
create policy "admins grant memberships in their area" on public.memberships
  for insert to authenticated with check (area_id in (select private.reachable('{admin}')));
create policy "admins change memberships in their area" on public.memberships
  for update to authenticated using (area_id in (select private.reachable('{admin}')));
create policy "admins end memberships in their area" on public.memberships
  for delete to authenticated using (area_id in (select private.reachable('{admin}')));
grant select, insert, update, delete on public.memberships to authenticated, service_role;
