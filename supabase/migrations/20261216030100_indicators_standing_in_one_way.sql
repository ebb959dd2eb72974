-- Posts, people, visits and ground are counted in one way: the wall reads the registry's, which reads the tallies of visits where
-- they serve. Each indicator says by which units it is counted, so that the pages and the database ask one list.
alter table public.indicator_definitions add column units text[];
comment on column public.indicator_definitions.units is 'The units by which the indicator is counted; null: by all. Where a unit has no meaning for it (posts of a department, visits by hour), who asks is refused.';
update public.indicator_definitions set units = case code
    when 'workload' then '{district,street,community,grid,department}'::text[]
    when 'visitCoverage' then '{district,street,community,grid,compound}'
    when 'serviceReach' then '{district,street,community,grid,compound}'
    else '{district,street,community,grid}' end
where basis = 'standing';
alter table public.indicator_definitions add constraint indicator_definitions_units_known check (units <@ private.unit_kinds()),
  add constraint indicator_definitions_units_of_standing check ((basis = 'standing') = (units is not null));
update public.indicator_definitions set version = version + 1, version_since = '2026-12-16',
  formula = '未结案件（急件计两件）÷ 在岗人数；按部门：部门的未结案件 ÷ 部门的在岗人员',
  formula_en = 'Open cases, an urgent one twice / people on duty with a post of a grid in force; by department: its open cases / its people on duty'
where code = 'workload';
update public.indicator_definitions set formula = '户数在容差内的综合网格 ÷ 现行综合网格', formula_en = 'Residential leaf grids within tolerance / residential leaf grids in force' where code = 'balance';

drop function private.standing_sums(jsonb, text, text, date, date, bigint[]);

create function private.standing_sums(scope jsonb, unit_kind text, indicators text[], first_day date, last_day date, grids bigint[])
returns table (unit text, indicator text, numerator numeric, denominator numeric)
language plpgsql stable set search_path = '' as $$
declare
  district constant bigint := (scope ->> 'district')::bigint;
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
  today constant date := private.local_date(district, now());
  wanted constant text[] := array(
    select d.code from public.indicator_definitions d
    where d.code = any (indicators) and d.basis = 'standing' and unit_kind = any (d.units));
  per constant text := case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'b.community_id'
    when 'compound' then 'b.compound_id' when 'grid' then 'b.grid_id' end;
  bases text[] := '{}';
  g record;
