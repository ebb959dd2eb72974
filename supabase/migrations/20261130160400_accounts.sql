-- Accounts of a district: invited by an administrator, opened by the person with a code that works once; displays, paired by a code
-- that the wall shows. Passwords and sessions are Auth's; what is here says whose account it is and how it came about.

create table public.accounts (
  user_id uuid primary key references auth.users (id) on delete cascade,
  district_id bigint not null,
  name text not null,
  sign_in text not null,
  kind text not null default 'person',
  since timestamptz not null default now(),
  ended_at timestamptz,
  constraint accounts_district_fkey foreign key (district_id, district_id) references public.areas (id, district_id) on delete cascade,
  constraint accounts_name_length check (length(name) between 1 and 60),
  constraint accounts_sign_in_length check (length(sign_in) between 1 and 254),
  constraint accounts_kind_known check (kind in ('person', 'display')),
  constraint accounts_since_bounded check (since >= '1990-01-01' and since < '2090-01-01'),
  constraint accounts_ended_bounded check (ended_at >= '1990-01-01' and ended_at < '2090-01-01')
);
comment on table public.accounts is 'Whose an account is: of a person or of a display of the district. Accounts made on the command line have no row.';
comment on column public.accounts.sign_in is 'What the person signs in with: work number, telephone or e-mail address.';
create index accounts_district_idx on public.accounts (district_id);
alter table public.accounts enable row level security;
create trigger accounts_audit after insert or update or delete on public.accounts for each row execute function private.audit();
create trigger zz_nothing_missing before insert or update on public.accounts for each row
  when (new.user_id is null or new.district_id is null or new.name is null or new.sign_in is null or new.kind is null or new.since is null)
  execute function private.refuse_missing();

create table public.account_invitations (
  id bigint generated always as identity primary key,
  district_id bigint not null,
  user_id uuid references auth.users (id) on delete cascade,
  name text not null,
  sign_in text not null,
  roles jsonb not null default '[]',
  code_digest text not null,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  claimed_at timestamptz,
  used_at timestamptz,
  withdrawn_at timestamptz,
  constraint account_invitations_code_unique unique (code_digest),
  constraint account_invitations_district_fkey foreign key (district_id, district_id) references public.areas (id, district_id) on delete cascade,
  constraint account_invitations_name_length check (length(name) between 1 and 60),
  constraint account_invitations_sign_in_length check (length(sign_in) between 1 and 254),
  constraint account_invitations_digest_length check (length(code_digest) = 64),
  constraint account_invitations_made_bounded check (made_at >= '1990-01-01' and made_at < '2090-01-01'),
  constraint account_invitations_expires_bounded check (expires_at >= '1990-01-01' and expires_at < '2090-01-01'),
  constraint account_invitations_claimed_bounded check (claimed_at >= '1990-01-01' and claimed_at < '2090-01-01'),
  constraint account_invitations_used_bounded check (used_at >= '1990-01-01' and used_at < '2090-01-01'),
  constraint account_invitations_withdrawn_bounded check (withdrawn_at >= '1990-01-01' and withdrawn_at < '2090-01-01')
);
comment on table public.account_invitations is
  'Codes by which a person sets the first password of an account, or another one (user_id). Of a code only the digest is kept; it works once.';
create index account_invitations_district_idx on public.account_invitations (district_id);
create index account_invitations_user_idx on public.account_invitations (user_id) where user_id is not null;
alter table public.account_invitations enable row level security;
create trigger zz_nothing_missing before insert or update on public.account_invitations for each row
  when (new.district_id is null or new.name is null or new.sign_in is null or new.roles is null or new.code_digest is null or new.made_at is null or new.expires_at is null)
  execute function private.refuse_missing();

create table private.display_pairings (
  id bigint generated always as identity primary key,
  code text not null,
  secret_digest text not null unique,
  made_at timestamptz not null default now(),
  area_id bigint,
  name text,
  granted_by uuid,
  claimed_at timestamptz
);
comment on table private.display_pairings is 'Walls that show a code and wait to be paired, for ten minutes.';
create index display_pairings_code_idx on private.display_pairings (code);

create table private.attempts (
  subject text not null,
  began_at timestamptz not null,
  attempts integer not null,
  primary key (subject)
);
comment on table private.attempts is 'How often something was tried within a stretch of time: the throttle of functions that are open to whoever has not signed in.';

