-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

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
comment on function private.are_hours(hours jsonb) is
  'Whether these are spans of one day, ["08:30", "12:00"], in order and without overlap.';
grant execute on function private.are_hours(hours jsonb) to authenticated, service_role;

create table public.calendars (
  id bigint generated always as identity,
  district_id bigint,
  name text not null,
  time_zone text not null default 'Asia/Shanghai'::text,
  hours jsonb not null default '[["08:30", "12:00"], ["14:00", "17:30"]]'::jsonb,
  weekdays smallint[] not null default '{1,2,3,4,5}'::smallint[],
  first_day date not null,
  last_day date not null,
  known_until date,
  constraint calendars_pkey primary key (id),
  constraint calendars_days_bounded check (((first_day >= '1990-01-01'::date) and (last_day <= '2090-12-31'::date) and ((last_day - first_day) <= (40 * 366)))),
  constraint calendars_days_in_order check (last_day > first_day),
  constraint calendars_first_day_bounded check (first_day >= '1900-01-01'::date and first_day <= '2099-12-31'::date),
  constraint calendars_hours_in_order check (private.are_hours(hours)),
  constraint calendars_known_until_bounded check (known_until >= '1900-01-01'::date and known_until <= '2099-12-31'::date),
  constraint calendars_last_day_bounded check (last_day >= '1900-01-01'::date and last_day <= '2099-12-31'::date),
  constraint calendars_name_length check (length(name) <= 400),
  constraint calendars_time_zone_length check (length(time_zone) <= 400),
  constraint calendars_weekdays_known check (((weekdays <@ '{1,2,3,4,5,6,7}'::smallint[]) and ((cardinality(weekdays) >= 1) and (cardinality(weekdays) <= 7))))
);
comment on table public.calendars is
  'A district''s working time; without a district, the template.';
comment on column public.calendars.hours is
  'Spans of a working day, local time, in order.';
comment on column public.calendars.weekdays is
  'ISO weekdays that are worked, 1 = Monday.';
comment on column public.calendars.known_until is
  'The last day of which the holidays are announced. A deadline beyond it is provisional: it counts only the holidays that the law fixes, or none.';
create unique index calendars_one_a_district on public.calendars (district_id) nulls not distinct;
alter table public.calendars enable row level security;
grant insert, select, update on public.calendars to authenticated;

alter table public.calendars add constraint calendars_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "admins add the calendar of their district" on public.calendars
  for insert to authenticated
  with check ((district_id in (select private.reachable('{admin}'::public.member_role[]))));

create policy "admins change the calendar of their district" on public.calendars
  for update to authenticated
  using ((district_id in (select private.reachable('{admin}'::public.member_role[]))));

create policy "members read templates and their district's calendar" on public.calendars
  for select to authenticated
  using (district_id is null or (district_id in (select private.my_districts())));

create table public.calendar_exceptions (
  calendar_id bigint not null,
  day date not null,
  worked boolean not null,
  name text not null default ''::text,
  provisional boolean not null default false,
  constraint calendar_exceptions_pkey primary key (calendar_id, day),
  constraint calendar_exceptions_day_bounded check (day >= '1900-01-01'::date and day <= '2099-12-31'::date),
  constraint calendar_exceptions_name_length check (length(name) <= 400)
);
comment on table public.calendar_exceptions is
  'Public holidays (worked = false) and weekends worked in exchange, 调休 (worked = true).';
comment on column public.calendar_exceptions.provisional is
  'Taken from the law before the year''s holidays were announced: without the bridges and the weekends worked in exchange.';
alter table public.calendar_exceptions enable row level security;
grant delete, insert, select, update on public.calendar_exceptions to authenticated;

alter table public.calendar_exceptions add constraint calendar_exceptions_calendar_fkey
  foreign key (calendar_id) references public.calendars(id) on delete cascade;

create policy "admins add exceptions" on public.calendar_exceptions
  for insert to authenticated
  with check ((calendar_id in ( select c.id
   from public.calendars c
  where (c.district_id in (select private.reachable('{admin}'::public.member_role[]))))));

create policy "admins change exceptions" on public.calendar_exceptions
  for update to authenticated
  using ((calendar_id in ( select c.id
   from public.calendars c
  where (c.district_id in (select private.reachable('{admin}'::public.member_role[]))))));

create policy "admins remove exceptions" on public.calendar_exceptions
  for delete to authenticated
  using ((calendar_id in ( select c.id
   from public.calendars c
  where (c.district_id in (select private.reachable('{admin}'::public.member_role[]))))));

create policy "members read the exceptions of calendars they see" on public.calendar_exceptions
  for select to authenticated
  using ((calendar_id in ( select calendars.id
   from public.calendars)));

