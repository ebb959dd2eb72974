-- A plan of three levels: its chain of grids, faults, codes, lineage, households, and what is told of a place up to the top.
begin;
\ir plans_fixture.sql
select plan(42);

insert into public.schemes (district_id, code, name, name_en, tolerance)
select id, 'three', '三级', 'Three levels', 0.1 from public.areas where code = '990101';
insert into public.scheme_levels (scheme_id, level, name, name_en, target_households)
select s.id, l.level, l.name, l.name_en, l.target from public.schemes s
cross join (values (1, '片区', 'Area', 400), (2, '网格', 'Grid', 200), (3, '微网格', 'Micro-grid', 100)) l (level, name, name_en, target)
where s.code = 'three';
insert into public.scheme_posts (scheme_id, level, code, name, name_en)
select s.id, l.level, l.code, l.name, l.code from public.schemes s
cross join (values (1, 'head', '片长'), (2, 'leader', '网格长'), (3, 'keeper', '微网格员')) l (level, code, name)
where s.code = 'three';

create function story.three() returns bigint language sql as $$ select id from public.schemes where code = 'three' $$;
create function story.tree(grids jsonb) returns jsonb language sql as $$
  with grid as (
    select (c ->> 0)::integer as level, (c ->> 1)::integer as key, (c ->> 2)::integer as parent, c ->> 3 as community,
      (c ->> 4)::integer as first, (c ->> 5)::integer as last
    from jsonb_array_elements(grids) c
  ), held as (
    select b.id as building, g.key from grid g
    join public.buildings b on b.community_id = tests.area_id(g.community)
      and split_part(b.source_id, '-', 2)::integer between g.first and g.last
    where g.level = 3
  )
  select jsonb_build_object(
    'grids', (select jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key, 'parent', g.parent, 'community', tests.area_id(g.community),
      'polygon', story.strip(g.community, g.first, g.last))) from grid g),
    'assignment', (select jsonb_build_object('building', jsonb_agg(building order by building), 'grid', jsonb_agg(key order by building)) from held))
$$;
comment on function story.tree is
  'What save_plan() takes, for strips [[level, key, parent, community, first building, last building], …]; buildings lie in those of level 3.';
create function story.grid(plan text, level integer, key integer) returns bigint language sql security definer as $$
  select g.id from public.grids g where g.plan_id = story.plan(grid.plan) and g.level = grid.level and g.key = grid.key
$$;
create function story.found(plan text) returns text language sql as $$
  select coalesce(string_agg(concat_ws(' ', f ->> 'code', f ->> 'level', f ->> 'key'), ', ' order by f ->> 'code', f ->> 'level', f ->> 'key'), '')
  from jsonb_array_elements(public.plan_faults(story.plan(found.plan))) f
$$;
grant execute on all functions in schema story to authenticated;

-- The first community is one area of two grids of two micro-grids each, the second one area of one grid of two.
create temporary table drawing as select '[
  [1,1,null,"990101001001",1,4],[2,1,1,"990101001001",1,2],[2,2,1,"990101001001",3,4],
  [3,1,1,"990101001001",1,1],[3,2,1,"990101001001",2,2],[3,3,2,"990101001001",3,3],[3,4,2,"990101001001",4,4],
  [1,2,null,"990101001002",1,4],[2,3,2,"990101001002",1,4],
  [3,5,3,"990101001002",1,2],[3,6,3,"990101001002",3,4]]'::jsonb as grids;
grant select on drawing to authenticated;

-- The scheme.
select throws_ok($$ update public.scheme_levels set target_households = 100 where scheme_id = story.three() and level = 2 $$,
  'P0001', 'upper-target-not-larger', 'the middle level is larger than the lowest');
select throws_ok($$ update public.scheme_levels set target_households = 500 where scheme_id = story.three() and level = 2 $$,
  'P0001', 'upper-target-not-larger', 'and smaller than the top');
select throws_ok($$ update public.scheme_levels set target_households = 400 where scheme_id = story.three() and level = 3 $$,
  'P0001', 'upper-target-not-larger', 'the lowest is held to both');
