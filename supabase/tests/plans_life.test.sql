-- Codes by the rule, for every length; and the life of a grid, for whoever may read it.
begin;
\ir plans_fixture.sql
select plan(28);

create function story.coded(name text, digits integer) returns bigint language plpgsql security definer as $$
declare
  made bigint;
begin
  insert into public.schemes (district_id, code, name, name_en, tolerance, code_digits)
  values (tests.area_id('990101'), name, name, name, 0.1, digits) returning id into made;
  insert into public.scheme_levels (scheme_id, level, name, name_en, target_households) values (made, 1, '网格', 'Grid', 200);
  insert into public.scheme_posts (scheme_id, level, code, name, name_en, allowance_yuan_month) values (made, 1, 'manager', '网格管理员', 'Manager', 350);
  return made;
end $$;
-- A community in a square of four grids, its buildings in the middle of each.
create function story.quarters(name text, digits integer) returns bigint language plpgsql as $$
declare
  plan bigint := public.start_plan(tests.area_id('990101001001'), story.coded(name, digits), name);
begin
  perform public.save_plan(plan, 1, jsonb_build_object(
    'grids', (select jsonb_agg(jsonb_build_object('level', 1, 'key', key, 'community', tests.area_id('990101001001'),
        'polygon', extensions.st_asgeojson(extensions.st_makeenvelope(west, south, west + 0.005, south + 0.005, 4326), 12)::jsonb))
      from (values (1, 113.005, 35), (2, 113, 35.005), (3, 113, 35), (4, 113.005, 35.005)) as q (key, west, south)),
    'assignment', (select jsonb_build_object('building', jsonb_agg(b.id order by b.id), 'grid', jsonb_agg(q.key order by b.id))
      from public.buildings b
      join (values (1, '1-1'), (2, '1-2'), (3, '1-3'), (4, '1-4')) as q (key, source) on q.source = b.source_id)));
  return plan;
end $$;
grant execute on all functions in schema story to authenticated;

select tests.as_owner();
update public.buildings b set position = extensions.st_setsrid(extensions.st_makepoint(q.lng, q.lat), 4326)
from (values ('1-1', 113.0075, 35.0025), ('1-2', 113.0025, 35.0075), ('1-3', 113.0025, 35.0025), ('1-4', 113.0075, 35.0075)) as q (source, lng, lat)
where q.source = b.source_id;

-- Read like a page: west to east in the north, then in the south.
select tests.as('planner');
select story.quarters('十五', 15);
select public.submit_plan(story.plan('十五'));
select tests.as('leader');
select is(public.publish_plan(story.plan('十五')) ->> 'issued', '4', 'each grid gets a code');
select is((select array_agg(key order by code) from public.grids where plan_id = story.plan('十五')), array[2, 4, 3, 1],
  'numbers run west to east, then north to south');
select is((select min(length(code)) from public.grids where plan_id = story.plan('十五')), 15, 'of fifteen digits');

-- Other lengths never take a number that was used.
do $$
declare
  digits integer;
begin
  foreach digits in array array[14, 16, 20] loop
    perform tests.as('planner');
    perform story.quarters(digits::text, digits);
    perform public.submit_plan(story.plan(digits::text));
    perform tests.as('leader');
    perform public.publish_plan(story.plan(digits::text));
  end loop;
end $$;
select is((select array_agg(code order by code) from public.grids where plan_id = story.plan('14')),
  '{99010100100105,99010100100106,99010100100107,99010100100108}', 'fourteen digits: the next numbers in two');
select is((select array_agg(code order by code) from public.grids where plan_id = story.plan('16')),
  '{9901010010010009,9901010010010010,9901010010010011,9901010010010012}', 'sixteen: in four');
select is((select array_agg(code order by code) from public.grids where plan_id = story.plan('20')),
  '{99010100100100000013,99010100100100000014,99010100100100000015,99010100100100000016}', 'twenty: in eight');
select is((select count(*) from public.grid_codes), (select count(distinct (community_id, number)) from public.grid_codes), 'no number is used twice');
select is((select count(*) from public.grid_codes where retired_at is null), 4::bigint, 'only the last are in use');

-- Incidents stay where they happened: the same on the old grids and on the new.
select tests.as_owner();
insert into public.incidents (district_id, number, category_id, community_id, position, reported_at)
select tests.area_id('990101'), 'N' || n, (select id from public.categories order by id limit 1), tests.area_id('990101001001'),
  extensions.st_setsrid(extensions.st_makepoint(113.0025, 35.0075), 4326), timestamptz '2026-03-15 12:00+08' + make_interval(months => n)