begin
  if 'workload' = any (wanted) then
    return query select w.unit, 'workload', w.cases, w.people from private.workload_sums(scope, unit_kind, today, grids) w;
  end if;
  if 'balance' = any (wanted) then
    bases := bases || array['select ''balance'', g.community_id, g.id, null::bigint, (abs(g.households - g.target_households) <= g.tolerance * g.target_households)::integer, 1
      from private.grids_in_force g where g.is_leaf and g.kind = ''residential'' and g.community_id = any ($2)'];
  end if;
  if 'visitCoverage' = any (wanted) then
    bases := bases || case
      -- Counted since a day by the tallies, which are of communities and reach to the last visit.
      when unit_kind in ('district', 'street', 'community')
        and not exists (select from public.visits v where v.district_id = district and v.visited_on > last_day) then array[
        'select ''visitCoverage'', h.community_id, null::bigint, null::bigint, coalesce(t.called, 0), h.households
         from (select b.community_id, sum(b.households) as households from public.buildings b where b.community_id = any ($2) group by 1) h
         left join (select t.community_id, sum(t.called) as called from public.visit_tallies t
           where t.district_id = $1 and t.community_id = any ($2) and t.visited_on >= $3 group by 1) t on t.community_id = h.community_id']
      else array[
        'select ''visitCoverage'', b.community_id, gb.grid_id, b.compound_id, least(coalesce(called.households, 0), b.households), b.households from public.buildings b
         left join (select v.building_id, sum(v.households) as households from public.visits v where v.district_id = $1 and v.visited_on between $3 and $4 group by 1) called on called.building_id = b.id
         left join public.grid_buildings gb on gb.building_id = b.id and gb.grid_id = any ($5) where b.community_id = any ($2)'] end;
  end if;
  if 'serviceReach' = any (wanted) then
    bases := bases || array['select ''serviceReach'', b.community_id, gb.grid_id, b.compound_id, case when exists (select from public.service_points s
           where s.district_id = $1 and s.position operator(extensions.&&) extensions.st_expand(b.position, 0.02)
             and extensions.st_dwithin(s.position::extensions.geography, b.position::extensions.geography, 1000)) then b.households else 0 end, b.households
       from public.buildings b left join public.grid_buildings gb on gb.building_id = b.id and gb.grid_id = any ($5) where b.community_id = any ($2)'];
  end if;
  if wanted && '{postsFilled,onDuty}' then
    bases := bases || array['select k.code, j.community, j.grid, null::bigint, case k.code when ''onDuty'' then j.on_duty else j.filled end::integer, 1
      from (
        with posts as materialized (
          select covered.community_id as community, g.id as grid, post.id as post, post.per_grid
          from private.coverage_in_force covered
          join public.plans p on p.id = covered.plan_id
          join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
          join public.scheme_posts post on post.scheme_id = p.scheme_id and post.level = g.level and post.exclusive and post.basis = ''grid''
          where covered.community_id = any ($2)
        ), serving as materialized (
          select a.grid_id as grid, a.post_id as post, a.person_id as person
          from posts p
          join public.assignments a on a.grid_id = p.grid and a.post_id = p.post and a.since <= $6 and (a.until is null or a.until > $6)
        ), held as (
          select s.grid, s.post, count(distinct s.person) as people, count(distinct s.person) filter (where d.doer is not null) as on_duty
          from serving s
          join private.on_duty_people(array(select distinct s.person from serving s), $6) d on d.person = s.person
          group by s.grid, s.post
        )
        select p.community, p.grid, bool_and(coalesce(h.people, 0) >= p.per_grid) as filled, bool_and(coalesce(h.on_duty, 0) >= p.per_grid) as on_duty
        from posts p left join held h on h.grid = p.grid and h.post = p.post
        group by p.community, p.grid) j
      cross join unnest($7) k (code) where k.code in (''postsFilled'', ''onDuty'')'];
  end if;
  if cardinality(bases) > 0 then
    return query execute format(
      'select (%s)::text, b.code, sum(b.n)::numeric, sum(b.d)::numeric from (%s) b (code, community_id, grid_id, compound_id, n, d)
       join public.areas a on a.id = b.community_id group by 1, 2', per, array_to_string(bases, E'\nunion all\n'))
      using district, seen, first_day, last_day, grids, today, wanted;
  end if;
end $$;
comment on function private.standing_sums(scope jsonb, unit_kind text, indicators text[], first_day date, last_day date, grids bigint[]) is
  'Posts, people on duty, visits, balance, workload and service reach, each by the units that the registry gives it; of others no rows.';

create function private.workload_sums(scope jsonb, unit_kind text, day date, grids bigint[]) returns table (unit text, cases numeric, people numeric)
language plpgsql stable set search_path = '' as $$
declare
  district constant bigint := (scope ->> 'district')::bigint;
begin
  return query execute format(
    'select coalesce(o.unit, p.unit), coalesce(o.cases, 0)::numeric, coalesce(p.people, 0)::numeric
     from (select (%1$s)::text as unit, count(*) + count(*) filter (where i.urgent) as cases from public.incidents i%2$s
       where i.district_id = $1 and i.community_id = any ($2) and i.state not in (''closed'', ''rejected'', ''duplicate'', ''self_handled'', ''cancelled'') and i.category_id <> all ($5)%3$s group by 1) o
     full join (%4$s) p on p.unit = o.unit',
    case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'i.community_id' when 'department' then 'i.department_id' else 'k.id' end,
    case unit_kind when 'street' then ' join public.areas a on a.id = i.community_id'
      when 'grid' then ' join private.case_facts f on f.district_id = i.district_id and f.id = i.id cross join lateral unnest(f.grid_ids) k (id)' else '' end,
    case unit_kind when 'grid' then ' and k.id = any ($4)' when 'department' then ' and i.department_id is not null' else '' end,
    case when unit_kind = 'department' then
      'select p.department_id::text as unit, count(distinct duty.doer) as people
       from public.people p
       join private.on_duty_people(array(select s.id from public.people s where s.district_id = $1 and s.department_id is not null), $3) duty on duty.person = p.id
       where p.district_id = $1 and p.department_id is not null group by 1'
    else format(
      'select (%s)::text as unit, count(distinct duty.doer) as people
       from public.assignments held join private.grids_in_force g on g.id = held.grid_id and g.community_id = any ($2)
       join public.areas a on a.id = g.community_id
       join private.on_duty_people(array(select distinct h.person_id from public.assignments h where h.district_id = $1 and h.since <= $3 and (h.until is null or h.until > $3)), $3) duty
         on duty.person = held.person_id
       where held.since <= $3 and (held.until is null or held.until > $3) group by 1',
      case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'g.community_id' else 'g.id' end) end)
    using district, array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s), day, grids, private.figure_hidden(scope);
end $$;
comment on function private.workload_sums(scope jsonb, unit_kind text, day date, grids bigint[]) is
  'Open cases (an urgent one twice) and people on duty on a day: with a post of a grid in force, and by department those of the department.';

create or replace function private.figure_values(scope jsonb, indicators text[], unit_kind text, first_day date, last_day date, options jsonb)
returns table (unit text, indicator text, numerator numeric, denominator numeric)
language plpgsql stable set search_path = '' as $$
declare
  today constant date := (now() at time zone (scope ->> 'zone'))::date;
  categories constant bigint[] := private.figure_categories(scope, options);
  grids constant bigint[] := case when unit_kind = 'grid' then private.figure_grids(scope, coalesce((options ->> 'gridsOn')::date, today)) end;
  counted constant text[] := array(select d.code from public.indicator_definitions d where d.code = any (indicators) and d.basis = 'cases' and d.kind <> 'percentile');
  codes text[];
begin
  codes := array(
    select distinct c from unnest(counted) i cross join lateral private.measures_of(i, options) m cross join lateral unnest(array[m.numerator, m.denominator]) c where c is not null);
  if cardinality(codes) > 0 then
    return query
    with sums as materialized (select * from private.figure_sums(scope, unit_kind, codes, first_day, last_day, categories, grids))
    select s.unit, d.code, coalesce(sum(s.n) filter (where s.code = m.numerator), 0), case when m.denominator is not null then coalesce(sum(s.n) filter (where s.code = m.denominator), 0) end
    from public.indicator_definitions d
    cross join lateral private.measures_of(d.code, options) m
    join sums s on s.code in (m.numerator, m.denominator)
    where d.code = any (counted)
    group by s.unit, d.code, m.numerator, m.denominator;
  end if;
  if 'handlingHoursP90' = any (indicators) then
    return query
    select p.unit, 'handlingHoursP90', p.seconds, p.cases::numeric from private.handling_percentiles(scope, unit_kind, first_day, last_day,
      case when (scope ->> 'handlesAll')::boolean then categories
        else array(select c from unnest(private.open_categories((scope ->> 'district')::bigint)) c where categories is null or c = any (categories)) end, grids) p;
  end if;
  if indicators && '{openCases,overdueOpen,overdueShare}' then
    return query
    with sums as materialized (
      select * from private.open_sums(scope, unit_kind, case when (scope ->> 'handlesAll')::boolean then categories
        else array(select c from unnest(private.open_categories((scope ->> 'district')::bigint)) c where categories is null or c = any (categories)) end, grids))
    select s.unit, d.code, case when d.code = 'openCases' then s.open else s.overdue end::numeric, case when d.code = 'overdueShare' then s.open end::numeric
    from sums s cross join public.indicator_definitions d where d.code = any (indicators) and d.basis = 'open';
  end if;
  return query
  select s.unit, s.indicator, s.numerator, s.denominator
  from private.standing_sums(scope, unit_kind, indicators, first_day, least(last_day, today), grids) s where s.unit is not null;
end $$;

create or replace function public.indicator_table(area bigint, indicators text[], unit text, first_day date, last_day date, options jsonb default '{}') returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_variable
declare
  scope constant jsonb := private.figure_scope(area);
  grids_on constant date := coalesce((options ->> 'gridsOn')::date, (now() at time zone (scope ->> 'zone'))::date);
  unknown text;
begin
  if unit is null or not unit = any (private.unit_kinds()) then
    raise exception 'unit-unknown' using errcode = 'P0001', detail = json_build_object('unit', unit)::text;
  end if;
  select i into unknown from unnest(indicators) i where not exists (select from public.indicator_definitions d where d.code = i) limit 1;
  if unknown is not null or coalesce(cardinality(indicators), 0) = 0 then
    raise exception 'indicator-unknown' using errcode = 'P0001', detail = json_build_object('indicator', unknown)::text;
  end if;
  -- A department's people are of the district: of a part of it nobody can say how many they are.
  select d.code into unknown from public.indicator_definitions d
  where d.code = any (indicators) and (unit <> all (d.units) or d.code = 'workload' and unit = 'department' and not (scope ->> 'isWhole')::boolean) order by d.rank limit 1;
  if unknown is not null then
    raise exception 'indicator-not-by-unit' using errcode = 'P0001', detail = json_build_object('indicator', unknown, 'unit', unit)::text;
  end if;
  return (
    with figures as (select * from private.figure_values(scope, indicators, unit, first_day, last_day, options)),
    units as (select * from private.figure_units(scope, unit, case when unit = 'grid' then private.figure_grids(scope, grids_on) end))
    select jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', scope ->> 'calendar', 'unit', unit,
      'communities', jsonb_array_length(scope -> 'seen'), 'gridsOn', case when unit = 'grid' then grids_on end,
      'units', coalesce(jsonb_agg(jsonb_build_object('id', coalesce(u.unit, f.unit), 'code', coalesce(u.code, f.unit), 'name', coalesce(u.name, f.unit), 'nameEn', u.name_en,
          'parent', u.parent, 'values', coalesce(f.figures, '{}')) order by coalesce(u.code, f.unit)), '[]'))
    from units u
    full join (
      select v.unit, jsonb_object_agg(v.indicator, jsonb_build_array(
        case when v.indicator in ('handlingHours', 'handlingHoursP90') then round(v.numerator / 3600, 2) else v.numerator end, v.denominator)) as figures
      from figures v group by v.unit) f on f.unit = u.unit
    where u.unit is not null or unit in ('source', 'category', 'class'));
end $$;
comment on function public.indicator_table(area bigint, indicators text[], unit text, first_day date, last_day date, options jsonb) is
  'Indicators of the registry by unit over a period of days of the district''s calendar: { now, firstDay, lastDay, calendar, unit, communities, gridsOn, units: [{ id, code, name, nameEn, parent, values: { indicator: [numerator, denominator] } }] }; a unit without a value counted nothing. options: { lessDeferred, lessUnreasonable, categories, gridsOn }. Errors: not-allowed, unit-unknown, indicator-unknown, indicator-not-by-unit (a unit that is not among the `units` of the indicator, or the workload of departments in a part of the district), period-wrong. Security definer: gives away counts, no case.';

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
  figures constant jsonb := private.figure_scope(area);
  standing constant jsonb := (select jsonb_object_agg(s.indicator, jsonb_build_object('numerator', s.numerator, 'denominator', s.denominator))
    from private.standing_sums(figures, 'district', '{postsFilled,onDuty,visitCoverage}', first_day, today, null) s);
  nothing constant jsonb := '{"numerator": 0, "denominator": 0}';
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
    'onTimeClosure', private.on_time_closure(figures, first_day, today),
    'postsFilled', coalesce(standing -> 'postsFilled', nothing),
    'onDuty', coalesce(standing -> 'onDuty', nothing),
    'visitCoverage', coalesce(standing -> 'visitCoverage', nothing))
    || private.reported_by(scope.district, scope.seen, first_day, today, calendar.time_zone, hidden);
end $$;

drop function private.posts_standing(bigint[], date);
drop function private.visit_coverage(bigint[], date, date);
drop function private.households_called(bigint[], date, date);
drop function private.standing_units();
