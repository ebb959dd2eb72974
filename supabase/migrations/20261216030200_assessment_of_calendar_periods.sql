-- What comes before a month, a quarter or a year is the one before in the calendar: as many days earlier, a trend of months drifted
-- by a day or two with each of them, and one of years began in the middle of winter.
create function private.period_before(since date, until date, back integer, out first_day date, out last_day date)
language sql immutable set search_path = '' as $$
  select case when p.months is null then $1 - $3 * ($2 - $1 + 1) else ($1 - make_interval(months => $3 * p.months))::date end,
    case when p.months is null then $2 - $3 * ($2 - $1 + 1) else ($1 - make_interval(months => ($3 - 1) * p.months))::date - 1 end
  from (select case when extract(day from $1) = 1 and extract(day from $2 + 1) = 1
    then ((extract(year from $2 + 1) - extract(year from $1)) * 12 + extract(month from $2 + 1) - extract(month from $1))::integer end as months) p
$$;
comment on function private.period_before(since date, until date, back integer) is
  'The period so many before a period: of whole months as many whole months, else as many days.';

create or replace function public.assessment(area bigint, unit text, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_variable
declare
  scope constant jsonb := private.figure_scope(area);
  begun constant date := (select b.begun from private.data_begins((scope ->> 'district')::bigint, array(select jsonb_array_elements_text(scope -> 'seen')::bigint), 'district') b);
begin
  if unit is null or not unit = any ('{street,community,department}'::text[]) then
    raise exception 'unit-unknown' using errcode = 'P0001', detail = json_build_object('unit', unit)::text;
  end if;
  perform private.figure_period(scope, first_day, last_day);
  return (
    with scores as materialized (
      select p.back, s.* from generate_series(0, 5) p (back)
      cross join lateral private.period_before(first_day, last_day, p.back) was
      cross join lateral private.assessment_scores(scope, unit, was.first_day, was.last_day) s
      where p.back = 0 or was.first_day >= begun
    ), own as materialized (
      select b.unit::text as unit, b.begun from private.data_begins((scope ->> 'district')::bigint,
        array(select jsonb_array_elements_text(scope -> 'seen')::bigint), unit) b where unit <> 'department'
    ), ranks as (
      select s.*, rank() over (order by s.score desc) as place from scores s where s.back = 0
    )
    select jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', scope ->> 'calendar', 'unit', unit,
      'weights', (select jsonb_object_agg(w.indicator, w.weight) from private.weights_of((scope ->> 'district')::bigint) w),
      'units', (select coalesce(jsonb_agg(jsonb_build_object('id', u.unit, 'code', u.code, 'name', u.name, 'nameEn', u.name_en,
          'score', s.score, 'rank', s.place, 'values', coalesce(s.figures, '{}'),
          'trend', array_to_json(array(select x.score from generate_series(5, 0, -1) p (back) left join scores x on x.unit = u.unit and x.back = p.back
            and (p.back = 0 or unit = 'department' or (private.period_before(first_day, last_day, p.back)).first_day >= (select o.begun from own o where o.unit = u.unit)) order by p.back desc))) order by s.score desc nulls last, u.code), '[]')
        from private.figure_units(scope, unit, null) u left join ranks s on s.unit = u.unit)));
end $$;
comment on function public.assessment(area bigint, unit text, first_day date, last_day date) is
  'Streets, communities or departments assessed over a period: { now, firstDay, lastDay, calendar, unit, weights, units: [{ id, code, name, nameEn, score, rank, values, trend }] }. trend: the scores of six periods, whole months before whole months (a quarter before a quarter, a year before a year), else of as many days, this one last, null where nothing was counted or the unit''s data do not hold all of it. Units are ranked, persons never. Errors: not-allowed, unit-unknown, period-wrong. Security definer: gives away counts, no case.';
