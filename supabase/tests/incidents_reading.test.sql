-- Who sees what of incidents: places, lists, maps, changes, contacts.
begin;
\ir incidents_fixture.sql
select plan(53);

-- Places.
select tests.as('dispatcher');
select is(public.locate(113.002, 35.005) #>> '{grid,code}', '990201001001001', 'a position lies in a grid');
select is(public.locate(113.002, 35.005) #>> '{person,name}', '陈管理', 'for which the person on the leading exclusive post answers, though an assistant is there longer');
select is(public.locate(113.007, 35.005) #>> '{person,name}', '李干部', 'where that post is vacant, the one on the shared post');
select is(public.locate(113.007, 35.005) #>> '{vacancies,0,post}', 'manager', 'and the vacancy is told');
select is(public.locate(113.015, 35.005) -> 'grid', 'null'::jsonb, 'no grid where no plan is in force');
select is(public.locate(100, 1), '{"community": null}'::jsonb, 'nothing outside every community');
select is(public.locate(113.01, 35.005) #>> '{community,code}', '990201001001', 'on a shared border always the same community');
select tests.as('stranger');
select is(public.locate(113.002, 35.005), '{"community": null}'::jsonb, 'a stranger locates nothing');
select tests.as_owner();
update public.people set on_duty = false where name = '陈管理';
select tests.as('dispatcher');
select is(public.locate(113.002, 35.005) #>> '{person,name}', '周闲', 'who is off duty is not called, but the next');
select is(public.locate(113.002, 35.005) #>> '{offDuty,0,name}', '陈管理', 'but named');
select tests.as_owner();
update public.people set on_duty = true where name = '陈管理';

-- Reporting.
select tests.as('worker');
select is(public.report_incident('00000000-0000-0000-0000-0000000000aa', 113.002, 35.005, story.category('0101'), '垃圾', '甲路 1 号') ->> 'state', 'reported', 'a worker reports');
select is(public.report_incident('00000000-0000-0000-0000-0000000000aa', 113.002, 35.005, story.category('0101'), '垃圾', '甲路 1 号') ->> 'id',
  (select i.id::text from public.incidents i), 'the same key again is the same incident');
select throws_ok($$ select public.report_incident(gen_random_uuid(), 113.015, 35.005, story.category('0101')) $$, 'P0001', 'not-allowed', 'not in a community of others');
select throws_ok($$ select public.report_incident(gen_random_uuid(), 100, 1, story.category('0101')) $$, 'P0001', 'outside-every-community', 'nor outside all');
select throws_ok($$ select public.report_incident(gen_random_uuid(), 113.002, 35.005, story.category('01')) $$, 'P0001', 'category-unknown', 'a class is no category');
select throws_ok($$ select public.report_incident(gen_random_uuid(), 113.002, 35.005, story.category('0101'), contact => '{"name": "王", "telephone": "1"}') $$,
  'P0001', 'contact-without-consent', 'no contact without consent');
select throws_ok($$ select public.report_incident(gen_random_uuid(), 113.002, 35.005, story.category('0101'), contact => '{"name": " ", "telephone": "1", "consent": true}') $$,
  'P0001', 'contact-incomplete', 'nor half a contact');
select tests.as('viewer');
select throws_ok($$ select public.report_incident(gen_random_uuid(), 113.002, 35.005, story.category('0101')) $$, 'P0001', 'not-allowed', 'a viewer reports nothing');
select tests.as_nobody();
select throws_ok($$ select public.report_incident(gen_random_uuid(), 113.002, 35.005, 1) $$, '42501', null, 'nobody does without signing in');
select throws_ok($$ select 1 from public.incidents $$, '42501', null, 'or reads');

-- A welfare case with a contact, in the west; a lamp in the east.
select tests.as('dispatcher');
select (public.report_incident(gen_random_uuid(), 113.0011, 35.0099, story.category('1001'), '请人陪诊', '乙楼 2 单元',
  contact => '{"name": "王老师", "telephone": "138", "consent": true}') ->> 'id')::bigint as help \gset
select (public.report_incident(gen_random_uuid(), 113.015, 35.005, story.category('0202'), '灯不亮', '丙街') ->> 'id')::bigint as lamp \gset

create function pg_temp.page(filter jsonb default '{}', area text default '990201') returns jsonb language sql as $$
  select public.incidents_page(tests.area_id(area), filter)
$$;
create function pg_temp.numbers(page jsonb) returns text[] language sql as $$
  select array_agg(right(i ->> 'number', 1) order by n) from jsonb_array_elements(page -> 'incidents') with ordinality t (i, n)
$$;

select is(pg_temp.numbers(pg_temp.page('{"order": "newest"}')), '{3,2,1}', 'the dispatcher reads all, newest first');
select is(pg_temp.numbers(pg_temp.page('{"categories": ["10", "0202"], "order": "newest"}')), '{3,2}', 'by class or category');
select is(pg_temp.numbers(pg_temp.page('{"grid": "990201001001001", "order": "newest"}')), '{2,1}', 'by grid');
select is(pg_temp.numbers(pg_temp.page('{"grid": "1"}')), null, 'an unknown grid holds nothing');
select is(pg_temp.numbers(pg_temp.page('{"text": "乙楼"}')), '{2}', 'by words');
select is(pg_temp.numbers(pg_temp.page('{"text": "%"}')), null, 'a per cent sign is a character');
select is(pg_temp.numbers(pg_temp.page('{"states": ["filed"]}')), null, 'by state');
select is(pg_temp.numbers(pg_temp.page('{}', '990201001002')), '{3}', 'within an area');
select is(pg_temp.page() -> 'states', '{"reported": 3}'::jsonb, 'with counts for each state');
select is(pg_temp.page('{"states": ["filed"]}') -> 'states', '{"reported": 3}'::jsonb, 'which leave the state chosen aside');
select tests.as_owner();
update public.incidents set clock_due_at = now() - interval '1 hour' where id = :lamp;
select tests.as('dispatcher');
select is(pg_temp.numbers(pg_temp.page('{"overdue": true}')), '{3}', 'by what is overdue, found out by time');
select is((pg_temp.page() ->> 'overdue')::integer, 1, 'which is counted');
select is((pg_temp.numbers(pg_temp.page()))[1], '3', 'and comes first in the order of deadlines');

-- Paging misses and repeats nothing, in both orders.
create function pg_temp.leaf_through(ordering text) returns text[] language plpgsql as $$
declare
  page jsonb;
  cursor jsonb;
  numbers text[] := '{}';
begin
  loop
    page := public.incidents_page(tests.area_id('990201'), jsonb_build_object('order', ordering), cursor, 2);
    numbers := numbers || pg_temp.numbers(page);
    cursor := page -> 'next';
    exit when cursor = 'null'::jsonb;
  end loop;
  return numbers;
end $$;
select tests.as_owner();
insert into public.incidents (district_id, category_id, community_id, position, reported_at)
select i.district_id, i.category_id, i.community_id, i.position, i.reported_at from public.incidents i, generate_series(1, 5) where i.id = :help;
select tests.as('dispatcher');
select is((select count(distinct n)::integer from unnest(pg_temp.leaf_through('newest')) n), 8, 'leafing through by age meets each of eight');
select is(cardinality(pg_temp.leaf_through('newest')), 8, 'once, though five are of the same moment');
select is((select count(distinct n)::integer from unnest(pg_temp.leaf_through('deadline')) n), 8, 'by deadline too');
select is(cardinality(pg_temp.leaf_through('deadline')), 8, 'once, though five have none');

-- Welfare cases are read by those who handle them.
select tests.as('viewer');
select is((select count(*)::integer from public.incidents), 0, 'a viewer reads nothing from the table: a wall has its functions');
select tests.as('planner');
select is((select count(*)::integer from public.incidents), 2, 'a planner reads no welfare case from it');
select tests.as('viewer');
select is((select count(*)::integer from public.incident_events), 0, 'and no history');
select is(pg_temp.numbers(pg_temp.page('{"text": "乙楼"}')), null, 'its address cannot be searched for');
select throws_ok(format('select public.incident_detail(%s)', :help), 'P0001', 'incident-not-found', 'nor is it read');
select is((public.incident_map(tests.area_id('990201'), '{"categories": ["1001"]}') ->> 'count')::integer, 0, 'it stands on no map');
select is(pg_temp.page('{"categories": ["1001"]}') -> 'states', '{}', 'and in no count of a list');
select is(pg_temp.page('{"states": ["reported"], "from": "2020-01-01T00:00:00Z"}') -> 'states', (
  select jsonb_object_agg(t.state, t.n) from (select i ->> 'state' as state, count(*) as n from jsonb_array_elements(pg_temp.page('{"from": "2020-01-01T00:00:00Z"}') -> 'incidents') i group by 1) t),
  'which counts what is listed, in a period');
select is(pg_temp.page() -> 'states', (
  select jsonb_object_agg(t.state, t.n) from (select i ->> 'state' as state, count(*) as n from jsonb_array_elements(pg_temp.page() -> 'incidents') i group by 1) t),
  'and without one');
select throws_ok(format('select public.read_incident_contact(%s)', :help), 'P0001', 'not-allowed', 'a viewer reads no contact');
select throws_ok($$ select 1 from public.incident_contacts $$, '42501', null, 'not from the table either');
select throws_ok($$ select public.incidents_page(tests.area_id('990201'), '{}') from tests.as('stranger') $$, 'P0001', 'not-allowed', 'a stranger has no list');

-- Contacts: read by those who handle, logged, gone a month after the end.
select tests.as('dispatcher');
select is(public.read_incident_contact(:help), '{"name": "王老师", "telephone": "138"}'::jsonb, 'a dispatcher reads the contact');
select tests.as_owner();
select is((select count(*)::integer from public.audit_log where action = 'read' and subject_id = :help::text and actor = tests.user_id('dispatcher')), 1, 'and the reading is logged');
select tests.as('dispatcher');
select from story.moved(:help, '{rejected|2026-01-01 10:00}');
select is(public.read_incident_contact(:help), null, 'a month after the end nobody reads it');
select tests.as_owner();
select is((select count(*)::integer from public.incident_contacts), 0, 'since it is gone');

select finish();
rollback;
