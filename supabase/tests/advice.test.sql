-- What Supabase's database linter (splinter) warns of, asked of the catalogue; what is found is mended, or stands here with its reason. The numbers are those
-- of its lints. What it asks of a running server (unused indexes, bloat, versions of extensions) is no matter of migrations.
begin;
select plan(24);

create temporary table indexes as
select i.indexrelid, i.indrelid, i.indisprimary, i.indisunique, i.indkey::smallint[] as keys, c.relname as name, t.relnamespace,
  -- Everything of an index but its name.
  regexp_replace(pg_get_indexdef(i.indexrelid), '^CREATE (UNIQUE )?INDEX \S+ ', '') as says, i.indpred is not null as is_partial
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
where t.relnamespace in ('public'::regnamespace, 'private'::regnamespace);

create temporary table without_index (name text primary key, reason text not null);
insert into without_index values
  ('attachments.attachments_event_fkey', 'an event never goes but with its case, by which its photos are found'),
  ('categories.categories_district_fkey', 'those in force have one; of those that ended a district has a few'),
  ('plan_communities.plan_communities_community_fkey', 'plans in force have one; communities do not go while plans are drawn on them'),
  ('visits.visits_person_fkey', 'visits come by the million, and whoever made one is never deleted: they leave'),
  ('private.import_grids.import_grids_community_fkey', 'rows of an import that is being written, gone afterwards');

-- 0001. A key into another table is looked up from there when a row goes, and by whoever joins. Most keys carry the district beside the id, so that nothing
-- refers to another district: the id finds the row alone, and an index that begins with it is enough; so is one of the rows that have the id.
select is_empty($$
  select k.conrelid::regclass, k.conname from pg_constraint k
  where k.contype = 'f' and k.connamespace in ('public'::regnamespace, 'private'::regnamespace)
    and k.conrelid::regclass::text || '.' || k.conname not in (select w.name from without_index w)
    and not exists (select from indexes i where i.indrelid = k.conrelid and (not i.is_partial or i.says ~ 'WHERE \(\w+ IS NOT NULL\)$')
      and (select array_agg(x order by x) from unnest(i.keys[0:cardinality(k.conkey) - 1]) x) = (select array_agg(x order by x) from unnest(k.conkey) x))
    and not exists (select from indexes i join pg_attribute a on a.attrelid = k.conrelid and a.attnum = i.keys[0]
      where i.indrelid = k.conrelid and a.attnum = any (k.conkey)
        and (a.attname <> 'district_id' or (select bool_and(x = a.attnum) from unnest(k.conkey) x))
        and (not i.is_partial or i.says ~ ('WHERE \(' || a.attname || ' IS NOT NULL\)$')))
$$, '0001: every foreign key has an index');

-- 0002, 0010, 0016, 0017. What is read through the API is tables.
select is_empty($$
  select c.oid::regclass, c.relkind from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('m', 'f')
$$, '0016, 0017: no materialized view and no foreign table in the API');
select is_empty($$
  select c.oid::regclass from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false)
$$, '0010, 0002: a view asks with the rights of whoever reads it');

-- 0003, 0006, 0007, 0008, 0013, 0015, 0024: policies.
select is_empty($$
  select p.tablename, p.policyname from pg_policies p
  where p.schemaname = 'public'
    and regexp_replace(concat(p.qual, ' ', p.with_check), 'select (auth\.(uid|jwt|role|email)|current_setting)\(', '', 'gi') ~* '(auth\.(uid|jwt|role|email)|current_setting)\('
$$, '0003: who asks is found out once a statement, not once a row');
select is_empty($$
  select p.tablename, p.cmd, r.name, count(*) from pg_policies p cross join unnest(p.roles) r (name)
  where p.schemaname = 'public' and p.permissive = 'PERMISSIVE'
    -- Two ways to a case, by its department and by its area, that are changed apart; there is no way of which one makes the other superfluous.
    and (p.tablename, p.cmd) not in (('incidents', 'SELECT'), ('incident_events', 'SELECT'), ('attachments', 'SELECT'))
  group by 1, 2, 3 having count(*) > 1
$$, '0006: one permissive policy a command and role');
select is_empty($$
  select distinct p.polrelid::regclass from pg_policy p join pg_class c on c.oid = p.polrelid where not c.relrowsecurity
$$, '0007: no policy on a table that does not ask it');

create temporary table without_policy (name text primary key, reason text not null);
insert into without_policy values
  ('account_invitations', 'functions for administrators read and write it; nobody reads a digest of a code'),
  ('accounts', 'functions for administrators read and write it'),
  ('handed_tasks', 'functions of the register read and write it'),
  ('incident_contacts', 'a function gives a contact to those who handle the case, and logs each reading'),
  ('incident_number_days', 'a counter that only the numbering of cases uses'),
  ('incident_category_tallies', 'counts of all cases, protected ones too; functions round them'), ('incident_month_tallies', 'counts of all cases, protected ones too; functions round them'),
  ('visit_tallies', 'counts that functions read');
