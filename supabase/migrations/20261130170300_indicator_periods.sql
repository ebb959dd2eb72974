-- What a period is compared with, and what is late by age and by whose clock.

create function private.days_off(calendar bigint, first_day date, last_day date) returns integer
language sql stable set search_path = '' as $$
  select count(*)::integer from generate_series(first_day::timestamp, last_day::timestamp, interval '1 day') d
  join public.calendars c on c.id = calendar
  left join public.calendar_exceptions e on e.calendar_id = calendar and e.day = d::date
  where not coalesce(e.worked, extract(isodow from d)::integer = any (c.weekdays))
$$;
comment on function private.days_off is 'Days of a period that are not worked by a calendar: weekends and holidays, less the weekends worked in exchange.';

create function public.comparable_periods(area bigint, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  scope constant jsonb := private.figure_scope(area);
  calendar constant bigint := (select c.calendar_id from private.district_calendars c where c.district_id = (scope ->> 'district')::bigint);
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
    'last', (select jsonb_build_object('firstDay', first_day - p.back, 'lastDay', last_day - p.back, 'daysOff', p.off)
      from (select b as back, private.days_off(calendar, first_day - b, last_day - b) as off from generate_series(weeks, weeks + 14, 7) b) p
      order by abs(p.off - own), p.back limit 1),
    'year', (select jsonb_build_object('firstDay', first_day - p.back, 'lastDay', last_day - p.back, 'daysOff', p.off)
      from (select b as back, private.days_off(calendar, first_day - b, last_day - b) as off from generate_series(364 - 28, 364 + 28, 7) b) p
      order by abs(p.off - own), abs(p.back - 364), p.back limit 1));
end $$;
comment on function public.comparable_periods(bigint, date, date) is
  'The periods that a period of at most 366 days is compared with: { firstDay, lastDay, daysOff, last, year }, each of the same length and beginning on the same weekday. last: right before it, or up to two weeks earlier; year: 52 weeks earlier, or up to four weeks to either side; whichever has the same number of days that are not worked, else the nearest number. Errors: not-allowed, period-wrong. Security definer: everybody who sees figures compares them alike.';
grant execute on function public.comparable_periods(bigint, date, date) to authenticated;

create function public.late_cases(area bigint) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant record := private.incident_scope(area);
begin
  return (
    with clocks as (
      select 'reported'::public.incident_state as state, 'acceptance'::public.incident_clock as clock
      union select t.to_state, t.clock from public.incident_transitions t where t.clock is not null
    ), late as materialized (
      select case when i.deadline_at = i.due_at then 'handling' when i.deadline_at = i.clock_due_at then c.clock::text
          when i.deadline_at = i.arrival_due_at and i.arrived_at is null then 'arrival' else 'first_answer' end as clock,
        case when now() - i.deadline_at < interval '1 day' then 0 when now() - i.deadline_at < interval '7 days' then 1
          when now() - i.deadline_at < interval '30 days' then 2 else 3 end as age
      from public.incidents i left join clocks c on c.state = i.state
      where i.district_id = scope.district and i.community_id = any (scope.seen) and i.deadline_at < now()
    )
    select jsonb_build_object('now', now(), 'clocks', coalesce(jsonb_agg(jsonb_build_object('clock', l.clock, 'ages', l.ages) order by l.total desc, l.clock), '[]'))
    from (
      select late.clock, count(*) as total, jsonb_build_array(count(*) filter (where late.age = 0), count(*) filter (where late.age = 1),
        count(*) filter (where late.age = 2), count(*) filter (where late.age = 3)) as ages
      from late group by late.clock) l);
end $$;
comment on function public.late_cases(bigint) is
  'What is overdue and open now by the clock that ran out first and by age: { now, clocks: [{ clock, ages: [under a day, to 7, to 30, over 30 days] }] }. Error: not-allowed. Security definer: gives away counts, no case.';
grant execute on function public.late_cases(bigint) to authenticated;
