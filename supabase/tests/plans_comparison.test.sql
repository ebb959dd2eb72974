-- What a drawing would change against what is in force: counted anew here from the rows, on both levels.
begin;
\ir plans_fixture.sql
select plan(17);
update public.scheme_posts set allowance_yuan_month = 350 where scheme_id = story.scheme();

create function story.publish(name text) returns void language plpgsql as $$
begin
  perform tests.as('planner');
  perform public.submit_plan(story.plan(name));
  perform tests.as('reviewer');
  perform public.publish_plan(story.plan(name));
end $$;
create function story.compared(before text, after text) returns jsonb language sql stable as $$
  select public.compare_plans(story.plan(before), story.plan(after))
$$;
grant execute on all functions in schema story to authenticated;

select tests.as('planner');
select story.drawn('区', '990101', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,2],["990101001002",3,4]]');
select story.publish('区');
select tests.as('planner');
select story.drawn('东', '990101001002', '[["990101001002",1,1],["990101001002",2,4]]');
select story.publish('东');
select tests.as_owner();
insert into public.people (district_id, name, source_id) values (tests.area_id('990101'), '甲一', '1');
insert into public.assignments (district_id, person_id, post_id, grid_id, since)
select g.district_id, (select id from public.people where name = '甲一'), (select id from public.scheme_posts where scheme_id = story.scheme()), g.id, '2026-01-01'
from public.grids g where g.plan_id = story.plan('东') and g.key = 2;
select tests.as('planner');
select story.drawn('新', '990101', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,1],["990101001002",2,2],["990101001002",3,4]]');

create temporary table answer as select story.compared(null, '新') as told;
select is((select told #>> '{before,grids}' from answer), '4', 'before stands what is in force over both plans');
select is((select told #>> '{before,name}' from answer), null, 'which is no one plan');
select is((select told #>> '{before,target}' from answer), '200', 'with the target of its scheme');
select is((select told ->> 'movedHouseholds' from answer), '100', 'what moves is counted against it');
select is((select told -> 'moved' from answer), (select jsonb_build_object('building', jsonb_build_array(b.id),
  'from', jsonb_build_array(g.id), 'to', jsonb_build_array(4)) from public.buildings b, public.grids g
  where b.source_id = '2-2' and g.plan_id = story.plan('东') and g.key = 2), 'building by building: a grid in force is known by its id');
select isnt(story.compared('区', '新') -> 'moved' -> 'from', (select told -> 'moved' -> 'from' from answer), 'against the plan that was replaced there it is another grid');
select is((select told #> '{scope}' from answer), '{"shared": 2, "before": 2, "after": 2, "district": 2}', 'the scope is said');
select is(story.compared('区', '东') #> '{scope}', '{"shared": 1, "before": 2, "after": 1, "district": 2}', 'and where one covers less');
select is(story.compared('东', null) #>> '{before,grids}', '2', 'what is in force can stand on the other side');
select is(story.compared('东', null) ->> 'movedHouseholds', '0', 'a plan that is in force differs from it in nothing');
select is((select told #>> '{staffBefore,required}' from answer), '4', 'posts before');
select is((select told #>> '{staffAfter,required}' from answer), '5', 'and after');
select is((select told #>> '{staffBefore,people}' from answer), '1', 'who serves before');
select is((select (told #>> '{staffAfter,yuanMonth}')::numeric - (told #>> '{staffBefore,yuanMonth}')::numeric from answer), 350::numeric, 'and what it costs more a month');
select is((select told -> 'upper' from answer), 'null', 'one level has no level above');

-- Two levels.
select tests.as_owner();
insert into public.schemes (district_id, code, name, name_en, tolerance)
select id, 'two-levels', '两级', 'Two levels', 0.1 from public.areas where code = '990101';
insert into public.scheme_levels (scheme_id, level, name, name_en, target_households)
select s.id, v.level, v.name, v.name, v.target from public.schemes s, (values (1, '片', 400), (2, '组', 200)) v (level, name, target) where s.code = 'two-levels';
create function story.halves(name text, first integer) returns void language plpgsql as $$
declare
  plan bigint := public.start_plan(tests.area_id('990101001001'), (select id from public.schemes where code = 'two-levels'), name);
begin
  perform public.save_plan(plan, 1, jsonb_build_object('grids', (
    select jsonb_agg(jsonb_build_object('level', v.level, 'key', v.key, 'parent', v.parent, 'community', tests.area_id('990101001001'),
      'polygon', story.strip('990101001001', v.a, v.b)))
    from (values (1, 1, null, 1, first), (1, 2, null, first + 1, 4), (2, 1, 1, 1, first), (2, 2, 2, first + 1, 4)) v (level, key, parent, a, b)),
    'assignment', (select jsonb_build_object('building', jsonb_agg(b.id order by b.id), 'grid',
      jsonb_agg(case when split_part(b.source_id, '-', 2)::integer <= first then 1 else 2 end order by b.id))
      from public.buildings b where b.community_id = tests.area_id('990101001001'))));
end $$;
grant execute on all functions in schema story to authenticated;
select tests.as('planner');
select story.halves('二', 2), story.halves('三', 3);
select is(story.compared('二', '三') #>> '{upper,movedHouseholds}', '200', 'the level above is compared as well');
select is(story.compared('二', '三') #>> '{upper,before,target}', '400', 'with its own target');

select * from finish();
rollback;
