-- Where the clocks are put forward and back: in Berlin on 29 March and 25 October 2026.
begin;
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(14);

select tests.as_owner();
create function story.berlin() returns bigint language sql as $$ select c.id from public.calendars c where c.name = 'berlin' $$;
create function story.due(since text, amount numeric, unit text) returns text language sql as $$
  select to_char(private.deadline(story.berlin(), since::timestamp at time zone 'Europe/Berlin', amount, unit::public.deadline_unit) at time zone 'Europe/Berlin', 'YYYY-MM-DD HH24:MI') $$;
insert into public.calendars (district_id, name, time_zone, first_day, last_day, weekdays, hours)
select tests.area_id('990201'), 'berlin', 'Europe/Berlin', '2026-01-01', '2026-12-31', '{1,2,3,4,5,6,7}', '[["00:00", "24:00"]]';
select is(private.calendar_of(tests.area_id('990201')), story.berlin(), 'the district lives by it');

select is(story.due('2026-10-21 18:00', 7, 'calendar_days'), '2026-10-28 18:00', 'seven days over the end of summer time end at six');
select is(story.due('2026-03-25 18:00', 7, 'calendar_days'), '2026-04-01 18:00', 'and over its beginning');
select is(story.due('2026-12-28 09:00', 7, 'calendar_days'), '2027-01-04 09:00', 'and over the end of the year');
select is(story.due('2026-10-24 18:00', 1.5, 'calendar_days'), '2026-10-26 06:00', 'half a day is twelve hours');
select is(story.due('2026-10-24 18:00', 24, 'urgent_hours'), '2026-10-25 17:00', 'hours are hours');
select is(story.due('2026-10-24 18:00', 24, 'working_hours'), '2026-10-25 17:00', 'worked ones too');

-- Filed before the clocks change and handled after it: what has passed is what was worked.
create function story.handled(name text, filed text, resolved text) returns bigint language sql as $$
  insert into public.incidents (district_id, number, category_id, community_id, position, state, reported_at, filed_at, resolved_at, closed_at)
  select tests.area_id('990201'), handled.name, story.category('0101'), tests.area_id('990201001001'), story.place(113.002), 'closed', t.filed, t.filed, t.resolved, t.resolved
  from (select handled.filed::timestamp at time zone 'Europe/Berlin' as filed, handled.resolved::timestamptz as resolved) t returning id $$;
select story.handled('back', '2026-10-25 00:30', '2026-10-25 12:00+01'), story.handled('forward', '2026-03-29 00:30', '2026-03-29 12:00+02'),
  story.handled('through', '2026-10-24 12:00', '2026-10-26 12:00+01'), story.handled('twice', '2026-10-25 01:00', '2026-10-25 02:30+01'), story.handled('even', '2026-06-01 01:00', '2026-06-01 02:30+02');
select results_eq($$ select i.number, f.handled_seconds from private.case_facts f join public.incidents i on i.id = f.id order by 1 $$,
  $$ values ('back', 45000::bigint), ('even', 5400), ('forward', 37800), ('through', 176400), ('twice', 9000) $$, 'with the hour that came twice or never');
select is((select count(*) from private.case_facts f where f.handled_seconds is distinct from private.working_seconds_between(story.berlin(), f.filed_at, f.resolved_at)), 0::bigint, 'as the calendar says');

-- Every case is on one day and in one month, whatever the hour.
delete from public.incidents where district_id = tests.area_id('990201');
insert into public.incidents (district_id, number, category_id, community_id, position, state, reported_at)
select tests.area_id('990201'), 'h' || n, story.category('0101'), tests.area_id('990201001001'), story.place(113.002), 'reported', '2026-10-24 22:30:00+00'::timestamptz - interval '1 hour' + n * interval '1 hour'
from generate_series(0, 26) n;
select tests.as('leader');
create function pg_temp.came_in(first_day date, last_day date, unit text) returns bigint language sql as $$
  select sum((u #>> '{values,cameIn,0}')::bigint) from jsonb_array_elements(public.indicator_table(tests.area_id('990201'), '{cameIn}', unit, first_day, last_day) -> 'units') u $$;
select is(pg_temp.came_in('2026-10-25', '2026-10-25', 'district'), 25::bigint, 'a day of 25 hours has 25 cases');
select is(pg_temp.came_in('2026-10-24', '2026-10-26', 'district'), 27::bigint, 'and its neighbours the others');
select is(pg_temp.came_in('2026-10-01', '2026-10-31', 'district'), 27::bigint, 'a month all of them');
select is(pg_temp.came_in('2026-10-25', '2026-10-25', 'hour'), 25::bigint, 'by hour as many');
select is(pg_temp.came_in('2026-10-25', '2026-10-25', 'weekday'), 25::bigint, 'and by day of the week');

select * from finish();
rollback;