create function public.count_attempt(subject text, most integer, within_seconds integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held private.attempts;
begin
  insert into private.attempts as a (subject, began_at, attempts) values (left(subject, 200), now(), 1)
  on conflict on constraint attempts_pkey do update set
    attempts = case when a.began_at < now() - make_interval(secs => within_seconds) then 1 else a.attempts + 1 end,
    began_at = case when a.began_at < now() - make_interval(secs => within_seconds) then now() else a.began_at end
  returning a.* into held;
  delete from private.attempts a where a.subject in (select o.subject from private.attempts o where o.began_at < now() - interval '1 day' limit 20);
  return case when held.attempts > most
    then greatest(1, ceil(extract(epoch from held.began_at + make_interval(secs => within_seconds) - now()))::integer) else 0 end;
end $$;
comment on function public.count_attempt is 'Counts an attempt; 0 where it may go on, else the seconds to wait. For functions with the service key. Security definer: the table is nobody''s.';
grant execute on function public.count_attempt to service_role;

create function private.code_digest(code text) returns text
language sql immutable set search_path = '' as $$
  select encode(sha256(convert_to(upper(regexp_replace(coalesce(code, ''), '[^0-9A-Za-z]', '', 'g')), 'UTF8')), 'hex')
$$;
comment on function private.code_digest is 'What is kept of a code: capitals, blanks and hyphens do not count.';

create function private.new_code(letters integer) returns text
language sql volatile set search_path = '' as $$
  select string_agg(substr('23456789ABCDEFGHJKMNPQRSTUVWXYZ', 1 + get_byte(b.bytes, g) % 31, 1), '' order by g)
  from (select decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex') as bytes) b,
    -- Without the bytes of a UUID that hold its version and variant.
    lateral (select g from generate_series(0, 31) g where g % 16 not in (6, 8) limit letters) chosen
$$;
comment on function private.new_code is 'A random code of at most 28 letters and digits that are not mistaken for each other.';

create function private.sign_in_of(given text) returns text
language plpgsql immutable set search_path = '' as $$
declare
  plain constant text := lower(regexp_replace(btrim(coalesce(given, '')), '[\s()（）]+', '', 'g'));
begin
  if plain ~ '^[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{2,}$' then
    return plain;
  end if;
  if plain ~ '^\+?86[-]?1\d{10}$' or plain ~ '^1[-\d]{10,13}$' and length(regexp_replace(plain, '\D', '', 'g')) = 11 then
    return right(regexp_replace(plain, '\D', '', 'g'), 11);
  end if;
  if plain ~ '^[a-z0-9][a-z0-9_-]{2,31}$' then
    return plain;
  end if;
  raise exception 'sign-in-malformed' using errcode = 'P0001', detail = json_build_object('value', left(plain, 60))::text;
end $$;
comment on function private.sign_in_of is
  'What a person signs in with, as it is kept: an e-mail address, a telephone number, or a work number of 3 to 32 letters and digits; raises sign-in-malformed.';

create function private.address_of(sign_in text) returns text
language sql immutable set search_path = '' as $$
  select case when sign_in like '%@%' then sign_in else sign_in || '@sign-in.invalid' end
$$;
comment on function private.address_of is 'The address under which Auth has the account: a work or telephone number has one that no mail can reach (RFC 2606).';

create function private.checked_roles(district bigint, given jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  one jsonb;
  answer jsonb := '[]';
begin
  if jsonb_typeof(given) is distinct from 'array' or jsonb_array_length(given) not between 1 and 12 then
    raise exception 'role-missing' using errcode = 'P0001';
  end if;
  for one in select r from jsonb_array_elements(given) r loop
    if coalesce(one ->> 'role', '') <> all (enum_range(null::public.member_role)::text[]) or one ->> 'role' = 'display' then
      raise exception 'role-unknown' using errcode = 'P0001', detail = json_build_object('role', left(one ->> 'role', 30))::text;
    end if;
    if not exists (select from public.areas a where a.id = (one ->> 'areaId')::bigint and a.district_id = checked_roles.district) then
      raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', left(one ->> 'areaId', 20))::text;
    end if;
    if (one ->> 'role' = 'handler') <> coalesce((one ->> 'departmentId') is not null, false) or one ->> 'departmentId' is not null and not exists (
      select from public.departments d where d.id = (one ->> 'departmentId')::bigint and d.district_id = checked_roles.district) then
      raise exception 'department-unknown' using errcode = 'P0001', detail = json_build_object('department', left(one ->> 'departmentId', 20))::text;
    end if;
    answer := answer || jsonb_build_array(jsonb_build_object('role', one ->> 'role', 'areaId', (one ->> 'areaId')::bigint, 'departmentId', (one ->> 'departmentId')::bigint));
  end loop;
  return answer;
end $$;
comment on function private.checked_roles is 'The roles [{ role, areaId, departmentId }] as they are kept; raises role-missing, role-unknown, area-unknown, department-unknown (a handler has one, nobody else has).';

create function private.write_roles(district bigint, person uuid, roles jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from public.memberships m using public.areas a
  where m.user_id = person and a.id = m.area_id and a.district_id = write_roles.district
    and not exists (select from jsonb_array_elements(roles) r where r ->> 'role' = m.role::text and (r ->> 'areaId')::bigint = m.area_id);
  insert into public.memberships (user_id, role, area_id, department_id)
  select distinct on (r ->> 'role', r ->> 'areaId') person, (r ->> 'role')::public.member_role, (r ->> 'areaId')::bigint, (r ->> 'departmentId')::bigint
  from jsonb_array_elements(roles) r
  on conflict (user_id, role, area_id) do update set until = null, department_id = excluded.department_id
    where memberships.until is not null or memberships.department_id is distinct from excluded.department_id;
end $$;
comment on function private.write_roles is 'Gives a person exactly these roles in the district. Security definer: called by functions that have asked who may.';

create function private.account_of(district bigint, person uuid) returns public.accounts
language plpgsql stable set search_path = '' as $$
declare
  held public.accounts;
begin
  select * into held from public.accounts a where a.user_id = person and a.district_id = private.administered(account_of.district);
  if not found then
    raise exception 'account-unknown' using errcode = 'P0001';
  end if;
  return held;
end $$;
comment on function private.account_of is 'The account, if the signed-in person administers its district; raises not-allowed, account-unknown.';

create function private.last_admin(district bigint, person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.memberships m where m.user_id = person and m.role = 'admin' and m.area_id = last_admin.district)
    and not exists (select from public.memberships m where m.user_id <> person and m.role = 'admin' and m.area_id = last_admin.district
      and (m.until is null or m.until > now()))
$$;
comment on function private.last_admin is 'Whether nobody else administers the district. Security definer: counts memberships.';

create function public.invite_account(district bigint, content jsonb, days integer default 7) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  name constant text := private.plain_words(content ->> 'name', 60);
  sign_in constant text := private.sign_in_of(content ->> 'signIn');
  roles constant jsonb := private.checked_roles(place, content -> 'roles');
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
  insert into public.account_invitations (district_id, name, sign_in, roles, code_digest, expires_at)
  values (place, name, sign_in, roles, private.code_digest(code), now() + make_interval(days => days)) returning id into made;
  insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
  values ((select auth.uid()), 'insert', 'account_invitations', made::text, place, jsonb_build_object('name', name, 'sign_in', sign_in, 'roles', roles));
  return jsonb_build_object('invitation', made, 'code', code, 'expiresAt', now() + make_interval(days => days));
end $$;
comment on function public.invite_account is
  'Invites a person: { name, signIn, roles: [{ role, areaId, departmentId }] }. Returns { invitation, code, expiresAt }; the code is told this once and works once. Raises not-allowed, name-missing, sign-in-malformed, sign-in-taken, invitation-open, role-missing, role-unknown, area-unknown, department-unknown, days-out-of-range. Security definer: the tables are nobody''s.';
grant execute on function public.invite_account to authenticated;

create function public.reset_account(district bigint, person uuid) returns jsonb
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
  update public.account_invitations i set withdrawn_at = now() where i.user_id = person and i.used_at is null and i.withdrawn_at is null;
  insert into public.account_invitations (district_id, user_id, name, sign_in, code_digest, expires_at)
  values (held.district_id, person, held.name, held.sign_in, private.code_digest(code), now() + interval '3 days') returning id into made;
  insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
  values ((select auth.uid()), 'insert', 'account_invitations', made::text, held.district_id, jsonb_build_object('name', held.name, 'sign_in', held.sign_in, 'reset', true));
  return jsonb_build_object('invitation', made, 'code', code, 'expiresAt', now() + interval '3 days');
end $$;
comment on function public.reset_account is
  'A code by which the person sets another password; codes of before are withdrawn. Returns { invitation, code, expiresAt }. Raises not-allowed, account-unknown, account-ended. Security definer: the tables are nobody''s.';
grant execute on function public.reset_account to authenticated;

create function public.withdraw_invitation(district bigint, invitation bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
begin
  update public.account_invitations i set withdrawn_at = now()
  where i.id = invitation and i.district_id = place and i.used_at is null and i.withdrawn_at is null;
  if not found then
    raise exception 'invitation-unknown' using errcode = 'P0001';
  end if;
  insert into public.audit_log (actor, action, subject, subject_id, district_id)
  values ((select auth.uid()), 'delete', 'account_invitations', invitation::text, place);
end $$;
comment on function public.withdraw_invitation is 'Makes the code of an invitation useless. Raises not-allowed, invitation-unknown. Security definer: the table is nobody''s.';
grant execute on function public.withdraw_invitation to authenticated;

create function public.account_list(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
begin
  return jsonb_build_object(
    'accounts', (select coalesce(jsonb_agg(jsonb_build_object('userId', known.user_id, 'name', coalesce(a.name, private.person_name(known.user_id), split_part(u.email, '@', 1)),
        'signIn', coalesce(a.sign_in, u.email), 'kind', coalesce(a.kind, case when known.is_display then 'display' else 'person' end), 'isManaged', a.user_id is not null,
        'since', coalesce(a.since, u.created_at), 'endedAt', a.ended_at, 'isMe', known.user_id = (select auth.uid()),
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
comment on function public.account_list is
  'The accounts with a role in a district and the invitations that are open: { accounts: [{ userId, name, signIn, kind, isManaged, since, endedAt, isMe, lastSignIn, sessions, roles: [{ role, areaId, departmentId }] }], invitations }. Not managed: made on the command line. Raises not-allowed. Security definer: reads accounts of Auth.';
grant execute on function public.account_list to authenticated;

create function public.change_account(district bigint, person uuid, content jsonb) returns void
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
  update public.accounts a set name = name where a.user_id = person and a.name <> name;
end $$;
comment on function public.change_account is
  'Changes the name or the roles of an account: { name, roles }. Raises not-allowed, account-unknown, account-ended, name-missing, role-missing, role-unknown, area-unknown, department-unknown, last-admin. Security definer: the table is nobody''s.';
grant execute on function public.change_account to authenticated;

create function private.end_sessions(person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Supabase keeps the person of a refresh token as text, elsewhere it is a UUID.
  delete from auth.refresh_tokens t where t.user_id::text = person::text;
  delete from auth.sessions s where s.user_id = person;
end $$;
comment on function private.end_sessions is 'Ends every session of an account. Security definer: called by functions that have asked who may.';

create function public.account_sessions(district bigint, person uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.accounts := private.account_of(district, person);
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'begun', s.created_at, 'seen', coalesce(s.updated_at, s.created_at)) order by s.created_at desc), '[]')
    from auth.sessions s where s.user_id = held.user_id);
end $$;
comment on function public.account_sessions is 'The sessions of an account: [{ id, begun, seen }], without where from. Raises not-allowed, account-unknown. Security definer: reads sessions of Auth.';
grant execute on function public.account_sessions to authenticated;

create function public.end_account_sessions(district bigint, person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.accounts := private.account_of(district, person);
begin
  perform private.end_sessions(held.user_id);
  insert into public.audit_log (actor, action, subject, subject_id, district_id)
  values ((select auth.uid()), 'end-sessions', 'accounts', person::text, held.district_id);
end $$;
comment on function public.end_account_sessions is 'Signs an account out everywhere; open pages are blank within a minute. Raises not-allowed, account-unknown. Security definer: sessions are Auth''s.';
grant execute on function public.end_account_sessions to authenticated;

create function public.end_account(district bigint, person uuid) returns void
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
  update public.account_invitations i set withdrawn_at = now() where i.user_id = person and i.used_at is null and i.withdrawn_at is null;
  -- Whoever serves in another district as well goes on there.
  if not exists (select from public.memberships m where m.user_id = person) then
    update auth.users u set banned_until = '2099-01-01' where u.id = person;
  end if;
  perform private.end_sessions(person);
end $$;
comment on function public.end_account is
  'Ends an account: its roles in the district, its sessions and its sign-in; what it did keeps its name. Raises not-allowed, account-unknown, last-admin. Security definer: accounts are Auth''s.';
grant execute on function public.end_account to authenticated;

-- What the functions `join` and `pairing` ask, with the service key.

create function public.invitation_for(code text, claims boolean default false) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  held public.account_invitations;
begin
  select * into held from public.account_invitations i where i.code_digest = private.code_digest(code) for update;
  if not found or held.withdrawn_at is not null then
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
comment on function public.invitation_for is
  'The invitation of a code: { id, name, signIn, address, userId, district }; claims: takes it, so that nobody else can. Raises code-unknown, code-used, code-expired. For the function join with the service key. Security definer: the table is nobody''s.';
grant execute on function public.invitation_for to service_role;

create function public.finish_invitation(invitation bigint, person uuid) returns void
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
  else
    perform private.end_sessions(person);
  end if;
  insert into public.audit_log (actor, action, subject, subject_id, district_id)
  values (person, 'use', 'account_invitations', invitation::text, held.district_id);
end $$;
comment on function public.finish_invitation is
  'Marks an invitation that was claimed as used and gives the account its roles; without a person gives it back. Raises code-used. For the function join with the service key. Security definer: the tables are nobody''s.';
grant execute on function public.finish_invitation to service_role;

create function public.start_pairing(secret text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  given text;
begin
  delete from private.display_pairings p where p.made_at < now() - interval '1 hour';
  if length(secret) < 32 or (select count(*) from private.display_pairings) >= 5000 then
    raise exception 'too-many-requests' using errcode = 'P0001';
  end if;
  loop
    given := private.new_code(6);
    exit when not exists (select from private.display_pairings p where p.code = given);
  end loop;
  insert into private.display_pairings (code, secret_digest) values (given, encode(sha256(convert_to(secret, 'UTF8')), 'hex'));
  return jsonb_build_object('code', given, 'expiresAt', now() + interval '10 minutes');
end $$;
comment on function public.start_pairing is 'Begins the pairing of a wall that keeps the secret: { code, expiresAt }. For the function pairing with the service key. Security definer: the table is nobody''s.';
grant execute on function public.start_pairing to service_role;

create function public.claim_pairing(secret text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  held private.display_pairings;
begin
  select * into held from private.display_pairings p where p.secret_digest = encode(sha256(convert_to(secret, 'UTF8')), 'hex') for update;
  if not found or held.made_at < now() - interval '10 minutes' or held.claimed_at is not null then
    raise exception 'pairing-over' using errcode = 'P0001';
  end if;
  if held.area_id is null then
    return jsonb_build_object('isGranted', false);
  end if;
  update private.display_pairings p set claimed_at = now() where p.id = held.id;
  return jsonb_build_object('isGranted', true, 'pairing', held.id, 'name', held.name);
end $$;
comment on function public.claim_pairing is
  'Whether an administrator has entered the code of the wall that keeps the secret: { isGranted, pairing, name }; what is granted is taken with it. Raises pairing-over. For the function pairing with the service key. Security definer: the table is nobody''s.';
grant execute on function public.claim_pairing to service_role;

create function public.finish_pairing(pairing bigint, person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held private.display_pairings;
  district bigint;
begin
  delete from private.display_pairings p where p.id = pairing and p.claimed_at is not null returning * into held;
  if held.id is null then
    raise exception 'pairing-over' using errcode = 'P0001';
  end if;
  select a.district_id into district from public.areas a where a.id = held.area_id;
  insert into public.accounts (user_id, district_id, name, sign_in, kind) values (person, district, held.name, held.name, 'display');
  insert into public.memberships (user_id, role, area_id) values (person, 'display', held.area_id);
  insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
  values (held.granted_by, 'pair', 'accounts', person::text, district, jsonb_build_object('name', held.name, 'area_id', held.area_id));
end $$;
comment on function public.finish_pairing is 'Gives the account that was made for a wall its role. Raises pairing-over. For the function pairing with the service key. Security definer: the tables are nobody''s.';
grant execute on function public.finish_pairing to service_role;

create function public.grant_pairing(area bigint, code text, name text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered((select a.district_id from public.areas a where a.id = area));
  said constant text := private.plain_words(name, 60);
begin
  if said = '' then
    raise exception 'name-missing' using errcode = 'P0001';
  end if;
  if public.count_attempt('pair ' || (select auth.uid()), 20, 600) > 0 then
    raise exception 'too-many-requests' using errcode = 'P0001';
  end if;
  update private.display_pairings p set area_id = area, name = said, granted_by = (select auth.uid())
  where p.code = upper(regexp_replace(coalesce(code, ''), '[^0-9A-Za-z]', '', 'g')) and p.area_id is null and p.made_at > now() - interval '10 minutes';
  -- Nothing is raised, so that the attempt counts.
  return found;
end $$;
comment on function public.grant_pairing is
  'Lets the wall that shows the code be a display of the area, under a name; false where no wall shows it. Raises not-allowed, name-missing, too-many-requests (20 in ten minutes). Security definer: the table is nobody''s.';
grant execute on function public.grant_pairing to authenticated;
