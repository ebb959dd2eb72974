-- Review and publishing: roles, invariants, codes, lineage, people.
begin;
\ir plans_fixture.sql
select plan(44);

insert into public.people (district_id, name, source_id) select tests.area_id('990101'), n, n from unnest(array['甲一', '甲二', '甲三']) n;
create function story.appoint(person text, plan text, key integer) returns void language sql as $$
  insert into public.assignments (district_id, person_id, post_id, grid_id, since)
  select g.district_id, (select id from public.people where name = person), (select id from public.scheme_posts where scheme_id = story.scheme()),
    g.id, '2026-01-01'
  from public.grids g where g.plan_id = story.plan(appoint.plan) and g.key = appoint.key
$$;
create function story.holders(plan text) returns table (key integer, name text) language sql as $$
  select g.key, w.name from public.assignments a join public.grids g on g.id = a.grid_id join public.people w on w.id = a.person_id
  where g.plan_id = story.plan(holders.plan) and a.until is null order by 1, 2
$$;
grant execute on all functions in schema story to authenticated;

select tests.as('planner');
select story.drawn('初', '990101001', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,2],["990101001002",3,4]]');
select is(public.plan_faults(story.plan('初')), '[]', 'a tiling without gaps has no faults');

-- Faults, one at a time.
select story.drawn('缺', '990101001', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,2]]');
select is((select string_agg(distinct f ->> 'code', ' ' order by f ->> 'code') from jsonb_array_elements(public.plan_faults(story.plan('缺'))) f),
  'building-unassigned gap', 'land and buildings left over are faults');
select throws_ok($$ select public.submit_plan(story.plan('缺')) $$, 'P0001', 'plan-has-faults', 'and keep a plan from being submitted');
select is(jsonb_array_length(story.detail_of($$ select public.submit_plan(story.plan('缺')) $$)), 3, 'the refusal lists them');
select story.drawn('叠', '990101001001', '[["990101001001",1,3],["990101001001",3,4]]');
select is((select string_agg(f ->> 'code', ' ') from jsonb_array_elements(public.plan_faults(story.plan('叠'))) f where (f ->> 'amount')::float > 9000),
  'overlap', 'an overlap is a fault, measured in square metres');
