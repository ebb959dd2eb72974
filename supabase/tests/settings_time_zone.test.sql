-- A district counts its days by its own clocks from the first change on; once much is counted by them they stay.
begin;
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(11);
select tests.area_id('990201') as district \gset
-- Half past midnight on the first of March on the district's first clocks: still February two hours to the west.
create function story.wrote(cases integer) returns void language sql security definer as $$
  insert into public.incidents (district_id, number, category_id, community_id, position, state, reported_at)
  select tests.area_id('990201'), gen_random_uuid()::text, story.category('0101'), tests.area_id('990201001001'), story.place(113.002), 'reported', '2026-03-01 00:30+08'
  from generate_series(1, wrote.cases) n $$;
create function story.came_in(first_day date, last_day date) returns bigint language sql as $$
  select coalesce(sum((u #>> '{values,cameIn,0}')::bigint), 0) from jsonb_array_elements(public.indicator_table(tests.area_id('990201'), '{cameIn}', 'district', first_day, last_day) -> 'units') u $$;
create function story.tallied() returns text language sql security definer as $$
  select string_agg(to_char(t.month, 'MM'), ' ' order by t.month) from (select distinct t.month from private.case_tallies t where t.district_id = tests.area_id('990201') and t.came_in > 0) t $$;
grant execute on all functions in schema story to authenticated;

select tests.as_owner();
delete from public.calendars c where c.district_id = :district;
select story.wrote(3);
select tests.as('leader');
select is(story.came_in('2026-03-01', '2026-03-31'), 3::bigint, 'cases of March');
select is(story.tallied(), '03', 'tallied so');
select tests.as('admin');
select is(public.save_district_settings(:district, 0, '{"timeZone": "Asia/Urumqi"}') ->> 'timeZone', 'Asia/Urumqi', 'a district without a calendar of its own has its zone at once');
select is((select c.time_zone from public.calendars c where c.district_id = :district), 'Asia/Urumqi', 'and keeps it');
select is((select c.time_zone from public.calendars c where c.district_id is null), 'Asia/Shanghai', 'others have theirs');
select tests.as('leader');
select is(story.came_in('2026-03-01', '2026-03-31'), 0::bigint, 'no longer of March');
select is(story.came_in('2026-02-01', '2026-02-28'), 3::bigint, 'but of February');
select is(story.tallied(), '02', 'tallied so');

select tests.as_owner();
set local session_replication_role = replica;
select story.wrote(1998);
set local session_replication_role = origin;
select tests.as('admin');
select is(story.detail_of(format($$ select public.save_district_settings(%s, 1, '{"timeZone": "Asia/Shanghai"}') $$, :district)) ->> 'most', '2000', 'with more than 2,000 cases it is settled');
select is(public.save_district_settings(:district, 1, '{"timeZone": "Asia/Urumqi", "wallTitle": "大屏"}') ->> 'wallTitle', '大屏', 'which keeps nothing else from being set');
select is(public.district_settings(:district) ->> 'timeZone', 'Asia/Urumqi', 'as it was');
select * from finish();
rollback;
