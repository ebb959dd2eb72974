-- The figures of a wall, each by its definition in docs/indicators.md. Whoever may see an area's cases at all gets the same
-- numbers for the same communities, whatever their role.
--
-- The functions that count are plpgsql under a plan of their own for each call: only then are the communities a constant,
-- looked up in a hash instead of compared one by one for each case.

create or replace function private.open_tally(district bigint, seen bigint[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('total', count(*), 'overdue', count(*) filter (where i.deadline_at < now()),
      'urgent', count(*) filter (where i.urgent), 'urged', count(*) filter (where i.urged),
      'unaccepted', count(*) filter (where i.state in ('reported', 'verifying')))
    from public.incidents i
    where i.district_id = district and i.community_id = any (seen)
      and i.state not in ('closed', 'rejected', 'duplicate', 'self_handled', 'cancelled')
  );
end $$;

create function private.due_to_be_closed(district bigint, seen bigint[], since timestamptz, until timestamptz)
returns table (due_at timestamptz, resolved_at timestamptz, closed_at timestamptz, missed_due_at timestamptz)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select i.due_at, i.resolved_at, i.closed_at, i.missed_due_at
  from public.incidents i
  where i.district_id = district and i.community_id = any (seen) and i.filed_at is not null and i.due_at >= since and i.due_at < until
  union all
  select i.due_at, i.resolved_at, i.closed_at, i.missed_due_at
  from public.incidents i
  where i.district_id = district and i.community_id = any (seen) and i.closed_at >= since and i.closed_at < until
    and i.closed_at is not null and i.filed_at is not null and (i.due_at >= since and i.due_at < until) is not true
  union all
  select i.due_at, i.resolved_at, i.closed_at, i.missed_due_at
  from public.incidents i
  where i.district_id = district and i.community_id = any (seen) and i.missed_due_at >= since and i.missed_due_at < until
    and i.missed_due_at is not null and i.filed_at is not null
    and (i.due_at >= since and i.due_at < until) is not true and (i.closed_at >= since and i.closed_at < until) is not true;
end $$;
comment on function private.due_to_be_closed is
  'Cases due to be closed in a period, each once: filed, and a deadline for handling (the one in force, or the first that was missed) falls in it, or they were closed in it.';

create or replace function private.on_time_closure(district bigint, seen bigint[], since timestamptz, until timestamptz) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('denominator', count(*),
      'numerator', count(*) filter (where i.closed_at < until and i.missed_due_at is null
        and not private.handled_late(i.due_at, coalesce(i.resolved_at, i.closed_at))))
    from private.due_to_be_closed(district, seen, since, until) i
  );
end $$;
comment on function private.on_time_closure is
  'On-time closure. Denominator: due to be closed in the period. Numerator: of these, closed, and handled by the deadline over their whole life: a deadline missed before a reopening stays missed, and a case without a limit cannot be late. The check after it has a clock of its own.';

drop function private.reported_by_day(bigint, bigint[], date, date);
drop function private.reported_by_class(bigint, bigint[], timestamptz);
drop function private.reported_by_community(bigint, bigint[], timestamptz);
create function private.reported_by(district bigint, seen bigint[], first_day date, today date, zone text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    with reported as materialized (
      select (i.reported_at at time zone zone)::date as day, i.community_id, i.category_id, count(*) as cases
      from public.incidents i
      where i.district_id = district and i.community_id = any (seen)
        and i.reported_at >= first_day::timestamp at time zone zone and i.reported_at < (today + 1)::timestamp at time zone zone
      group by grouping sets (1, 2, 3)
    ), late as (
      select i.community_id, count(*) as cases
      from public.incidents i
      where i.district_id = district and i.community_id = any (seen) and i.deadline_at < now()
      group by 1
    ), classes as (
      select left(coalesce(c.code, ''), 2) as code, sum(r.cases) as cases
      from reported r left join public.categories c on c.id = r.category_id
      where r.day is null and r.community_id is null group by 1
    ), communities as (
      select coalesce(r.community_id, l.community_id) as id, coalesce(r.cases, 0) as cases, coalesce(l.cases, 0) as overdue
      from (select reported.community_id, reported.cases from reported where reported.community_id is not null) r
      full join late l on l.community_id = r.community_id
    )
    select jsonb_build_object(
      'byDay', (select jsonb_agg(jsonb_build_object('day', d.day, 'cases', coalesce(r.cases, 0)) order by d.day)
        from (select g::date as day from generate_series(first_day::timestamp, today::timestamp, interval '1 day') g) d
        left join reported r on r.day = d.day),
      'byClass', (select coalesce(jsonb_agg(jsonb_build_object('code', t.code, 'name', coalesce(c.name, t.code),
          'nameEn', coalesce(c.name_en, t.code), 'cases', t.cases) order by t.cases desc, t.code), '[]')
        from classes t
        left join lateral (
          select class.name, class.name_en from public.categories class
          where class.code = t.code and (class.district_id = district or class.district_id is null)
          order by class.district_id nulls last limit 1) c on true),
      'byCommunity', (select coalesce(jsonb_agg(jsonb_build_object('code', a.code, 'name', a.name, 'nameEn', a.name_en, 'cases', t.cases,
          'overdue', t.overdue) order by t.cases desc, a.code), '[]')
        from communities t join public.areas a on a.id = t.id))
  );
end $$;
comment on function private.reported_by is
  'What came in from a day to a day of the district''s calendar: { byDay, byClass, byCommunity }, whose sums are the same number. By day with the days without any; by class (first two digits of the category) and by community (with what is overdue now) the most first.';

create or replace function public.wall_statistics(area bigint, days integer default 30) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant record := private.incident_scope(area);
  calendar constant public.calendars := (select c from public.calendars c where c.id = private.calendar_of(scope.district));
  today constant date := (now() at time zone calendar.time_zone)::date;
  first_day constant date := today - least(greatest(days, 1), 366) + 1;
  since constant timestamptz := first_day::timestamp at time zone calendar.time_zone;
  midnight constant timestamptz := today::timestamp at time zone calendar.time_zone;
  posts constant jsonb := private.posts_standing(scope.seen, today);
begin
  return jsonb_build_object(
    'now', now(), 'firstDay', first_day, 'today', today, 'since', since, 'midnight', midnight, 'calendar', calendar.name,
    'open', private.open_tally(scope.district, scope.seen),
    'reportedToday', private.reported_between(scope.district, scope.seen, midnight, now()),
    'reportedSameTimeLastWeek', private.reported_between(scope.district, scope.seen, midnight - interval '7 days', now() - interval '7 days'),
    'onTimeClosure', private.on_time_closure(scope.district, scope.seen, since, now()),
    'postsFilled', posts -> 'filled',
    'onDuty', posts -> 'onDuty',
    'visitCoverage', private.visit_coverage(scope.seen, first_day, today))
    || private.reported_by(scope.district, scope.seen, first_day, today, calendar.time_zone);
end $$;
comment on function public.wall_statistics is
  'The figures of a wall for an area and the last `days` days of the district''s calendar, today included. Rates come as { numerator, denominator }. Security definer: counts cases that the policies show to handlers only; it gives away counts, no case.';

create or replace function private.reported_between(district bigint, seen bigint[], since timestamptz, until timestamptz) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  return (
    select count(*) from public.incidents i
    where i.district_id = district and i.community_id = any (seen) and i.reported_at >= since and i.reported_at < until
  );
end $$;
comment on function private.reported_between is 'Cases that came in from a moment and before another.';