create table public.calendar_spans (
  calendar_id bigint not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  seconds_before bigint not null,
  constraint calendar_spans_pkey primary key (calendar_id, starts_at)
);
comment on table public.calendar_spans is
  'Derived: each span of working time, and the working seconds before it.';
create unique index calendar_spans_total_idx on public.calendar_spans (calendar_id, seconds_before);
alter table public.calendar_spans enable row level security;
grant select on public.calendar_spans to authenticated;

alter table public.calendar_spans add constraint calendar_spans_calendar_fkey
  foreign key (calendar_id) references public.calendars(id) on delete cascade;

create policy "members read the spans of calendars they see" on public.calendar_spans
  for select to authenticated
  using ((calendar_id in ( select calendars.id
   from public.calendars)));

create function private.lay_out_calendar(calendar bigint) returns void
language sql security definer set search_path = '' as $$
  delete from public.calendar_spans where calendar_id = calendar;
  insert into public.calendar_spans (calendar_id, starts_at, ends_at, seconds_before)
  select calendar, starts_at, ends_at,
    coalesce(sum(extract(epoch from ends_at - starts_at)) over (order by starts_at rows between unbounded preceding and 1 preceding), 0)
  from (
    select (d.day + (span ->> 0)::time) at time zone c.time_zone as starts_at,
           (d.day + (span ->> 1)::time) at time zone c.time_zone as ends_at
    from public.calendars c
    cross join lateral (select g::date as day from generate_series(c.first_day::timestamp, c.last_day::timestamp, interval '1 day') g) d
    left join public.calendar_exceptions x on x.calendar_id = c.id and x.day = d.day
    cross join lateral jsonb_array_elements(c.hours) span
    where c.id = calendar and coalesce(x.worked, extract(isodow from d.day) = any (c.weekdays))
  ) spans;
$$;
comment on function private.lay_out_calendar(calendar bigint) is
  'Writes calendar_spans anew from hours, weekdays and exceptions. Security definer: spans have no policies for writing; called for those who may change the calendar.';
grant execute on function private.lay_out_calendar(calendar bigint) to authenticated, service_role;

create function private.relay_calendar() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  calendar bigint;
begin
  if tg_table_name = 'calendars' then
    if tg_op = 'INSERT' and new.district_id is not null then
      -- The trigger of the exceptions lays the calendar out with them.
      insert into public.calendar_exceptions (calendar_id, day, worked, name, provisional)
      select new.id, x.day, x.worked, x.name, x.provisional
      from public.calendars template join public.calendar_exceptions x on x.calendar_id = template.id
      where template.district_id is null and x.day between new.first_day and new.last_day;
    end if;
    if coalesce(current_setting('gridward.calendar_change', true), '') <> new.id::text then
      perform private.lay_out_calendar(new.id);
      perform private.recompute_deadlines(new.id);
    end if;
    return null;
  end if;
  for calendar in select distinct calendar_id from touched loop
    -- A change of several parts is laid out by whoever makes it, when it is whole.
    if coalesce(current_setting('gridward.calendar_change', true), '') <> calendar::text
      and exists (select 1 from public.calendars c where c.id = calendar) then
      perform private.lay_out_calendar(calendar);
      perform private.recompute_deadlines(calendar);
    end if;
  end loop;
  return null;
end $$;

create function private.working_seconds_at(calendar bigint, moment timestamptz) returns bigint
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return (
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
  );
end $$;
comment on function private.working_seconds_at(calendar bigint, moment timestamp with time zone) is
  'Working seconds of the calendar from its first day to a moment; negative before it. Outside of its days the week counts, without holidays.';
grant execute on function private.working_seconds_at(calendar bigint, moment timestamp with time zone) to authenticated, service_role;

create function private.working_seconds_between(calendar bigint, since timestamptz, until timestamptz) returns bigint
language sql stable set search_path = '' as $$
  select private.working_seconds_at(calendar, until) - private.working_seconds_at(calendar, since)
$$;
comment on function private.working_seconds_between(calendar bigint, since timestamp with time zone, until timestamp with time zone) is
  'Working seconds from one moment to another; negative when they are in the wrong order.';
grant execute on function private.working_seconds_between(calendar bigint, since timestamp with time zone, until timestamp with time zone) to authenticated, service_role;

create function private.add_working_seconds(calendar bigint, since timestamptz, amount bigint) returns timestamptz
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return (
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
  );
end $$;
comment on function private.add_working_seconds(calendar bigint, since timestamp with time zone, amount bigint) is
  'The moment by which so many working seconds (> 0) have passed, before and after the calendar''s days as well.';
grant execute on function private.add_working_seconds(calendar bigint, since timestamp with time zone, amount bigint) to authenticated, service_role;

