-- A display sees what a wall shows and nothing else (docs/access.md): figures, cases without words at their place or their grid,
-- the map, names of areas and categories. Everything that asked whether somebody holds any role in a district asks now whether
-- they are a member of it, which a display is not, save what a wall draws.

create function private.member_districts() returns setof bigint
language sql stable set search_path = '' as $$
  select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,viewer}')
$$;
comment on function private.member_districts is
  'Districts in which the signed-in person holds a role, that of a display aside: who reads settings, schemes and plans in force.';
grant execute on function private.member_districts to authenticated, service_role;
comment on function private.my_districts is
  'Districts in which the signed-in person holds any role, that of a display too: who sees areas, categories and the map.';

drop policy "members read templates and their district's schemes" on public.schemes;
create policy "members read templates and their district's schemes" on public.schemes
  for select to authenticated using (district_id is null or district_id in (select private.member_districts()));
drop policy "members read templates and their district's calendar" on public.calendars;
create policy "members read templates and their district's calendar" on public.calendars
  for select to authenticated using (district_id is null or district_id in (select private.member_districts()));
drop policy "members read deadlines of categories they see" on public.category_deadlines;
create policy "members read the deadlines of their district" on public.category_deadlines
  for select to authenticated using (category_id in (
    select c.id from public.categories c where c.district_id is null or c.district_id in (select private.member_districts())));

create or replace function private.shown_plans() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select p.id from public.plans p where p.state = 'published' and p.district_id in (select private.member_districts())
  union
  select private.visible_plans()
$$;
drop policy "members read plans in force, staff those that they may see" on public.plans;
create policy "members read plans in force, staff those that they may see" on public.plans
  for select to authenticated using (
    (state = 'published' and district_id in (select private.member_districts()))
    or (state = 'superseded' and district_id in (select private.staff_districts()))
    or area_id in (select private.reachable('{planner,reviewer,leader,admin}')));

-- The grids on the map are for everybody who holds a role, the tables behind them are not.
create or replace function public.grids_map(area bigint) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.collection(jsonb_agg(private.feature(l.id::text, l.polygon, jsonb_build_object(
    'id', l.id, 'code', l.code, 'name', l.name, 'community', l.community_id, 'households', l.households, 'target', l.target_households,
    'deviation', round((l.households - l.target_households)::numeric / l.target_households, 4), 'tolerance', l.tolerance,
    'labelLng', round(extensions.st_x(spot.at)::numeric, 6), 'labelLat', round(extensions.st_y(spot.at)::numeric, 6)), 7)
    order by l.code))
  from private.grids_in_force l
  cross join lateral (select extensions.st_pointonsurface(l.polygon) as at) spot
  where l.is_leaf and l.community_id in (select c from private.communities_in(grids_map.area) c)
    and ((select auth.uid()) is null or l.district_id in (select private.my_districts()))
$$;
comment on function public.grids_map is
  'The leaf grids in force in an area as features with code, name, community, households, target, deviation and tolerance. Security definer: a display sees them on the map and reads no plan.';

create or replace function public.locate(lng double precision, lat double precision) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(private.locate(place, private.community_at(place)), '{"community": null}'::jsonb)
  from (select extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326) as place) at
  where (select auth.uid()) is null or exists (select from private.member_districts())
  union all
  select '{"community": null}'::jsonb where (select auth.uid()) is not null and not exists (select from private.member_districts())
$$;

-- Cases: a display lists them and follows their changes, and reads none of them whole.
create function private.wall_readers() returns public.member_role[]
language sql immutable set search_path = '' as $$
  select private.incident_readers() || '{display}'
$$;
comment on function private.wall_readers is 'The roles that see the cases and figures of a wall.';
grant execute on function private.wall_readers to authenticated, service_role;

create or replace function private.incident_scope(area bigint, out district bigint, out seen bigint[], out handled bigint[])
language plpgsql stable set search_path = '' as $$
begin
  select a.district_id into district from public.areas a where a.id = area;
  seen := array(
    select c from private.communities_in(area) c intersect select private.reachable(private.wall_readers()));
  handled := array(
    select c from private.communities_in(area) c intersect select private.reachable(private.incident_handlers()));
  if cardinality(seen) = 0 then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
end $$;

create or replace function public.indicators(area bigint, first_day date, last_day date, options jsonb default '{}') returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant record := private.incident_scope(area);
  seen constant bigint[] := array(select c from unnest(scope.seen) c intersect select private.reachable(private.incident_readers()));
  calendar constant public.calendars := (select c from public.calendars c where c.id = private.calendar_of(scope.district));
  today constant date := (now() at time zone calendar.time_zone)::date;
  since constant timestamptz := first_day::timestamp at time zone calendar.time_zone;
  until constant timestamptz := least((last_day + 1)::timestamp at time zone calendar.time_zone, now());
  less_deferred constant boolean := coalesce((options ->> 'lessDeferred')::boolean, false);
  less_unreasonable constant boolean := coalesce((options ->> 'lessUnreasonable')::boolean, false);
  posts constant jsonb := private.posts_standing(seen, today);
begin
  if cardinality(seen) = 0 then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  if last_day < first_day or last_day - first_day > 366 then
    raise exception 'period-wrong' using errcode = 'P0001', detail = json_build_object('firstDay', first_day, 'lastDay', last_day)::text;
  end if;
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', calendar.name,
      'communities', cardinality(seen), 'lessDeferred', less_deferred, 'lessUnreasonable', less_unreasonable,
      'overdueOpen', private.overdue_by_age(scope.district, seen),
      'handlingHours', private.handling_hours(scope.district, seen, since, until),
      'postsFilled', posts -> 'filled', 'onDuty', posts -> 'onDuty',
      'visitCoverage', private.visit_coverage(seen, first_day, least(last_day, today)),
      'balance', private.balance_indicator(seen),
      'workload', private.workload_indicator(scope.district, seen, today),
      'serviceReach', private.service_reach(scope.district, seen))
    || private.handling_indicators(scope.district, seen, since, until, less_deferred)
    || private.quality_indicators(scope.district, seen, since, until, less_unreasonable);
end $$;
