-- A period before the data began, or in which they did, is no period to compare with: its few cases made a year of growth of thousands
-- of percent.
create function private.data_begin(district bigint) returns date
language sql stable set search_path = '' as $$
  with months as (
    select t.month, sum(t.came_in) as cases from public.areas a
    join private.case_tallies t on t.district_id = a.id and t.kind = 'community' and t.category_id <> 0 and t.category_id <> all (private.protected_categories(a.id))
    where a.id = district group by 1 having sum(t.came_in) > 0
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
comment on function private.data_begin(district bigint) is
  'From which day on a district has cases: the first of the months until now of which each has at least a tenth of the usual number; null where there are none.';

create or replace function public.comparable_periods(area bigint, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  scope constant jsonb := private.figure_scope(area);
  calendar constant bigint := (select c.calendar_id from private.district_calendars c where c.district_id = (scope ->> 'district')::bigint);
  begun constant date := private.data_begin((scope ->> 'district')::bigint);
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
comment on function public.comparable_periods(area bigint, first_day date, last_day date) is
  'The periods that a period of at most 366 days is compared with: { firstDay, lastDay, daysOff, last, year }, each of the same length and beginning on the same weekday. last: right before it, or up to two weeks earlier; year: 52 weeks earlier, or up to four weeks to either side; whichever has the same number of days that are not worked, else the nearest number. Null where the district''s data do not hold all of it. Errors: not-allowed, period-wrong. Security definer: everybody who sees figures compares them alike.';

create or replace function public.assessment(area bigint, unit text, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_variable
declare
  scope constant jsonb := private.figure_scope(area);
  length constant integer := last_day - first_day + 1;
  begun constant date := private.data_begin((scope ->> 'district')::bigint);
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
          'trend', array_to_json(array(select x.score from generate_series(5, 0, -1) p (back) left join scores x on x.unit = u.unit and x.back = p.back order by p.back desc))) order by s.score desc nulls last, u.code), '[]')
        from private.figure_units(scope, unit, null) u left join ranks s on s.unit = u.unit)));
end $$;
comment on function public.assessment(area bigint, unit text, first_day date, last_day date) is
  'Streets, communities or departments assessed over a period: { now, firstDay, lastDay, calendar, unit, weights, units: [{ id, code, name, nameEn, score, rank, values, trend }] }. trend: the scores of six periods of the same length, this one last, null where nothing was counted or the district''s data do not hold all of it. Units are ranked, persons never. Errors: not-allowed, unit-unknown, period-wrong. Security definer: gives away counts, no case.';