create type public.deadline_unit as enum ('urgent_hours', 'working_hours', 'working_days', 'calendar_days');

create function private.working_day_seconds(calendar bigint) returns bigint
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return (
    select sum(extract(epoch from (span ->> 1)::time - (span ->> 0)::time))::bigint
    from public.calendars c cross join lateral jsonb_array_elements(c.hours) span where c.id = calendar
  );
end $$;
comment on function private.working_day_seconds(calendar bigint) is
  'Working seconds of one full working day.';
grant execute on function private.working_day_seconds(calendar bigint) to authenticated, service_role;

create function private.deadline(calendar bigint, since timestamptz, amount numeric, unit public.deadline_unit) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  zone constant text := case when unit = 'calendar_days' then (select c.time_zone from public.calendars c where c.id = calendar) end;
begin
  return case unit
    when 'urgent_hours' then since + make_interval(secs => (amount * 3600)::double precision)
    when 'calendar_days' then ((since at time zone zone) + make_interval(days => trunc(amount)::integer)) at time zone zone
      + make_interval(secs => ((amount - trunc(amount)) * 86400)::double precision)
    when 'working_hours' then private.add_working_seconds(calendar, since, (amount * 3600)::bigint)
    when 'working_days' then private.add_working_seconds(calendar, since, (amount * private.working_day_seconds(calendar))::bigint)
  end;
end $$;
comment on function private.deadline(calendar bigint, since timestamp with time zone, amount numeric, unit public.deadline_unit) is
  'When a deadline falls. Urgent hours run always, and calendar days, which end at the same time by the wall clocks; working hours and days only in working time, a working day being the working time of one day.';
grant execute on function private.deadline(calendar bigint, since timestamp with time zone, amount numeric, unit public.deadline_unit) to authenticated, service_role;

create function private.calendar_of(district bigint) returns bigint
language sql stable set search_path = '' as $$
  select c.id from public.calendars c
  where c.district_id = district or c.district_id is null
  order by c.district_id nulls last limit 1
$$;
comment on function private.calendar_of(district bigint) is
  'The district''s calendar, else the template.';
grant execute on function private.calendar_of(district bigint) to authenticated, service_role;

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
comment on function private.week_seconds_at(calendar public.calendars, local_moment timestamp without time zone) is
  'Working seconds between the first Monday of 2001 and a local moment by the week alone, without holidays; negative before.';
grant execute on function private.week_seconds_at(calendar public.calendars, local_moment timestamp without time zone) to authenticated, service_role;

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
comment on function private.week_moment_of(calendar public.calendars, total bigint) is
  'The local moment at which so many working seconds have passed since the first Monday of 2001 by the week alone: the other way round of private.week_seconds_at.';
grant execute on function private.week_moment_of(calendar public.calendars, total bigint) to authenticated, service_role;

create function private.calendar_total(calendar bigint) returns bigint
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return (
    select coalesce((
      select s.seconds_before + extract(epoch from s.ends_at - s.starts_at)::bigint
      from public.calendar_spans s where s.calendar_id = calendar order by s.starts_at desc limit 1), 0)
  );
end $$;
comment on function private.calendar_total(calendar bigint) is
  'Working seconds between the first and the last day of a calendar.';
grant execute on function private.calendar_total(calendar bigint) to authenticated, service_role;

create function private.name_calendar_known() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.district_id is not null and new.known_until is null then
    select least(c.known_until, new.last_day) into new.known_until from public.calendars c where c.district_id is null;
  end if;
  return new;
end $$;

create function private.open_deadlines(calendar bigint)
returns table (district_id bigint, id bigint, due_at timestamptz, clock_due_at timestamptz)
language sql stable set search_path = '' as $$
  select i.district_id, i.id, handling.due_at,
    case when clock.name = 'handling' and step.is_ours then handling.due_at
      else private.clock_due_at(i.district_id, i.category_id, clock.name, coalesce(step.at, i.reported_at)) end
  from public.incidents i
  cross join lateral (select private.clock_of_state(i.state) as name) clock
  left join lateral (
    select e.at, e.detail -> 'import' is null as is_ours from public.incident_events e
    where e.district_id = i.district_id and e.incident_id = i.id and e.kind = 'transition' order by e.at desc, e.id desc limit 1) step on true
  cross join lateral (
    select case when i.given_due_at is not null or i.filed_at is not null and exists (
        select from public.incident_events e where e.district_id = i.district_id and e.incident_id = i.id
          and e.to_state = 'filed' and e.detail -> 'import' is null)
      then private.handling_due_at(i) else i.due_at end as due_at) handling
  where i.state not in ('closed', 'rejected', 'duplicate', 'self_handled', 'cancelled')
    and private.calendar_of(i.district_id) = calendar
