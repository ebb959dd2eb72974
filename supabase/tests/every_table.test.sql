-- What must hold for every table and function, those of later migrations included.
begin;
select plan(9);

select is_empty($$
  select c.relname from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relrowsecurity
$$, 'every table in public has row level security');

select is_empty($$
  select c.relname from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    and c.relname not in ('calendar_exceptions', 'calendar_spans')
    and obj_description(c.oid, 'pg_class') is null
$$, 'every table says what it is');

select is_empty($$
  select tablename, policyname from pg_policies
  where schemaname = 'public' and (roles && '{anon,public}'::name[] or cmd = 'ALL')
$$, 'policies are one a command and never for strangers');

select is_empty($$
  select p.proname from pg_proc p
  where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
    and has_function_privilege('anon', p.oid, 'execute')
    and p.proname not in ('check_certificate')
$$, 'strangers execute nothing');

select is_empty($$
  select p.proname from pg_proc p
  where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
    and not ('search_path=""' = any (coalesce(p.proconfig, '{}')))
    -- An immutable expression that a query asks once a row is written out in it, which a fixed path would prevent.
    and not (p.proconfig is null and p.provolatile = 'i' and p.prolang = (select l.oid from pg_language l where l.lanname = 'sql')
      and not p.proretset and not p.prosecdef and p.prosrc ~ '^\s*select\s' and p.prosrc !~* '\sfrom\s')
$$, 'every function fixes its search path');

select is_empty($$
  select table_name, column_name from information_schema.columns
  where table_schema = 'public'
    and column_name ~* '(id_?card|identity|belief|religio|petition|fertil|contracep|party|criminal|drug|mental|migrant)'
$$, 'no column for what the product refuses to hold');

-- Rights are named: a table that is made gives nobody anything.
create table public.tests_made (id bigint generated always as identity primary key);
select is_empty($$
  select who, may from unnest('{anon,authenticated}'::text[]) who, unnest('{select,insert,update,delete,truncate,references,trigger}'::text[]) may
  where has_table_privilege(who, 'public.tests_made', may)
$$, 'a new table is open to nobody until a migration says so');
drop table public.tests_made;
select is_empty($$
  select c.relname, may from pg_class c, unnest('{select,insert,update,delete,truncate,references,trigger}'::text[]) may
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege('anon', c.oid, may)
$$, 'who has not signed in has a right on no table');
select is_empty($$
  select c.relname, may from pg_class c, unnest('{truncate,references,trigger}'::text[]) may
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege('authenticated', c.oid, may)
$$, 'and nobody signed in one that policies do not hold');

select finish();
rollback;
