-- Locks are state of a plan: saved with it, read with it, and kept by its branches.
begin;
\ir plans_fixture.sql
select plan(17);

create function story.building(source text) returns bigint language sql security definer as $$
  select b.id from public.buildings b where b.source_id = source
$$;
create function story.locks(plan bigint) returns jsonb language sql as $$ select public.plan_detail(plan) -> 'locks' $$;
grant execute on all functions in schema story to authenticated;

select tests.as('planner');
select story.drawn('甲', '990101001', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,4]]');
select is(story.locks(story.plan('甲')), '{"buildings": [], "borders": []}', 'a plan begins without locks');
select lives_ok($$ select public.save_plan(story.plan('甲'), 2, jsonb_build_object(
    'borders', '[{"moved": [0, 1, 2], "faces": [], "edges": []}]'::jsonb,
    'locks', jsonb_build_object(
      'buildings', jsonb_build_array(story.building('1-1'), story.building('2-4')),
      'borders', jsonb_build_array(jsonb_build_array(story.building('1-2'), story.building('1-3')), jsonb_build_array(story.building('1-4'), story.building('2-1')))),
    'grids', jsonb_build_array(jsonb_build_object('level', 1, 'key', 1, 'community', tests.area_id('990101001001'), 'locked', true,
      'polygon', story.strip('990101001001', 1, 2))))) $$, 'a save brings them');
select is(story.locks(story.plan('甲')) -> 'buildings', jsonb_build_array(story.building('1-1'), story.building('2-4')), 'they are read with the plan');
select public.save_plan(story.plan('甲'), 3, '{"name": "甲"}');
select is(jsonb_array_length(story.locks(story.plan('甲')) -> 'borders'), 2, 'and stay when a save says nothing of them');
select tests.as_owner();
select tests.create_district('990109');
insert into public.buildings (district_id, community_id, source_id, households, position)
values (tests.area_id('990109'), tests.area_id('990109001001'), 'elsewhere', 1, extensions.st_setsrid(extensions.st_makepoint(113.001, 35.001), 4326));
update public.plans set locks = jsonb_set(locks, '{buildings,2}', to_jsonb(story.building('elsewhere'))) where name = '甲';
select is(jsonb_array_length(story.locks(story.plan('甲')) -> 'buildings'), 2, 'a building of elsewhere is not kept among them, whoever writes');
select tests.as('planner');
select throws_ok($$ select public.save_plan(story.plan('甲'), 4, '{"locks": {"buildings": 1}}') $$, '23514', null, 'what has not their shape is refused');
select throws_ok($$ select public.save_plan(story.plan('甲'), 4, '{"locks": []}') $$, '23514', null, 'whatever it is');

select lives_ok($$ select public.start_plan(tests.area_id('990101001'), story.scheme(), '支', story.plan('甲')) $$, 'a branch');
select is(story.locks(story.plan('支')), story.locks(story.plan('甲')), 'keeps pinned buildings and locked borders');
select results_eq($$ select key, locked from public.grids where plan_id = story.plan('支') order by key $$,
  $$ values (1, true), (2, false), (3, false) $$, 'and locked grids');
select is(public.plan_detail(story.plan('支')) -> 'borders', public.plan_detail(story.plan('甲')) -> 'borders', 'and borders that were drawn');

select public.start_plan(tests.area_id('990101001001'), story.scheme(), '西', story.plan('甲'));
select is(story.locks(story.plan('西')), jsonb_build_object('buildings', jsonb_build_array(story.building('1-1')),
  'borders', jsonb_build_array(jsonb_build_array(story.building('1-2'), story.building('1-3')))),
  'a branch for a part of the area keeps the locks of that part');
select is(public.plan_detail(story.plan('西')) -> 'borders', 'null', 'and says that its ground is to be drawn anew');
select lives_ok($$ select public.save_plan(story.plan('西'), 1, '{"borders": []}') $$, 'until it is saved');
select is(public.plan_detail(story.plan('西')) -> 'borders', '[]', 'with borders of its own');

select public.submit_plan(story.plan('支'));
select public.start_plan(tests.area_id('990101001'), story.scheme(), '孙', story.plan('支'));
select is(story.locks(story.plan('孙')), story.locks(story.plan('甲')), 'a branch of a branch keeps them too, whatever the state of the plan');
select public.save_plan(story.plan('孙'), 1, '{"locks": {"buildings": [], "borders": []}}');
select isnt(story.locks(story.plan('甲')), story.locks(story.plan('孙')), 'freed in the branch, they hold where they were');
select finish();
rollback;
