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
comment on function private.keep_an_administrator is
  'Raises last-admin where, at the end of the transaction, nobody administers the district any more. Security definer: counts memberships, also while the caller loses the right to see them.';
revoke all on function private.keep_an_administrator from public;

create constraint trigger memberships_keep_an_administrator after delete or update on public.memberships
  deferrable initially deferred for each row when (old.role = 'admin')
  execute function private.keep_an_administrator();

create or replace function public.end_account(district bigint, person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.accounts := private.account_of(district, person);
begin
  delete from public.memberships m using public.areas a where m.user_id = person and a.id = m.area_id and a.district_id = held.district_id;
  update public.accounts a set ended_at = now() where a.user_id = person and a.ended_at is null;
  -- What was done keeps its name; the person may get another account.
  perform private.tie_person(held.district_id, person, null);
  update public.account_invitations i set withdrawn_at = now() where i.user_id = person and i.used_at is null and i.withdrawn_at is null;
  -- Whoever serves in another district as well goes on there.
  if not exists (select from public.memberships m where m.user_id = person and (m.until is null or m.until > now())) then
    update auth.users u set banned_until = '2099-01-01' where u.id = person;
  end if;
  perform private.end_sessions(person);
end $$;

create or replace function public.change_account(district bigint, person uuid, content jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.accounts := private.account_of(district, person);
  roles jsonb;
  name constant text := private.plain_words(coalesce(content ->> 'name', held.name), 60);
begin
  if held.ended_at is not null then
    raise exception 'account-ended' using errcode = 'P0001';
  end if;
  if name = '' then
    raise exception 'name-missing' using errcode = 'P0001';
  end if;
  perform from public.accounts a where a.user_id = person for update;
  perform private.refuse_overwriting(content -> 'was', jsonb_build_object('name', a.name, 'roles', (
      select coalesce(jsonb_agg(jsonb_build_object('role', m.role, 'areaId', m.area_id, 'departmentId', m.department_id)), '[]')
      from public.memberships m join public.areas ar on ar.id = m.area_id
      where m.user_id = person and ar.district_id = held.district_id and (m.until is null or m.until > now())),
    'personId', (select p.id from public.people p where p.district_id = held.district_id and p.user_id = person order by p.id limit 1)), content)
  from public.accounts a where a.user_id = person;
  if content ? 'roles' and held.kind = 'person' then
    roles := private.checked_roles(held.district_id, content -> 'roles');
    perform private.write_roles(held.district_id, person, roles);
  end if;
  if content ? 'personId' and held.kind = 'person' then
    perform private.tie_person(held.district_id, person, private.account_person(held.district_id, content -> 'personId', person));
  end if;
  update public.accounts a set name = name where a.user_id = person and a.name <> name;
end $$;

drop function private.last_admin(bigint, uuid);
