-- An account is of a person of the roster: who handles a case and who checks it are told apart by it, and what somebody did has
-- the name that stands on the roster, else the one of the account.
alter table public.account_invitations add column person_id bigint;
alter table public.account_invitations add constraint account_invitations_person_fkey
  foreign key (district_id, person_id) references public.people(district_id, id) on delete set null (person_id);
create index account_invitations_person_idx on public.account_invitations (person_id) where person_id is not null;
comment on column public.account_invitations.person_id is
  'Whom of the roster the account will be of.';

create function private.account_person(district bigint, given jsonb, account uuid) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  found public.people;
begin
  if given is null or given = 'null' then
    return null;
  end if;
  if given::text ~ '^"?\d{1,18}"?$' then
    select * into found from public.people p where p.id = (given #>> '{}')::bigint and p.district_id = account_person.district;
  end if;
  if found.id is null then
    raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('person', left(given #>> '{}', 20))::text;
  end if;
  if found.user_id is not null and found.user_id is distinct from account then
    raise exception 'person-has-account' using errcode = 'P0001', detail = json_build_object('name', found.name)::text;
  end if;
  return found.id;
end $$;
comment on function private.account_person(district bigint, given jsonb, account uuid) is
  'The person of the roster that is meant, null for nobody; raises person-unknown, person-has-account (another than this). Security definer: asked for administrators.';

create function private.tie_person(district bigint, account uuid, person bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.people p set user_id = null where p.district_id = tie_person.district and p.user_id = account and p.id is distinct from person;
  update public.people p set user_id = account where p.district_id = tie_person.district and p.id = person and p.user_id is distinct from account;
end $$;
comment on function private.tie_person(district bigint, account uuid, person bigint) is
  'Makes an account that of this person of the roster and of nobody else there. Security definer: called by functions that have asked who may.';

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
  insert into public.account_invitations (district_id, name, sign_in, roles, person_id, code_digest, expires_at)
  values (place, name, sign_in, roles, person, private.code_digest(code), now() + make_interval(days => days)) returning id into made;
  insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
  values ((select auth.uid()), 'insert', 'account_invitations', made::text, place, jsonb_build_object('name', name, 'sign_in', sign_in, 'roles', roles, 'person', person));
  return jsonb_build_object('invitation', made, 'code', code, 'expiresAt', now() + make_interval(days => days));
end $$;
comment on function public.invite_account(district bigint, content jsonb, days integer) is
  'Invites a person: { name, signIn, roles: [{ role, areaId, departmentId }], personId }; personId: whom of the roster, or null. Returns { invitation, code, expiresAt }; the code is told this once and works once. Raises not-allowed, name-missing, sign-in-malformed, sign-in-taken, invitation-open, role-missing, role-unknown, area-unknown, department-unknown, person-unknown, person-has-account, days-out-of-range. Security definer: the tables are nobody''s.';

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
    insert into public.accounts (user_id, district_id, name, sign_in) values (person, held.district_id, held.name, held.sign_in);
    perform private.write_roles(held.district_id, person, held.roles);
    perform private.tie_person(held.district_id, person, held.person_id);
  else
    perform private.end_sessions(person);
  end if;
  insert into public.audit_log (actor, action, subject, subject_id, district_id)
  values (person, 'use', 'account_invitations', invitation::text, held.district_id);
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
  if content ? 'roles' and held.kind = 'person' then
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
  'Changes the name, the roles or the person of the roster of an account: { name, roles, personId }. Raises not-allowed, account-unknown, account-ended, name-missing, role-missing, role-unknown, area-unknown, department-unknown, person-unknown, person-has-account, last-admin. Security definer: the table is nobody''s.';

create or replace function public.account_list(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
begin
  return jsonb_build_object(
    'accounts', (select coalesce(jsonb_agg(jsonb_build_object('userId', known.user_id, 'name', coalesce(a.name, private.person_name(known.user_id), split_part(u.email, '@', 1)),
        'signIn', coalesce(a.sign_in, u.email), 'kind', coalesce(a.kind, case when known.is_display then 'display' else 'person' end), 'isManaged', a.user_id is not null,
        'since', coalesce(a.since, u.created_at), 'endedAt', a.ended_at,
        'person', (select jsonb_build_object('id', p.id, 'name', p.name) from public.people p where p.district_id = place and p.user_id = known.user_id order by p.id limit 1), 'isMe', known.user_id = (select auth.uid()),
        'lastSignIn', u.last_sign_in_at, 'sessions', (select count(*) from auth.sessions s where s.user_id = known.user_id),
        'roles', (select coalesce(jsonb_agg(jsonb_build_object('role', m.role, 'areaId', m.area_id,
            'departmentId', m.department_id) order by m.role, m.area_id), '[]')
          from public.memberships m join public.areas ar on ar.id = m.area_id
          where m.user_id = known.user_id and ar.district_id = place and (m.until is null or m.until > now()))
        ) order by a.ended_at nulls first, coalesce(a.name, u.email)), '[]')
      from (
        select held.user_id, bool_and(held.is_display) as is_display from (
          select a.user_id, a.kind = 'display' as is_display from public.accounts a where a.district_id = place
          union all
          select m.user_id, m.role = 'display' from public.memberships m join public.areas ar on ar.id = m.area_id
          where ar.district_id = place and (m.until is null or m.until > now())) held group by 1) known
      join auth.users u on u.id = known.user_id
      left join public.accounts a on a.user_id = known.user_id and a.district_id = place),
    'invitations', (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'name', i.name, 'signIn', i.sign_in, 'isReset', i.user_id is not null,
        'roles', i.roles, 'madeAt', i.made_at, 'expiresAt', i.expires_at, 'isOver', i.expires_at <= now()) order by i.made_at desc), '[]')
      from public.account_invitations i where i.district_id = place and i.used_at is null and i.withdrawn_at is null
        and i.expires_at > now() - interval '30 days'));
end $$;
comment on function public.account_list(district bigint) is
  'The accounts with a role in a district and the invitations that are open: { accounts: [{ userId, name, signIn, kind, isManaged, since, endedAt, person: { id, name } | null, isMe, lastSignIn, sessions, roles: [{ role, areaId, departmentId }] }], invitations }. Not managed: made on the command line. Raises not-allowed. Security definer: reads accounts of Auth.';

create or replace function public.end_account(district bigint, person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.accounts := private.account_of(district, person);
begin
  if private.last_admin(held.district_id, person) then
    raise exception 'last-admin' using errcode = 'P0001';
  end if;
  delete from public.memberships m using public.areas a where m.user_id = person and a.id = m.area_id and a.district_id = held.district_id;
  update public.accounts a set ended_at = now() where a.user_id = person and a.ended_at is null;
  -- What was done keeps its name; the person may get another account.
  perform private.tie_person(held.district_id, person, null);
  update public.account_invitations i set withdrawn_at = now() where i.user_id = person and i.used_at is null and i.withdrawn_at is null;
  -- Whoever serves in another district as well goes on there.
  if not exists (select from public.memberships m where m.user_id = person) then
    update auth.users u set banned_until = '2099-01-01' where u.id = person;
  end if;
  perform private.end_sessions(person);
end $$;

create or replace function private.actor_name(district bigint) returns text
language sql stable set search_path = '' as $$
  select coalesce(
    (select p.name from public.people p where p.district_id = district and p.user_id = (select auth.uid()) order by p.id limit 1),
    (select a.name from public.accounts a where a.district_id = district and a.user_id = (select auth.uid())),
    (select split_part(u.email, '@', 1) from auth.users u where u.id = (select auth.uid())),
    '')
$$;

create or replace function private.person_name(person uuid) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select p.name from public.people p where p.user_id = person order by p.id limit 1),
    (select a.name from public.accounts a where a.user_id = person),
    (select split_part(u.email, '@', 1) from auth.users u where u.id = person))
$$;
comment on function private.actor_name(district bigint) is
  'The name under which the signed-in person appears in a history: as staff, else that of the account, else the front of the email address.';
comment on function private.person_name(person uuid) is
  'The name by which colleagues know an account: of the roster, else its own, else the local part of its address. Security definer: accounts are not readable.';
