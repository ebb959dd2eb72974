-- The answers that pages had before come out of the same registry: one definition, one count.

create or replace function private.on_time_closure(district bigint, seen bigint[], since timestamptz, until timestamptz) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  calendar constant record := (select c from private.district_calendars c where c.district_id = district);
begin
  return (
    select jsonb_build_object('denominator', coalesce(sum(s.n) filter (where s.code = 'closing_due'), 0), 'numerator', coalesce(sum(s.n) filter (where s.code = 'closing_in_time'), 0))
    from private.measure_sums(jsonb_build_object('district', district, 'seen', to_jsonb(seen), 'isWhole',
        seen @> array(select a.id from public.areas a where a.district_id = district and a.kind = 'community'), 'zone', calendar.time_zone),
      'district', '{closing_due,closing_in_time}', since, until) s);
end $$;

create or replace function public.indicators(area bigint, first_day date, last_day date, options jsonb default '{}') returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
  seen constant bigint[] := array(
    select s::bigint from jsonb_array_elements_text(scope -> 'seen') s intersect select private.reachable(private.incident_readers()));
  own constant jsonb := scope || jsonb_build_object('seen', to_jsonb(seen), 'isWhole', (scope ->> 'isWhole')::boolean and cardinality(seen) = jsonb_array_length(scope -> 'seen'));
  district constant bigint := (scope ->> 'district')::bigint;
  period record;
  today constant date := (now() at time zone (scope ->> 'zone'))::date;
  codes constant text[] := array(select d.code from public.indicator_definitions d where d.code <> 'openCases' and d.code <> 'overdueShare' and d.code <> 'overdueOpen');
  rates jsonb;
  unstated numeric;
begin
  if cardinality(seen) = 0 then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  if last_day < first_day or last_day - first_day > 366 then
    raise exception 'period-wrong' using errcode = 'P0001', detail = json_build_object('firstDay', first_day, 'lastDay', last_day)::text;
  end if;
  period := private.figure_period(own, first_day, last_day);
  select jsonb_object_agg(d.code, jsonb_build_object('numerator', coalesce(f.numerator, 0), 'denominator', coalesce(f.denominator, 0))) into rates
  from public.indicator_definitions d
  left join private.figure_values(own, codes, 'district', first_day, last_day, options) f on f.indicator = d.code
  where d.kind in ('share', 'ratio') and d.basis in ('cases', 'standing');
  select coalesce(sum(case s.code when 'closed' then s.n else -s.n end), 0) into unstated
  from private.measure_sums(own, 'district', '{closed,reasoned}', period.since, period.until) s;
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', scope ->> 'calendar',
      'communities', cardinality(seen), 'lessDeferred', coalesce((options ->> 'lessDeferred')::boolean, false),
      'lessUnreasonable', coalesce((options ->> 'lessUnreasonable')::boolean, false),
      'overdueOpen', private.overdue_by_age(district, seen),
      'handlingHours', private.handling_hours(district, seen, period.since, period.until))
    || rates
    || jsonb_build_object('balance', private.balance_indicator(seen), 'solved', rates -> 'solved' || jsonb_build_object('unstated', unstated));
end $$;

-- Working time was measured when a case was handled.
create or replace function private.handling_hours(district bigint, seen bigint[], since timestamptz, until timestamptz) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('cases', count(*), 'mean', round(avg(f.handled_seconds / 3600.0), 2),
      'p90', round((percentile_disc(0.9) within group (order by f.handled_seconds / 3600.0))::numeric, 2))
    from private.case_facts f
    where f.district_id = district and f.community_id = any (seen) and f.handled_at >= since and f.handled_at < until);
end $$;

drop function private.handling_indicators(bigint, bigint[], timestamptz, timestamptz, boolean);
drop function private.quality_indicators(bigint, bigint[], timestamptz, timestamptz, boolean);
drop function private.check_indicators(bigint, bigint[], timestamptz, timestamptz, boolean);
drop function private.solved_indicator(bigint, bigint[], timestamptz, timestamptz, boolean);
drop function private.arrival_rate(bigint, bigint[], timestamptz, timestamptz);
drop function private.first_answer_rate(bigint, bigint[], timestamptz, timestamptz);
drop function private.due_to_be_closed(bigint, bigint[], timestamptz, timestamptz);
drop function private.within_period(timestamptz, timestamptz, timestamptz);
