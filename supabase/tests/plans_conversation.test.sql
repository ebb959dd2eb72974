-- What is said about a plan: who may remark, answer, settle and read, and what sending back asks for.
begin;
\ir plans_fixture.sql
select plan(43);

create function story.remark(body text) returns bigint language sql security definer as $$
  select r.id from public.plan_remarks r where r.body = remark.body
$$;
grant execute on all functions in schema story to authenticated;

select tests.as('planner');
select story.drawn('甲', '990101001', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,2],["990101001002",3,4]]');
select public.submit_plan(story.plan('甲'));

-- Remarks: at a place, on a grid, on the whole.
select tests.as('reviewer');
select lives_ok($$ select public.remark_plan(story.plan('甲'), ' 这里沿路走 ', '{"type":"Point","coordinates":[113.0012,35.0034]}') $$, 'a reviewer remarks at a place');
select is(public.plan_conversation(story.plan('甲')) #> '{remarks,0,lngLat}', '[113.001200, 35.003400]', 'which is kept');
select is(public.plan_conversation(story.plan('甲')) #>> '{remarks,0,body}', '这里沿路走', 'with its words');
select is(public.plan_conversation(story.plan('甲')) #>> '{remarks,0,by}', 'reviewer', 'and who said it');
select tests.as('leader');
select lives_ok($$ select public.remark_plan(story.plan('甲'), '这格太大', null, 1, 2) $$, 'a leader remarks on a grid');
select is(public.plan_conversation(story.plan('甲')) #> '{remarks,1,grid}', '{"level": 1, "key": 2}', 'which is named');
select ok(extensions.st_intersects(r.position, g.polygon), 'and the remark stands on its ground')
  from public.plan_remarks r join public.grids g on g.plan_id = r.plan_id and g.key = 2 where r.id = story.remark('这格太大');
select throws_ok($$ select public.remark_plan(story.plan('甲'), '没有', null, 1, 99) $$, 'P0001', 'grid-unknown', 'not on a grid that is not there');
select throws_ok($$ select public.remark_plan(story.plan('甲'), '  ') $$, 'P0001', 'remark-empty', 'nor without words');
select tests.as('admin');
select lives_ok($$ select public.remark_plan(story.plan('甲'), '总的不错') $$, 'an admin remarks on the whole');

-- Who may not.
select tests.as('worker');
select throws_ok($$ select public.remark_plan(story.plan('甲'), '我来说') $$, 'P0001', 'plan-unknown', 'a worker does not know the plan');
select throws_ok($$ select public.plan_conversation(story.plan('甲')) $$, 'P0001', 'plan-unknown', 'nor what is said of it');
select tests.as('dispatcher');
select throws_ok($$ select public.remark_plan(story.plan('甲'), '我来说') $$, 'P0001', 'plan-unknown', 'nor does a dispatcher');
select tests.as('viewer');
select throws_ok($$ select public.remark_plan(story.plan('甲'), '我来说') $$, 'P0001', 'plan-unknown', 'nor somebody who only looks on');
select tests.as('stranger');
select throws_ok($$ select public.remark_plan(story.plan('甲'), '我来说') $$, 'P0001', 'plan-unknown', 'nor a stranger');
select tests.as_nobody();
select throws_ok($$ select public.plan_conversation(1) $$, '42501', null, 'nor anybody who has not signed in');

-- Answers.
select tests.as('planner');
select lives_ok($$ select public.remark_plan(story.plan('甲'), '已改', null, null, null, story.remark('这里沿路走')) $$, 'the planner answers');
select public.remark_plan(story.plan('甲'), '再答', null, null, null, story.remark('已改'));
select is((select reply_to from public.plan_remarks where id = story.remark('再答')), story.remark('这里沿路走'), 'an answer to an answer belongs to the remark');
select throws_ok($$ select public.remark_plan(story.plan('甲'), '错', null, null, null, 0) $$, 'P0001', 'remark-unknown', 'nothing is answered that was not said');
select story.drawn('乙', '990101001002', '[["990101001002",1,4]]');
select throws_ok($$ select public.remark_plan(story.plan('乙'), '串', null, null, null, story.remark('这里沿路走')) $$, 'P0001', 'remark-unknown', 'nor what was said of another plan');

-- One intent, one key: an answer that was lost does not make two remarks of one.
select public.remark_plan(story.plan('甲'), '只说一次', null, 1, 2, null, '00000000-0000-4000-8000-000000000001') as once \gset
select is(public.remark_plan(story.plan('甲'), '只说一次', null, 1, 2, null, '00000000-0000-4000-8000-000000000001'), :once::bigint, 'the same under the same key is the same remark');
select is((select count(*) from public.plan_remarks where body = '只说一次'), 1::bigint, 'which is said once');
select throws_ok($$ select public.remark_plan(story.plan('甲'), '只说一次', null, 1, 3, null, '00000000-0000-4000-8000-000000000001') $$, 'P0001', 'sent-otherwise', 'of another grid it is another remark');
select tests.as('reviewer');
select isnt(public.remark_plan(story.plan('甲'), '只说一次', null, 1, 2, null, '00000000-0000-4000-8000-000000000001'), :once::bigint, 'and a key is one person''s own');
select tests.as('planner');

-- What was said stays said.
select throws_ok($$ update public.plan_remarks set body = '改口' where id = story.remark('已改') $$, '42501', null, 'nobody changes what they said');
select throws_ok($$ delete from public.plan_remarks where id = story.remark('已改') $$, '42501', null, 'or takes it away');
select throws_ok($$ insert into public.plan_remarks (plan_id, district_id, body, author) values (story.plan('甲'), tests.area_id('990101'), '冒名', tests.user_id('leader')) $$,
  '42501', null, 'or speaks in another''s name');
select throws_ok($$ insert into public.plan_steps (plan_id, district_id, state) values (story.plan('甲'), tests.area_id('990101'), 'published') $$,
  '42501', null, 'steps are written by the plan only');

-- Settled and open again.
select lives_ok($$ select public.settle_remark(story.remark('这里沿路走')) $$, 'the planner settles a remark, also while it is in review');
select is(public.plan_conversation(story.plan('甲')) #>> '{remarks,0,settledBy}', 'planner', 'and is named');
select tests.as('reviewer');
select lives_ok($$ select public.settle_remark(story.remark('这里沿路走'), false) $$, 'its author opens it again');
select is((select settled_at from public.plan_remarks where id = story.remark('这里沿路走')), null, 'so that it is open');
select throws_ok($$ select public.settle_remark(story.remark('这格太大')) $$, 'P0001', 'remark-unknown', 'a reviewer settles no remark of another');
select tests.as('worker');
select throws_ok($$ select public.settle_remark(story.remark('这格太大')) $$, 'P0001', 'remark-unknown', 'a worker settles none');

-- Sending back asks for words, or for remarks that are open.
select tests.as('reviewer');
select is(public.return_plan(story.plan('甲')) ->> 'state', 'draft', 'open remarks are reason enough to send back');
select tests.as('planner');
select public.settle_remark(r.id) from public.plan_remarks r where r.plan_id = story.plan('甲') and r.reply_to is null;
select public.submit_plan(story.plan('甲'));
select tests.as('reviewer');
select throws_ok($$ select public.return_plan(story.plan('甲'), ' ') $$, 'P0001', 'remark-required', 'without them a reviewer gives a reason');
select is(public.return_plan(story.plan('甲'), '再看南边') ->> 'state', 'draft', 'and with one the plan goes back');
select tests.as('planner');
select public.submit_plan(story.plan('甲'));
select is(public.return_plan(story.plan('甲')) ->> 'state', 'draft', 'a planner takes a plan back without a word');
select public.submit_plan(story.plan('甲'));
select tests.as('leader');
select public.publish_plan(story.plan('甲'));

-- The whole of it, in order.
select is((select string_agg(concat(s ->> 'state', '/', s ->> 'by'), ' ' order by n) from jsonb_array_elements(public.plan_conversation(story.plan('甲')) -> 'steps') with ordinality as x (s, n)),
  'draft/planner submitted/planner draft/reviewer submitted/planner draft/reviewer submitted/planner draft/planner submitted/planner published/leader',
  'the steps of a plan are told in order, with who took them');
select tests.as('worker');
select is(public.plan_conversation(story.plan('甲')), '{"steps": [], "remarks": []}', 'once it is published a worker sees the plan, but not what was said');
select throws_ok($$ select public.remark_plan(story.plan('甲'), '我来说') $$, 'P0001', 'not-allowed', 'and does not join in');
select is_empty('select 1 from public.plan_remarks', 'not by the table either');
select is_empty('select 1 from public.plan_steps', 'nor its steps');
select finish();
rollback;
