-- Extensions live in `extensions`; helpers that policies call live in `private`, which the API never exposes.
create schema if not exists extensions;
create schema if not exists private;
grant usage on schema extensions to anon, authenticated, service_role;
grant usage on schema private to authenticated, service_role;

create extension if not exists postgis with schema extensions;
create extension if not exists ltree with schema extensions;

-- Nobody executes a function unless a migration says so.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke execute on functions from anon, authenticated;

create type public.member_role as enum ('admin', 'planner', 'reviewer', 'leader', 'dispatcher', 'worker', 'viewer');
comment on type public.member_role is
  'What a person may do in an area and below. viewer reads what a wall shows and nothing else.';
