-- The register of tasks: what is accepted weighs on each community below, and on whoever serves there today; what is wrong is refused.
begin;
\ir incidents_fixture.sql
select plan(36);
select tests.area_id('990201') as district \gset
select tests.area_id('990201001001') as west \gset
create function story.today() returns date language sql security definer as $$ select private.local_date(tests.area_id('990201'), now()) $$;
create function story.burden() returns table (west text, east text) language sql as $$
  select string_agg(concat_ws(' ', b ->> 'tasks', (b ->> 'hours')::numeric::float8, b ->> 'officers', b ->> 'hoursPerOfficer'), ',') filter (where b ->> 'code' = '990201001001'),
    string_agg(concat_ws(' ', b ->> 'tasks', (b ->> 'hours')::numeric::float8, b ->> 'officers', b ->> 'hoursPerOfficer'), ',') filter (where b ->> 'code' = '990201001002')
  from jsonb_array_elements(public.task_register(tests.area_id('990201')) -> 'burden') b
$$;
create function story.task(name text, content jsonb default '{}') returns bigint language sql as $$
  select public.save_handed_task(tests.area_id('990201'), null, null,
    jsonb_build_object('name', task.name, 'demandedBy', '民政局', 'timesAYear', 12, 'hoursEach', 2.5) || content)
$$;
create function story.accepted(task bigint) returns void language sql as $$
  select public.decide_handed_task(tests.area_id('990201'), task, 1, 'accepted', '')
$$;
create function story.serves(person text, post text, since date, until date, grid bigint, area bigint) returns void language sql security definer as $$
  insert into public.assignments (district_id, person_id, post_id, grid_id, area_id, since, until)
  select tests.area_id('990201'), story.person(serves.person), p.id, serves.grid, serves.area, serves.since, serves.until
  from public.scheme_posts p join public.schemes s on s.id = p.scheme_id and s.code = 'halves' where p.code = serves.post
$$;
create function story.tasks() returns text language sql security definer as $$ select md5(string_agg(t::text, '|' order by t.id)) from public.handed_tasks t $$;
create temporary table made (name text primary key, id bigint) on commit drop;
grant all on made to authenticated;

-- Hours.
select tests.as('admin');
select results_eq('select * from story.burden()', $$ values ('0 0 3 0.0', '0 0 0') $$, 'without a task there is no burden; three serve in the west');
insert into made values ('visits', story.task('走访')), ('street', story.task('统计', jsonb_build_object('areaId', tests.area_id('990201001'), 'timesAYear', 4, 'hoursEach', 1))),
  ('west', story.task('台账', jsonb_build_object('areaId', tests.area_id('990201001001'), 'timesAYear', 52, 'hoursEach', 0.5)));
select results_eq('select * from story.burden()', $$ values ('0 0 3 0.0', '0 0 0') $$, 'what is only asked for is none either');
select story.accepted(m.id) from made m;
select results_eq('select * from story.burden()', $$ values ('3 60 3 20.0', '2 34 0') $$, '12 × 2.5 + 4 × 1 + 52 × 0.5 hours; nobody to divide by in the east');
select is((select string_agg((t ->> 'hoursAYear')::numeric::float8::text, ' ' order by t ->> 'name' collate "C") from jsonb_array_elements(public.task_register(:district) -> 'tasks') t), '26 8 60',
  'a task costs its hours in each of its communities');

-- Dates of a task: it counts from its first day to its last.
insert into made values ('future', story.task('明天', jsonb_build_object('since', story.today() + 1))), ('past', story.task('昨天', jsonb_build_object('until', story.today() - 1))),
  ('today', story.task('今天', jsonb_build_object('since', story.today(), 'until', story.today())));
select story.accepted(m.id) from made m where m.name in ('future', 'past', 'today');
select results_eq('select * from story.burden()', $$ values ('4 90 3 30.0', '3 64 0') $$, 'the one of today, not those of yesterday and tomorrow');

-- Refused, ended and opened again.
select public.decide_handed_task(:district, (select m.id from made m where m.name = 'today'), 2, 'refused', '没有依据');
select results_eq('select * from story.burden()', $$ values ('3 60 3 20.0', '2 34 0') $$, 'what is refused costs nothing');
select is((select t ->> 'state' || ' ' || (t ->> 'reason') from jsonb_array_elements(public.task_register(:district) -> 'tasks') t where t ->> 'name' = '今天'), 'refused 没有依据', 'it stays in the register with the reason');
select public.decide_handed_task(:district, (select m.id from made m where m.name = 'west'), 2, 'ended', '');
select results_eq('select * from story.burden()', $$ values ('2 34 3 11.3', '2 34 0') $$, 'nor what has ended');
select public.decide_handed_task(:district, (select m.id from made m where m.name = 'west'), 3, 'accepted', '');
select results_eq('select * from story.burden()', $$ values ('3 60 3 20.0', '2 34 0') $$, 'opened again it counts again');

