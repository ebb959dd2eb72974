-- Departments, absences, posts with a basis and assignments to areas: what is refused is refused in words and nothing changes; the
-- study's figures come out.
begin;
-- Figures are asked for before the transaction ends.
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(73);

create temporary table made (name text primary key, answer jsonb);
grant all on made to authenticated;
create function story.department(name text) returns bigint language sql security definer as $$ select (m.answer ->> 'id')::bigint from pg_temp.made m where m.name = department.name $$;
create temporary table cases (name text primary key, id bigint);
grant all on cases to authenticated;
create function story.case_of(name text) returns public.incidents language sql security definer as $$
  select i.* from pg_temp.cases c join public.incidents i on i.id = c.id where c.name = case_of.name
$$;
create function story.made(name text) returns bigint language sql security definer as $$ select (m.answer ->> 'id')::bigint from pg_temp.made m where m.name = made.name $$;
create function story.away(person text, first text, last text, substitute text default null) returns jsonb language sql as $$
  select public.save_absence(story.made(person), null, jsonb_build_object('firstDay', first, 'lastDay', last, 'substitute', story.made(substitute)))
$$;
create temporary table stood (counts text);
grant all on stood to authenticated;
create function story.district() returns bigint language sql as $$ select tests.area_id('990201') $$;
create function story.post(code text) returns bigint language sql security definer as $$
  select p.id from public.scheme_posts p join public.schemes s on s.id = p.scheme_id where s.code = 'halves' and p.code = post.code
$$;
create function story.grid(key integer) returns bigint language sql security definer as $$
  select g.id from public.grids g where g.code = '99020100100100' || grid.key
$$;
create function story.counts() returns text language sql security definer as $$
  select concat_ws(' ', (select count(*) from public.departments), (select count(*) from public.department_categories), (select count(*) from public.people),
    (select count(*) from public.absences), (select count(*) from public.duty_shifts), (select count(*) from public.assignments), (select md5(string_agg(a::text, '' order by a.id)) from public.assignments a))
$$;

-- Departments.
select tests.as('admin');
insert into made values ('city', public.save_department(story.district(), null, '{"name": "城管局", "nameEn": "City office", "telephone": "0391-1", "categories": [{"code": "01"}]}'));
insert into made values ('street', public.save_department(story.district(), null, jsonb_build_object('name', '街道环卫所', 'categories',
  jsonb_build_array(jsonb_build_object('code', '01', 'area', tests.area_id('990201001002')), jsonb_build_object('code', '0103')))));
select throws_ok($$ select public.save_department(story.district(), null, '{"name": "城管局"}') $$, 'P0001', 'department-name-taken');
select throws_ok($$ select public.save_department(story.district(), null, '{"name": " "}') $$, 'P0001', 'name-required');
select throws_ok($$ select public.save_department(story.district(), null, '{"name": "水务局", "categories": [{"code": "01"}]}') $$, 'P0001', 'category-taken');
select is(story.detail_of($$ select public.save_department(story.district(), null, '{"name": "水务局", "categories": [{"code": "01"}]}') $$) ->> 'name', '城管局', 'who has it is said');
select throws_ok($$ select public.save_department(story.district(), null, '{"name": "水务局", "categories": [{"code": "9999"}]}') $$, 'P0001', 'category-unknown');
select throws_ok($$ select public.remove_department(story.department('nobody')) $$, 'P0001', 'department-unknown');
select is(jsonb_array_length(public.list_departments(story.district())), 2, 'what was refused is not there');
select tests.as('planner');
select throws_ok($$ select public.save_department(story.district(), null, '{"name": "水务局"}') $$, 'P0001', 'not-allowed');

-- Cases go where the rules say: the category before its class, the smaller area before the larger.
select tests.as('dispatcher');
insert into cases values ('rubbish west', story.reported('0101', '2026-03-02 10:00')), ('rubbish east', story.reported('0101', '2026-03-02 10:00', 113.015)),
  ('road west', story.reported('0103', '2026-03-02 10:00')), ('lamp', story.reported('0202', '2026-03-02 10:00'));
