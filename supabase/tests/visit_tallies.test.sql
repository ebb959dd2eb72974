-- The tallies of visits say what the visits say, after any visit, correction, move or removal; and a wall reads them instead.
begin;
\ir incidents_fixture.sql
select plan(16);

insert into public.buildings (district_id, community_id, source_id, address, households, position)
select tests.area_id('990201'), tests.area_id(case n % 3 when 0 then '990201001002' else '990201001001' end), 'b' || n, '甲路 ' || n, n % 7,
  story.place(case n % 3 when 0 then 113.015 else 113.002 end)
from generate_series(1, 40) n;

create function story.coverage(since date, until date) returns bigint language sql security definer as $$
  select sum(s.numerator)::bigint from private.standing_sums(jsonb_build_object('district', tests.area_id('990201'),
    'seen', jsonb_build_array(tests.area_id('990201001001'), tests.area_id('990201001002'))), 'community', '{visitCoverage}', since, until, null) s
$$;
-- By hand: what a building was called on in a period, no more than it has.
create function story.called(since date, until date) returns bigint language sql security definer as $$
  select coalesce(sum(least(each.called, each.households)), 0) from (
    select b.households, (select coalesce(sum(v.households), 0) from public.visits v where v.building_id = b.id and v.visited_on between since and until) as called
    from public.buildings b where b.district_id = tests.area_id('990201')) each
$$;
create function story.differing() returns bigint language sql security definer as $$
  select count(*) from generate_series('2025-11-20'::date, '2026-02-10'::date, interval '1 day') d (day)
  where story.coverage(d.day::date, '2026-02-10') <> story.called(d.day::date, '2026-02-10')
$$;
comment on function story.differing is 'Periods to the last visit of which the tallies tell otherwise than the visits.';
create function story.tallied() returns text language sql security definer as $$
  select string_agg(t::text, ' ' order by t.community_id, t.visited_on) from public.visit_tallies t where t.called <> 0
$$;

select tests.as_owner();
insert into public.visits (district_id, building_id, person_id, visited_on, households)
select distinct on (b.id, day) b.district_id, b.id, case n % 2 when 0 then story.person('陈管理') end, day, (b.id * 5 + n * 3) % (b.households + 1)
from public.buildings b cross join generate_series(1, 12) n cross join lateral (select '2026-01-05'::date + ((b.id * 31 + n * n * 7) % 36)::integer as day) d
where b.district_id = tests.area_id('990201');
select cmp_ok((select count(*) from public.visits where district_id = tests.area_id('990201')), '>', 300::bigint, 'some hundred visits, most buildings called on more than once');
select isnt(story.called('2026-01-01', '2026-02-10'), (select sum(households) from public.visits where district_id = tests.area_id('990201')), 'of which not every household counts');
select is(story.differing(), 0::bigint, 'after many in one statement');
select is(story.coverage('2026-01-10', '2026-01-20'), story.called('2026-01-10', '2026-01-20'), 'a period that ends before the last visit');

-- One after the other, as they are recorded, days in any order.
create function pg_temp.record() returns void language plpgsql as $$
begin
  for n in 1..60 loop
    insert into public.visits (district_id, building_id, person_id, visited_on, households)
    select b.district_id, b.id, null, '2026-01-06'::date + (n * 17) % 35, b.households from public.buildings b
    where b.district_id = tests.area_id('990201') order by (b.id * 7919 + n * 104729) % 1009, b.id limit 1
    on conflict do nothing;
  end loop;