from generate_series(0, 2) n;
insert into public.incidents (district_id, number, category_id, community_id, position, reported_at)
select tests.area_id('990101'), 'S', (select id from public.categories order by id limit 1), tests.area_id('990101001001'),
  extensions.st_setsrid(extensions.st_makepoint(113.0025, 35.0025), 4326), '2026-04-01 00:30+08';
create temporary table before_redraw as select id, position, community_id from public.incidents;
grant select on before_redraw to public;

select tests.as('planner');
select story.drawn('新', '990101001002', '[["990101001002",1,4]]');
select public.submit_plan(story.plan('新'));
select tests.as('leader');
select public.publish_plan(story.plan('新'));
select tests.as_owner();
select set_eq('select id, position, community_id from public.incidents', 'select id, position, community_id from before_redraw', 'publishing moves no incident');

select tests.as('worker');
select is(public.grid_life('990101001001001', '2026-01-01') #> '{versions,0,incidents}',
  '[{"month": "2026-03", "incidents": 1}, {"month": "2026-04", "incidents": 1}, {"month": "2026-05", "incidents": 1}]',
  'a grid of the past knows the incidents on its ground by month of the district');
select is(public.grid_life('990101001001001', '2026-04-01') #>> '{versions,0,incidents,0,month}', '2026-04', 'since a moment');
select isnt(public.grid_life('990101001001001', '2026-01-01') ->> 'retiredAt', null, 'and when its code was retired');
select is(public.grid_life('990101001001001', '2026-01-01') #>> '{versions,0,became,0,code}', '99010100100105', 'what it became');
select is(public.grid_life('99010100100105', '2026-01-01') #>> '{versions,0,from,0,code}', '990101001001001', 'which knows what it came from');
select is(public.grid_life('99010100100105', '2026-01-01') #>> '{versions,0,from,0,households}', '100', 'with how many households');
select is(public.grid_life('990101001001001', '2026-01-01') #>> '{versions,0,inForce}', 'false', 'that it is no longer in force');
select is(jsonb_array_length(public.grid_life('990101001001001', '2026-01-01') #> '{versions,0,buildings}'), 1, 'and its buildings');
select throws_ok($$ select public.grid_life('990101001001999', '2026-01-01') $$, 'P0001', 'grid-unknown', 'a code that was never issued has no life');
select throws_ok($$ select public.grid_life_in_plan(0, 1, 1, '2026-01-01') $$, 'P0001', 'plan-unknown', 'nor has a grid of no plan');

-- A draft's grids are for those who draw.
select tests.as('planner');
select story.drawn('稿', '990101001002', '[["990101001002",1,2],["990101001002",3,4]]');
select is(public.grid_life_in_plan(story.plan('稿'), 1, 2, '2026-01-01') #>> '{versions,0,from,0,households}', '200', 'a grid of a draft says from which grid it would come');
select tests.as('worker');
select throws_ok($$ select public.grid_life_in_plan(story.plan('稿'), 1, 2, '2026-01-01') $$, 'P0001', 'plan-unknown', 'a worker sees none of it');
select tests.as('stranger');
select throws_ok($$ select public.grid_life('990101001001001', '2026-01-01') $$, 'P0001', 'grid-unknown', 'a stranger sees no grid at all');

-- A plan branches from any other, whatever its state; codes do not come along.
select tests.as('planner');
select story.quarters('待', 15);
select public.submit_plan(story.plan('待'));
create temporary table branches as
  select p.name, p.state, public.start_plan(tests.area_id('990101001001'), story.scheme(), '由' || p.name, p.id) as branch
  from public.plans p where p.name in ('十五', '20', '待');
select is((select count(*) from public.grids g where g.code is null and g.plan_id = b.branch), 4::bigint,
  'a draft branches from a plan that is ' || b.state)
from branches b order by b.name;
select tests.as('worker');
select throws_ok($$ select public.start_plan(tests.area_id('990101001001'), story.scheme(), '由', story.plan('20')) $$, '42501', null, 'but not for a worker');

-- What a plan asks for in people.
select tests.as('leader');
select is(public.plan_posts(story.plan('20')) #> '{0,required}', '4', 'a plan asks for a post on each of its grids');
select tests.as('stranger');
select throws_ok($$ select public.plan_posts(story.plan('20')) $$, 'P0001', 'plan-unknown', 'and tells nobody else');
select finish();
rollback;
