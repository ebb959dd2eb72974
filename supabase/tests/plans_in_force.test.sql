-- What is in force on a day, over all plans: it equals the rows it comes from, and a publication for a later day takes effect by itself.
begin;
\ir plans_fixture.sql
select plan(56);

create function story.day(days integer) returns date language sql stable as $$
  select private.local_date(tests.area_id('990101'), now()) + days
$$;
comment on function story.day is 'A day so many after today, by the calendar of the district.';
create function story.published(name text, area text, cuts jsonb, days integer) returns jsonb language plpgsql as $$
declare
  answer jsonb;
begin
  perform tests.as('planner');
  perform public.submit_plan(story.drawn(name, area, cuts));
  perform tests.as('reviewer');
  answer := public.publish_plan(story.plan(name), story.day(days));
  return answer;
end $$;
create function story.named(area text, days integer) returns text language sql as $$
  select string_agg(g ->> 'planName' || right(g ->> 'code', 4), ' ' order by g ->> 'code')
  from jsonb_array_elements(public.grids_in_force(tests.area_id(area), story.day(days))) g
$$;
comment on function story.named is 'The grids in force on a day, each as the name of its plan and the last digits of its code.';
create function story.raw(days integer) returns bigint language sql security definer as $$
  select count(*) from public.grids g join public.plan_communities pc on pc.plan_id = g.plan_id and pc.community_id = g.community_id
  where lower(pc.in_force) <= story.day(days) and coalesce(upper(pc.in_force), 'infinity') > story.day(days)
$$;
grant execute on all functions in schema story to authenticated;
insert into public.people (district_id, name, source_id) select tests.area_id('990101'), n, n from unnest(array['甲一', '甲二']) n;

-- The district's plan since a month, one community's own since ten days, and one for a week from now.
select story.published('区', '990101', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,2],["990101001002",3,4]]', -30);
select tests.as_owner();
insert into public.assignments (district_id, person_id, post_id, grid_id, since)
select g.district_id, p.id, (select id from public.scheme_posts where scheme_id = story.scheme()), g.id, story.day(-30)
from public.grids g join public.people p on p.name = case g.key when 1 then '甲一' when 3 then '甲二' end
where g.plan_id = story.plan('区');
select story.published('东', '990101001002', '[["990101001002",1,1],["990101001002",2,3],["990101001002",4,4]]', -10);

select is(story.named('990101', 0), '区1001 区1002 东2003 东2004 东2005', 'where a community has a plan of its own, the district''s is in force everywhere else');
select is(story.named('990101', -11), '区1001 区1002 区2001 区2002', 'on a day before, the district''s plan alone');
select is(story.named('990101', -10), '区1001 区1002 东2003 东2004 东2005', 'from its first day on, the new one');
select is(story.named('990101', -31), null, 'before the first plan nothing');
select is(story.named('990101001001', 0), '区1001 区1002', 'and of a community its own');

