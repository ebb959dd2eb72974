-- Households in cells are those of the buildings, of the communities whose cases somebody sees, and say nothing of a building.
begin;
\ir incidents_fixture.sql
select plan(6);

select tests.as_owner();
delete from public.buildings b where b.district_id = tests.area_id('990201');
insert into public.buildings (district_id, community_id, source_id, name, households, position)
select tests.area_id('990201'), tests.area_id(case when n % 3 = 0 then '990201001002' else '990201001001' end), 'home' || n, '甲楼', n % 5 * 10,
  story.place(case when n % 3 = 0 then 113.012 else 113.001 end + n * 7 % 20 * 0.00009, 35.001 + n * 11 % 20 * 0.00008)
from generate_series(1, 60) n;

create function story.cells(area text) returns table (community bigint, x integer, y integer, households bigint) language sql as $$
  select (c -> 'community' ->> n)::bigint, (c -> 'x' ->> n)::integer, (c -> 'y' ->> n)::integer, (c -> 'households' ->> n)::bigint
  from public.household_cells(tests.area_id(area)) c cross join lateral generate_series(0, jsonb_array_length(c -> 'x') - 1) n
$$;
create function story.homes(area text) returns table (community bigint, x integer, y integer, households bigint) language sql security definer as $$
  select b.community_id, floor(extensions.st_x(b.position) * 10000)::integer, floor(extensions.st_y(b.position) * 10000)::integer, sum(b.households)
  from public.buildings b where b.community_id in (select private.communities_in(tests.area_id(area))) group by 1, 2, 3 having sum(b.households) > 0
$$;
create function story.otherwise(area text) returns bigint language sql as $$
  select (select count(*) from (select * from story.cells(area) except all select * from story.homes(area)) more)
    + (select count(*) from (select * from story.homes(area) except all select * from story.cells(area)) less)
$$;

select tests.as('leader');
select cmp_ok((select count(*) from story.cells('990201')), '>', 20::bigint, 'there are cells to compare');
select is(story.otherwise('990201'), 0::bigint, 'who sees buildings gets the households of the district');
select is((select array_agg(k order by k) from jsonb_object_keys(public.household_cells(tests.area_id('990201'))) k), '{cellsPerDegree,community,households,x,y}', 'and nothing else of them');
select tests.as_owner();
select tests.as('viewer');
select throws_ok(format('select public.household_cells(%s)', tests.area_id('990201')), 'P0001', 'not-allowed', 'a viewer, who reads no building, is not told where people live');
select tests.as_owner();
-- Handles the east community, and sees no other.
select tests.as('elsewhere');
select is((select array_agg(distinct c.community) from story.cells('990201') c), array[tests.area_id('990201001002')], 'who sees one community gets its households');
select throws_ok(format('select public.household_cells(%s)', tests.area_id('990201001001')), 'P0001', 'not-allowed', 'another is refused');
select tests.as_owner();

select * from finish();
rollback;
