-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create schema if not exists extensions;
grant usage on schema extensions to anon, authenticated, service_role;

create schema if not exists private;
grant usage on schema private to authenticated, service_role;

create extension if not exists ltree with schema extensions;
create extension if not exists pgcrypto with schema extensions;
create extension if not exists postgis with schema extensions;

alter role anon set jit = 'off';
alter role anon set statement_timeout = '15s';
alter role authenticated set jit = 'off';
alter role authenticated set statement_timeout = '300s';
alter role service_role set jit = 'off';

alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public grant select, update, usage on sequences to service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
alter default privileges in schema public grant execute on functions to service_role;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public grant all on tables to service_role;

create extension if not exists pg_trgm with schema extensions;

create type public.member_role as enum ('admin', 'planner', 'reviewer', 'leader', 'dispatcher', 'worker', 'viewer', 'display', 'handler', 'checker');
comment on type public.member_role is
  'What a person may do in an area and below. viewer reads cases and figures without staff, notes and contacts; display what a wall shows and nothing else; handler the cases of one department and nothing else; checker closes what is done or sends it back.';