select is(public.in_force(tests.area_id('990101')) #>> '{leaf,grids}', '5', 'grids are counted over all plans');
select is(public.grids_map(tests.area_id('990101'), story.day(0)), public.grids_map(tests.area_id('990101')), 'the map of today is that of today''s date');
select is(jsonb_array_length(public.grids_map(tests.area_id('990101'), story.day(-20)) -> 'features')::bigint, story.raw(-20), 'the map of a day gone by has the grids of then');
select is(jsonb_array_length(public.grids_map(tests.area_id('990101'), story.day(-31)) -> 'features'), 0, 'before the first plan it has none');
select is((public.in_force(tests.area_id('990101')) #>> '{leaf,grids}')::bigint, story.raw(0), 'as in the rows');
select is((public.in_force(tests.area_id('990101'), story.day(-20)) #>> '{leaf,grids}')::bigint, story.raw(-20), 'on a day gone by too');
select is(public.in_force(tests.area_id('990101')) #>> '{leaf,households}', '800', 'with all households');
select is(public.in_force(tests.area_id('990101')) #>> '{leaf,within}', '3', 'and those within the tolerance');
select is(public.in_force(tests.area_id('990101')) #>> '{levels,0,grids}', '5', 'by level');
select is(public.in_force(tests.area_id('990101')) ->> 'covered', '2', 'and communities that have grids');
select is(public.in_force(tests.area_id('990101'), story.day(-31)) ->> 'covered', '0', 'none before the first plan');
select is((select string_agg(p ->> 'name' || (p ->> 'grids'), ' ' order by p ->> 'name') from jsonb_array_elements(public.in_force(tests.area_id('990101')) -> 'plans') p),
  '东3 区2', 'the plans that make it up are named');
select is((select string_agg(d ->> 'name', ' ') from jsonb_array_elements(public.in_force(tests.area_id('990101')) -> 'days') d), '东 区', 'and the days on which it changed');

-- What is handed out of each grid.
select is((select sum((g ->> 'buildings')::integer)::text || ' ' || sum((g ->> 'posts')::numeric)::text from jsonb_array_elements(public.grids_in_force(tests.area_id('990101'))) g),
  (select count(*)::text from public.buildings b where b.district_id = tests.area_id('990101')) || ' ' || (select 5 * sum(per_grid) from public.scheme_posts where scheme_id = story.scheme() and level = 1)::text,
  'every building is in one of them, and each asks for its posts');
select is((select string_agg(g ->> 'people', ' ' order by g ->> 'code') from jsonb_array_elements(public.grids_in_force(tests.area_id('990101'))) g),
  (select string_agg(coalesce((select jsonb_agg(distinct w.name) from public.assignments a join public.people w on w.id = a.person_id
    where a.grid_id = g.id and a.since <= story.day(0) and (a.until is null or a.until > story.day(0))), '[]')::text, ' ' order by g.code)
    from public.grids g where g.code is not null and g.id in (select x.id from private.grids_in_force x)), 'with who serves there');
select cmp_ok((select min((g ->> 'areaSquareMetres')::numeric) from jsonb_array_elements(public.grids_in_force(tests.area_id('990101'))) g), '>', 0::numeric, 'and their ground');
select is((select sum((g ->> 'estimated')::integer) from jsonb_array_elements(public.grids_in_force(tests.area_id('990101'))) g), 0::bigint, 'and what of it nobody counted');

select is(public.plan_standing(story.plan('区')) #> '{communities,1}' ->> 'replaced', 'true', 'a plan knows where it was replaced');
select is(public.plan_standing(story.plan('区')) #> '{communities,1}' ->> 'nowName', '东', 'and by which');
select is((public.plan_standing(story.plan('区')) #> '{communities,1}' ->> 'until')::date, story.day(-10), 'from which day');
select is(public.plan_standing(story.plan('区')) #> '{communities,0}' ->> 'replaced', 'false', 'and where it stands');
select is((select (p ->> 'inForce') || '/' || (p ->> 'communities') || ' ' || (p ->> 'state') from jsonb_array_elements(public.list_plans(tests.area_id('990101'))) p where p ->> 'name' = '区'),
  '1/2 published', 'the list says in how many communities it is in force');

-- A draft that begins from what is in force has the grids of both plans, under numbers of its own.
select tests.as('planner');
create temporary table begun as select public.start_plan(tests.area_id('990101'), story.scheme(), '续', null, true) as plan;
select is((select count(*) from public.grids g where g.plan_id = (select plan from begun)), 5::bigint, 'a draft can begin from what is in force');
select is((select count(*) from public.grid_buildings g where g.plan_id = (select plan from begun)), 8::bigint, 'with all buildings');
select is(public.plan_faults((select plan from begun)), '[]', 'and is without faults');
select is((select array_agg(key order by key) from public.grids g where g.plan_id = (select plan from begun)), '{1,2,3,4,5}', 'its numbers do not meet');
select is((select string_agg(g.households || '@' || right(a.code, 1), ' ' order by g.key) from public.grids g join public.areas a on a.id = g.community_id
  where g.plan_id = (select plan from begun)), '200@1 200@1 100@2 200@2 100@2', 'the grids are those in force');

-- Publishing for a day to come.
select story.published('后', '990101001001', '[["990101001001",1,1],["990101001001",2,3],["990101001001",4,4]]', 7);
select is(public.plan_detail(story.plan('后')) #>> '{plan,state}', 'published', 'it is published');
select is(public.plan_detail(story.plan('后')) #>> '{plan,pending}', 'true', 'but its day is still to come');
select is(story.named('990101001001', 0), '区1001 区1002', 'today nothing has changed');
select is(story.named('990101001001', 6), '区1001 区1002', 'nor on the day before');
select is(story.named('990101001001', 7), '后1003 后1004 后1005', 'on its day it is in force by itself');
select is((select state from public.plans where id = story.plan('区')), 'published', 'the plan before is not superseded yet');
select is((private.grid_at(tests.area_id('990101001001'), extensions.st_setsrid(extensions.st_makepoint(113.001, 35.005), 4326))).plan_id, story.plan('区'),
  'and a case of today lies in its grid');
select is((select string_agg(h ->> 'name', ' ') from public.grids g, jsonb_array_elements(private.holders_of(g.id)) h where g.plan_id = story.plan('区') and g.key = 1), '甲一',
  'who serves there serves until then');
select is((select count(*) from public.assignments a join public.grids g on g.id = a.grid_id where g.plan_id = story.plan('后') and a.since = story.day(7)), 1::bigint, 'and from that day on the new grid');
select is((public.grid_life('990101001001001', '2026-01-01') ->> 'retiredAt')::timestamptz > now(), true, 'old codes end on that day');
select is(public.grid_life('990101001001001', '2026-01-01') #>> '{versions,0,inForce}', 'true', 'and are in force until then');
select tests.as('planner');
select story.drawn('早', '990101001001', '[["990101001001",1,2],["990101001001",3,4]]');
select public.submit_plan(story.plan('早'));
select tests.as('reviewer');
select throws_ok($$ select public.publish_plan(story.plan('早'), story.day(3)) $$, 'P0001', 'plan-scheduled-later', 'nothing is put before what is to come');
select is(story.detail_of($$ select public.publish_plan(story.plan('早'), story.day(7)) $$) ->> 'name', '后', 'the refusal names it');

-- The clock goes on: the same rows eight days later.
select tests.as_owner();
update public.plan_communities set in_force = daterange(lower(in_force) - 8, upper(in_force) - 8) where not isempty(in_force);
select tests.as('reviewer');
select is(story.named('990101001001', 0), '后1003 后1004 后1005', 'when the day has come nobody had to do anything');
select is(public.plan_detail(story.plan('区')) #>> '{plan,state}', 'superseded', 'and the plan before is superseded');
select isnt(public.plan_detail(story.plan('区')) #>> '{plan,supersededAt}', null, 'since that day');
select tests.as_owner();
update public.plan_communities set in_force = daterange(lower(in_force) + 8, upper(in_force) + 8) where not isempty(in_force);

-- Taking back what has not begun.
select tests.as('planner');
select throws_ok($$ select public.withdraw_publication(story.plan('后')) $$, 'P0001', 'not-allowed', 'a planner does not take it back');
select tests.as('reviewer');
select throws_ok($$ select public.withdraw_publication(story.plan('东')) $$, 'P0001', 'plan-in-force', 'what is in force is not taken back');
select is(public.withdraw_publication(story.plan('后')) ->> 'state', 'submitted', 'a reviewer takes back what has not begun');
select is(story.named('990101001001', 7), '区1001 区1002', 'then what was in force stays');
select is((select count(*) from public.assignments a where a.until is not null and a.until > story.day(0)), 0::bigint, 'and so do the people');
select is((select count(*) from public.grid_codes c where c.code like '990101001001%' and c.retired_at is null), 2::bigint, 'and the codes');
select is(public.publish_plan(story.plan('早'), story.day(3)) ->> 'kept', '2', 'another can be published for that time');

-- Not for everybody.
select tests.as('viewer');
select throws_ok($$ select public.in_force(tests.area_id('990101')) $$, 'P0001', 'not-allowed', 'a screen on the wall reads no plans');

select * from finish();
rollback;