$$;
comment on function private.open_deadlines(calendar bigint) is
  'The deadlines that the open incidents of a calendar''s districts have by it, computed from what happened. A request that was filed elsewhere keeps the deadline it came with, or none.';
grant execute on function private.open_deadlines(calendar bigint) to service_role;

create function private.recompute_deadlines(calendar bigint) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
declare
  moved bigint;
begin
  perform private.move_clocks_beside(calendar);
  update public.incidents i set due_at = fresh.due_at, clock_due_at = fresh.clock_due_at
  from private.open_deadlines(calendar) fresh
  where i.district_id = fresh.district_id and i.id = fresh.id
    and (i.due_at, i.clock_due_at) is distinct from (fresh.due_at, fresh.clock_due_at);
  get diagnostics moved = row_count;
  return moved;
end $$;
comment on function private.recompute_deadlines(calendar bigint) is
  'Moves the deadlines of open incidents after a change of their calendar; returns how many moved. Ended incidents keep theirs.';
grant execute on function private.recompute_deadlines(calendar bigint) to service_role;

create table private.statutory_days (
  day date not null,
  name text not null,
  constraint statutory_days_pkey primary key (day)
);
comment on table private.statutory_days is
  'Holidays fixed by law beyond the announced years. seed.sql and this migration put them into the template as provisional.';
insert into private.statutory_days (day, name) values
  ('2027-01-01', '元旦'),
  ('2027-02-06', '春节'),
  ('2027-02-07', '春节'),
  ('2027-02-08', '春节'),
  ('2027-02-09', '春节'),
  ('2027-04-05', '清明节'),
  ('2027-05-01', '劳动节'),
  ('2027-05-02', '劳动节'),
  ('2027-06-09', '端午节'),
  ('2027-09-15', '中秋节'),
  ('2027-10-01', '国庆节'),
  ('2027-10-02', '国庆节'),
  ('2027-10-03', '国庆节'),
  ('2028-01-01', '元旦'),
  ('2028-01-25', '春节'),
  ('2028-01-26', '春节'),
  ('2028-01-27', '春节'),
  ('2028-01-28', '春节'),
  ('2028-04-04', '清明节'),
  ('2028-05-01', '劳动节'),
  ('2028-05-02', '劳动节'),
  ('2028-05-28', '端午节'),
  ('2028-10-01', '国庆节'),
  ('2028-10-02', '国庆节'),
  ('2028-10-03', '国庆节、中秋节'),
  ('2029-01-01', '元旦'),
  ('2029-02-12', '春节'),
  ('2029-02-13', '春节'),
  ('2029-02-14', '春节'),
  ('2029-02-15', '春节'),
  ('2029-04-04', '清明节'),
  ('2029-05-01', '劳动节'),
  ('2029-05-02', '劳动节'),
  ('2029-06-16', '端午节'),
  ('2029-09-22', '中秋节'),
  ('2029-10-01', '国庆节'),
  ('2029-10-02', '国庆节'),
  ('2029-10-03', '国庆节'),
  ('2030-01-01', '元旦'),
  ('2030-02-01', '春节'),
  ('2030-02-02', '春节'),
  ('2030-02-03', '春节'),
  ('2030-02-04', '春节'),
  ('2030-04-05', '清明节'),
  ('2030-05-01', '劳动节'),
  ('2030-05-02', '劳动节'),
  ('2030-06-05', '端午节'),
  ('2030-09-12', '中秋节'),
  ('2030-10-01', '国庆节'),
  ('2030-10-02', '国庆节'),
  ('2030-10-03', '国庆节'),
  ('2031-01-01', '元旦'),
  ('2031-01-22', '春节'),
  ('2031-01-23', '春节'),
  ('2031-01-24', '春节'),
  ('2031-01-25', '春节'),
  ('2031-04-05', '清明节'),
  ('2031-05-01', '劳动节'),
  ('2031-05-02', '劳动节'),
  ('2031-06-24', '端午节'),
  ('2031-10-01', '国庆节、中秋节'),
  ('2031-10-02', '国庆节'),
  ('2031-10-03', '国庆节'),
  ('2032-01-01', '元旦'),
  ('2032-02-10', '春节'),
  ('2032-02-11', '春节'),
  ('2032-02-12', '春节'),
  ('2032-02-13', '春节'),
  ('2032-04-04', '清明节'),
  ('2032-05-01', '劳动节'),
  ('2032-05-02', '劳动节'),
  ('2032-06-12', '端午节'),
  ('2032-09-19', '中秋节'),
  ('2032-10-01', '国庆节'),
  ('2032-10-02', '国庆节'),
  ('2032-10-03', '国庆节'),
  ('2033-01-01', '元旦'),
  ('2033-01-30', '春节'),
  ('2033-01-31', '春节'),
  ('2033-02-01', '春节'),
  ('2033-02-02', '春节'),
  ('2033-04-04', '清明节'),
  ('2033-05-01', '劳动节'),
  ('2033-05-02', '劳动节'),
  ('2033-06-01', '端午节'),
  ('2033-09-08', '中秋节'),
  ('2033-10-01', '国庆节'),
  ('2033-10-02', '国庆节'),
  ('2033-10-03', '国庆节'),
  ('2034-01-01', '元旦'),
  ('2034-02-18', '春节'),
  ('2034-02-19', '春节'),
  ('2034-02-20', '春节'),
  ('2034-02-21', '春节'),
  ('2034-04-05', '清明节'),
  ('2034-05-01', '劳动节'),
  ('2034-05-02', '劳动节'),
  ('2034-06-20', '端午节'),
  ('2034-09-27', '中秋节'),
  ('2034-10-01', '国庆节'),
  ('2034-10-02', '国庆节'),
  ('2034-10-03', '国庆节'),
  ('2035-01-01', '元旦'),
  ('2035-02-07', '春节'),
  ('2035-02-08', '春节'),
  ('2035-02-09', '春节'),
  ('2035-02-10', '春节'),
  ('2035-04-05', '清明节'),
  ('2035-05-01', '劳动节'),
  ('2035-05-02', '劳动节'),
  ('2035-06-10', '端午节'),
  ('2035-09-16', '中秋节'),
  ('2035-10-01', '国庆节'),
  ('2035-10-02', '国庆节'),
  ('2035-10-03', '国庆节');