select throws_ok($$ insert into public.scheme_levels (scheme_id, level, name, name_en, target_households) values (story.three(), 4, '点', 'Point', 10) $$,
  '23514', null, 'there is no fourth');

-- A draft.
select tests.as('planner');
select lives_ok($$ select public.save_plan(public.start_plan(tests.area_id('990101001'), story.three(), '三', null), 1, story.tree((select grids from drawing))) $$,
  'a plan of three levels is saved at once');
select is(story.found('三'), '', 'and has no faults');
select results_eq($$ select level, key, households from public.grids where plan_id = story.plan('三') order by level, key $$,
  $$ values (1::smallint, 1, 400), (1::smallint, 2, 400), (2::smallint, 1, 200), (2::smallint, 2, 200), (2::smallint, 3, 400),
    (3::smallint, 1, 100), (3::smallint, 2, 100), (3::smallint, 3, 100), (3::smallint, 4, 100), (3::smallint, 5, 200), (3::smallint, 6, 200) $$,
  'households of each level are those of the grids under it');
select results_eq($$ select c.steps, g.level from private.grid_chains c join public.grids g on g.id = c.above_id
    where c.grid_id = story.grid('三', 3, 3) order by 1 $$, $$ values (0, 3::smallint), (1, 2::smallint), (2, 1::smallint) $$,
  'a micro-grid has a grid and an area above it');
select is((select count(*) from private.grid_members m where m.plan_id = story.plan('三') and m.grid_id = story.grid('三', 1, 1)), 4::bigint,
  'the buildings of an area are those of the micro-grids under its grids');
select is((select p.one ->> 'leafGrids' from jsonb_array_elements(public.list_plans(tests.area_id('990101'))) p (one) where p.one ->> 'name' = '三'), '6',
  'the list of plans counts the micro-grids');

-- Faults of the chain.
select public.save_plan(story.plan('三'), 2, '{"grids": [], "removed": [{"level": 2, "key": 2}]}');
select is(story.found('三'), 'gap 2, grid-without-parent 3 3, grid-without-parent 3 4', 'grids whose parent went are faults, and the ground it leaves');
select public.save_plan(story.plan('三'), 3, story.tree((select grids from drawing)) - 'assignment');
select is(story.found('三'), '', 'which putting it back mends');
select public.save_plan(story.plan('三'), 4, story.tree('[[3,3,3,"990101001001",3,3]]') - 'assignment');
select is(story.found('三'), 'grid-outside-parent 3 3, grid-without-parent 3 3', 'a parent of another community is none');
select public.save_plan(story.plan('三'), 5, story.tree('[[3,3,2,"990101001001",3,3],[2,3,1,"990101001002",1,4]]') - 'assignment');
select is(story.found('三'), 'grid-empty 1 2, grid-outside-parent 2 3, grid-without-parent 2 3', 'nor is one of a grid of the middle level; the area that it left is empty');
select public.save_plan(story.plan('三'), 6, story.tree((select grids from drawing)) - 'assignment');
select tests.as_owner();
update public.grids set parent_id = story.grid('三', 1, 1) where id = story.grid('三', 3, 1);
select is(story.found('三'), 'grid-without-parent 3 1', 'a parent two levels up is none either');
update public.grids set parent_id = story.grid('三', 2, 1) where id = story.grid('三', 3, 1);
update public.grid_buildings set grid_id = story.grid('三', 2, 1)
where plan_id = story.plan('三') and grid_id = story.grid('三', 3, 1);
select is(story.found('三'), 'building-not-in-leaf 2 1', 'buildings lie in micro-grids alone');
update public.grid_buildings set grid_id = story.grid('三', 3, 1)
where plan_id = story.plan('三') and grid_id = story.grid('三', 2, 1);