-- Officers: who serves today, once, on a paid post of the community or of a grid in force.
select tests.as_owner();
insert into public.people (district_id, name, source_id) select :district, v.name, v.name from (values ('甲昨'), ('乙今'), ('丙明'), ('丁站'), ('戊愿'), ('己街'), ('庚末')) v (name);
-- Posts that a scheme in use would not take any more.
set local session_replication_role = replica;
insert into public.scheme_posts (scheme_id, level, code, name, name_en, exclusive, per_grid, basis, voluntary)
select s.id, 1, v.code, v.code, v.code, false, 9, v.basis, v.voluntary
from public.schemes s, (values ('station', 'community', false), ('leader', 'grid', true), ('hall', 'district', false)) v (code, basis, voluntary) where s.code = 'halves';
insert into public.plans (district_id, area_id, scheme_id, name, state)
select :district, tests.area_id('990201001002'), s.id, '东', 'published' from public.schemes s where s.code = 'halves';
insert into public.plan_communities (plan_id, community_id, district_id, in_force)
select p.id, p.area_id, p.district_id, '[2020-01-01,)' from public.plans p where p.name = '东';
set local session_replication_role = origin;
create function story.held() returns text language sql as $$ select split_part(b.west, ' ', 3) || ' ' || split_part(b.east, ' ', 3) from story.burden() b $$;
select (select g.id from public.grids g where g.code = '990201001001002') as grid \gset
select story.serves('甲昨', 'officer', story.today() - 100, story.today(), :grid, null);
select tests.as('admin');
select is(story.held(), '3 0', 'an assignment that ends today has ended, as everywhere');
select is((select count(*) from jsonb_array_elements(public.list_people(:district) -> 'people') p where p ->> 'name' = '甲昨' and p -> 'assignments' <> '[]'), 0::bigint, 'the page of people says so too');
select story.serves('庚末', 'officer', story.today() - 100, story.today() + 1, :grid, null);
select is(story.held(), '4 0', 'one that ends tomorrow has not');
select story.serves('丙明', 'officer', story.today() + 1, null, :grid, null);
select is(story.held(), '4 0', 'one that begins tomorrow neither has begun');
select story.serves('乙今', 'officer', story.today(), null, :grid, null);
select is(story.held(), '5 0', 'one of today has');
select story.serves('丁站', 'station', '2020-01-01', null, null, tests.area_id('990201001002'));
select is(story.held(), '5 1', 'who holds a post of the community is an officer');
select is((select b.east from story.burden() b), '2 34 1 34.0', 'and bears its hours');
select story.serves('丁站', 'station', '2020-01-01', null, null, tests.area_id('990201001001'));
select story.serves('乙今', 'station', '2020-01-01', null, null, tests.area_id('990201001001'));
select is(story.held(), '6 1', 'once a community, however many the posts');
select story.serves('戊愿', 'leader', '2020-01-01', null, :grid, null);
select is(story.held(), '6 1', 'who serves as a volunteer is no officer');
select story.serves('己街', 'hall', '2020-01-01', null, null, :district);
select is(story.held(), '6 1', 'nor is who serves the district of the community');

-- Bad input, in words; nothing changes.
select story.tasks() as tasks \gset
select throws_ok($$ select story.task(' ') $$, 'P0001', 'name-missing');
select throws_ok($$ select story.task('无名', '{"demandedBy": ""}') $$, 'P0001', 'demander-missing');
select throws_ok($$ select story.task('无次', '{"timesAYear": 0}') $$, 'P0001', 'number-out-of-range');
select throws_ok($$ select story.task('负次', '{"timesAYear": -12}') $$, 'P0001', 'number-out-of-range');
select throws_ok($$ select story.task('多次', '{"timesAYear": 5001}') $$, 'P0001', 'number-out-of-range');
select throws_ok($$ select story.task('字次', '{"timesAYear": "12"}') $$, 'P0001', 'number-out-of-range');
select throws_ok($$ select story.task('久', '{"hoursEach": 2001}') $$, 'P0001', 'number-out-of-range');
select is(story.detail_of($$ select story.task('久', '{"hoursEach": 2001}') $$), '{"field": "hoursEach", "value": "2001", "most": 2000}', 'which number, and the most');
select throws_ok($$ select story.task('反', '{"since": "2026-03-02", "until": "2026-03-01"}') $$, 'P0001', 'dates-reversed');
select throws_ok($$ select story.task('日', '{"since": "2026-02-30"}') $$, 'P0001', 'date-malformed');
select throws_ok($$ select story.task('处', '{"areaId": 0}') $$, 'P0001', 'area-unknown');
select throws_ok(format($$ select public.decide_handed_task(%s, %s, 2, 'refused', ' ') $$, :district, (select m.id from made m where m.name = 'visits')), 'P0001', 'reason-missing', 'nothing is refused without a reason');
select throws_ok(format($$ select public.decide_handed_task(%s, %s, 2, 'done') $$, :district, (select m.id from made m where m.name = 'visits')), 'P0001', 'task-state-unknown');
select throws_ok(format($$ select public.decide_handed_task(%s, %s, 1, 'ended') $$, :district, (select m.id from made m where m.name = 'visits')), 'P0001', 'changed-since');
select throws_ok(format($$ select public.decide_handed_task(%s, 0, 1, 'ended') $$, :district), 'P0001', 'task-unknown');
select tests.as('planner');
select throws_ok($$ select story.task('越权') $$, 'P0001', 'not-allowed', 'a planner reads the register and writes nothing');
select tests.as_owner();
select is(story.tasks(), :'tasks', 'nothing of it was kept');
select * from finish();
rollback;