select is_empty($$
  select c.relname from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity
    and not exists (select from pg_policy p where p.polrelid = c.oid) and c.relname not in (select w.name from without_policy w)
$$, '0008: a table without a policy has a reason for it');
select is_empty($$
  select w.name from without_policy w where exists (select from pg_policies p where p.schemaname = 'public' and p.tablename = w.name)
$$, 'which is only where it is needed');
select is_empty($$
  select w.name, who, may from without_policy w, unnest('{anon,authenticated}'::text[]) who, unnest('{select,insert,update,delete}'::text[]) may
  where has_table_privilege(who, 'public.' || w.name, may)
$$, 'and nobody has a right on such a table');
select is_empty($$
  select c.oid::regclass from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relrowsecurity
$$, '0013: every table of the API has row level security');
select is_empty($$
  select p.tablename, p.policyname from pg_policies p where concat(p.qual, p.with_check) ~* 'user_metadata'
$$, '0015: no right hangs on what a person may write about themselves');
select is_empty($$
  select p.tablename, p.policyname from pg_policies p
  where p.schemaname = 'public' and p.cmd <> 'SELECT' and (btrim(p.qual, '() ') = 'true' or btrim(p.with_check, '() ') = 'true')
$$, '0024: nobody writes just because they ask');
select is_empty($$
  select p.tablename, p.policyname from pg_policies p
  where p.schemaname in ('public', 'private') and p.roles && '{anon,public}'::name[]
$$, '0012: no policy is for who has not signed in; nobody signs in without an account (config.toml)');

-- 0004, 0009, 0018, 0021: tables.
select is_empty($$
  select c.oid::regclass from pg_class c
  where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p')
    and not exists (select from indexes i where i.indrelid = c.oid and (i.indisprimary or i.indisunique and not i.is_partial))
$$, '0004: every table has a primary key, or a unique one where a part of it may be null');
select is_empty($$
  select one.name, other.name from indexes one join indexes other on other.indrelid = one.indrelid and other.indexrelid > one.indexrelid and other.says = one.says
$$, '0009: no index is there twice');
select is_empty($$
  select a.attrelid::regclass, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
  where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.attnum > 0 and not a.attisdropped
    and a.atttypid in ('regcollation'::regtype, 'regconfig'::regtype, 'regdictionary'::regtype, 'regnamespace'::regtype, 'regoper'::regtype, 'regoperator'::regtype, 'regproc'::regtype,
      'regprocedure'::regtype)
$$, '0018: no column has a type that a move to another version would break');
select is_empty($$
  select k.conrelid::regclass, k.conname from pg_constraint k join pg_class target on target.oid = k.confrelid and target.relnamespace = 'auth'::regnamespace
  where k.contype = 'f' and k.connamespace in ('public'::regnamespace, 'private'::regnamespace)
    and not exists (select from pg_index i where i.indexrelid = k.conindid and i.indisprimary)
$$, '0021: what points at Auth points at a primary key');

-- 0011, 0014, 0028, 0029: functions and extensions.
select is_empty($$
  select p.oid::regprocedure from pg_proc p
  where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and not ('search_path=""' = any (coalesce(p.proconfig, '{}')))
    -- One immutable expression, with whole names, that a query asks once a row: a fixed path would keep it from being written out there.
    and not (p.proconfig is null and p.provolatile = 'i' and not p.proretset and not p.prosecdef and p.prosrc ~ '^\s*select\s' and p.prosrc !~* '\sfrom\s')
$$, '0011: every function fixes its search path, or is one immutable expression');
select is_empty($$ select e.extname from pg_extension e where e.extnamespace = 'public'::regnamespace $$, '0014: no extension in public');
select is_empty($$
  select p.oid::regprocedure from pg_proc p
  where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and p.prosecdef and has_function_privilege('anon', p.oid, 'execute')
    -- Anybody who holds a certificate asks whether it is good: it answers a surname, a role and a community.
    and p.proname not in ('check_certificate')
$$, '0028: who has not signed in runs nothing with the rights of others, but the check of a certificate');
select is_empty($$
  select p.oid::regprocedure from pg_proc p
  where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and p.prosecdef and has_function_privilege('authenticated', p.oid, 'execute')
    and coalesce(obj_description(p.oid, 'pg_proc'), '') !~* 'security definer[:,] \S'
$$, '0029: each function that whoever signed in runs with the rights of others says why');
select is_empty($$
  select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v')
  where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
    and a.attname ~* '(passw|secret|token|digest|credential|api_?key|card|bank)'
    and (has_column_privilege('anon', c.oid, a.attnum, 'select') or has_column_privilege('authenticated', c.oid, a.attnum, 'select'))
$$, '0023: no secret is in a column that the API reads');
select is_empty($$ select n.nspname from pg_namespace n where n.nspname in ('pgmq', 'pgmq_public', 'graphql', 'graphql_public') $$, '0019, 0026, 0027: no queue and no GraphQL beside the API');
select is_empty($$
  select w.nspname, who from pg_namespace w, unnest('{anon}'::text[]) who where w.nspname = 'private' and has_schema_privilege(who, w.oid, 'usage')
$$, 'and who has not signed in does not reach what is private');
select * from finish();
rollback;