select is((story.case_of('rubbish west')).department_id, story.department('city'), 'a class goes to its department');
select is((story.case_of('rubbish east')).department_id, story.department('street'), 'in an area to another');
select is((story.case_of('road west')).department_id, story.department('street'), 'and a category to its own');
select is((story.case_of('lamp')).department_id, null, 'what no rule names has none');

insert into cases select 'done ' || n, story.reported('0303', '2026-03-02 10:00') from generate_series(1, 3) n;
select count(story.moved(c.id, array['accepted|2026-03-02 10:10', 'filed|2026-03-02 10:20', 'dispatched|2026-03-02 10:30', 'in_progress|2026-03-02 11:00', 'resolved|2026-03-02 15:00', 'closed|2026-03-02 16:00|{"reason": "solved"}'])) as moved
from cases c where c.name like 'done%' and c.name <> 'done 3';
-- A handler of the city office sees and acts on its cases only.
select tests.as_owner();
select from tests.create_user('city officer');
insert into public.memberships (user_id, role, area_id, department_id) values (tests.user_id('city officer'), 'handler', story.district(), story.department('city'));
select throws_ok($$ insert into public.memberships (user_id, role, area_id, department_id) values (tests.user_id('stranger'), 'worker', story.district(), story.department('city')) $$,
  '23514', null, 'no other role is for a department');
select tests.as('city officer');
select results_eq($$ select (i ->> 'id')::bigint from jsonb_array_elements(public.incidents_page(story.district()) -> 'incidents') i order by 1 $$,
  $$ select c.id from cases c where c.name = 'rubbish west' $$, 'the list has them');
