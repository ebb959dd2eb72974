-- The figures of a wall. Each indicator comes as numerator and denominator (defined in
-- the comments), counted over the communities of an area that the signed-in person may see.

create function private.open_tally(district bigint, seen bigint[]) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('total', count(*), 'overdue', count(*) filter (where i.deadline_at < now()),
    'urgent', count(*) filter (where i.urgent), 'urged', count(*) filter (where i.urged),
    'unaccepted', count(*) filter (where i.state in ('reported', 'verifying')))
  from public.incidents i
  where i.district_id = district and i.community_id = any (seen)
    and not private.incident_ended(i.state)
$$;
comment on function private.open_tally is 'Open incidents now: all, overdue (deadline_at < now()), urgent, urged, and not accepted yet.';

create function private.reported_between(district bigint, seen bigint[], since timestamptz, until timestamptz) returns bigint
language sql stable set search_path = '' as $$
  select count(*) from public.incidents i
  where i.district_id = district and i.community_id = any (seen) and i.reported_at >= since and i.reported_at < until
$$;

create function private.on_time_closure(district bigint, seen bigint[], since timestamptz, until timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('denominator', count(*),
    'numerator', count(*) filter (where i.closed_at < until and i.resolved_at <= i.due_at))
  from public.incidents i
  where i.district_id = district and i.community_id = any (seen) and i.filed_at is not null
    and (i.due_at >= since and i.due_at < until or i.closed_at >= since and i.closed_at < until)
$$;
comment on function private.on_time_closure is
  'On-time closure. Denominator: filed, and due in the period or closed in it. Numerator: of these, closed, and handled by the deadline (the check after it has a clock of its own).';

create function private.posts_filled(seen bigint[], day date) returns jsonb
language sql stable set search_path = '' as $$
  with grids_in_force as (
    select g.id, p.scheme_id, g.level
    from public.plan_communities covered
    join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
    join public.plans p on p.id = g.plan_id
    where covered.in_force and covered.community_id = any (seen)
  ), posts as (
    select g.id as grid, (select count(distinct a.person_id) from public.assignments a
      where a.grid_id = g.id and a.post_id = post.id and day between a.since and coalesce(a.until, 'infinity')) >= post.per_grid as filled
    from grids_in_force g
    join public.scheme_posts post on post.scheme_id = g.scheme_id and post.level = g.level and post.exclusive
  ), judged as (select grid, bool_and(filled) as filled from posts group by grid)
  select jsonb_build_object('numerator', count(*) filter (where j.filled), 'denominator', count(*)) from judged j
$$;
comment on function private.posts_filled is 'Grids in force with every exclusive post filled on a day / grids in force that have exclusive posts.';

create function private.visit_coverage(seen bigint[], since date) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('denominator', coalesce(sum(b.households), 0),
    'numerator', coalesce(sum(b.households) filter (where exists (
      select from public.visits v where v.building_id = b.id and v.visited_on >= since)), 0))
  from public.buildings b where b.community_id = any (seen)
$$;
comment on function private.visit_coverage is 'Households in buildings visited since a day / households.';

create function private.reported_by_day(district bigint, seen bigint[], since date, until date) returns jsonb
language sql stable set search_path = '' as $$
  with zone as (select c.time_zone as name from public.calendars c where c.id = private.calendar_of(district)),
  reported as (
    select (i.reported_at at time zone (select name from zone))::date as day, count(*) as cases
    from public.incidents i
    where i.district_id = district and i.community_id = any (seen)
      and i.reported_at >= since::timestamp at time zone (select name from zone)
    group by 1
  )
  select jsonb_agg(jsonb_build_object('day', d.day, 'cases', coalesce(r.cases, 0)) order by d.day)
  from (select g::date as day from generate_series(since::timestamp, until::timestamp, interval '1 day') g) d
  left join reported r on r.day = d.day
$$;
comment on function private.reported_by_day is 'Incidents reported on each day of the district''s calendar, days without any included.';

create function private.reported_by_class(district bigint, seen bigint[], since timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('code', t.code, 'name', c.name, 'nameEn', c.name_en, 'cases', t.cases)
    order by t.cases desc, t.code), '[]')
  from (
    select left(c.code, 2) as code, count(*) as cases
    from public.incidents i join public.categories c on c.id = i.category_id
    where i.district_id = district and i.community_id = any (seen) and i.reported_at >= since
    group by 1
  ) t
  join lateral (
    select class.name, class.name_en from public.categories class
    where class.code = t.code and (class.district_id = district or class.district_id is null)
    order by class.district_id nulls last limit 1
  ) c on true
$$;
comment on function private.reported_by_class is 'Incidents reported since a moment by class (first two digits of the category), the most first.';

create function private.reported_by_community(district bigint, seen bigint[], since timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('code', a.code, 'name', a.name, 'nameEn', a.name_en, 'cases', t.cases,
    'overdue', t.overdue) order by t.cases desc, a.code), '[]')
  from (
    select i.community_id, count(*) filter (where i.reported_at >= since) as cases,
      count(*) filter (where i.deadline_at < now()) as overdue
    from public.incidents i
    where i.district_id = district and i.community_id = any (seen) and (i.reported_at >= since or i.deadline_at < now())
    group by i.community_id
  ) t
  join public.areas a on a.id = t.community_id
$$;
comment on function private.reported_by_community is 'Incidents reported since a moment, and overdue now, by community, the most reported first.';

create function public.wall_statistics(area bigint, days integer default 30) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  scope constant record := private.incident_scope(area);
  zone constant text := (select c.time_zone from public.calendars c where c.id = private.calendar_of(scope.district));
  today constant date := (now() at time zone zone)::date;
  first_day constant date := today - least(greatest(days, 1), 366) + 1;
  since constant timestamptz := first_day::timestamp at time zone zone;
  midnight constant timestamptz := today::timestamp at time zone zone;
begin
  return jsonb_build_object(
    'now', now(), 'firstDay', first_day, 'today', today, 'since', since, 'midnight', midnight,
    'open', private.open_tally(scope.district, scope.seen),
    'reportedToday', private.reported_between(scope.district, scope.seen, midnight, now()),
    'reportedSameTimeLastWeek', private.reported_between(scope.district, scope.seen, midnight - interval '7 days', now() - interval '7 days'),
    'onTimeClosure', private.on_time_closure(scope.district, scope.seen, since, now()),
    'postsFilled', private.posts_filled(scope.seen, today),
    'visitCoverage', private.visit_coverage(scope.seen, first_day),
    'byDay', private.reported_by_day(scope.district, scope.seen, first_day, today),
    'byClass', private.reported_by_class(scope.district, scope.seen, since),
    'byCommunity', private.reported_by_community(scope.district, scope.seen, since));
end $$;
comment on function public.wall_statistics is
  'The figures of a wall for an area and the last `days` days of the district''s calendar, today included. Rates come as { numerator, denominator }. Security definer: counts cases that the policies show to handlers only; it gives away counts, no case.';
grant execute on function public.wall_statistics to authenticated;
