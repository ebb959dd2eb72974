-- A plan is checked some communities at a time: what the steps find is what the whole check finds, and it counts only while nothing changes.
begin;
\ir plans_fixture.sql
select plan(22);

create function story.stepwise(plan bigint, at_most integer) returns jsonb language plpgsql as $$
declare
  step jsonb;
begin
  for turn in 1..20 loop
    step := public.check_plan(plan, at_most);
    exit when (step ->> 'isDone')::boolean;
  end loop;
  return step -> 'faults';
end $$;
create function story.sorted(faults jsonb) returns text language sql as $$ select string_agg(f::text, ' ' order by f::text) from jsonb_array_elements(faults) f $$;
grant execute on all functions in schema story to authenticated;

select tests.as('planner');
select story.drawn('甲', '990101001', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,2],["990101001002",3,4]]') as plan \gset
select is(public.check_plan(:plan, 1), '{"of": 2, "checked": 1, "isDone": false, "faults": null}'::jsonb, 'one community at a time');
select is(public.check_plan(:plan, 1), '{"of": 2, "checked": 2, "isDone": false, "faults": null}'::jsonb, 'and the other');
select is(public.check_plan(:plan, 1), '{"of": 2, "checked": 2, "isDone": true, "faults": []}'::jsonb, 'then its buildings');
select is(public.check_plan(:plan, 1) ->> 'isDone', 'true', 'and is done');

-- Faults of every kind, whichever way it is cut: a gap, an overlap within and over the border, grids outside, a stray building.
select tests.as_owner();
update public.grids g set polygon = extensions.st_multi(extensions.st_makeenvelope(x.west, 35, x.east, 35.0098, 4326))
from (values (1, 113.0, 113.0052), (2, 113.005, 113.0102), (3, 113.0101, 113.0149), (4, 113.0151, 113.0205)) x (key, west, east)
where g.plan_id = :plan and g.key = x.key;
delete from public.grid_buildings gb using public.buildings b where gb.plan_id = :plan and b.id = gb.building_id and b.source_id = '1-4';
select tests.as('planner');
select public.plan_faults(:plan) as whole \gset
select cmp_ok(jsonb_array_length(:'whole'), '>=', 6, 'a plan with many faults');
select is(story.sorted(story.stepwise(:plan, 1)), story.sorted(:'whole'), 'one community at a time finds the same');
select tests.as_owner();
delete from private.plan_checks;
select tests.as('planner');
select is(story.sorted(story.stepwise(:plan, 10)), story.sorted(:'whole'), 'all at once too');
select is(story.sorted(story.detail_of(format('select public.submit_plan(%s)', :plan))), story.sorted(:'whole'), 'and it is not handed in');

-- What was found counts while nothing changes. Here it is falsified, to tell it from a check made now.
select story.drawn('乙', '990101001', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,2],["990101001002",3,4]]') as other \gset
select story.stepwise(:other, 1);
select tests.as_owner();
update private.plan_checks set faults = array[row('grid-empty', 1, 1, null, null, 0)::public.plan_fault] where plan_id = :other;
select tests.as('planner');
select is(story.detail_of(format('select public.submit_plan(%s)', :other)) #>> '{0,code}', 'grid-empty', 'submitting goes by what was found');
create function pg_temp.counts_still(change text) returns boolean language plpgsql as $$
declare
  before text;
begin
  -- Changes are counted by transaction, of which a test is one.
  delete from private.topic_changes;
  before := (select private.check_stamp(p) from public.plans p where p.name = '乙');
  execute change;
  return before = (select private.check_stamp(p) from public.plans p where p.name = '乙');
end $$;
select tests.as_owner();
select is(pg_temp.counts_still('select 1'), true, 'nothing changed');
select is(pg_temp.counts_still($$ update public.plans set name = '乙' where name = '乙' $$), true, 'its name decides nothing');
select is(pg_temp.counts_still($$ update public.grids set kind = 'park'
  where plan_id = story.plan('乙') and key = 2 $$), false, 'what a grid is for');
select is(pg_temp.counts_still($$ update public.grids set polygon = extensions.st_multi(extensions.st_snaptogrid(extensions.st_translate(polygon, 0.000001, 0), 1e-9))
  where plan_id = story.plan('乙') and key = 1 $$), false, 'a border');
select is(pg_temp.counts_still($$ update public.grid_buildings gb set grid_id = (select g.id from public.grids g where g.plan_id = gb.plan_id and g.key = 2)
  where gb.plan_id = story.plan('乙') and gb.grid_id = (select g.id from public.grids g where g.plan_id = gb.plan_id and g.key = 1)
    and gb.building_id = (select min(building_id) from public.grid_buildings where plan_id = story.plan('乙')) $$), false, 'a building in another grid');
select is(pg_temp.counts_still($$ delete from public.grid_buildings where plan_id = story.plan('乙') and building_id = (select min(building_id) from public.grid_buildings where plan_id = story.plan('乙')) $$), false, 'a building in none');
select is(pg_temp.counts_still($$ insert into public.barriers (district_id, source_id, kind, line) select tests.area_id('990101'), 'r', (enum_range(null::public.barrier_kind))[1],
  extensions.st_geomfromtext('MULTILINESTRING((113 35.001, 113.02 35.001))', 4326) $$), false, 'a river');
select tests.as('planner');
select isnt(story.detail_of(format('select public.submit_plan(%s)', :other)) #>> '{0,code}', 'grid-empty', 'and it is checked anew');
select is(public.check_plan(:other, 1) ->> 'checked', '1', 'from the first community on');

-- From submitting to publishing nothing is checked twice.
select story.drawn('丙', '990101001', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,2],["990101001002",3,4]]') as third \gset
select tests.as_owner();
delete from public.barriers;
select tests.as('planner');
select story.stepwise(:third, 5);
select lives_ok(format('select public.submit_plan(%s)', :third), 'a faultless plan is handed in');
select is(public.check_plan(:third, 1) -> 'faults', '[]'::jsonb, 'which changes nothing that it was checked by');
select tests.as('reviewer');
select lives_ok(format('select public.publish_plan(%s)', :third), 'and published');
select tests.as('worker');
select throws_ok(format('select public.check_plan(%s)', :other), 'P0001', 'plan-unknown', 'who does not draw or review checks nothing');

select * from finish();
rollback;
