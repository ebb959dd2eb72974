-- The administrator is told of the calendar in good time, on any day: what is announced, what ends, and nobody else is.
begin;
\ir incidents_fixture.sql
select plan(22);
select tests.area_id('990201') as district \gset
select tests.as_owner();
insert into public.calendars (district_id, name, first_day, last_day, known_until) values (:district, '本区', '2025-01-01', '2027-12-31', '2026-12-31');
select is(private.calendar_of(:district), (select c.id from public.calendars c where c.district_id = :district), 'the calendar of the district');
create function story.told(day text) returns text language sql security definer as $$
  select coalesce(string_agg(concat_ws(' ', n ->> 'code', n ->> 'day'), ', ' order by o), '') from jsonb_array_elements(private.calendar_notices(tests.area_id('990201'), day::date)) with ordinality x (n, o)
$$;
create function story.calendar(last date, known date) returns void language sql security definer as $$
  update public.calendars c set last_day = last, known_until = known where c.district_id = tests.area_id('990201')
$$;

-- The holidays of the next year.
select is(story.told('2026-06-01'), '', 'in June all is well');
select is(story.told('2026-10-31'), '', 'on 31 October too');
select is(story.told('2026-11-01'), 'holidays-missing 2026-12-31', 'from 1 November the next year is missing');
select is(story.told('2026-12-31'), 'holidays-missing 2026-12-31', 'to the end of the year');
select is(story.told('2027-01-01'), 'holidays-unknown 2026-12-31', 'from then on today lies beyond what is announced');
select story.calendar('2029-12-31', '2027-12-31');
select is(story.told('2026-11-01'), '', 'what is known of the next year is not missing');
select is(story.told('2027-10-31'), '', 'nor a year later on 31 October');
select is(story.told('2027-11-01'), 'holidays-missing 2027-12-31', 'but again from 1 November');
select story.calendar('2029-12-31', '2027-06-30');
select is(story.told('2026-11-01'), 'holidays-missing 2027-06-30', 'half of the next year is not all of it');
select story.calendar('2029-12-31', null);
select is(story.told('2024-12-31') || story.told('2025-01-01'), '', 'a calendar without announced days says nothing before it begins');
select is(story.told('2025-01-02'), 'holidays-unknown', 'and that they are unknown afterwards');

-- Its last day.
select story.calendar('2027-03-31', '2027-03-31');
select is(story.told('2026-12-31'), 'holidays-missing 2027-03-31', 'ninety days before its end it does not end yet');
select is(story.told('2027-01-01'), 'calendar-ends 2027-03-31', 'within ninety days it does');
select is(story.told('2027-03-31'), 'calendar-ends 2027-03-31', 'to its last day');
select is(story.told('2027-04-01'), 'calendar-ended 2027-03-31, holidays-unknown 2027-03-31', 'after which it has ended');

-- Who is told, and of which day.
update public.calendars set first_day = '2020-01-01' where district_id = :district;
select story.calendar('2020-12-31', '2020-12-31');
select tests.as('admin');
select is(public.setup_notices(:district), '[{"code": "calendar-ended", "day": "2020-12-31"}, {"code": "holidays-unknown", "day": "2020-12-31"}]', 'the administrator, of today');
select is(public.calendar_year(:district, 2026) -> 'notices', public.setup_notices(:district), 'on the page of the calendar likewise');
select tests.as('planner');
select is(public.setup_notices(:district), '[]', 'a planner is told nothing');
select tests.as('stranger');
select is(public.setup_notices(:district), '[]', 'nor is a stranger');
select throws_ok(format($$ select private.calendar_notices(%s, '2026-11-01') $$, :district), '42501', null, 'who asks of another day does so privately');
select tests.as_owner();
select is(private.calendar_notices(:district), private.calendar_notices(:district, private.local_date(:district, now())), 'today is a day like any');
select * from finish();
rollback;
