-- Working time outside of a calendar's days, holidays that are copied, deadlines that follow a change.
begin;
\ir incidents_fixture.sql
select plan(32);

create function story.template() returns bigint language sql as $$ select id from public.calendars where district_id is null $$;
create function story.due(since text, amount numeric, unit text) returns text language sql as $$
  select to_char(private.deadline(story.template(), story.local(since), amount, unit::public.deadline_unit) at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')
$$;
select tests.as_owner();

select is(story.due('2015-03-02 10:00', 4, 'working_hours'), '2015-03-02 16:00', 'a case of 2015 is due in 2015');
select is(story.due('2015-02-27 16:00', 4, 'working_hours'), '2015-03-02 11:00', 'over a weekend');
select is(story.due('2024-12-31 16:30', 2, 'working_hours'), '2025-01-02 09:30', 'into the calendar''s first days, over its first holiday');
select is(story.due('2026-12-31 17:00', 1, 'working_hours'), '2027-01-04 09:00', 'nobody works on New Year''s Day of a year that is not announced yet');
select is(story.due('2027-02-05 17:00', 1, 'working_hours'), '2027-02-10 09:00', 'nor from the eve to the third day of the Spring Festival of 2027');
select is(story.due('2035-12-31 17:00', 1, 'working_hours'), '2036-01-01 09:00', 'out of the calendar''s last day the week goes on');
select is(story.due('2047-03-01 16:00', 5, 'working_days'), '2047-03-08 16:00', 'decades later five working days are a week');
select is(story.due('2029-06-01 08:30', 9999, 'working_days'), '2067-12-16 17:30', 'a deadline far beyond its end lies where the week says');

select setseed(0.7);
create table story.samples as
select story.local('1995-01-01 00:00') + make_interval(mins => (random() * 47000000)::integer) as since, (1 + random() * 900000)::integer as seconds
from generate_series(1, 2000);
select is_empty($$
  select s.since, s.seconds from story.samples s
  where private.working_seconds_between(story.template(), s.since, private.add_working_seconds(story.template(), s.since, s.seconds)) <> s.seconds
$$, 'for 2,000 moments of ninety years, what was added is what lies between');
select is_empty($$
  select s.since from story.samples s
  where private.add_working_seconds(story.template(), s.since, s.seconds) <= s.since
    or extract(isodow from private.add_working_seconds(story.template(), s.since, s.seconds) at time zone 'Asia/Shanghai') > 5
      and not exists (select from public.calendar_exceptions x where x.worked
        and x.day = (private.add_working_seconds(story.template(), s.since, s.seconds) at time zone 'Asia/Shanghai')::date)
$$, 'and it ends after it began, on a day that is worked');

-- The slow way, in a year without any spans.
create table story.minutes as
select row_number() over (order by local) as number, local at time zone 'Asia/Shanghai' as minute
from (
  select d.day + make_interval(mins => m) as local
  from generate_series('2050-01-01'::timestamp, '2050-12-31', interval '1 day') d (day), generate_series(0, 1439) m
  where extract(isodow from d.day) <= 5 and (m >= 510 and m < 720 or m >= 840 and m < 1050)) worked;
create unique index on story.minutes (minute);
create unique index on story.minutes (number);
create table story.later as
select story.local('2050-01-01 00:00') + make_interval(mins => (random() * 400000)::integer) as since, (1 + random() * 9000)::integer as minutes
from generate_series(1, 500);
select is_empty($$
  select s.since, s.minutes, fast.due, slow.due
  from story.later s
  cross join lateral (select private.add_working_seconds(story.template(), s.since, s.minutes * 60) as due) fast
  cross join lateral (
    select m.minute + interval '1 minute' as due from story.minutes m
    where m.number = (select f.number from story.minutes f where f.minute >= s.since order by f.minute limit 1) + s.minutes - 1) slow
  where fast.due is distinct from slow.due
$$, 'beyond its days it agrees with counting the minutes of the week');

-- Bounds, in words of the database and at once.
select throws_ok($$ insert into public.calendars (district_id, name, first_day, last_day) values (tests.area_id('990201'), 'x', '0001-01-01', '9999-12-31') $$,
  '23514', null, 'a calendar of all years is refused');
select throws_ok($$ insert into public.calendars (district_id, name, first_day, last_day, hours) values (tests.area_id('990201'), 'x', '2026-01-01', '2026-12-31', '[["12:00","08:00"]]') $$,
  '23514', null, 'hours that run backwards too');
select throws_ok($$ insert into public.calendars (district_id, name, first_day, last_day, hours) values (tests.area_id('990201'), 'x', '2026-01-01', '2026-12-31', '{"a": 1}') $$,
  '23514', null, 'and what are no hours');
select throws_ok($$ insert into public.calendars (district_id, name, first_day, last_day, weekdays) values (tests.area_id('990201'), 'x', '2026-01-01', '2026-12-31', '{}') $$,
  '23514', null, 'and a week without work');

-- Deadlines that follow.
select tests.as('dispatcher');
select story.reported('0101', '2026-11-20 16:00') as open_case \gset
select story.reported('0101', '2026-11-20 16:00') as done_case \gset
select story.reported('0101', '2026-11-20 10:00') as paused_case \gset
select from story.moved(:open_case, array['accepted|2026-11-20 16:10', 'filed|2026-11-20 16:20', 'dispatched|2026-11-20 16:30']);
select from story.moved(:done_case, array['accepted|2026-11-20 16:10', 'filed|2026-11-20 16:20', 'dispatched|2026-11-20 16:30',
  'in_progress|2026-11-20 16:40', 'resolved|2026-11-20 17:00', 'closed|2026-11-20 17:10']);
select from story.moved(:paused_case, array['accepted|2026-11-20 10:10', 'filed|2026-11-20 10:20', 'dispatched|2026-11-20 10:30',
  'in_progress|2026-11-20 11:00', 'deferred|2026-11-20 11:20|{"until": "2026-11-24"}']);
select tests.as_owner();
create table story.before as select id, due_at, clock_due_at from public.incidents where district_id = tests.area_id('990201');
select is((select due_at from story.before where id = :open_case), story.local('2026-11-23 11:20'), 'four working hours from Friday 16:20');

insert into public.calendars (district_id, name, first_day, last_day) values (tests.area_id('990201'), '本区', '2026-01-01', '2027-12-31');
select is(private.calendar_of(tests.area_id('990201')), (select id from public.calendars where district_id = tests.area_id('990201')), 'the district has a calendar of its own');
select is((select count(*) from public.calendar_exceptions x join public.calendars c on c.id = x.calendar_id where c.district_id = tests.area_id('990201')),
  (select count(*) from public.calendar_exceptions where calendar_id = story.template() and day between '2026-01-01' and '2027-12-31'),
  'which begins with the holidays of the template');
select is((select known_until from public.calendars where district_id = tests.area_id('990201')), '2026-12-31'::date, 'and knows what the template knows');
select is_empty($$ select id, due_at, clock_due_at from public.incidents where district_id = tests.area_id('990201') except select * from story.before $$,
  'so that no deadline moves');

insert into public.calendar_exceptions (calendar_id, day, worked, name)
select id, '2026-11-23', false, '停工一天' from public.calendars where district_id = tests.area_id('990201');
select is((select due_at from public.incidents where id = :open_case), story.local('2026-11-24 11:20'), 'a new holiday moves the open deadline');
select is((select clock_due_at from public.incidents where id = :open_case), story.local('2026-11-24 11:20'), 'and its clock');
select is((select (due_at, clock_due_at) from public.incidents where id = :done_case), (select (due_at, clock_due_at) from story.before where id = :done_case),
  'a closed one keeps its own');
select is((select due_at from public.incidents where id = :paused_case), (select private.handling_due_at(i) from public.incidents i where id = :paused_case),
  'a deferred one is as if it had been computed now');

-- Beyond the days whose holidays are announced (31 December 2026) a deadline in working time may still move, and says so.
create function story.listed(incident bigint) returns jsonb language sql as $$
  select e from jsonb_array_elements(public.incidents_page(tests.area_id('990201'), '{}', null, 200) -> 'incidents') e where (e ->> 'id')::bigint = incident
$$;
select tests.as('dispatcher');
select story.reported('0101', '2026-12-29 09:00') as within \gset
select from story.moved(:within, array['accepted|2026-12-29 09:05', 'filed|2026-12-29 09:10']);
select story.reported('0801', '2026-12-31 16:00') as beyond \gset
select from story.moved(:beyond, array['accepted|2026-12-31 16:05', 'filed|2026-12-31 16:10']);
select is(story.listed(:within) ->> 'isProvisional', 'false', 'a deadline in the year that is announced is firm');
select is(public.incident_detail(:beyond) ->> 'dueAt' > '2027', true, 'five working days from New Year''s Eve end in the next');
select is(public.incident_detail(:beyond) ->> 'isDueProvisional', 'true', 'which is provisional');
select from story.moved(:beyond, array['dispatched|2027-01-04 09:30', 'in_progress|2027-01-04 09:40']);
select is(story.listed(:beyond) ->> 'isProvisional', 'true', 'in lists too');
select is(jsonb_path_query_first(public.incident_changes(tests.area_id('990201'), 0), '$.incidents[*] ? (@.id == $id)', jsonb_build_object('id', :beyond)) ->> 'isProvisional', 'true',
  'and in what a wall follows');
select tests.as_owner();
update public.incidents set given_due_at = due_at where id = :beyond;
select tests.as('dispatcher');
select is(public.incident_detail(:beyond) ->> 'isDueProvisional', 'false', 'a day that came with the case is nobody''s to move');
select tests.as_owner();
update public.incidents set given_due_at = null where id = :beyond;
update public.calendars set known_until = '2027-12-31' where district_id = tests.area_id('990201');
select tests.as('dispatcher');
select is(public.incident_detail(:beyond) ->> 'isDueProvisional', 'false', 'once the holidays are announced it is firm');
select is(story.listed(:beyond) ->> 'isProvisional', 'false', 'in lists too');

select finish();
rollback;
