-- Working time: a table of examples, and a second opinion that counts minute by minute.
begin;
select plan(24);

create schema story;
create function story.template() returns bigint language sql as $$ select id from public.calendars where district_id is null $$;
create function story.local(moment text) returns timestamptz language sql as $$ select moment::timestamp at time zone 'Asia/Shanghai' $$;
create function story.due(since text, amount numeric, unit text) returns text language sql as $$
  select to_char(private.deadline(story.template(), story.local(since), amount, unit::public.deadline_unit) at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')
$$;

select is(story.due('2026-11-20 10:00', 4, 'working_hours'), '2026-11-20 16:00', 'four working hours leave out lunch');
select is(story.due('2026-11-20 16:00', 4, 'working_hours'), '2026-11-23 11:00', 'and the weekend');
select is(story.due('2026-11-20 12:30', 0.5, 'working_hours'), '2026-11-20 14:30', 'what comes during lunch starts after it');
select is(story.due('2026-11-20 08:30', 3.5, 'working_hours'), '2026-11-20 12:00', 'a deadline may fall on the very end of the morning');
select is(story.due('2026-11-20 17:30', 1, 'working_hours'), '2026-11-23 09:30', 'what comes at the end of Friday starts on Monday');
select is(story.due('2026-11-21 22:00', 0.5, 'working_hours'), '2026-11-23 09:00', 'nobody is waited for on a Saturday night');
select is(story.due('2026-11-23 10:00', 1, 'working_days'), '2026-11-24 10:00', 'one working day later is the same hour of the next');
select is(story.due('2026-11-20 10:00', 5, 'working_days'), '2026-11-27 10:00', 'five working days are a week');
select is(story.due('2026-02-13 17:00', 4, 'working_days'), '2026-02-26 17:00', 'the Saturday worked in exchange counts, the Spring Festival does not');
select is(story.due('2026-02-14 16:30', 2, 'working_hours'), '2026-02-24 09:30', 'from the worked Saturday over the festival');
select is(story.due('2026-09-30 17:00', 1, 'working_hours'), '2026-10-08 09:00', 'over the National Day');
select is(story.due('2026-09-19 12:00', 2, 'working_hours'), '2026-09-20 10:30', 'a Sunday worked in exchange');
select is(story.due('2026-02-15 23:00', 6, 'urgent_hours'), '2026-02-16 05:00', 'urgent hours run at night and on holidays');
select is(story.due('2026-11-21 23:45', 0.5, 'urgent_hours'), '2026-11-22 00:15', 'half an urgent hour');
select is(story.due('2026-10-01 09:00', 5, 'calendar_days'), '2026-10-06 09:00', 'calendar days run through holidays');
select is(private.working_seconds_between(story.template(), story.local('2026-11-20 11:00'), story.local('2026-11-20 15:00')), 7200::bigint,
  'from eleven to three are two working hours');
select is(private.working_seconds_between(story.template(), story.local('2026-11-20 15:00'), story.local('2026-11-20 11:00')), -7200::bigint,
  'backwards they are minus two');
select is(private.working_seconds_between(story.template(), story.local('2026-11-21 09:00'), story.local('2026-11-22 18:00')), 0::bigint,
  'a weekend has none');

-- The slow way: every minute of a year, asked by itself whether it is worked.
create table story.days as
select d::date as day, coalesce(x.worked, extract(isodow from d) between 1 and 5) as worked
from generate_series('2026-01-01'::timestamp, '2027-01-31', interval '1 day') d
left join public.calendar_exceptions x on x.calendar_id = story.template() and x.day = d::date;
create table story.minutes as
select row_number() over (order by local) as number, local at time zone 'Asia/Shanghai' as minute
from (
  select d.day + make_interval(mins => m) as local from story.days d, generate_series(0, 1439) m
  where d.worked and (m >= 510 and m < 720 or m >= 840 and m < 1050)
) worked;
create unique index on story.minutes (minute);
create unique index on story.minutes (number);

select setseed(0.42);
create table story.samples as
select story.local('2026-01-01 00:00') + make_interval(mins => (random() * 480000)::integer) as since,
  (1 + random() * 9000)::integer as minutes
from generate_series(1, 1000);
analyze story.minutes;

select is_empty($$
  select s.since, s.minutes, fast.due, slow.due
  from story.samples s
  cross join lateral (select private.add_working_seconds(story.template(), s.since, s.minutes * 60) as due) fast
  cross join lateral (
    select m.minute + interval '1 minute' as due from story.minutes m
    where m.number = (select f.number from story.minutes f where f.minute >= s.since order by f.minute limit 1) + s.minutes - 1) slow
  where fast.due is distinct from slow.due
$$, 'for 1,000 samples of a year, adding working time agrees with counting minutes');

select is_empty($$
  select a.since, b.since from (select since, row_number() over () as n from story.samples) a
  join (select since, row_number() over () as n from story.samples) b on b.n = a.n + 1 and a.n <= 300
  where private.working_seconds_between(story.template(), a.since, b.since) is distinct from
    sign(extract(epoch from b.since - a.since)) * 60 * (select count(*) from story.minutes m
      where m.minute >= least(a.since, b.since) and m.minute < greatest(a.since, b.since))
$$, 'and so does the working time between two moments');

select is_empty($$
  select s.since from story.samples s
  where private.working_seconds_between(story.template(), s.since,
    private.add_working_seconds(story.template(), s.since, s.minutes * 60)) <> s.minutes * 60
$$, 'what was added is what lies between');

insert into public.calendar_exceptions (calendar_id, day, worked, name) values (story.template(), '2026-11-23', false, '停工一天');
select is(story.due('2026-11-20 16:00', 4, 'working_hours'), '2026-11-24 11:00', 'a new holiday moves deadlines that are computed after it');
delete from public.calendar_exceptions where calendar_id = story.template() and day = '2026-11-23';
select is(story.due('2026-11-20 16:00', 4, 'working_hours'), '2026-11-23 11:00', 'and gives them back when it is taken away');

select from tests.create_district('990301');
insert into public.calendars (district_id, name, hours, weekdays, first_day, last_day)
values (tests.area_id('990301'), '早班', '[["06:00","14:00"]]', '{1,2,3,4,5,6}', '2026-11-01', '2026-12-31');
select is(private.deadline(private.calendar_of(tests.area_id('990301')), story.local('2026-11-21 13:00'), 1, 'working_days'),
  story.local('2026-11-23 13:00'), 'a district with hours of its own counts in those');

select finish();
rollback;
