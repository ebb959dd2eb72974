-- How a district comes into being. Its areas are added by planners and admins; the district itself only by an admin of
-- another one, by the service key, or, in a database where nobody holds a role yet, by the first account.

create function private.may_create_districts() returns boolean
language sql stable security definer set search_path = '' as $$
  select (select auth.role()) = 'service_role'
    or exists (
      select from public.memberships m
      where m.user_id = (select auth.uid()) and m.role = 'admin' and (m.until is null or m.until > now()))
    or (not exists (select from public.memberships)
      and (select auth.uid()) = (select u.id from auth.users u order by u.created_at, u.id limit 1))
$$;

create function public.create_district(code text, name text, name_en text default null, members_of text default null) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
declare
  made bigint;
begin
  if not private.may_create_districts() then
    raise exception 'not-allowed' using errcode = 'P0001';
  end if;
  if create_district.code !~ '^[0-9]{6}$' or btrim(create_district.name) = '' then
    raise exception 'district-code-malformed' using errcode = 'P0001', detail = json_build_object('code', create_district.code)::text;
  end if;
  if exists (select from public.areas a where a.code = create_district.code) then
    raise exception 'district-exists' using errcode = 'P0001', detail = json_build_object('code', create_district.code)::text;
  end if;
  insert into public.areas (kind, code, name, name_en)
  values ('district', create_district.code, btrim(create_district.name), create_district.name_en) returning id into made;
  insert into public.memberships (user_id, role, area_id)
  select (select auth.uid()), role, made from unnest('{admin,planner}'::public.member_role[]) role
  where (select auth.uid()) is not null;
  insert into public.memberships (user_id, role, area_id)
  select m.user_id, m.role, made
  from public.memberships m join public.areas a on a.id = m.area_id
  where a.code = members_of and a.kind = 'district'
    and ((select auth.role()) = 'service_role' or private.can('{admin}', a.id))
  on conflict do nothing;
  return made;
end $$;
comment on function public.create_district is
  'Makes a district and returns its id. The caller becomes its admin and planner; with members_of, those who hold a role in that whole district hold it in the new one too. Security definer: a district has no parent whose members could be asked. Raises not-allowed, district-code-malformed, district-exists.';

grant execute on function private.may_create_districts to authenticated, service_role;
grant execute on function public.create_district to authenticated, service_role;
