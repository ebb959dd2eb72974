-- Another name, another scheme; posts and people by grid.
begin;
\ir plans_fixture.sql
select plan(19);
insert into public.schemes (district_id, code, name, name_en, tolerance) select id, 'two-levels', '两级', 'Two levels', 0.1 from public.areas where code = '990101';
insert into public.scheme_levels (scheme_id, level, name, name_en, target_households)
select s.id, v.level, v.name, v.name, v.target from public.schemes s, (values (1, '片', 400), (2, '组', 200)) v (level, name, target) where s.code = 'two-levels';
create function story.two_levels() returns bigint language sql as $$ select id from public.schemes where code = 'two-levels' $$;
grant execute on all functions in schema story to authenticated;

select tests.as('planner');
select story.drawn('一', '990101', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,2],["990101001002",3,4]]');
select is(public.rename_plan(story.plan('一'), ' 甲 ') ->> 'name', '甲', 'a planner renames a draft');
select is((select version from public.plans where id = story.plan('甲')), 2, 'and whoever has it open goes on');
select throws_ok($$ select public.rename_plan(story.plan('甲'), ' ') $$, 'P0001', 'no-name', 'a name is not blank');
select tests.as('worker');
select throws_ok($$ select public.rename_plan((select id from public.plans limit 1), 'x') $$, 'P0001', 'plan-unknown', 'a worker renames nothing');

select tests.as('planner');
select is(public.change_plan_scheme(story.plan('甲'), 2, story.two_levels()) ->> 'schemeName', '两级', 'a draft is measured by another scheme');
select is((select string_agg(g.level || ':' || g.households, ' ' order by g.level, g.key) from public.grids g where g.plan_id = story.plan('甲')),
  '1:400 1:400 2:200 2:200 2:200 2:200', 'from one level to two each community becomes an upper grid');
select is((select count(*) from public.grids g where g.plan_id = story.plan('甲') and g.level = 2 and g.parent_id is null), 0::bigint, 'that has its groups');
select is(public.plan_faults(story.plan('甲')), '[]', 'without a fault');
select is((select count(*) from public.plan_edits e where e.plan_id = story.plan('甲')), 0::bigint, 'the history begins anew');
select throws_ok($$ select public.change_plan_scheme(story.plan('甲'), 2, story.scheme()) $$, 'P0001', 'plan-version-newer', 'an older version is refused');
select is(public.change_plan_scheme(story.plan('甲'), 3, story.scheme()) ->> 'version', '4', 'and back');
select is((select string_agg(g.level || ':' || g.households, ' ' order by g.level, g.key) from public.grids g where g.plan_id = story.plan('甲')), '1:200 1:200 1:200 1:200', 'the lower grids stay');
select is(public.plan_faults(story.plan('甲')), '[]', 'without a fault');
select throws_ok($$ select public.change_plan_scheme(story.plan('甲'), 4, -1) $$, 'P0001', 'scheme-unknown', 'a scheme has to be there');
select public.submit_plan(story.plan('甲'));
select throws_ok($$ select public.change_plan_scheme(story.plan('甲'), 4, story.scheme()) $$, 'P0001', 'plan-not-draft', 'what is submitted keeps its scheme');
select is(public.rename_plan(story.plan('甲'), '乙') ->> 'state', 'submitted', 'but not its name');

select tests.as('reviewer');
select public.publish_plan(story.plan('乙'));
select tests.as_owner();
insert into public.people (district_id, name, source_id) values (tests.area_id('990101'), '甲一', '1');
insert into public.assignments (district_id, person_id, post_id, grid_id, since)
select g.district_id, (select id from public.people where name = '甲一'), (select id from public.scheme_posts where scheme_id = story.scheme()), g.id, '2026-01-01'
from public.grids g where g.plan_id = story.plan('乙') and g.key = 1;
select tests.as('planner');
select is(public.grid_staff(story.plan('乙')) #> '{0}', '{"key": 1, "level": 1, "posts": 1, "people": ["甲一"]}', 'a grid knows its posts and who holds them');
select is(public.grid_staff(story.plan('乙')) #> '{1,people}', '[]', 'or that nobody does');
select tests.as('viewer');
select throws_ok($$ select public.grid_staff((select id from public.plans limit 1)) $$, 'P0001', 'plan-unknown', 'a screen on the wall does not');
select * from finish();
rollback;
