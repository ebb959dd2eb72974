-- Whether data had begun was asked of the whole district: a street that joined last month fell from what it had before it had
-- anything. Now of each area, and by the wall too, where a week without data read as a fall or a rise.

create function private.data_begins(district bigint, communities bigint[], unit_kind text) returns table (unit bigint, begun date)
language plpgsql stable set search_path = '' as $$
declare
  hidden constant bigint[] := private.protected_categories(district);
  first_of_all constant date := private.data_begin(district);
  zone constant text := (select c.time_zone from private.district_calendars c where c.district_id = district);
begin
  return query
  with members as materialized (
    select a.id, case unit_kind when 'street' then a.parent_id when 'community' then a.id else district end as unit
    from public.areas a where a.id = any (communities)
  ), months as materialized (
    select m.unit, t.month, sum(case when t.category_id = 0 then t.came_in else -t.came_in end) as cases
    from private.case_tallies t join members m on m.id = t.area_id
    where t.district_id = district and t.kind = 'community' and (t.category_id = 0 or t.category_id = any (hidden))
      and t.area_id = any (communities) and t.month >= date_trunc('month', first_of_all)
    group by 1, 2 having sum(case when t.category_id = 0 then t.came_in else -t.came_in end) > 0
  ), firsts as (
    -- A few of an area's cases long before the others do not begin its data.
    select m.unit, min(m.month) as month
    from months m join (select o.unit, percentile_cont(0.5) within group (order by o.cases) / 10 as enough from months o group by 1) usual on usual.unit = m.unit
    where m.cases >= usual.enough group by 1
  )
  select f.unit, greatest(first_of_all, (
    select (min(i.reported_at) at time zone zone)::date from public.incidents i
    where i.district_id = district and i.community_id = any (array(select m.id from members m where m.unit = f.unit)) and i.category_id <> all (hidden)
      and i.reported_at >= f.month::timestamp at time zone zone and i.reported_at < (f.month + interval '1 month') at time zone zone))
  from firsts f;
end $$;
comment on function private.data_begins(district bigint, communities bigint[], unit_kind text) is
  'From which day on some communities have cases, together (district), by street or by community: their first month with at least a tenth of their usual number, never before private.data_begin. Without a row there are none.';

create or replace function private.data_begin(district bigint) returns date
language sql stable set search_path = '' as $$
  with months as (
    -- All of a community less what is protected: there is a row of each category, which are many more.
    select t.month, sum(case when t.category_id = 0 then t.came_in else -t.came_in end) as cases from private.case_tallies t
    where t.district_id = district and t.kind = 'community' and (t.category_id = 0 or t.category_id = any (private.protected_categories(district)))
    group by 1 having sum(case when t.category_id = 0 then t.came_in else -t.came_in end) > 0
  ), enough as (
    -- A case of long before, brought by an import, does not begin them.
    select m.month, (m.month - make_interval(months => (row_number() over (order by m.month))::integer))::date as run from months m
    where m.cases >= (select percentile_cont(0.5) within group (order by o.cases) / 10 from months o)
  ), first as (
    select min(e.month) as month from enough e where e.run = (select l.run from enough l order by l.month desc limit 1)
  )
  select private.local_date(district, min(i.reported_at))
  from first f
  join public.incidents i on i.district_id = district and i.category_id <> all (private.protected_categories(district))
    and i.reported_at >= f.month::timestamp at time zone (select c.time_zone from private.district_calendars c where c.district_id = district)
    and i.reported_at < (f.month + interval '1 month') at time zone (select c.time_zone from private.district_calendars c where c.district_id = district)
$$;

