-- Working time has no first and no last day. Between a calendar's days it follows its spans, holidays included; before and
-- after them it follows the week alone, so that a deadline is never pushed to the calendar's end (nor a case of 2015 to its
-- beginning). Both are look-ups, however far away a moment lies.

alter table public.calendars
  add column known_until date,
  add constraint calendars_days_bounded check (
    first_day >= '1990-01-01' and last_day <= '2090-12-31' and last_day - first_day <= 40 * 366),
  add constraint calendars_weekdays_known check (weekdays <@ '{1,2,3,4,5,6,7}' and cardinality(weekdays) between 1 and 7);
comment on column public.calendars.known_until is
  'The last day of which the holidays are announced. A deadline beyond it is provisional: it counts only the holidays that the law fixes, or none.';
alter table public.calendar_exceptions add column provisional boolean not null default false;
comment on column public.calendar_exceptions.provisional is
  'Taken from the law before the year''s holidays were announced: without the bridges and the weekends worked in exchange.';

create function private.are_hours(hours jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
declare
  span jsonb;
  ended_at time := '00:00';
begin
  if jsonb_typeof(hours) <> 'array' or jsonb_array_length(hours) not between 1 and 8 then
    return false;
  end if;
  for span in select * from jsonb_array_elements(hours) loop
    if jsonb_typeof(span) <> 'array' or jsonb_array_length(span) <> 2
      or (span ->> 0) !~ '^\d\d:\d\d$' or (span ->> 1) !~ '^\d\d:\d\d$' then
      return false;
    end if;
    if (span ->> 0)::time < ended_at or (span ->> 1)::time <= (span ->> 0)::time then
      return false;
    end if;
    ended_at := (span ->> 1)::time;
  end loop;
  return true;
exception when datetime_field_overflow or invalid_datetime_format then
  return false;
end $$;
comment on function private.are_hours is 'Whether these are spans of one day, ["08:30", "12:00"], in order and without overlap.';
alter table public.calendars add constraint calendars_hours_in_order check (private.are_hours(hours));

create function private.week_seconds_at(calendar public.calendars, local_moment timestamp) returns bigint
language sql stable set search_path = '' as $$
  with span as (
    select (s.value ->> 0)::time as starts, (s.value ->> 1)::time as ends from jsonb_array_elements(calendar.hours) s
  ), at as (
    select floor((local_moment::date - date '2001-01-01') / 7.0)::bigint as week,
      extract(isodow from local_moment)::integer as weekday, local_moment::time as clock,
      (select sum(extract(epoch from s.ends - s.starts)) from span s)::bigint as day_seconds
  )
  select at.day_seconds * (at.week * cardinality(calendar.weekdays)
      + (select count(*) from unnest(calendar.weekdays) w where w < at.weekday))
    + case when at.weekday = any (calendar.weekdays) then coalesce((
        select sum(extract(epoch from least(at.clock, s.ends) - s.starts)) from span s where s.starts < at.clock), 0)::bigint
      else 0 end
  from at
$$;
comment on function private.week_seconds_at is
  'Working seconds between the first Monday of 2001 and a local moment by the week alone, without holidays; negative before.';

create function private.week_moment_of(calendar public.calendars, total bigint) returns timestamp
language sql stable set search_path = '' as $$
  with span as (
    select (s.value ->> 0)::time as starts, extract(epoch from (s.value ->> 1)::time - (s.value ->> 0)::time)::bigint as seconds,
      coalesce(sum(extract(epoch from (s.value ->> 1)::time - (s.value ->> 0)::time))
        over (order by s.ordinality rows between unbounded preceding and 1 preceding), 0)::bigint as before
    from jsonb_array_elements(calendar.hours) with ordinality s
  ), days as (
    select sum(s.seconds)::bigint as seconds, (select array_agg(w order by w) from unnest(calendar.weekdays) w) as weekdays from span s
  ), place as (
    select d.*, ceil(total::numeric / d.seconds)::bigint - 1 as nth from days d
  ), day as (
    select p.seconds, total - p.nth * p.seconds as left_over,
      date '2001-01-01' + (floor(p.nth / cardinality(p.weekdays)::numeric) * 7)::integer
        + p.weekdays[1 + (p.nth - floor(p.nth / cardinality(p.weekdays)::numeric) * cardinality(p.weekdays))::integer] - 1 as day
    from place p
  )
  select d.day + s.starts + make_interval(secs => d.left_over - s.before)
  from day d join span s on s.before < d.left_over and d.left_over <= s.before + s.seconds
$$;
comment on function private.week_moment_of is
  'The local moment at which so many working seconds have passed since the first Monday of 2001 by the week alone: the other way round of private.week_seconds_at.';

create function private.calendar_total(calendar bigint) returns bigint
language sql stable set search_path = '' as $$
  select coalesce((
    select s.seconds_before + extract(epoch from s.ends_at - s.starts_at)::bigint
    from public.calendar_spans s where s.calendar_id = calendar order by s.starts_at desc limit 1), 0)
$$;
comment on function private.calendar_total is 'Working seconds between the first and the last day of a calendar.';

create or replace function private.working_seconds_at(calendar bigint, moment timestamptz) returns bigint
language sql stable set search_path = '' as $$
  select case
    when at.local_moment < c.first_day
      then private.week_seconds_at(c, at.local_moment) - private.week_seconds_at(c, c.first_day::timestamp)
    when at.local_moment >= c.last_day + 1
      then private.calendar_total(calendar) + private.week_seconds_at(c, at.local_moment) - private.week_seconds_at(c, (c.last_day + 1)::timestamp)
    else coalesce((
      select s.seconds_before + extract(epoch from least(moment, s.ends_at) - s.starts_at)::bigint
      from public.calendar_spans s
      where s.calendar_id = calendar and s.starts_at <= moment
      order by s.starts_at desc limit 1), 0)
    end
  from public.calendars c
  cross join lateral (select moment at time zone c.time_zone as local_moment) at
  where c.id = calendar
$$;
comment on function private.working_seconds_at is
  'Working seconds of the calendar from its first day to a moment; negative before it. Outside of its days the week counts, without holidays.';

create or replace function private.add_working_seconds(calendar bigint, since timestamptz, amount bigint) returns timestamptz
language sql stable set search_path = '' as $$
  select case
    when wanted.total <= 0
      then private.week_moment_of(c, private.week_seconds_at(c, c.first_day::timestamp) + wanted.total) at time zone c.time_zone
    when wanted.total > private.calendar_total(calendar)
      then private.week_moment_of(c, private.week_seconds_at(c, (c.last_day + 1)::timestamp) + wanted.total - private.calendar_total(calendar))
        at time zone c.time_zone
    else (
      select s.starts_at + make_interval(secs => wanted.total - s.seconds_before)
      from public.calendar_spans s
      where s.calendar_id = calendar and s.seconds_before < wanted.total
      order by s.seconds_before desc limit 1)
    end
  from public.calendars c
  cross join lateral (select private.working_seconds_at(calendar, since) + amount as total) wanted
  where c.id = calendar
$$;
comment on function private.add_working_seconds is
  'The moment by which so many working seconds (> 0) have passed, before and after the calendar''s days as well.';

grant execute on function private.are_hours, private.week_seconds_at, private.week_moment_of, private.calendar_total to authenticated, service_role;
