-- An area is compared with a time of which it has data itself; the wall with a week ago, by the wall clocks, or with nothing.
begin;
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(18);

create function story.wrote(area text, place float, at timestamptz, cases integer default 1) returns void language sql security definer as $$
  insert into public.incidents (district_id, number, category_id, community_id, position, state, reported_at)
  select tests.area_id('990201'), 'w' || wrote.area || extract(epoch from wrote.at) || '-' || n || '-' || gen_random_uuid(), story.category('0101'), tests.area_id(wrote.area), story.place(wrote.place),
    'reported', wrote.at from generate_series(1, wrote.cases) n $$;
create function story.wall(area text) returns jsonb language sql as $$
  select public.wall_statistics(tests.area_id(area)) -> 'reportedSameTimeLastWeek' $$;
-- The first moment of a day so many days ago, by the clocks of the district.
create function story.day(back integer) returns timestamptz language sql stable security definer as $$
  select (private.local_date(tests.area_id('990201'), now()) - back)::timestamp at time zone (select z.time_zone from private.district_calendars z where z.district_id = tests.area_id('990201')) $$;
grant execute on all functions in schema story to authenticated;
select tests.as_owner();
select is((select count(*) from public.incidents where district_id = tests.area_id('990201')), 0::bigint, 'no case at first');

select tests.as('leader');
select is(story.wall('990201'), 'null', 'without data nothing is compared');
-- The west has cases each day for a hundred days, the east for three.
select story.wrote('990201001001', 113.002, story.day(n), 2) from generate_series(1, 100) n;
select story.wrote('990201001002', 113.015, story.day(n), 2) from generate_series(1, 3) n;
select is(story.wall('990201001001'), '2', 'the west with what it had a week ago');
select is(story.wall('990201'), '2', 'and the district');
select is(story.wall('990201001002'), 'null', 'the east had nothing then');
select story.wrote('990201001002', 113.015, story.day(4), 2);
select is(story.wall('990201001002'), 'null', 'whatever it had since');

-- A day without cases among others is a day without cases; a week without any is not.
select tests.as_owner();
delete from public.incidents i where i.reported_at = story.day(7);
select tests.as('leader');
select is(story.wall('990201001001'), '0', 'nothing came in on that day');
select tests.as_owner();
delete from public.incidents i where i.reported_at between story.day(10) and story.day(4);
select tests.as('leader');
select is(story.wall('990201001001'), 'null', 'a week without any case was not written down');

-- Where the clocks were put back within the week, a week ago is the same time on them.
select tests.as_owner();
select is((((t.now at time zone 'Europe/Berlin') - interval '7 days') at time zone 'Europe/Berlin'), '2026-10-23 10:00+02'::timestamptz, 'ten o''clock was ten o''clock')
  from (values ('2026-10-30 10:00+01'::timestamptz)) t (now);
select matches(pg_get_functiondef('public.wall_statistics'::regproc), 'week_ago constant timestamptz := \(\(now\(\) at time zone', 'which is how the wall counts');

-- Periods of pages. The west from July 2025 on, the east from 10 March 2026.
delete from public.incidents where district_id = tests.area_id('990201');
select story.wrote('990201001001', 113.002, '2025-07-02 12:00+08'::timestamptz + make_interval(months => m, days => d)) from generate_series(0, 11) m, generate_series(0, 20, 5) d;
select story.wrote('990201001002', 113.015, '2026-03-10 12:00+08'::timestamptz + make_interval(months => m, days => d)) from generate_series(0, 3) m, generate_series(0, 15, 5) d;
select results_eq($$ select a.code, b.begun from private.data_begins(tests.area_id('990201'), array[tests.area_id('990201001001'), tests.area_id('990201001002')], 'community') b
  join public.areas a on a.id = b.unit order by 1 $$, $$ values ('990201001001', '2025-07-02'::date), ('990201001002', '2026-03-10'::date) $$, 'each community has its own beginning');
select is((select b.begun from private.data_begins(tests.area_id('990201'), array[tests.area_id('990201001001'), tests.area_id('990201001002')], 'district') b), private.data_begin(tests.area_id('990201')), 'all of them that of the district');
-- What is asked of every row is not asked of a function each time.
set local track_functions = 'all';
create function pg_temp.asked() returns bigint language sql as $$ select coalesce(pg_stat_get_xact_function_calls('private.protected_categories'::regproc), 0) $$;
select pg_temp.asked() as before \gset
select count(*) from private.data_begins(tests.area_id('990201'), array[tests.area_id('990201001001'), tests.area_id('990201001002')], 'street');
select cmp_ok(pg_temp.asked() - :before, '<=', 2::bigint, 'which categories are protected is asked once a call');
select tests.as('leader');
select is(public.comparable_periods(tests.area_id('990201001002'), '2026-03-16', '2026-03-29') -> 'last', 'null', 'the east is not compared with its beginning');
select isnt(public.comparable_periods(tests.area_id('990201001001'), '2026-03-16', '2026-03-29') -> 'last', 'null', 'the west is compared');
select isnt(public.comparable_periods(tests.area_id('990201001002'), '2026-04-13', '2026-04-26') -> 'last', 'null', 'and the east later');
select tests.as_owner();
create function story.trend(area text) returns bigint language sql as $$
  select count(*) from jsonb_array_elements(public.assessment(tests.area_id('990201'), 'community', '2026-05-01', '2026-05-30') -> 'units') u,
    jsonb_array_elements(u -> 'trend') t where u ->> 'code' = trend.area and t <> 'null' $$;
grant execute on all functions in schema story to authenticated;
select tests.as('leader');
select cmp_ok(story.trend('990201001001'), '>', 2::bigint, 'a community is assessed for as long as it has data');
select cmp_ok(story.trend('990201001002'), '<=', 2::bigint, 'and no longer');

select * from finish();
rollback;
