-- Indicators of grids and staff, and all indicators in one answer.

create function private.balance_indicator(seen bigint[]) returns jsonb
language sql stable set search_path = '' as $$
  select private.rate(count(*) filter (where abs(g.households - g.target_households) <= g.tolerance * g.target_households), count(*))
    || jsonb_build_object('meanDeviation', round(avg((g.households - g.target_households)::numeric / g.target_households), 4))
  from private.grids_in_force g where g.is_leaf and g.community_id = any (seen)
$$;
comment on function private.balance_indicator is
  'Leaf grids in force within the tolerance of their scheme / leaf grids in force, and the mean of (households - target) / target.';

create function private.workload_indicator(district bigint, seen bigint[], day date) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return private.rate(
    (select count(*) + count(*) filter (where i.urgent) from public.incidents i
      where i.district_id = district and i.community_id = any (seen)
        and i.state not in ('closed', 'rejected', 'duplicate', 'self_handled', 'cancelled')),
    (select count(distinct a.person_id) from public.assignments a
      join private.grids_in_force g on g.id = a.grid_id and g.community_id = any (seen)
      join public.people who on who.id = a.person_id and who.on_duty
      where day between a.since and coalesce(a.until, 'infinity')));
end $$;
comment on function private.workload_indicator is 'Open cases, an urgent one counted twice / people on duty who hold a post of a grid in force.';

create function private.service_reach(district bigint, seen bigint[]) returns jsonb
language sql stable set search_path = '' as $$
  select private.rate(coalesce(sum(b.households) filter (where exists (
      select from public.service_points s
      where s.district_id = district and s.position operator(extensions.&&) extensions.st_expand(b.position, 0.02)
        and extensions.st_dwithin(s.position::extensions.geography, b.position::extensions.geography, 1000))), 0),
    coalesce(sum(b.households), 0))
  from public.buildings b where b.community_id = any (seen)
$$;
comment on function private.service_reach is 'Households in buildings within 1,000 m, as the crow flies, of a service point of the district / households.';

create function public.indicators(area bigint, first_day date, last_day date, options jsonb default '{}') returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant record := private.incident_scope(area);
  calendar constant public.calendars := (select c from public.calendars c where c.id = private.calendar_of(scope.district));
  today constant date := (now() at time zone calendar.time_zone)::date;
  since constant timestamptz := first_day::timestamp at time zone calendar.time_zone;
  until constant timestamptz := least((last_day + 1)::timestamp at time zone calendar.time_zone, now());
  less_deferred constant boolean := coalesce((options ->> 'lessDeferred')::boolean, false);
  less_unreasonable constant boolean := coalesce((options ->> 'lessUnreasonable')::boolean, false);
  posts constant jsonb := private.posts_standing(scope.seen, today);
begin
  if last_day < first_day or last_day - first_day > 366 then
    raise exception 'period-wrong' using errcode = 'P0001', detail = json_build_object('firstDay', first_day, 'lastDay', last_day)::text;
  end if;
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', calendar.name,
      'communities', cardinality(scope.seen), 'lessDeferred', less_deferred, 'lessUnreasonable', less_unreasonable,
      'overdueOpen', private.overdue_by_age(scope.district, scope.seen),
      'handlingHours', private.handling_hours(scope.district, scope.seen, since, until),
      'postsFilled', posts -> 'filled', 'onDuty', posts -> 'onDuty',
      'visitCoverage', private.visit_coverage(scope.seen, first_day, least(last_day, today)),
      'balance', private.balance_indicator(scope.seen),
      'workload', private.workload_indicator(scope.district, scope.seen, today),
      'serviceReach', private.service_reach(scope.district, scope.seen))
    || private.handling_indicators(scope.district, scope.seen, since, until, less_deferred)
    || private.quality_indicators(scope.district, scope.seen, since, until, less_unreasonable);
end $$;
comment on function public.indicators is
  'Every indicator of an area over a period of days of the district''s calendar, by docs/indicators.md: rates as { numerator, denominator }, with the period, the calendar and the number of communities counted. options: { lessDeferred, lessUnreasonable }. What is open, overdue, assigned or on duty is as of now. Errors: not-allowed, period-wrong. Security definer: gives away counts, no case.';
grant execute on function public.indicators to authenticated;