end $$;
select pg_temp.record();
select is(story.differing(), 0::bigint, 'after one at a time');
update public.visits set households = 0 where district_id = tests.area_id('990201') and id % 5 = 0;
select is(story.differing(), 0::bigint, 'after corrections');
update public.visits set visited_on = visited_on - 40 where district_id = tests.area_id('990201') and id % 11 = 0;
select is(story.differing(), 0::bigint, 'after other days');
delete from public.visits where district_id = tests.area_id('990201') and id % 4 = 0;
select is(story.differing(), 0::bigint, 'after some are gone');
update public.buildings set households = households + 3 where district_id = tests.area_id('990201') and id % 2 = 0;
select is(story.differing(), 0::bigint, 'after buildings have more households');
update public.buildings set community_id = tests.area_id('990201001002'), position = story.place(113.015)
where district_id = tests.area_id('990201') and id % 3 = 0;
select is(story.differing(), 0::bigint, 'after buildings came to another community');
select is((select s.numerator::bigint from private.standing_sums(jsonb_build_object('district', tests.area_id('990201'), 'seen', jsonb_build_array(tests.area_id('990201001002'))),
    'community', '{visitCoverage}', '2026-01-01', '2026-02-10', null) s),
  (select sum(least(b.households, (select coalesce(sum(v.households), 0) from public.visits v where v.building_id = b.id and v.visited_on between '2026-01-01' and '2026-02-10')))::bigint
   from public.buildings b where b.community_id = tests.area_id('990201001002')), 'where they count from then on');
delete from public.buildings where district_id = tests.area_id('990201') and id % 5 = 0;
select is(story.differing(), 0::bigint, 'after buildings are gone');
select story.tallied() as kept \gset
select private.recount_visits();
select is(story.tallied(), :'kept', 'and a new count finds the same');

-- What a wall reads, with forty communities under one plan.
create function story.reads(relation regclass, statement text) returns bigint language plpgsql as $$
declare
  before bigint := pg_stat_get_xact_tuples_fetched(relation) + pg_stat_get_xact_tuples_returned(relation);
begin
  execute statement;
  return pg_stat_get_xact_tuples_fetched(relation) + pg_stat_get_xact_tuples_returned(relation) - before;
end $$;
insert into public.areas (kind, code, name, parent_id, district_id, path, boundary)
select 'community', '990201001' || lpad((n + 100)::text, 3, '0'), '社区' || n, tests.area_id('990201001'), 0, '',
  extensions.st_multi(extensions.st_makeenvelope(114 + n * 0.01, 35, 114 + (n + 1) * 0.01, 35.01, 4326)) from generate_series(0, 39) n;
insert into public.plans (district_id, area_id, scheme_id, name, state)
select tests.area_id('990201'), tests.area_id('990201'), s.id, '四十', 'published' from public.schemes s where s.code = 'halves';
insert into public.plan_communities (plan_id, community_id, district_id, in_force)
select p.id, a.id, p.district_id, '[2020-01-01,)' from public.plans p, public.areas a where p.name = '四十' and a.code like '9902010011%';
insert into public.grids (district_id, plan_id, community_id, level, key, polygon)
select p.district_id, p.id, a.id, 1, (row_number() over (order by a.id, n))::integer, a.boundary
from public.plans p, public.areas a, generate_series(1, 10) n where p.name = '四十' and a.code like '9902010011%';
analyze public.grids, public.plan_communities, public.visits, public.visit_tallies;
set local enable_seqscan = off;
select tests.as('dispatcher');
select cmp_ok(story.reads('public.grids', 'select public.wall_statistics(tests.area_id(''990201''), 366)'), '<', 1500::bigint,
  'each of its 400 grids about once, not once for each community');
select cmp_ok(story.reads('public.visits', 'select public.wall_statistics(tests.area_id(''990201''), 366)'), '<', 20::bigint, 'no visits');

select tests.as_owner();
-- An array that a function in SQL is given is a riddle to its plan.
select is_empty($$
  select p.proname from pg_proc p join pg_language l on l.oid = p.prolang and l.lanname = 'sql'
  where p.pronamespace = 'private'::regnamespace and p.prosrc ~ 'any \(seen\)' and p.prorettype = 'jsonb'::regtype
$$, 'what counts over communities is planned for them');

select * from finish();
rollback;
