-- Drafts: who may start, save and discard them, and what a save does.
begin;
\ir plans_fixture.sql
select plan(25);

select tests.as('worker');
select throws_ok($$ select public.start_plan(tests.area_id('990101'), story.scheme(), '甲') $$, '42501', null, 'a worker starts no plan');
select tests.as('reviewer');
select throws_ok($$ select public.start_plan(tests.area_id('990101'), story.scheme(), '甲') $$, '42501', null, 'nor does a reviewer');
select tests.as('stranger');
select throws_ok($$ select public.start_plan(tests.area_id('990101'), story.scheme(), '甲') $$, 'P0001', 'area-unknown', 'a stranger sees no area');
select throws_ok($$ select public.planning_input(1) $$, 'P0001', 'area-unknown', 'nor what stands in it');

select tests.as('planner');
select is(jsonb_array_length(public.planning_input(tests.area_id('990101001')) #> '{buildings,id}'), 8, 'the planner reads the buildings of a street');
select is(public.planning_input(tests.area_id('990101001002')) #> '{communities,0,code}', '"990101001002"', 'or of one community');
select lives_ok($$ select story.drawn('甲', '990101001', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,4]]') $$, 'the planner draws a plan');
select results_eq($$ select key, households from public.grids where plan_id = story.plan('甲') order by key $$,
  $$ values (1, 200), (2, 200), (3, 400) $$, 'households are counted by the database');
select is((select p ->> 'grids' from jsonb_array_elements(public.list_plans(tests.area_id('990101'))) p where (p ->> 'id')::bigint = story.plan('甲')), '3',
  'a list of plans has as many grids as were saved');
select is(public.plan_detail(story.plan('甲')) #>> '{plan,changedBy}', 'planner', 'a plan says who changed it');
select is(jsonb_array_length(public.plan_detail(story.plan('甲')) #> '{assignment,building}'), 8, 'and where every building lies');

select throws_ok($$ select public.save_plan(story.plan('甲'), 1, '{}') $$, 'P0001', 'plan-version-newer', 'a save against an older version is refused');
select is(story.detail_of($$ select public.save_plan(story.plan('甲'), 1, '{}') $$) ->> 'changedBy', 'planner', 'and says whose version is newer');
select lives_ok($$ select public.save_plan(story.plan('甲'), 2, jsonb_build_object(
    'removed', '[{"level": 1, "key": 2}]'::jsonb,
    'grids', jsonb_build_array(jsonb_build_object('level', 1, 'key', 1, 'community', tests.area_id('990101001001'), 'locked', true,
      'polygon', story.strip('990101001001', 1, 3))),
    'assignment', jsonb_build_object('building', (select jsonb_agg(id) from public.buildings where source_id in ('1-3', '1-4')), 'grid', '[1, null]'::jsonb),
    'edits', '{"from": 1, "list": [{"number": 1, "sentence": {"code": "assign"}, "patch": {}}, {"number": 2, "sentence": {"code": "merge"}, "patch": {}}]}'::jsonb)) $$,
  'only what changed is sent');
select results_eq($$ select key, households, locked from public.grids where plan_id = story.plan('甲') order by key $$,
  $$ values (1, 300, true), (3, 400, false) $$, 'and the rest stays');
select lives_ok($$ select public.save_plan(story.plan('甲'), 3,
  '{"edits": {"from": 2, "list": [{"number": 2, "sentence": {"code": "lock"}, "patch": {}}]}}') $$, 'history is rewritten from a number on');
select results_eq($$ select number, sentence ->> 'code' from public.plan_edits where plan_id = story.plan('甲') order by number $$,
  $$ values (1, 'assign'), (2, 'lock') $$, 'and kept before it');
select throws_ok($$ select public.save_plan(story.plan('甲'), 4, '{"assignment": {"building": [0], "grid": [1]}}') $$,
  'P0001', 'building-outside-plan', 'a building of elsewhere is refused');
select throws_ok($$ select public.save_plan(story.plan('甲'), 4, jsonb_build_object('grids', jsonb_build_array(
    jsonb_build_object('level', 1, 'key', 9, 'community', tests.area_id('990101'), 'polygon', story.strip('990101001001', 1, 1))))) $$,
  'P0001', 'grid-outside-plan', 'and so is a grid of elsewhere');

select lives_ok($$ select public.start_plan(tests.area_id('990101001001'), story.scheme(), '支', story.plan('甲')) $$, 'a plan branches from another');
select results_eq($$ select key, households, locked, code from public.grids where plan_id = story.plan('支') $$,
  $$ values (1, 300, true, null::text) $$, 'with the grids of its own area');

select tests.as('reviewer');
select is(jsonb_array_length(public.list_plans(tests.area_id('990101'))), 2, 'a reviewer sees drafts');
select throws_ok($$ select public.save_plan(story.plan('甲'), 4, '{}') $$, 'P0001', 'plan-not-yours', 'but does not change them');
select tests.as('worker');
select throws_ok($$ select public.plan_detail(story.plan('甲')) $$, 'P0001', 'plan-unknown', 'a worker sees no draft');

select tests.as('planner');
select public.discard_plan(story.plan('支'));
select is(story.plan('支'), null, 'the planner discards a draft');
select finish();
rollback;
