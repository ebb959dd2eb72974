-- What the administrator is told depends on the day; it is told of any, so that the first of November can be looked at in June.
create function private.calendar_notices(district bigint, today date) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('code', n.code, 'day', n.day) order by n.place), '[]')
  from public.calendars c
  cross join lateral (values
    (1, 'calendar-ended', c.last_day, c.last_day < calendar_notices.today),
    (2, 'calendar-ends', c.last_day, c.last_day >= calendar_notices.today and c.last_day < calendar_notices.today + 90),
    (3, 'holidays-unknown', c.known_until, coalesce(c.known_until, c.first_day) < calendar_notices.today),
    -- The State Council announces the next year's holidays in late October or November.
    (4, 'holidays-missing', c.known_until, coalesce(c.known_until, c.first_day) >= calendar_notices.today
      and extract(month from calendar_notices.today) >= 11 and c.known_until < make_date(extract(year from calendar_notices.today)::integer + 1, 12, 31))
  ) n (place, code, day, holds)
  where n.holds and c.id = private.calendar_of(calendar_notices.district)
$$;
comment on function private.calendar_notices(district bigint, today date) is
  'What the administrator is told of the calendar on a day: [{ code, day }] with calendar-ended and calendar-ends (its last day is past, or within 90 days), holidays-unknown (the day lies beyond what is announced), holidays-missing (from 1 November: those of the next year).';

create or replace function private.calendar_notices(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select private.calendar_notices(calendar_notices.district, private.local_date(calendar_notices.district, now()))
$$;
comment on function private.calendar_notices(district bigint) is
  'What the administrator is told of the calendar today.';
