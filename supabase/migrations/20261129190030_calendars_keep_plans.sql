-- A deadline is asked once a row by an import, by a demo, by a calendar that changes. As functions in SQL, each planned anew in each call
-- of the one above it, one took 0.4 ms; now they keep their plans. What they say is the same.

create or replace function private.calendar_total(calendar bigint) returns bigint
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return (
    select coalesce((
      select s.seconds_before + extract(epoch from s.ends_at - s.starts_at)::bigint
      from public.calendar_spans s where s.calendar_id = calendar order by s.starts_at desc limit 1), 0)
  );
end $$;

create or replace function private.working_day_seconds(calendar bigint) returns bigint
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return (
    select sum(extract(epoch from (span ->> 1)::time - (span ->> 0)::time))::bigint
    from public.calendars c cross join lateral jsonb_array_elements(c.hours) span where c.id = calendar
  );
end $$;

create or replace function private.working_seconds_at(calendar bigint, moment timestamptz) returns bigint
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

create or replace function private.add_working_seconds(calendar bigint, since timestamptz, amount bigint) returns timestamptz
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

create or replace function private.import_category(district bigint, code text) returns bigint
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return (
    select c.id from public.categories c
    where c.code = import_category.code and not c.retired and (c.district_id is null or c.district_id = district)
    order by c.district_id nulls last limit 1
  );
end $$;

create or replace function private.incident_path(state text) returns public.incident_state[]
language plpgsql immutable set search_path = '' as $$
#variable_conflict use_column
begin
  return (
    select case state
      when 'dispatched' then '{reported,accepted,filed,dispatched}'
      when 'in_progress' then '{reported,accepted,filed,dispatched,in_progress}'
      when 'closed' then '{reported,accepted,filed,dispatched,in_progress,resolved,closed}'
      when 'rejected' then '{reported,rejected}'
      else '{reported}' end::public.incident_state[]
  );
end $$;

create or replace function private.category_deadline(category bigint, clock public.incident_clock) returns public.category_deadlines
language plpgsql stable set search_path = '' as $$
declare
  found_deadline public.category_deadlines;
begin
  select d.* into found_deadline from public.category_deadlines d
  where d.category_id = category_deadline.category and d.clock = category_deadline.clock;
  return found_deadline;
end $$;

create or replace function private.deadline(calendar bigint, since timestamptz, amount numeric, unit public.deadline_unit) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  return case unit
    when 'urgent_hours' then since + make_interval(secs => (amount * 3600)::double precision)
    when 'calendar_days' then since + make_interval(secs => (amount * 86400)::double precision)
    when 'working_hours' then private.add_working_seconds(calendar, since, (amount * 3600)::bigint)
    when 'working_days' then private.add_working_seconds(calendar, since, (amount * private.working_day_seconds(calendar))::bigint)
  end;
end $$;

create or replace function private.clock_due_at(district bigint, category bigint, clock public.incident_clock, since timestamptz) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  rule constant public.category_deadlines := private.category_deadline(category, clock);
begin
  return private.deadline(private.calendar_of(district), since, rule.amount, rule.unit);
end $$;