create table public.district_settings (
  district_id bigint not null,
  public_address text not null default ''::text,
  contact_days integer not null default 30,
  map_sources jsonb not null default '[]'::jsonb,
  map_source text not null default 'offline'::text,
  wall jsonb not null default '{}'::jsonb,
  version integer not null default 1,
  former_days integer not null default 1095,
  audit_days integer not null default 1095,
  constraint district_settings_pkey primary key (district_id),
  constraint district_settings_audit_days_bounded check (audit_days >= 183 and audit_days <= 3650),
  constraint district_settings_contact_days_bounded check (contact_days >= 1 and contact_days <= 3650),
  constraint district_settings_former_days_bounded check (former_days >= 90 and former_days <= 3650),
  constraint district_settings_map_source_length check (length(map_source) <= 40),
  constraint district_settings_public_address_is_one check (public_address = ''::text or public_address ~ '^https?://[^\s/]+(/\S*)?$'::text),
  constraint district_settings_public_address_length check (length(public_address) <= 400),
  constraint district_settings_sources_list check (((jsonb_typeof(map_sources) = 'array'::text) and (jsonb_array_length(map_sources) <= 12) and (length((map_sources)::text) <= 20000))),
  constraint district_settings_wall_object check (jsonb_typeof(wall) = 'object'::text and length(wall::text) <= 4000)
);
comment on table public.district_settings is
  'What a district says of itself; without a row the defaults hold.';
comment on column public.district_settings.public_address is
  'Where residents reach the service, http(s)://…; empty: the address at which somebody prints.';
comment on column public.district_settings.contact_days is
  'Days after the end of a case after which its contact is deleted.';
comment on column public.district_settings.map_sources is
  'Maps from elsewhere: [{ id, kind, name, url, key, layer, attribution, approval }]. The offline map is always there.';
comment on column public.district_settings.map_source is
  'The id of the source that maps show, or offline.';
comment on column public.district_settings.wall is
  'What a wall leaves out: { hidden: [part] }, and its title.';
comment on column public.district_settings.former_days is
  'Days for which what is over is kept: volunteers who serve no longer, with their record and certificate; absences and shifts; the work telephone of staff who left.';
comment on column public.district_settings.audit_days is
  'Days for which the audit log is kept: at least half a year.';
alter table public.district_settings enable row level security;
grant select on public.district_settings to authenticated;

alter table public.district_settings add constraint district_settings_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "members read the settings of their district" on public.district_settings
  for select to authenticated
  using ((district_id in (select private.member_districts())));

