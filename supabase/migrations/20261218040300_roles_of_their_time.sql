-- Roles end and begin when they say so: whoever had a role in a district until last year has none in the one that is made after it, and
-- nobody has today what is given from tomorrow.
create or replace function public.create_district(code text, name text, name_en text default null, members_of text default null) returns bigint
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
  insert into public.memberships (user_id, role, area_id, until)
  select m.user_id, m.role, made, m.until
  from public.memberships m join public.areas a on a.id = m.area_id
  where a.code = members_of and a.kind = 'district' and (m.until is null or m.until > now())
    and ((select auth.role()) = 'service_role' or private.can('{admin}', a.id))
  on conflict do nothing;
  return made;
end $$;
comment on function public.create_district(code text, name text, name_en text, members_of text) is
  'Makes a district and returns its id. The caller becomes its admin and planner; with members_of, those who hold a role in that whole district hold it in the new one too, until when they hold it there. Security definer: a district has no parent whose members could be asked. Raises not-allowed, district-code-malformed, district-exists.';

create function private.refuse_role_ahead() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'role-begins-later' using errcode = 'P0001', detail = json_build_object('since', new.since)::text;
end $$;
comment on function private.refuse_role_ahead() is
  'Refuses a role that would begin later: a role holds from when it is given (role-begins-later).';

create trigger memberships_begun before insert or update of since on public.memberships for each row when (new.since > now()) execute function private.refuse_role_ahead();
