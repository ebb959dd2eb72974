-- Working time. A calendar is laid out as spans of working time with a running total, so that "n working hours
-- later" and "working hours between" are two index look-ups each, however long the interval.

create table public.calendars (
  id bigint generated always as identity primary key,
  district_id bigint constraint calendars_district_fkey references public.areas (id) on delete cascade,
  name text not null,
  time_zone text not null default 'Asia/Shanghai',
  hours jsonb not null default '[["08:30","12:00"],["14:00","17:30"]]',
  weekdays smallint[] not null default '{1,2,3,4,5}',
  first_day date not null,
  last_day date not null,
  constraint calendars_days_in_order check (last_day > first_day)
);
comment on table public.calendars is 'A district''s working time; without a district, the template.';
comment on column public.calendars.hours is 'Spans of a working day, local time, in order.';
comment on column public.calendars.weekdays is 'ISO weekdays that are worked, 1 = Monday.';
create unique index calendars_one_a_district on public.calendars (district_id) nulls not distinct;

create table public.calendar_exceptions (
  calendar_id bigint not null constraint calendar_exceptions_calendar_fkey references public.calendars (id) on delete cascade,
  day date not null,
  worked boolean not null,
  name text not null default '',
  constraint calendar_exceptions_pkey primary key (calendar_id, day)
);
comment on table public.calendar_exceptions is 'Public holidays (worked = false) and weekends worked in exchange, 调休 (worked = true).';

create table public.calendar_spans (
  calendar_id bigint not null constraint calendar_spans_calendar_fkey references public.calendars (id) on delete cascade,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  seconds_before bigint not null,
  constraint calendar_spans_pkey primary key (calendar_id, starts_at)
);
comment on table public.calendar_spans is 'Derived: each span of working time, and the working seconds before it.';
create unique index calendar_spans_total_idx on public.calendar_spans (calendar_id, seconds_before);

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
comment on function private.lay_out_calendar is 'Writes calendar_spans anew from hours, weekdays and exceptions.';

create function private.relay_calendar() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_table_name = 'calendars' then
    perform private.lay_out_calendar(new.id);
  else
    perform private.lay_out_calendar(changed.calendar_id)
    from (select distinct calendar_id from touched) changed
    where exists (select 1 from public.calendars c where c.id = changed.calendar_id);
  end if;
  return null;
end $$;
create trigger calendars_lay_out after insert or update on public.calendars
  for each row execute function private.relay_calendar();
create trigger calendar_exceptions_added after insert on public.calendar_exceptions
  referencing new table as touched for each statement execute function private.relay_calendar();
create trigger calendar_exceptions_changed after update on public.calendar_exceptions
  referencing new table as touched for each statement execute function private.relay_calendar();
create trigger calendar_exceptions_removed after delete on public.calendar_exceptions
  referencing old table as touched for each statement execute function private.relay_calendar();

create function private.working_seconds_at(calendar bigint, moment timestamptz) returns bigint
language sql stable set search_path = '' as $$
  select coalesce((
    select s.seconds_before + extract(epoch from least(moment, s.ends_at) - s.starts_at)::bigint
    from public.calendar_spans s
    where s.calendar_id = calendar and s.starts_at <= moment
    order by s.starts_at desc limit 1), 0)
$$;
comment on function private.working_seconds_at is 'Working seconds of the calendar before a moment.';

create function private.working_seconds_between(calendar bigint, since timestamptz, until timestamptz) returns bigint
language sql stable set search_path = '' as $$
  select private.working_seconds_at(calendar, until) - private.working_seconds_at(calendar, since)
$$;
comment on function private.working_seconds_between is 'Working seconds from one moment to another; negative when they are in the wrong order.';

create function private.add_working_seconds(calendar bigint, since timestamptz, amount bigint) returns timestamptz
language sql stable set search_path = '' as $$
  select s.starts_at + make_interval(secs => wanted.total - s.seconds_before)
  from (select private.working_seconds_at(calendar, since) + amount as total) wanted
  cross join lateral (
    select * from public.calendar_spans s
    where s.calendar_id = calendar and s.seconds_before < wanted.total
    order by s.seconds_before desc limit 1) s
$$;
comment on function private.add_working_seconds is 'The moment by which so many working seconds (> 0) have passed.';

create type public.deadline_unit as enum ('urgent_hours', 'working_hours', 'working_days', 'calendar_days');

create function private.working_day_seconds(calendar bigint) returns bigint
language sql stable set search_path = '' as $$
  select sum(extract(epoch from (span ->> 1)::time - (span ->> 0)::time))::bigint
  from public.calendars c cross join lateral jsonb_array_elements(c.hours) span where c.id = calendar
$$;
comment on function private.working_day_seconds is 'Working seconds of one full working day.';

create function private.deadline(calendar bigint, since timestamptz, amount numeric, unit public.deadline_unit) returns timestamptz
language sql stable set search_path = '' as $$
  select case unit
    when 'urgent_hours' then since + make_interval(secs => (amount * 3600)::double precision)
    when 'calendar_days' then since + make_interval(secs => (amount * 86400)::double precision)
    when 'working_hours' then private.add_working_seconds(calendar, since, (amount * 3600)::bigint)
    when 'working_days' then private.add_working_seconds(calendar, since, (amount * private.working_day_seconds(calendar))::bigint)
  end
$$;
comment on function private.deadline is
  'When a deadline falls. Urgent hours and calendar days run always; working hours and days only in working time, a working day being the working time of one day.';

create function private.calendar_of(district bigint) returns bigint
language sql stable set search_path = '' as $$
  select c.id from public.calendars c
  where c.district_id = district or c.district_id is null
  order by c.district_id nulls last limit 1
$$;
comment on function private.calendar_of is 'The district''s calendar, else the template.';

grant execute on function private.lay_out_calendar, private.working_seconds_at, private.working_seconds_between,
  private.add_working_seconds, private.working_day_seconds, private.deadline, private.calendar_of to authenticated, service_role;

do $$
declare
  t text;
begin
  foreach t in array array['calendars', 'calendar_exceptions', 'calendar_spans'] loop
    execute format('alter table public.%I enable row level security', t);
  end loop;
end $$;
create policy "members read templates and their district's calendar" on public.calendars
  for select to authenticated using (district_id is null or district_id in (select private.my_districts()));
create policy "admins add the calendar of their district" on public.calendars
  for insert to authenticated with check (district_id in (select private.reachable('{admin}')));
create policy "admins change the calendar of their district" on public.calendars
  for update to authenticated using (district_id in (select private.reachable('{admin}')));
create policy "members read the exceptions of calendars they see" on public.calendar_exceptions
  for select to authenticated using (calendar_id in (select id from public.calendars));
create policy "admins add exceptions" on public.calendar_exceptions
  for insert to authenticated with check (calendar_id in (
    select c.id from public.calendars c where c.district_id in (select private.reachable('{admin}'))));
create policy "admins change exceptions" on public.calendar_exceptions
  for update to authenticated using (calendar_id in (
    select c.id from public.calendars c where c.district_id in (select private.reachable('{admin}'))));
create policy "admins remove exceptions" on public.calendar_exceptions
  for delete to authenticated using (calendar_id in (
    select c.id from public.calendars c where c.district_id in (select private.reachable('{admin}'))));
create policy "members read the spans of calendars they see" on public.calendar_spans
  for select to authenticated using (calendar_id in (select id from public.calendars));
grant select, insert, update, delete on public.calendars, public.calendar_exceptions to authenticated, service_role;
grant select on public.calendar_spans to authenticated, service_role;