-- A copy keeps the chain.
select tests.as('planner');
select public.start_plan(tests.area_id('990101001'), story.three(), '抄', story.plan('三'));
select is(story.found('抄'), '', 'a branch has the chain of the plan it came from');
select throws_ok($$ select public.start_plan(tests.area_id('990101001'), story.scheme(), '不同', story.plan('三')) $$, 'P0001', 'levels-differ',
  'a scheme of another number of levels takes no branch');
select public.discard_plan(story.plan('抄'));

-- Published: codes from the top, each once.
select public.submit_plan(story.plan('三'));
select tests.as('leader');
select is(public.publish_plan(story.plan('三')) ->> 'issued', '11', 'every grid gets a code');
select results_eq($$ select level, key, code from public.grids where plan_id = story.plan('三') order by level, key $$,
  $$ values (1::smallint, 1, '990101001001001'), (1::smallint, 2, '990101001002001'), (2::smallint, 1, '990101001001002'), (2::smallint, 2, '990101001001003'),
    (2::smallint, 3, '990101001002002'), (3::smallint, 1, '990101001001004'), (3::smallint, 2, '990101001001005'), (3::smallint, 3, '990101001001006'),
    (3::smallint, 4, '990101001001007'), (3::smallint, 5, '990101001002003'), (3::smallint, 6, '990101001002004') $$,
  'areas first, then grids, then micro-grids, in the order of those above');
select results_eq($$ select level, is_leaf, count(*) from private.grids_in_force group by 1, 2 order by 1 $$,
  $$ values (1::smallint, false, 2::bigint), (2::smallint, false, 3::bigint), (3::smallint, true, 6::bigint) $$, 'in force the micro-grids hold the buildings');