select story.drawn('外', '990101001001', '[["990101001001",1,2],["990101001001",3,4]]');
update public.grid_buildings set grid_id = (select id from public.grids where plan_id = story.plan('外') and key = 2)
where plan_id = story.plan('外') and building_id = (select id from public.buildings where source_id = '1-1');
select is(public.plan_faults(story.plan('外')) #>> '{0,code}', 'building-outside-grid', 'a building outside its polygon is a fault');
select tests.as_owner();
insert into public.barriers (district_id, kind, line, source_id)
select id, 'river', extensions.st_geomfromtext('MULTILINESTRING((113.0025 35, 113.0025 35.02))', 4326), 'river' from public.areas where code = '990101';
select tests.as('planner');
select is((select string_agg(f ->> 'code' || (f ->> 'key'), ' ') from jsonb_array_elements(public.plan_faults(story.plan('初'))) f),
  'grid-crosses-barrier1', 'a grid that a barrier cuts in two is a fault; one at whose edge it ends is not');
select tests.as_owner();
insert into public.crossings (district_id, line, source_id)
select id, extensions.st_geomfromtext('MULTILINESTRING((113.002 35.005, 113.003 35.005))', 4326), 'bridge' from public.areas where code = '990101';
select tests.as('planner');
select is(public.plan_faults(story.plan('初')), '[]', 'unless a crossing joins its sides');

-- The way of a plan.
select tests.as('reviewer');
select throws_ok($$ select public.submit_plan(story.plan('初')) $$, 'P0001', 'not-allowed', 'a reviewer does not submit');
select tests.as('worker');
select throws_ok($$ select public.submit_plan(story.plan('初')) $$, 'P0001', 'plan-unknown', 'a worker does not know the draft');
select tests.as('planner');
select throws_ok($$ select public.publish_plan(story.plan('初')) $$, 'P0001', 'not-allowed', 'a planner does not publish');
select is(public.submit_plan(story.plan('初')) ->> 'state', 'submitted', 'a planner submits');
select throws_ok($$ select public.save_plan(story.plan('初'), 2, '{}') $$, 'P0001', 'plan-not-draft', 'what is submitted is not changed');
select tests.as('reviewer');
select is(public.return_plan(story.plan('初'), '沿街再看') ->> 'version', '3', 'a reviewer sends it back');
select is(public.plan_detail(story.plan('初')) #>> '{remarks,0,body}', '沿街再看', 'with a remark');
select throws_ok($$ select public.publish_plan(story.plan('初')) $$, 'P0001', 'plan-in-other-state', 'a draft is not published');
select isnt(public.remark_plan(story.plan('初'), '这里', '{"type":"Point","coordinates":[113.001,35.001]}'), null, 'a reviewer remarks on the map');
select tests.as('planner');
select public.settle_remark((public.plan_detail(story.plan('初')) #>> '{remarks,0,id}')::bigint);
select isnt(public.plan_detail(story.plan('初')) #>> '{remarks,0,settledAt}', null, 'the planner settles it');
select public.submit_plan(story.plan('初'));
select tests.as('leader');
select throws_ok($$ select public.publish_plan(story.plan('初'), current_date + 400) $$, 'P0001', 'effective-date-too-far', 'not more than a year ahead');
select is(public.publish_plan(story.plan('初')) ->> 'issued', '4', 'the leader publishes');
select results_eq($$ select key, code from public.grids where plan_id = story.plan('初') order by key $$,
  $$ values (1, '990101001001001'), (2, '990101001001002'), (3, '990101001002001'), (4, '990101001002002') $$,
  'codes are numbered within the community, from west to east');
select tests.as('worker');
select is(public.plan_detail(story.plan('初')) #>> '{plan,state}', 'published', 'now the worker sees it');

-- A redraw: the first community is cut anew into three, the second stays.
select tests.as_owner();
select story.appoint('甲一', '初', 1), story.appoint('甲二', '初', 2), story.appoint('甲三', '初', 3);
select tests.as('planner');
select story.drawn('改', '990101001', '[["990101001001",1,1],["990101001001",2,3],["990101001001",4,4],["990101001002",1,2],["990101001002",3,4]]');
select is(public.compare_plans(story.plan('初'), story.plan('改')) ->> 'movedHouseholds', '200', 'households whose worker changes are known before');
select is(public.compare_plans(story.plan('初'), story.plan('改')) #>> '{before,within}', '4', 'and the balance before and after');
select public.submit_plan(story.plan('改'));
select tests.as('leader');
create temporary table outcome as select public.publish_plan(story.plan('改')) as answer;
select is((select answer ->> 'kept' from outcome), '2', 'unchanged grids keep their codes');
select results_eq($$ select key, code from public.grids where plan_id = story.plan('改') order by key $$,
  $$ values (1, '990101001001003'), (2, '990101001001004'), (3, '990101001001005'), (4, '990101001002001'), (5, '990101001002002') $$,
  'new ones get numbers never used before');
select is((select count(*) from public.grid_codes where retired_at is not null), 2::bigint, 'old codes are retired');
select is((select state from public.plans where id = story.plan('初')), 'superseded', 'the earlier plan is superseded');
select is((select count(*) from private.coverage_in_force where plan_id = story.plan('改')), 2::bigint, 'the new one is in force');
select results_eq($$ select o.key, n.key, l.buildings, l.households from public.grid_lineage l
    join public.grids o on o.id = l.from_grid join public.grids n on n.id = l.to_grid order by 1, 2 $$,
  $$ values (1, 1, 1, 100), (1, 2, 1, 100), (2, 2, 1, 100), (2, 3, 1, 100), (3, 4, 2, 200), (4, 5, 2, 200) $$, 'lineage says which became which');
select results_eq($$ select * from story.holders('改') $$, $$ values (1, '甲一'), (2, '甲二'), (4, '甲三') $$, 'people move along it, one a post');
select is_empty($$ select * from story.holders('初') $$, 'and leave the old grids');
select is((select answer -> 'unplaced' from outcome), '[]', 'nobody is left without a post');
select is((select households from public.grids where plan_id = story.plan('初') and key = 1), 200, 'the old plan keeps its figures');
select is(public.grid_life('990101001001001', '2000-01-01') #>> '{versions,0,became,0,households}', '100', 'a grid knows what it became');
select is(jsonb_array_length(public.grid_life('990101001002001', '2000-01-01') -> 'versions'), 2, 'and the plans it stood in');

-- A building of ten households changes sides in the second community: its grids stay themselves.
select tests.as_owner();
update public.buildings set households = 10 where source_id = '2-2';
select tests.as('planner');
select story.drawn('移', '990101001002', '[["990101001002",1,1],["990101001002",2,4]]');
select public.submit_plan(story.plan('移'));
select tests.as('leader');
select is(public.publish_plan(story.plan('移')) ->> 'kept', '2', 'a moved border is neither split nor merge: the codes stay');
select is((select state from public.plans where id = story.plan('改')), 'published', 'a plan stays in force where it is not replaced');

-- A community where nobody lives: its grids stay themselves when one building in seven changes sides, and not when half do.
select tests.as_owner();
update public.buildings set households = 0 where source_id like '2-%';
insert into public.buildings (district_id, community_id, source_id, households, position)
select b.district_id, b.community_id, b.source_id || '-' || n, 0,
  extensions.st_translate(b.position, 0.0001 * n, 0) from public.buildings b, generate_series(1, 5) n where b.source_id in ('2-1', '2-4');
select tests.as('planner');
select story.drawn('空', '990101001002', '[["990101001002",1,2],["990101001002",3,4]]');
select public.submit_plan(story.plan('空'));
select tests.as('leader');
select public.publish_plan(story.plan('空'));
select tests.as('planner');
select story.drawn('空移', '990101001002', '[["990101001002",1,1],["990101001002",2,4]]');
select public.submit_plan(story.plan('空移'));
select tests.as('leader');
select is(public.publish_plan(story.plan('空移')) ->> 'kept', '2', 'without households the buildings say that a border was moved');
select tests.as('planner');
select story.drawn('空分', '990101001002', '[["990101001002",1,1],["990101001002",2,3],["990101001002",4,4]]');
select public.submit_plan(story.plan('空分'));
select tests.as('leader');
select is(public.publish_plan(story.plan('空分')) ->> 'kept', '1', 'and that a grid was split');

-- What comes of it: incidents on the grids of any date, and notice boards.
select tests.as_owner();
insert into public.incidents (district_id, number, category_id, community_id, position, reported_at)
select tests.area_id('990101'), 'N' || n, (select id from public.categories order by id limit 1), tests.area_id('990101001001'),
  extensions.st_setsrid(extensions.st_makepoint(113.004, 35.005), 4326), now() - make_interval(days => n * 100)
from generate_series(1, 4) n;
select tests.as('planner');
select is((select sum((f ->> 'incidents')::integer) from jsonb_array_elements(public.plan_incidents(story.plan('初'), now() - interval '1 year')) f),
  3::bigint, 'incidents of last year stand on the grids of the old plan');
select is(public.plan_incidents(story.plan('改'), now() - interval '1 year') #>> '{1,incidents}', '3', 'and on those of the new one');
select is(public.notice_boards(story.plan('改'), tests.area_id('990101001001')) #>> '{0,holders,0,name}', '甲一', 'a notice board names who serves on the grid');
select tests.as('stranger');
select throws_ok($$ select public.notice_boards(story.plan('改'), 1) $$, 'P0001', 'plan-unknown', 'strangers read no notice boards');
select finish();
rollback;