select is(public.incidents_page(story.district()) -> 'states', '{"reported": 1}', 'and counts them alone');
select is((public.incident_map(story.district()) ->> 'count')::integer, 1, 'and so does the map');
select is((select count(*) from public.incidents), 1::bigint, 'and the table');
select throws_ok($$ select public.incident_detail((story.case_of('road west')).id) $$, 'P0001', 'incident-not-found');
select throws_ok($$ select public.note_incident((story.case_of('lamp')).id, '记') $$, 'P0001', 'incident-not-found');
select throws_ok($$ select public.wall_statistics(story.district()) $$, 'P0001', 'not-allowed');
select throws_ok($$ select public.list_people(story.district()) $$, 'P0001', 'not-allowed');
select lives_ok($$ select public.note_incident((story.case_of('rubbish west')).id, '已到场') $$, 'a note on an own case');
select is(public.incident_detail((story.case_of('rubbish west')).id) #>> '{may,note}', 'true', 'which says so');
select is(public.incident_detail((story.case_of('rubbish west')).id) #>> '{ofDepartment,name}', '城管局', 'and whose it is');
select throws_ok($$ select public.move_incident((story.case_of('rubbish west')).id, 'reported', 'accepted') $$, 'P0001', 'not-allowed');
select is((public.incident_changes(story.district(), 0) -> 'incidents' -> 0 ->> 'id')::bigint, (story.case_of('rubbish west')).id, 'changes tell of it');
select tests.as_owner();
create temporary table cursors as select max(change_id) as at from public.incidents;
grant select on cursors to authenticated;

-- Put elsewhere by hand it stays, whatever the rules become; what follows the rules goes with them.
select tests.as('dispatcher');
select lives_ok($$ select public.assign_department((story.case_of('rubbish west')).id, story.department('street'), '归街道') $$, 'a case is put to another');
select is((select e.detail ->> 'toDepartment' from public.incident_events e where e.incident_id = (story.case_of('rubbish west')).id and e.kind = 'handler'), '街道环卫所', 'the history says where');
select tests.as('city officer');
select is(public.incident_changes(story.district(), (select at from cursors)) -> 'gone', jsonb_build_array((story.case_of('rubbish west')).id), 'those who followed it are told that it went');
select is(jsonb_array_length(public.incidents_page(story.district()) -> 'incidents'), 0, 'and do not see it');
select tests.as('admin');
select is((public.save_department(story.district(), story.department('city'), '{"name": "城管局", "categories": [{"code": "01"}, {"code": "02"}]}') ->> 'moved')::integer, 1, 'a rule takes its open cases with it');
select is((story.case_of('lamp')).department_id, story.department('city'), 'which are those');
select is((story.case_of('rubbish west')).department_id, story.department('street'), 'and not what was put elsewhere by hand');
select throws_ok($$ select public.remove_department(story.department('city')) $$, 'P0001', 'department-in-use');
select is((select f #>> '{values,openCases,0}' from jsonb_array_elements(public.indicator_table(story.district(), '{openCases}', 'department', '2026-03-01', '2026-03-31') -> 'units') f
  where (f ->> 'id')::bigint = story.department('street')), '3', 'figures by department');

-- Where every case is of one department, its figures are those of the district.
select tests.as_owner();
update public.incidents i set department_id = story.department('city') where i.district_id = story.district();
select tests.as('dispatcher');
create temporary table asked as select (now() at time zone 'Asia/Shanghai')::date as today;
create function pg_temp.figures(unit text) returns setof jsonb language sql as $$
  select f from jsonb_array_elements(public.indicator_table(story.district(), '{closureRate,onTimeClosure,onTimeHandling,dispatchAccuracy,reworkRate,handlingHoursP90}', unit,
    (select today - 300 from asked), (select today from asked)) -> 'units') f
$$;
select is((select f -> 'values' from pg_temp.figures('department') f where (f ->> 'id')::bigint = story.department('city')), (select f -> 'values' from pg_temp.figures('district') f),
  'figures of a department are made as those of an area');

-- Absences: a chain of substitutes is followed, and none closes on itself.
select tests.as('planner');
insert into made select v.name, public.save_person(story.district(), null, jsonb_build_object('name', v.name, 'workTelephone', '0391-2', 'department', story.department('city')))
from (values ('甲'), ('乙'), ('丙')) v (name);
select lives_ok($$ select story.away('甲', '2026-05-01', '2026-05-10', '乙') $$, 'away, with a substitute');
select lives_ok($$ select story.away('乙', '2026-05-05', '2026-05-06', '丙') $$, 'who is away, with another');
select is(array[private.stand_in(story.made('甲'), '2026-05-04'), private.stand_in(story.made('甲'), '2026-05-05'), private.stand_in(story.made('甲'), '2026-05-11')],
  array[story.made('乙'), story.made('丙'), story.made('甲')], 'who does the work on each day');
insert into stood select story.counts();
select throws_ok($$ select story.away('丙', '2026-05-06', '2026-05-20', '甲') $$, 'P0001', 'substitute-chain-closed');
select throws_ok($$ select story.away('丙', '2026-05-20', '2026-05-21', '丙') $$, 'P0001', 'substitute-chain-closed');
select throws_ok($$ select story.away('甲', '2026-05-10', '2026-05-12') $$, 'P0001', 'absence-overlaps');
select throws_ok($$ select story.away('丙', '2026-06-02', '2026-06-01') $$, 'P0001', 'dates-reversed');
select throws_ok($$ select story.away('丙', '2026-02-30', null) $$, 'P0001', 'date-malformed');
select throws_ok($$ select public.save_person(story.district(), null, '{"name": "丁", "workTelephone": "身份证"}') $$, 'P0001', 'telephone-malformed');
select is(story.counts(), (select counts from stood), 'nothing changed');
select lives_ok($$ select story.away('丙', '2026-05-07', '2026-05-20', '甲') $$, 'on other days the circle is none');

-- The duty roster: a night goes on into the next day, and whoever stands in is named.
select lives_ok($$ select public.save_duty(tests.area_id('990201001001'), jsonb_build_object('person', story.made('甲'), 'weekdays', '[5, 6]'::jsonb, 'begins', '20:00', 'ends', '08:00', 'firstDay', '2026-04-01')) $$, 'nights of Friday and Saturday');
select tests.as('dispatcher');
select is((select jsonb_agg(concat_ws(' ', s ->> 'day', s ->> 'name', s #>> '{standIn,name}')) from jsonb_array_elements(public.duty_roster(tests.area_id('990201001001'), '2026-05-03') -> 'shifts') s),
  '["2026-05-02 甲 乙", "2026-05-08 甲 乙", "2026-05-09 甲 乙"]', 'the night that leads into the week, and those in it');
select is((select jsonb_agg(concat_ws(' ', s ->> 'day', s ->> 'area')) from jsonb_array_elements(public.duty_roster(story.district(), '2026-05-03') -> 'shifts') s),
  (select jsonb_agg(concat_ws(' ', day, tests.area_id('990201001001'))) from unnest('{2026-05-02,2026-05-08,2026-05-09}'::text[]) day), 'seen from the district as well, with where it is');
select tests.as('planner');
select throws_ok($$ select public.save_duty(tests.area_id('990201001001'), jsonb_build_object('person', story.made('甲'), 'weekdays', '[1]'::jsonb, 'begins', '25:00', 'ends', '08:00', 'firstDay', '2026-04-01')) $$, 'P0001', 'time-malformed');

-- Posts: double, of another scheme, the wrong way round, beyond the span.
select tests.as_owner();
-- As if the scheme had had them before its plan was drawn.
alter table public.scheme_posts disable trigger scheme_posts_held;
insert into public.scheme_posts (scheme_id, level, code, name, name_en, exclusive, basis, span)
select s.id, 1, v.code, v.name, v.code, v.exclusive, v.basis, v.span from public.schemes s,
  (values ('police', '民警', false, 'grid', 1), ('clerk', '社区文书', true, 'community', null)) v (code, name, exclusive, basis, span) where s.code = 'halves';
alter table public.scheme_posts enable trigger scheme_posts_held;
select tests.as('planner');
delete from stood; insert into stood select story.counts();
select throws_ok($$ select public.assign_person(story.person('陈管理'), story.post('manager'), jsonb_build_object('grid', story.grid(2)), '2026-05-01') $$, 'P0001', 'person-on-exclusive-post');
select is(story.detail_of($$ select public.assign_person(story.person('陈管理'), story.post('manager'), jsonb_build_object('grid', story.grid(2)), '2026-05-01') $$) ->> 'grid', '990201001001001', 'where, is said');
select throws_ok($$ select public.assign_person(story.made('甲'), story.post('manager'), jsonb_build_object('grid', story.grid(1)), '2026-05-01') $$, 'P0001', 'post-full');
select throws_ok($$ select public.assign_person(story.made('甲'), story.post('manager'), jsonb_build_object('grid', story.grid(2)), '2026-05-01', '2026-04-01') $$, 'P0001', 'dates-reversed');
select throws_ok($$ select public.assign_person(story.made('甲'), story.post('manager'), jsonb_build_object('area', tests.area_id('990201001001')), '2026-05-01') $$, 'P0001', 'post-held-elsewhere');
select throws_ok($$ select public.assign_person(story.made('甲'), story.post('clerk'), jsonb_build_object('grid', story.grid(2)), '2026-05-01') $$, 'P0001', 'post-held-elsewhere');
select throws_ok($$ select public.assign_person(story.made('甲'), (select min(p.id) from public.scheme_posts p join public.schemes s on s.id = p.scheme_id where s.code = 'jiefang-400'), jsonb_build_object('grid', story.grid(2)), '2026-05-01') $$, 'P0001', 'post-outside-scheme');
select throws_ok($$ select public.assign_person(story.made('甲'), story.post('clerk'), jsonb_build_object('area', tests.area_id('990201001002')), '2026-05-01') $$, 'P0001', 'post-outside-scheme');
select is(story.counts(), (select counts from stood), 'nothing changed');
select lives_ok($$ select public.assign_person(story.made('乙'), story.post('police'), jsonb_build_object('grid', story.grid(1)), '2026-05-01') $$, 'a shared officer on one grid');
select throws_ok($$ select public.assign_person(story.made('乙'), story.post('police'), jsonb_build_object('grid', story.grid(2)), '2026-05-01') $$, 'P0001', 'span-exceeded');
select lives_ok($$ select public.assign_person(story.made('丙'), story.post('clerk'), jsonb_build_object('area', tests.area_id('990201001001')), '2026-05-01') $$, 'a post of the community is held there');
select lives_ok($$ select public.assign_person(story.made('甲'), story.post('manager'), jsonb_build_object('grid', story.grid(2)), '2020-01-01', '2021-01-01') $$, 'who held a post once');

-- What was true on a day.
select tests.as('dispatcher');
select is((select count(*) from jsonb_array_elements(public.staffing_board(tests.area_id('990201001001'), '2020-06-01') -> 'held') h where h ->> 'name' = '甲'), 1::bigint, 'then');
select is((select count(*) from jsonb_array_elements(public.staffing_board(tests.area_id('990201001001'), '2021-01-01') -> 'held') h where h ->> 'name' = '甲'), 0::bigint, 'and no longer on the day on which it ended');
select is((select concat_ws(' ', p ->> 'required', p ->> 'filled') from jsonb_array_elements(public.staffing_board(tests.area_id('990201001001'), '2026-05-02') -> 'posts') p where p ->> 'code' = 'clerk'), '1 1', 'one clerk for a community, who is there');

-- The study's figures.
select tests.as_owner();
create function story.need(scheme text, code text, grids bigint, span smallint default null) returns bigint language sql as $$
  select private.post_need(jsonb_populate_record(p, jsonb_build_object('span', need.span)), grids, grids * 400, 60)
  from public.scheme_posts p join public.schemes s on s.id = p.scheme_id where s.code = need.scheme and s.district_id is null and p.code = need.code
$$;
select is(array[story.need('jiefang-400', 'manager', 226), story.need('jiefang-400', 'assistant', 226)], '{226,452}', '226 grids: 226 managers and 452 assistants');
select is((select private.post_pay(p, 452, 226, 90400) from public.scheme_posts p join public.schemes s on s.id = p.scheme_id
  where s.code = 'jiefang-400' and s.district_id is null and p.code = 'assistant'), 158200::numeric, '158,200 yuan a month');
select is(array[story.need('wenfeng-three-in-one', 'leader', 716), story.need('wenfeng-three-in-one', 'street_officer', 716), story.need('wenfeng-three-in-one', 'police_officer', 716)],
  '{716,716,716}', '716 grids, three answer for each');
select is(array[story.need('wenfeng-three-in-one', 'street_officer', 716, 4::smallint), story.need('wenfeng-three-in-one', 'police_officer', 716, 5::smallint)],
  '{179,144}', 'a shared officer once for up to so many grids');
select is(array[story.need('jianxi-1000-100', 'leader', 190), story.need('jianxi-1000-100', 'building_leader', 1900)], '{190,1900}', '190 area leaders, 1,900 building leaders');
select throws_ok($$ select public.create_scheme(story.district(), '{"name": "少", "tolerance": 0.1, "codeDigits": 15, "levels": [{"name": "格", "target": 300,
  "posts": [{"code": "a", "name": "员", "perGrid": 1, "exclusive": true, "allowance": -1}]}]}') $$, 'P0001', 'pay-negative', 'no negative pay');

select * from finish();
rollback;