select is(jsonb_path_query_array(public.in_force(tests.area_id('990101001')), '$.levels[*].households'), '[800, 800, 800]', 'each level has all households');
select is(public.in_force(tests.area_id('990101001')) #>> '{leaf,grids}', '6', 'and the leaf level is the third');
select results_eq($$ select one ->> 'level', one ->> 'buildings' from jsonb_array_elements(public.grids_in_force(tests.area_id('990101001001'))) one $$,
  $$ values ('1', '4'), ('2', '2'), ('2', '2'), ('3', '1'), ('3', '1'), ('3', '1'), ('3', '1') $$, 'buildings are counted on all levels');

-- A place, its people up to the top, and the notice board.
select tests.as_owner();
insert into public.people (district_id, name, source_id) select tests.area_id('990101'), n, n from unnest(array['片长甲', '网格长乙', '微网格员丙']) n;
insert into public.assignments (district_id, person_id, post_id, grid_id, since)
select g.district_id, who.id, post.id, g.id, '2026-01-01'
from (values ('片长甲', 'head', 1, 1), ('网格长乙', 'leader', 2, 1)) given (name, code, level, key)
join public.people who on who.name = given.name
join public.scheme_posts post on post.scheme_id = story.three() and post.code = given.code
join public.grids g on g.id = story.grid('三', given.level, given.key);
select is(jsonb_path_query_array(public.locate(113.001, 35.005), '$.upperGrids[*].levelName'), '["片区", "网格"]', 'a place names the grids above from the top');
select is(public.locate(113.001, 35.005) #>> '{grid,levelName}', '微网格', 'and lies in a micro-grid');
select is(public.locate(113.001, 35.005) #>> '{person,name}', '网格长乙', 'the nearest above answers where nobody keeps the micro-grid');
select is(public.locate(113.001, 35.005) #>> '{vacancies,0,post}', 'keeper', 'whose post is vacant');
select is(public.locate(113.006, 35.005) #>> '{person,name}', '片长甲', 'the top where nobody leads the grid either');
select is(jsonb_path_query_array(public.notice_boards(story.plan('三'), tests.area_id('990101001001')), '$[0].holders[*].name'), '["网格长乙", "片长甲"]',
  'a notice board names them all, the nearest first');
update public.buildings set households_estimated = true where source_id = '1-1';
select is(public.plan_estimates(story.plan('三')), '[{"level": 1, "key": 1, "buildings": 1, "households": 100}, {"level": 2, "key": 1, "buildings": 1, "households": 100},
  {"level": 3, "key": 1, "buildings": 1, "households": 100}]', 'an estimate is told on all levels');
update public.buildings set households_estimated = false where source_id = '1-1';

-- Drawn anew: a micro-grid goes to the other grid of its area. What it was becomes what it is, level by level.
select tests.as('planner');
select public.start_plan(tests.area_id('990101001001'), story.three(), '改', null);
select public.save_plan(story.plan('改'), 1, story.tree('[
  [1,1,null,"990101001001",1,4],[2,1,1,"990101001001",1,1],[2,2,1,"990101001001",2,4],
  [3,1,1,"990101001001",1,1],[3,2,2,"990101001001",2,2],[3,3,2,"990101001001",3,3],[3,4,2,"990101001001",4,4]]'));
select is(story.found('改'), '', 'a micro-grid that goes to another grid leaves no fault');
select is((select jsonb_build_array(told -> 'depth', told #> '{upper,depth}', told #> '{top,depth}') from (
    select public.compare_plans(story.plan('三'), story.plan('改')) as told) c), '[0, 1, 2]', 'plans of three levels are compared on all of them');
select is((select jsonb_build_array(told -> 'movedHouseholds', told #> '{upper,movedHouseholds}', told #> '{top,movedHouseholds}') from (
    select public.compare_plans(story.plan('三'), story.plan('改')) as told) c), '[0, 100, 0]', 'it moves between grids, not between micro-grids or areas');
select public.submit_plan(story.plan('改'));
select tests.as('leader');
select is(public.publish_plan(story.plan('改')) ->> 'kept', '5', 'the area and the micro-grids keep their codes, the grids do not');
select results_eq($$ select o.level, o.key, n.key, l.households from public.grid_lineage l join public.grids o on o.id = l.from_grid
    join public.grids n on n.id = l.to_grid where n.plan_id = story.plan('改') and o.level = n.level order by 1, 2, 3 $$,
  $$ values (1::smallint, 1, 1, 400), (2::smallint, 1, 1, 100), (2::smallint, 1, 2, 100), (2::smallint, 2, 2, 200),
    (3::smallint, 1, 1, 100), (3::smallint, 2, 2, 100), (3::smallint, 3, 3, 100), (3::smallint, 4, 4, 100) $$,
  'lineage goes from each level to the same');
select is((select count(*) from public.grid_codes) - (select count(distinct code) from public.grid_codes), 0::bigint, 'no code is given twice');
select results_eq($$ select who.name, g.level from public.assignments a join public.grids g on g.id = a.grid_id join public.people who on who.id = a.person_id
    where g.plan_id = story.plan('改') and a.until is null order by 2 $$, $$ values ('片长甲', 1::smallint), ('网格长乙', 2::smallint) $$, 'people go along on their level');
select is(public.grid_life('990101001001004', '2000-01-01') #>> '{versions,1,parent,levelName}', '网格', 'the life of a micro-grid names the grid above it');

-- Another scheme: fewer levels leave the lower ones, more put communities on top.
select tests.as('planner');
select public.start_plan(tests.area_id('990101001001'), story.three(), '换', story.plan('三'));
select public.change_plan_scheme(story.plan('换'), 1, story.scheme());
select results_eq($$ select level, key, parent_id is null, households from public.grids where plan_id = story.plan('换') order by key $$,
  $$ values (1::smallint, 1, true, 100), (1::smallint, 2, true, 100), (1::smallint, 3, true, 100), (1::smallint, 4, true, 100) $$, 'one level is left of three');
select public.change_plan_scheme(story.plan('换'), 2, story.three());
select is(story.found('换'), '', 'three of one have no faults');
select results_eq($$ select level, count(*), sum(households) from public.grids where plan_id = story.plan('换') group by 1 order by 1 $$,
  $$ values (1::smallint, 1::bigint, 400::bigint), (2::smallint, 1::bigint, 400::bigint), (3::smallint, 4::bigint, 400::bigint) $$,
  'the community on each level above the grids that there were');
select finish();
rollback;