create or replace function public.comparable_periods(area bigint, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  scope constant jsonb := private.figure_scope(area);
  calendar constant bigint := (select c.calendar_id from private.district_calendars c where c.district_id = (scope ->> 'district')::bigint);
  begun constant date := (select b.begun from private.data_begins((scope ->> 'district')::bigint, array(select jsonb_array_elements_text(scope -> 'seen')::bigint), 'district') b);
  own integer;
  weeks integer;
begin
  perform private.figure_period(scope, first_day, last_day);
  if last_day - first_day > 366 then
    raise exception 'period-wrong' using errcode = 'P0001', detail = json_build_object('firstDay', first_day, 'lastDay', last_day)::text;
  end if;
  own := private.days_off(calendar, first_day, last_day);
  weeks := (last_day - first_day + 7) / 7 * 7;
  return jsonb_build_object('firstDay', first_day, 'lastDay', last_day, 'daysOff', own,
    'last', (select case when first_day - p.back >= begun then jsonb_build_object('firstDay', first_day - p.back, 'lastDay', last_day - p.back, 'daysOff', p.off) end
      from (select b as back, private.days_off(calendar, first_day - b, last_day - b) as off from generate_series(weeks, weeks + 14, 7) b) p
      order by abs(p.off - own), p.back limit 1),
    'year', (select case when first_day - p.back >= begun then jsonb_build_object('firstDay', first_day - p.back, 'lastDay', last_day - p.back, 'daysOff', p.off) end
      from (select b as back, private.days_off(calendar, first_day - b, last_day - b) as off from generate_series(364 - 28, 364 + 28, 7) b) p
      order by abs(p.off - own), abs(p.back - 364), p.back limit 1));
end $$;
comment on function public.comparable_periods is
  'The periods that a period of at most 366 days is compared with: { firstDay, lastDay, daysOff, last, year }, each of the same length and beginning on the same weekday. last: right before it, or up to two weeks earlier; year: 52 weeks earlier, or up to four weeks to either side; whichever has the same number of days that are not worked, else the nearest number. Null where the area''s data do not hold all of it. Errors: not-allowed, period-wrong. Security definer: everybody who sees figures compares them alike.';

create or replace function public.assessment(area bigint, unit text, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_variable
declare
  scope constant jsonb := private.figure_scope(area);
  length constant integer := last_day - first_day + 1;
  begun constant date := (select b.begun from private.data_begins((scope ->> 'district')::bigint, array(select jsonb_array_elements_text(scope -> 'seen')::bigint), 'district') b);
begin
  if unit is null or not unit = any ('{street,community,department}'::text[]) then
    raise exception 'unit-unknown' using errcode = 'P0001', detail = json_build_object('unit', unit)::text;
  end if;
  perform private.figure_period(scope, first_day, last_day);
  return (
    with scores as materialized (
      select p.back, s.* from generate_series(0, 5) p (back)
      cross join lateral private.assessment_scores(scope, unit, first_day - p.back * length, last_day - p.back * length) s
      where p.back = 0 or first_day - p.back * length >= begun
    ), own as materialized (
      select b.unit::text as unit, b.begun from private.data_begins((scope ->> 'district')::bigint,
        array(select jsonb_array_elements_text(scope -> 'seen')::bigint), unit) b where unit <> 'department'
    ), ranks as (
      select s.*, rank() over (order by s.score desc) as place from scores s where s.back = 0
    )
    select jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', scope ->> 'calendar', 'unit', unit,
      'weights', (select jsonb_object_agg(w.indicator, w.weight) from (
          select a.indicator, a.weight from public.assessment_weights a where a.district_id = (scope ->> 'district')::bigint
          union all select u.indicator, u.weight from (values ('onTimeClosure', 30::numeric), ('onTimeHandling', 20), ('response', 20), ('satisfaction', 15), ('recurrence', 15)) u (indicator, weight)
          where not exists (select from public.assessment_weights a where a.district_id = (scope ->> 'district')::bigint)) w),
      'units', (select coalesce(jsonb_agg(jsonb_build_object('id', u.unit, 'code', u.code, 'name', u.name, 'nameEn', u.name_en,
          'score', s.score, 'rank', s.place, 'values', coalesce(s.figures, '{}'),
          'trend', array_to_json(array(select x.score from generate_series(5, 0, -1) p (back) left join scores x on x.unit = u.unit and x.back = p.back
            and (p.back = 0 or unit = 'department' or first_day - p.back * length >= (select o.begun from own o where o.unit = u.unit)) order by p.back desc))) order by s.score desc nulls last, u.code), '[]')
        from private.figure_units(scope, unit, null) u left join ranks s on s.unit = u.unit)));
end $$;
comment on function public.assessment is
  'Streets, communities or departments assessed over a period: { now, firstDay, lastDay, calendar, unit, weights, units: [{ id, code, name, nameEn, score, rank, values, trend }] }. trend: the scores of six periods of the same length, this one last, null where nothing was counted or the unit''s data do not hold all of it. Units are ranked, persons never. Errors: not-allowed, unit-unknown, period-wrong. Security definer: gives away counts, no case.';

create or replace function public.wall_statistics(area bigint, days integer default 30) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant record := private.incident_scope(area);
  hidden constant bigint[] := private.hidden_categories(scope.district, scope.seen, scope.handled);
  calendar constant public.calendars := (select c from public.calendars c where c.id = private.calendar_of(scope.district));
  today constant date := (now() at time zone calendar.time_zone)::date;
  first_day constant date := today - least(greatest(days, 1), 366) + 1;
  since constant timestamptz := first_day::timestamp at time zone calendar.time_zone;
  midnight constant timestamptz := today::timestamp at time zone calendar.time_zone;
  posts constant jsonb := private.posts_standing(scope.seen, today);
  begun constant date := (select b.begun from private.data_begins(scope.district, scope.seen, 'district') b);
  -- A week ago by the wall clocks, also where they were put forward or back since.
  week_ago constant timestamptz := ((now() at time zone calendar.time_zone) - interval '7 days') at time zone calendar.time_zone;
  midnight_then constant timestamptz := (today - 7)::timestamp at time zone calendar.time_zone;
begin
  return jsonb_build_object(
    'now', now(), 'firstDay', first_day, 'today', today, 'since', since, 'midnight', midnight, 'calendar', calendar.name,
    'open', private.open_tally(scope.district, scope.seen, hidden),
    'reportedToday', private.reported_between(scope.district, scope.seen, midnight, now(), hidden)
      + (select coalesce(sum(r.cases), 0) from private.rounded_days(scope.district, scope.seen, today, today, today, hidden) r),
    'reportedSameTimeLastWeek', case when begun <= today - 7 and exists (
        select from public.incidents i
        where i.district_id = scope.district and i.community_id = any (scope.seen) and i.category_id <> all (hidden)
          -- A week around that day without a single case is one that was not written down.
          and i.reported_at >= (today - 10)::timestamp at time zone calendar.time_zone and i.reported_at < (today - 3)::timestamp at time zone calendar.time_zone)
      then private.reported_between(scope.district, scope.seen, midnight_then, week_ago, hidden)
        + (select coalesce(sum(r.cases), 0) from private.rounded_days(scope.district, scope.seen, today - 7, today - 7, today, hidden) r) end,
    'onTimeClosure', private.on_time_closure(private.figure_scope(area), first_day, today),
    'postsFilled', posts -> 'filled',
    'onDuty', posts -> 'onDuty',
    'visitCoverage', private.visit_coverage(scope.seen, first_day, today))
    || private.reported_by(scope.district, scope.seen, first_day, today, calendar.time_zone, hidden);
end $$;
comment on function public.wall_statistics is
  'The figures of a wall for an area and the last `days` days of the district''s calendar, today included. reportedSameTimeLastWeek: null where the data of the area had not begun, or nothing came in in the week around that day. Rates come as { numerator, denominator }. Who does not handle all of its cases gets protected categories out of rounded cells, and what is open or overdue without them. Security definer: counts cases that the policies show to handlers only; it gives away counts, no case.';