create function private.audit_calendar_days() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    insert into public.audit_log (actor, action, subject, subject_id, district_id, was)
    select (select auth.uid()), 'delete', 'calendar_exceptions', r.day::text, c.district_id, to_jsonb(r)
    from removed r join public.calendars c on c.id = r.calendar_id where c.district_id is not null;
  elsif tg_op = 'INSERT' then
    insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
    select (select auth.uid()), 'insert', 'calendar_exceptions', a.day::text, c.district_id, to_jsonb(a)
    from added a join public.calendars c on c.id = a.calendar_id where c.district_id is not null;
  else
    insert into public.audit_log (actor, action, subject, subject_id, district_id, was, is_now)
    select (select auth.uid()), 'update', 'calendar_exceptions', a.day::text, c.district_id, to_jsonb(r), to_jsonb(a)
    from added a join removed r using (calendar_id, day) join public.calendars c on c.id = a.calendar_id
    where c.district_id is not null and to_jsonb(a) <> to_jsonb(r);
  end if;
  return null;
end $$;
comment on function private.audit_calendar_days() is
  'Writes the days of a district''s calendar that were added, changed or removed to audit_log, a statement at once. Security definer: nobody may write there otherwise.';

create function private.calendar_notices(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select private.calendar_notices(calendar_notices.district, private.local_date(calendar_notices.district, now()))
$$;
comment on function private.calendar_notices(district bigint) is
  'What the administrator is told of the calendar today.';

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

create function private.calendar_in(district bigint, year integer) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('isTemplate', c.district_id is null, 'name', c.name, 'timeZone', c.time_zone, 'hours', c.hours, 'weekdays', to_jsonb(c.weekdays),
    'firstDay', c.first_day, 'lastDay', c.last_day, 'knownUntil', c.known_until, 'today', private.local_date(calendar_in.district, now()),
    'year', calendar_in.year, 'stamp', md5(c::text || coalesce((select string_agg(x::text, ',' order by x.day) from public.calendar_exceptions x
      where x.calendar_id = c.id), '')),
    'days', (select coalesce(jsonb_agg(jsonb_build_object('day', x.day, 'worked', x.worked, 'name', x.name, 'provisional', x.provisional) order by x.day), '[]')
      from public.calendar_exceptions x where x.calendar_id = c.id and extract(year from x.day) = calendar_in.year),
    'openCases', (select count(*) from public.incidents i
      where i.district_id = calendar_in.district and not private.incident_ended(i.state) and i.category_id <> all (h.hidden)),
    'provisionalCases', case when c.district_id is null then 0 else private.provisional_cases(c.id, h.hidden) end,
    'notices', private.calendar_notices(calendar_in.district))
  from public.calendars c cross join lateral private.district_hidden(calendar_in.district) h (hidden)
  where c.id = private.calendar_of(calendar_in.district)
$$;
comment on function private.calendar_in(district bigint, year integer) is
  'A year of a district''s calendar as calendar_year answers it; cases of protected categories are counted for those who handle all of the district.';

create function public.calendar_year(district bigint, year integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if calendar_year.district is null or calendar_year.district not in (select private.member_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', calendar_year.district)::text;
  end if;
  return private.calendar_in(calendar_year.district, calendar_year.year);
end $$;
comment on function public.calendar_year(district bigint, year integer) is
  'A year of a district''s calendar: { isTemplate, name, timeZone, hours, weekdays, firstDay, lastDay, knownUntil, today, year, stamp, days: [{ day, worked, name, provisional }], openCases, provisionalCases, notices: [{ code, day }] }. Raises not-allowed. Security definer: counts the open cases of the whole district.';
grant execute on function public.calendar_year(district bigint, year integer) to authenticated;

create function private.checked_calendar_days(given jsonb, year integer) returns table (day date, worked boolean, name text)
language plpgsql immutable set search_path = '' as $$
declare
  wrong text;
begin
  if jsonb_typeof(given) is distinct from 'array' or jsonb_array_length(given) > 366 then
    raise exception 'calendar-day-wrong' using errcode = 'P0001', detail = '{"day": ""}';
  end if;
  begin
    select coalesce(d ->> 'day', '…') into wrong from jsonb_array_elements(given) d
    where jsonb_typeof(d) <> 'object' or coalesce(d ->> 'day', '') !~ '^\d{4}-\d\d-\d\d$'
      or extract(year from (d ->> 'day')::date) <> checked_calendar_days.year or jsonb_typeof(d -> 'worked') is distinct from 'boolean'
      or length(coalesce(d ->> 'name', '')) > 60 limit 1;
  exception when datetime_field_overflow or invalid_datetime_format then
    wrong := sqlerrm;
  end;
  if wrong is null then
    select d ->> 'day' into wrong from jsonb_array_elements(given) d group by 1 having count(*) > 1 limit 1;
  end if;
  if wrong is not null then
    raise exception 'calendar-day-wrong' using errcode = 'P0001', detail = json_build_object('day', left(wrong, 60))::text;
  end if;
  return query select (d ->> 'day')::date, (d ->> 'worked')::boolean, private.plain_words(d ->> 'name', 60) from jsonb_array_elements(given) d;
end $$;
comment on function private.checked_calendar_days(given jsonb, year integer) is
  'The special days of a year as they are kept; raises calendar-day-wrong { day } where one is no day of the year or stands twice.';

create function private.write_calendar(place bigint, year integer, content jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  calendar constant bigint := private.own_calendar(place);
  held public.calendars;
  last_of_year constant date := make_date(year, 12, 31);
  moved bigint;
begin
  select * into held from public.calendars c where c.id = calendar for update;
  perform set_config('gridward.calendar_change', calendar::text, true);
  if content ? 'days' then
    delete from public.calendar_exceptions x where x.calendar_id = calendar and extract(year from x.day) = year
      and not exists (select from private.checked_calendar_days(content -> 'days', year) d where d.day = x.day);
    insert into public.calendar_exceptions as x (calendar_id, day, worked, name, provisional)
    select calendar, d.day, d.worked, d.name, not coalesce((content ->> 'isKnown')::boolean, true) from private.checked_calendar_days(content -> 'days', year) d
    on conflict (calendar_id, day) do update set worked = excluded.worked, name = excluded.name, provisional = excluded.provisional
      where (x.worked, x.name, x.provisional) is distinct from (excluded.worked, excluded.name, excluded.provisional);
  end if;
  update public.calendars c set
    hours = coalesce(content -> 'hours', held.hours),
    weekdays = case when content ? 'weekdays' then array(select w::smallint from jsonb_array_elements_text(content -> 'weekdays') w order by 1) else held.weekdays end,
    last_day = greatest(held.last_day, case when content ? 'days' then last_of_year end),
    known_until = case when (content ->> 'isKnown')::boolean then greatest(held.known_until, last_of_year)
      when content ? 'isKnown' and held.known_until >= make_date(year, 1, 1) then make_date(year - 1, 12, 31) else held.known_until end
  where c.id = calendar;
  perform set_config('gridward.calendar_change', '', true);
  perform private.lay_out_calendar(calendar);
  moved := private.recompute_deadlines(calendar);
  return jsonb_build_object('moved', moved);
end $$;
comment on function private.write_calendar(place bigint, year integer, content jsonb) is
  'Writes what content names and moves the open deadlines once; returns { moved }. Security definer: called by save_calendar_year, which has asked who may.';

create function public.save_calendar_year(district bigint, year integer, stamp text, content jsonb, preview boolean default false) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  answer jsonb;
  extra text;
begin
  if year not between 1990 and 2090 then
    raise exception 'calendar-day-wrong' using errcode = 'P0001', detail = json_build_object('day', year)::text;
  end if;
  if stamp is distinct from private.calendar_in(place, year) ->> 'stamp' then
    raise exception 'changed-since' using errcode = 'P0001', detail = json_build_object('year', year)::text;
  end if;
  select k into extra from jsonb_object_keys(content) k where k not in ('days', 'isKnown', 'hours', 'weekdays') limit 1;
  if extra is not null then
    raise exception 'setting-unknown' using errcode = 'P0001', detail = json_build_object('field', left(extra, 60))::text;
  end if;
  if content ? 'hours' and not coalesce(private.are_hours(content -> 'hours'), false) then
    raise exception 'working-hours-wrong' using errcode = 'P0001';
  end if;
  if content ? 'weekdays' and (jsonb_typeof(content -> 'weekdays') <> 'array' or jsonb_array_length(content -> 'weekdays') not between 1 and 7
      or exists (select from jsonb_array_elements_text(content -> 'weekdays') w where w !~ '^[1-7]$')) then
    raise exception 'weekdays-wrong' using errcode = 'P0001';
  end if;
  begin
    answer := private.write_calendar(place, year, content);
    if preview then
      raise exception 'undone' using errcode = 'ZZ998';
    end if;
  exception when sqlstate 'ZZ998' then
    return answer;
  end;
  return answer;
end $$;
comment on function public.save_calendar_year(district bigint, year integer, stamp text, content jsonb, preview boolean) is
  'Changes what content names of a district''s calendar, which becomes its own: { days: all special days of the year [{ day, worked, name }], isKnown: its holidays are announced, hours, weekdays }, if nobody has changed it since `stamp` was read. Moves the deadlines of open cases, and only those; returns { moved: open cases whose deadlines moved }. With preview nothing is kept. Raises not-allowed, changed-since, setting-unknown, calendar-day-wrong { day }, working-hours-wrong, weekdays-wrong. Security definer: moves deadlines of cases.';
grant execute on function public.save_calendar_year(district bigint, year integer, stamp text, content jsonb, preview boolean) to authenticated;

create function public.setup_notices(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if setup_notices.district is null or setup_notices.district not in (select private.reachable('{admin}')) then
    return '[]';
  end if;
  return private.calendar_notices(setup_notices.district);
end $$;
comment on function public.setup_notices(district bigint) is
  'What the administrator of a district has to see to: [{ code, day }] of its calendar; nothing for anybody else. Security definer: as calendar_year.';
grant execute on function public.setup_notices(district bigint) to authenticated;

-- A district's own calendar counts its own cases: whose calendar it is was asked once a case.
create function private.provisional_cases(calendar bigint, hidden bigint[]) returns bigint
language sql stable set search_path = '' as $$
  select count(*)
  from public.calendars c
  join public.incidents i on i.district_id = c.district_id
  cross join lateral private.next_clock(i) clock
  where c.id = provisional_cases.calendar and not private.incident_ended(i.state) and i.category_id <> all (hidden)
    and (i.deadline_at at time zone c.time_zone)::date > c.known_until
    and not (clock = 'handling' and coalesce(i.due_at = i.given_due_at, false))
    and exists (select from public.category_deadlines d
      where d.category_id = i.category_id and d.clock = clock and d.unit in ('working_hours', 'working_days'))
$$;
comment on function private.provisional_cases(calendar bigint, hidden bigint[]) is
  'How many open cases of a district have a deadline that may still move: beyond the days whose holidays its own calendar knows. Hidden categories are left out.';

create trigger calendar_exceptions_added after insert on public.calendar_exceptions referencing new table as touched for each statement execute function private.relay_calendar();

create trigger calendar_exceptions_audit_delete after delete on public.calendar_exceptions referencing old table as removed for each statement execute function private.audit_calendar_days();

create trigger calendar_exceptions_audit_insert after insert on public.calendar_exceptions referencing new table as added for each statement execute function private.audit_calendar_days();

create trigger calendar_exceptions_audit_update after update on public.calendar_exceptions referencing old table as removed new table as added for each statement execute function private.audit_calendar_days();

create trigger calendar_exceptions_changed after update on public.calendar_exceptions referencing new table as touched for each statement execute function private.relay_calendar();

create trigger calendar_exceptions_removed after delete on public.calendar_exceptions referencing old table as touched for each statement execute function private.relay_calendar();

create trigger calendar_exceptions_topic_delete after delete on public.calendar_exceptions referencing old table as changed for each statement execute function private.note_topic('settings', '(select k.district_id from public.calendars k where k.id = c.calendar_id)', 'true');

create trigger calendar_exceptions_topic_insert after insert on public.calendar_exceptions referencing new table as changed for each statement execute function private.note_topic('settings', '(select k.district_id from public.calendars k where k.id = c.calendar_id)', 'true');

create trigger calendar_exceptions_topic_update after update on public.calendar_exceptions referencing new table as changed for each statement execute function private.note_topic('settings', '(select k.district_id from public.calendars k where k.id = c.calendar_id)', 'true');

create trigger zz_nothing_missing before insert or update on public.calendar_exceptions for each row when (new.calendar_id is null or new.day is null or new.worked is null or new.name is null) execute function private.refuse_missing();

create trigger calendar_spans_topic_delete after delete on public.calendar_spans referencing old table as changed for each statement execute function private.note_topic('settings', '(select k.district_id from public.calendars k where k.id = c.calendar_id)', 'true');

create trigger calendar_spans_topic_insert after insert on public.calendar_spans referencing new table as changed for each statement execute function private.note_topic('settings', '(select k.district_id from public.calendars k where k.id = c.calendar_id)', 'true');

create trigger calendar_spans_topic_update after update on public.calendar_spans referencing new table as changed for each statement execute function private.note_topic('settings', '(select k.district_id from public.calendars k where k.id = c.calendar_id)', 'true');

create trigger zz_nothing_missing before insert or update on public.calendar_spans for each row when (new.calendar_id is null or new.starts_at is null or new.ends_at is null or new.seconds_before is null) execute function private.refuse_missing();

create trigger calendars_audit after insert or delete or update on public.calendars for each row execute function private.audit();

create trigger calendars_keep_district after update of district_id on public.calendars for each row when (old.district_id is distinct from new.district_id) execute function private.keep_district();

create trigger calendars_known before insert on public.calendars for each row execute function private.name_calendar_known();

create trigger calendars_lay_out after insert or update on public.calendars for each row execute function private.relay_calendar();

create trigger calendars_topic_delete after delete on public.calendars referencing old table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger calendars_topic_insert after insert on public.calendars referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger calendars_topic_update after update on public.calendars referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger zz_nothing_missing before insert or update on public.calendars for each row when (new.name is null or new.time_zone is null or new.hours is null or new.weekdays is null or new.first_day is null or new.last_day is null) execute function private.refuse_missing();
