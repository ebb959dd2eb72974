-- Helpers for the files beside this one; loaded once before they run.
create schema tests;
grant usage on schema tests to public;
alter default privileges in schema tests grant execute on functions to public;
-- The migrations take execution from everybody by default; pgTAP came after them.
grant execute on all functions in schema extensions to public;

-- Users by name, so that a test reads `tests.as('planner')`.
create table tests.users (name text primary key, id uuid not null);
grant select on tests.users to public;

create function tests.create_user(given_name text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  found uuid := gen_random_uuid();
begin
  insert into auth.users (id, email) values (found, given_name || '@tests.gridward.cn');
  insert into tests.users (name, id) values (given_name, found);
  return found;
end $$;
comment on function tests.create_user is 'Makes an account and returns its id.';

create function tests.user_id(given_name text) returns uuid
language sql stable set search_path = '' as $$
  select id from tests.users where name = given_name
$$;

create function tests.area_id(area_code text) returns bigint
language sql stable security definer set search_path = '' as $$
  select id from public.areas where code = area_code
$$;
comment on function tests.area_id is 'The area with this code, whoever asks.';

create function tests.grant_role(given_name text, role public.member_role, area_code text) returns void
language sql security definer set search_path = '' as $$
  insert into public.memberships (user_id, role, area_id)
  values (tests.user_id(given_name), role, tests.area_id(area_code))
$$;
comment on function tests.grant_role is 'Makes the user a member of the area with this code.';

create function tests.as(given_name text) returns void
language plpgsql set search_path = '' as $$
begin
  if tests.user_id(given_name) is null then
    raise exception 'no such user: %', given_name;
  end if;
  perform set_config('request.jwt.claims',
    json_build_object('sub', tests.user_id(given_name), 'role', 'authenticated')::text, true);
  perform set_config('role', 'authenticated', true);
end $$;
comment on function tests.as is 'From here to the end of the transaction, or the next such call, requests are this user''s.';

create function tests.as_nobody() returns void
language plpgsql set search_path = '' as $$
begin
  perform set_config('request.jwt.claims', '{"role": "anon"}', true);
  perform set_config('role', 'anon', true);
end $$;
comment on function tests.as_nobody is 'Requests are those of somebody who has not signed in.';

create function tests.as_owner() returns void
language plpgsql set search_path = '' as $$
begin
  perform set_config('request.jwt.claims', '', true);
  perform set_config('role', 'none', true);
end $$;
comment on function tests.as_owner is 'Back to the database''s owner, who passes every policy.';

create function tests.square(west double precision, south double precision, east double precision, north double precision)
returns extensions.geometry language sql immutable set search_path = '' as $$
  select extensions.st_multi(extensions.st_makeenvelope(west, south, east, north, 4326))
$$;

create function tests.create_district(district_code text default '990101') returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  district bigint;
  street bigint;
begin
  insert into public.areas (kind, code, name, boundary, district_id, path)
  values ('district', district_code, 'district', tests.square(113, 35, 113.02, 35.01), 0, '') returning id into district;
  insert into public.areas (kind, code, name, parent_id, boundary, district_id, path)
  values ('street', district_code || '001', 'street', district, tests.square(113, 35, 113.02, 35.01), 0, '') returning id into street;
  insert into public.areas (kind, code, name, parent_id, boundary, district_id, path) values
    ('community', district_code || '001001', 'west', street, tests.square(113, 35, 113.01, 35.01), 0, ''),
    ('community', district_code || '001002', 'east', street, tests.square(113.01, 35, 113.02, 35.01), 0, '');
  return district;
end $$;
comment on function tests.create_district is
  'Makes a district of one street and two communities, west and east, that share a border at 113.01° E; returns its id.';

create function tests.create_staff(district_code text default '990101') returns void
language plpgsql security definer set search_path = '' as $$
declare
  held public.member_role;
begin
  foreach held in array enum_range(null::public.member_role) loop
    perform tests.create_user(held::text);
    perform tests.grant_role(held::text, held, case held
      when 'worker' then district_code || '001001'
      when 'leader' then district_code || '001'
      else district_code end);
  end loop;
  perform tests.create_user('stranger');
end $$;
comment on function tests.create_staff is
  'Makes a user for every role, named as the role: the worker in the west community, the leader in the street, the others in the district; and a stranger.';
