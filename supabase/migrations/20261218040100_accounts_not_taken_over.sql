-- Accounts: none is taken over across districts or from whoever has it, and a district keeps an administrator.
create function private.serves_elsewhere(district bigint, person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.memberships m join public.areas a on a.id = m.area_id
    where m.user_id = person and a.district_id <> serves_elsewhere.district and (m.until is null or m.until > now()))
$$;
comment on function private.serves_elsewhere(district bigint, person uuid) is
  'Whether an account has a role in another district too. Security definer: asked for administrators, who do not see those.';

create or replace function private.last_admin(district bigint, person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.memberships m where m.user_id = person and m.role = 'admin' and m.area_id = last_admin.district and (m.until is null or m.until > now()))
    and not exists (select from public.memberships m where m.user_id <> person and m.role = 'admin' and m.area_id = last_admin.district
      and (m.until is null or m.until > now()))
$$;
comment on function private.last_admin(district bigint, person uuid) is
  'Whether nobody else administers the district. Security definer: counts memberships.';

create or replace function public.reset_account(district bigint, person uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.accounts := private.account_of(district, person);
  code constant text := private.new_code(12);
  made bigint;
begin
  if held.kind <> 'person' or held.ended_at is not null then
    raise exception 'account-ended' using errcode = 'P0001';
  end if;
  -- Whoever has the code signs in with all that the account may: what another district gave is not this one's to hand out.
  if private.serves_elsewhere(held.district_id, person) then
    raise exception 'account-serves-elsewhere' using errcode = 'P0001', detail = json_build_object('name', held.name)::text;
  end if;
  update public.account_invitations i set withdrawn_at = now() where i.user_id = person and i.used_at is null and i.withdrawn_at is null;
  insert into public.account_invitations (district_id, user_id, name, sign_in, code_digest, expires_at)
  values (held.district_id, person, held.name, held.sign_in, private.code_digest(code), now() + interval '3 days') returning id into made;
  insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
  values ((select auth.uid()), 'insert', 'account_invitations', made::text, held.district_id, jsonb_build_object('name', held.name, 'sign_in', held.sign_in, 'reset', true));
  return jsonb_build_object('invitation', made, 'code', code, 'expiresAt', now() + interval '3 days');
end $$;
comment on function public.reset_account(district bigint, person uuid) is
  'A code by which the person sets another password; codes of before are withdrawn. Returns { invitation, code, expiresAt }. Raises not-allowed, account-unknown, account-ended, account-serves-elsewhere { name }. Security definer: the tables are nobody''s.';

create or replace function public.invitation_for(code text, claims boolean default false) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  held public.account_invitations;
begin
  select * into held from public.account_invitations i where i.code_digest = private.code_digest(code) for update;
  if not found or held.withdrawn_at is not null or held.user_id is not null and held.used_at is null and private.serves_elsewhere(held.district_id, held.user_id) then
    raise exception 'code-unknown' using errcode = 'P0001';
  end if;
  if held.used_at is not null then
    raise exception 'code-used' using errcode = 'P0001';
  end if;
  if held.expires_at <= now() then
    raise exception 'code-expired' using errcode = 'P0001';
  end if;
  -- Somebody is at it at this very moment, or was and failed two minutes ago.
  if claims then
    if held.claimed_at > now() - interval '2 minutes' then
      raise exception 'code-used' using errcode = 'P0001';
    end if;
    update public.account_invitations i set claimed_at = now() where i.id = held.id;
  end if;
  return jsonb_build_object('id', held.id, 'name', held.name, 'signIn', held.sign_in, 'address', private.address_of(held.sign_in), 'userId', held.user_id,
    'district', (select a.name from public.areas a where a.id = held.district_id));
end $$;
comment on function public.invitation_for(code text, claims boolean) is
  'The invitation of a code: { id, name, signIn, address, userId, district }; claims: takes it, so that nobody else can. Raises code-unknown, code-used, code-expired. For the function join with the service key. Security definer: the table is nobody''s.';

create or replace function public.invite_account(district bigint, content jsonb, days integer default 7) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  name constant text := private.plain_words(content ->> 'name', 60);
  sign_in constant text := private.sign_in_of(content ->> 'signIn');
  roles constant jsonb := private.checked_roles(place, content -> 'roles');
  person constant bigint := private.account_person(place, content -> 'personId', null);
  code constant text := private.new_code(12);
  made bigint;
begin
  if name = '' then
    raise exception 'name-missing' using errcode = 'P0001';
  end if;
  if days not between 1 and 60 then
    raise exception 'days-out-of-range' using errcode = 'P0001', detail = '{"least": 1, "most": 60}';
  end if;
  if exists (select from auth.users u where lower(u.email) = private.address_of(sign_in)) then
    raise exception 'sign-in-taken' using errcode = 'P0001', detail = json_build_object('value', sign_in)::text;
  end if;
  if exists (select from public.account_invitations i where i.sign_in = sign_in and i.used_at is null and i.withdrawn_at is null and i.expires_at > now()) then
    raise exception 'invitation-open' using errcode = 'P0001', detail = json_build_object('value', sign_in)::text;
  end if;
  -- Two codes for one person would be two accounts of whom the second takes the first one's place.
  if person is not null and exists (select from public.account_invitations i
    where i.person_id = person and i.used_at is null and i.withdrawn_at is null and i.expires_at > now()) then
    raise exception 'person-invited' using errcode = 'P0001', detail = (select json_build_object('name', p.name)::text from public.people p where p.id = person);
  end if;
  insert into public.account_invitations (district_id, name, sign_in, roles, person_id, code_digest, expires_at)
  values (place, name, sign_in, roles, person, private.code_digest(code), now() + make_interval(days => days)) returning id into made;
  insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
  values ((select auth.uid()), 'insert', 'account_invitations', made::text, place, jsonb_build_object('name', name, 'sign_in', sign_in, 'roles', roles, 'person', person));
  return jsonb_build_object('invitation', made, 'code', code, 'expiresAt', now() + make_interval(days => days));
end $$;
comment on function public.invite_account(district bigint, content jsonb, days integer) is
  'Invites a person: { name, signIn, roles: [{ role, areaId, departmentId }], personId }; personId: whom of the roster, or null. Returns { invitation, code, expiresAt }; the code is told this once and works once. Raises not-allowed, name-missing, sign-in-malformed, sign-in-taken, invitation-open, role-missing, role-unknown, area-unknown, department-unknown, person-unknown, person-has-account, person-invited { name }, days-out-of-range. Security definer: the tables are nobody''s.';

create or replace function public.finish_invitation(invitation bigint, person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held public.account_invitations;
begin
  if person is null then
    update public.account_invitations i set claimed_at = null where i.id = invitation and i.used_at is null;
    return;
  end if;
  select * into held from public.account_invitations i where i.id = invitation and i.used_at is null and i.claimed_at is not null for update;
  if not found then
    raise exception 'code-used' using errcode = 'P0001';
  end if;
  update public.account_invitations i set used_at = now(), user_id = person where i.id = invitation;
  if held.user_id is null then
    if held.person_id is not null then
      perform private.account_person(held.district_id, to_jsonb(held.person_id), person);
    end if;
    insert into public.accounts (user_id, district_id, name, sign_in) values (person, held.district_id, held.name, held.sign_in);
    perform private.write_roles(held.district_id, person, held.roles);
    perform private.tie_person(held.district_id, person, held.person_id);
  else
    perform private.end_sessions(person);
  end if;
  insert into public.audit_log (actor, action, subject, subject_id, district_id)
  values (person, 'use', 'account_invitations', invitation::text, held.district_id);
end $$;
comment on function public.finish_invitation(invitation bigint, person uuid) is
  'Marks an invitation that was claimed as used and gives the account its roles; without a person gives it back. Raises code-used, person-has-account { name }. For the function join with the service key. Security definer: the tables are nobody''s.';

create or replace function public.end_account(district bigint, person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.accounts := private.account_of(district, person);
begin
  perform pg_advisory_xact_lock(4223, held.district_id::integer);
  if private.last_admin(held.district_id, person) then
    raise exception 'last-admin' using errcode = 'P0001';
  end if;
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
comment on function public.end_account(district bigint, person uuid) is
  'Ends an account: its roles in the district, its sessions and its sign-in; what it did keeps its name. Raises not-allowed, account-unknown, last-admin. Security definer: accounts are Auth''s.';

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
    -- One after the other in a district, so that two administrators do not take the role from each other at once.
    perform pg_advisory_xact_lock(4223, held.district_id::integer);
    roles := private.checked_roles(held.district_id, content -> 'roles');
    if private.last_admin(held.district_id, person)
      and not exists (select from jsonb_array_elements(roles) r where r ->> 'role' = 'admin' and (r ->> 'areaId')::bigint = held.district_id) then
      raise exception 'last-admin' using errcode = 'P0001';
    end if;
    perform private.write_roles(held.district_id, person, roles);
  end if;
  if content ? 'personId' and held.kind = 'person' then
    perform private.tie_person(held.district_id, person, private.account_person(held.district_id, content -> 'personId', person));
  end if;
  update public.accounts a set name = name where a.user_id = person and a.name <> name;
end $$;
comment on function public.change_account(district bigint, person uuid, content jsonb) is
  'Changes the name, the roles or the person of the roster of an account: { name, roles, personId, was: what was read of it }. Raises not-allowed, account-unknown, account-ended, changed-since { fields }, name-missing, role-missing, role-unknown, area-unknown, department-unknown, person-unknown, person-has-account, last-admin. Security definer: the table is nobody''s.';

-- Once in four years is 0.25 times a year, not 0.3.
drop trigger zz_nothing_missing on public.handed_tasks;
alter table public.handed_tasks alter column times_a_year type numeric(6,2);
create trigger zz_nothing_missing before insert or update on public.handed_tasks for each row when (new.district_id is null or new.area_id is null or new.name is null or new.class is null or new.demanded_by is null or new.ground is null or new.times_a_year is null or new.hours_each is null or new.state is null or new.reason is null or new.decided_by is null or new.version is null) execute function private.refuse_missing();

create or replace function private.task_number(given jsonb, field text, most numeric) returns numeric
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(given -> field) is distinct from 'number' or round((given ->> field)::numeric, 2) <= 0 or (given ->> field)::numeric > most then
    raise exception 'number-out-of-range' using errcode = 'P0001',
      detail = json_build_object('field', field, 'value', left(given ->> field, 20), 'most', most)::text;
  end if;
  return round((given ->> field)::numeric, 2);
end $$;
comment on function private.task_number(given jsonb, field text, most numeric) is
  'A number of a task, above nothing and at most `most`; raises number-out-of-range { field, value, most }.';
