-- How many households were called on, building by building: the same for every role, as far as somebody sees visits.
begin;
\ir incidents_fixture.sql
select plan(7);

insert into public.buildings (district_id, community_id, source_id, name, households, position)
select tests.area_id('990201'), tests.area_id(v.community), v.name, v.name, 40, story.place(v.lng)
from (values ('990201001001', '甲楼', 113.002), ('990201001001', '乙楼', 113.007), ('990201001002', '丙楼', 113.012)) v (community, name, lng);
create function story.building(name text) returns bigint language sql security definer as $$ select b.id from public.buildings b where b.name = building.name $$;
insert into public.visits (district_id, building_id, visited_on, households)
select tests.area_id('990201'), story.building(v.name), v.visited_on::date, v.households
from (values ('甲楼', '2026-03-02', 5), ('甲楼', '2026-03-03', 7), ('甲楼', '2024-03-02', 30), ('丙楼', '2026-03-02', 3)) v (name, visited_on, households);
create function story.visits(area text) returns jsonb language sql as $$ select public.building_visits(tests.area_id(area), '2025-11-01') $$;
create function story.pairs(area text) returns jsonb language sql as $$
  select coalesce(jsonb_agg(jsonb_build_array(b, h) order by b), '[]')
  from rows from (jsonb_array_elements(story.visits(area) -> 'building'), jsonb_array_elements(story.visits(area) -> 'households')) as pair (b, h)
$$;

select tests.as('planner');
select is(story.pairs('990201'), jsonb_build_array(jsonb_build_array(story.building('甲楼'), 12), jsonb_build_array(story.building('丙楼'), 3)),
  'a planner gets the households of each building since the day, each time counted; a building without visits has no entry');
select is(story.pairs('990201001001'), jsonb_build_array(jsonb_build_array(story.building('甲楼'), 12)), 'of the area that is asked for');
select is(jsonb_array_length(story.visits('990201') -> 'communities'), 2, 'and the communities that are seen');
select tests.as('leader');
select is(story.pairs('990201'), jsonb_build_array(jsonb_build_array(story.building('甲楼'), 12), jsonb_build_array(story.building('丙楼'), 3)), 'a leader the same');
select tests.as('elsewhere');
select is(story.pairs('990201'), jsonb_build_array(jsonb_build_array(story.building('丙楼'), 3)), 'somebody of one community that one');
select is(story.visits('990201') -> 'communities', jsonb_build_array(tests.area_id('990201001002')), 'and is told that it is the only one');
select tests.as('stranger');
select is(story.visits('990201'), '{"building": [], "households": [], "communities": []}', 'a stranger nothing');

select * from finish();
rollback;
