-- Welfare and mediation, walked: every function that reads and every table answers who handles no cases just the same, whether there
-- are none of them or some more, as long as the rounded cells are the same. What later migrations add is in it by itself.
begin;
\ir world_fixture.sql
\ir access_reading.sql
\ir access_actors.sql
select plan(6);

-- Whoever handles none of these cases, but sees others.
create table world.strangers as
select name from unnest('{viewer own,viewer above,display above,planner above,reviewer own,handler above}'::text[]) name;
create table world.readings as
select r.call, world.filled(r.call, '990501') as filled from world.call_rules r
join pg_proc p on p.pronamespace = 'public'::regnamespace and p.proname = r.name and p.provolatile <> 'v'
union
-- The questions that docs/access.md asks with a narrow period or another filter, once more for all there is.
select q.call, world.filled(q.call, '990501') from (values
  ('incidents_page(:district, ''{"from": "2025-12-10T00:00:00Z"}'')'), ('incidents_page(:district, ''{"categories": ["10"]}'')'),
  ('incidents_page(:district, ''{"states": ["closed"]}'')'), ('incidents_page(:district, ''{"text": "疑"}'')'), ('incident_map(:district)'),
  ('incident_changes(:district)'), ('incident_changes(:district, 1)'), ('wall_statistics(:district, 300)'), ('wall_density(:district, 366)'),
  ('incident_squares(:district, ''2020-01-01'')'),
  ('plan_incidents(:in_force, ''2020-01-01'')'), ('grid_life('':grid_code'', ''2020-01-01'')'), ('late_cases(:district)'),
  ('bulletin(:district, ''2026-01-01'', ''2026-03-31'')'), ('category_list(:district)'), ('calendar_year(:district, 2026)')) q (call)
union
select u, world.filled(u, '990501') from unnest('{district,street,community,grid,compound,class,category,hour,weekday,source,department}'::text[]) unit
cross join lateral format('indicator_table(:district, array(select d.code from public.indicator_definitions d where d.basis <> ''standing'' or %1$L in (''district'', ''street'', ''community'', ''grid'')), %1$L, ''2025-12-01'', ''2027-12-31'')', unit) u;

create function world.answers() returns table (what text, actor text, said text) language plpgsql as $$
declare
  asked record;
begin
  for asked in select r.call as what, format('select (public.%s)::text', r.filled) as question, s.name from world.readings r cross join world.strangers s
    union all select t.name, format('select string_agg(t::text, %L order by t::text) from public.%I t', '|', t.name), s.name
      from (select distinct r.name from world.table_rules r) t cross join world.strangers s
  loop
    what := asked.what; actor := asked.name;
    begin
      perform tests.as(asked.name);
      execute asked.question into said;
    exception when others then
      said := sqlstate || ' ' || sqlerrm;
    end;
    perform tests.as_owner();
    return next;
  end loop;
end $$;

-- Cells are rounded down: four or none of a cell are the same, so a difference is one that did not pass through them.
create or replace function private.rounded(n numeric, cell text) returns numeric language sql immutable set search_path = '' as $$ select n - n % 5 $$;
create function world.some_more(cases integer) returns void language plpgsql as $$
declare
  district constant bigint := tests.area_id('990501');
begin
  insert into public.incidents (district_id, number, client_key, category_id, community_id, position, address, description, state, urgent, urged,
    department_id, reported_at, accepted_at, filed_at, dispatched_at, resolved_at, closed_at, closing_reason, satisfied, due_at)
  select district, 'more' || clock_timestamp() || a.code || c.code || m || n, gen_random_uuid(), c.id, a.id, extensions.st_pointonsurface(a.boundary), '暗', '疑',
    case when n % 2 = 0 then 'closed' else 'reported' end::public.incident_state, n % 3 = 0, n % 3 = 0,
    world.id('990501', 'spare_department'), t.at, t.at, t.at, t.at,
    case when n % 2 = 0 then t.at + interval '5 hours' end, case when n % 2 = 0 then t.at + interval '6 hours' end,
    case when n % 2 = 0 then 'solved' end::public.closing_reason, case when n % 2 = 0 then true end, t.at + interval '1 day'
  from public.areas a cross join public.categories c cross join generate_series(0, 3) m cross join generate_series(1, cases) n
  cross join lateral (select now() - interval '1 hour' - m * interval '61 days' - n * interval '7 minutes' as at) t
  where a.code in ('990501001001', '990501001002') and c.code in ('1001', '1101') and c.district_id is null;
end $$;

-- The fixture's own welfare case is one of the cells too.
select from world.some_more(1);
set constraints all immediate;
create table world.few as select * from world.answers();
select from world.some_more(2);
set constraints all immediate;
create table world.many as select * from world.answers();

select cmp_ok((select count(*) from world.few where said !~ '^(42501|P0001|22|23)'), '>', 500::bigint, 'many questions were answered');
select is_empty($$ select f.what, f.actor, f.said, m.said from world.few f join world.many m using (what, actor) where f.said is distinct from m.said order by 1, 2 limit 40 $$,
  'who handles no cases gets the same answer, however few there are');
select is_empty($$ select what, actor, left(said, 400) from world.many where said ~ '暗|疑' limit 10 $$, 'and no word of theirs');
-- The walk sees what there is to be seen: who handles them gets another answer.
create table world.knowing as select p.proname::text as name from pg_proc p where p.pronamespace = 'public'::regnamespace and p.provolatile <> 'v';
update world.strangers set name = 'leader above' where name = 'viewer above';
delete from world.strangers where name <> 'leader above';
create table world.known as select * from world.answers();
select from world.some_more(1);
set constraints all immediate;
create table world.known_later as select * from world.answers();
select cmp_ok((select count(distinct k.what) from world.known k join world.known_later l using (what, actor) where k.said is distinct from l.said), '>=', 12::bigint,
  'who handles them is told of each');
select is_empty($$ select c.word from unnest('{incidents_page,incident_map,wall_statistics,indicator_table,late_cases,incident_changes}'::text[]) c (word)
  where not exists (select from world.known k join world.known_later l using (what, actor) where k.what like c.word || '(%' and k.said is distinct from l.said) $$,
  'by every function that counts them');
select is_empty($$ select name from world.knowing except select r.name from world.call_rules r $$, 'every function that reads was asked');

select finish();
rollback;
