-- Welfare and mediation in figures: who handles cases there sees them one by one, everybody else counts of cells that are rounded before
-- they leave the database. A cell is a community, a category and a month; it is rounded to a multiple of five, up or down by chance that
-- is fixed for the cell, so the same cell is the same in every answer and answers add up. Areas, periods or totals that are subtracted
-- from each other give a rounded cell, never a count.

create table private.rounding_secret (
  is_one boolean constraint rounding_secret_pkey primary key default true,
  secret uuid not null default gen_random_uuid(),
  constraint rounding_secret_is_one check (is_one)
);
comment on table private.rounding_secret is 'What the chance of rounding is drawn from; one row, read by private.rounded only.';
insert into private.rounding_secret default values;

create function private.rounded(n numeric, cell text) returns numeric
language sql stable security definer set search_path = '' as $$
  select n - n % 5 + case when ('x' || left(md5(s.secret || cell), 7))::bit(28)::integer % 5 < n % 5 then 5 else 0 end
  from private.rounding_secret s
$$;
comment on function private.rounded is
  'A count as a multiple of five: up with a chance of the remainder in five, drawn once for the cell, so that the mean is right and a repeated question gives nothing. Security definer: the secret is nobody''s.';

create function private.protected_categories(district bigint) returns bigint[]
language sql stable set search_path = '' as $$
  select array(select c.id from public.categories c where c.grid_only and (c.district_id = district or c.district_id is null))
$$;
comment on function private.protected_categories is 'Categories whose small counts are nobody''s but those who handle them: welfare and mediation.';

create function private.open_categories(district bigint) returns bigint[]
language sql stable set search_path = '' as $$
  select array(select c.id from public.categories c where not c.grid_only and length(c.code) = 4 and (c.district_id = district or c.district_id is null))
$$;
comment on function private.open_categories is 'Categories that are counted exactly for everybody.';

create function private.rounded_sums(scope jsonb, unit_kind text, codes text[], first_day date, last_day date, categories bigint[])
returns table (unit text, code text, n numeric)
language plpgsql stable set search_path = '' as $$
declare
  today constant date := (now() at time zone (scope ->> 'zone'))::date;
begin
  if unit_kind not in ('district', 'street', 'community', 'class', 'category') then
    return;
  end if;
  -- The cases of a cell are spread evenly over the days of its month, so that periods add up and none says more than the cell.
  return query
  select u.unit, v.key, sum(floor(v.r * d.until / d.days) - floor(v.r * d.since / d.days))
  from private.case_tallies t
  join public.areas a on a.id = t.area_id
  join public.categories c on c.id = t.category_id
  cross join lateral (
    select case unit_kind when 'district' then t.district_id::text when 'street' then a.parent_id::text when 'community' then t.area_id::text
      when 'class' then left(c.code, 2) else t.category_id::text end as unit) u
  cross join lateral (
    select greatest(1, least((t.month + interval '1 month')::date, today + 1) - t.month) as days) len
  cross join lateral (
    select len.days, least(greatest(first_day - t.month, 0), len.days) as since, least(greatest(last_day + 1 - t.month, 0), len.days) as until) d
  cross join lateral (
    select e.key, private.rounded(e.value::numeric, concat_ws('/', t.area_id, t.category_id, t.month)) as r
    from jsonb_each_text(to_jsonb(t)) e where e.key = any (codes)) v
  where t.district_id = (scope ->> 'district')::bigint and t.kind = 'community' and t.category_id = any (categories)
    and t.area_id = any (array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s))
    and t.month <= last_day and t.month > first_day - 31 and v.r > 0
  group by 1, 2;
end $$;
comment on function private.rounded_sums is
  'Counts of measures of protected categories by district, street, community, class or category, out of rounded cells; nothing by finer units.';

create function private.figure_sums(scope jsonb, unit_kind text, codes text[], first_day date, last_day date, categories bigint[], grids bigint[])
returns table (unit text, code text, n numeric)
language plpgsql stable set search_path = '' as $$
declare
  period constant record := private.figure_period(scope, first_day, last_day);
  district constant bigint := (scope ->> 'district')::bigint;
begin
  if (scope ->> 'handlesAll')::boolean then
    return query select * from private.measure_sums(scope, unit_kind, codes, period.since, period.until, categories, grids);
    return;
  end if;
  return query
  select s.unit, s.code, sum(s.n) from (
    select * from private.measure_sums(scope, unit_kind, codes, period.since, period.until,
      array(select c from unnest(private.open_categories(district)) c where categories is null or c = any (categories)), grids)
    union all
    select * from private.rounded_sums(scope, unit_kind, codes, first_day, last_day,
      array(select c from unnest(private.protected_categories(district)) c where categories is null or c = any (categories)))) s
  group by 1, 2;
end $$;
comment on function private.figure_sums is
  'Counts of measures as the caller may know them: exact for who handles cases in the whole scope; else protected categories out of rounded cells.';

create or replace function private.figure_values(scope jsonb, indicators text[], unit_kind text, first_day date, last_day date, options jsonb)
returns table (unit text, indicator text, numerator numeric, denominator numeric)
language plpgsql stable set search_path = '' as $$
declare
  today constant date := (now() at time zone (scope ->> 'zone'))::date;
  categories constant bigint[] := private.figure_categories(scope, options);
  grids constant bigint[] := case when unit_kind = 'grid' then private.figure_grids(scope, coalesce((options ->> 'gridsOn')::date, today)) end;
  codes text[];
begin
  codes := array(
    select distinct c from unnest(indicators) i cross join lateral private.measures_of(i, options) m cross join lateral unnest(array[m.numerator, m.denominator]) c where c is not null);
  if cardinality(codes) > 0 then
    return query
    with sums as materialized (select * from private.figure_sums(scope, unit_kind, codes, first_day, last_day, categories, grids))
    select s.unit, d.code, coalesce(sum(s.n) filter (where s.code = m.numerator), 0), case when m.denominator is not null then coalesce(sum(s.n) filter (where s.code = m.denominator), 0) end
    from public.indicator_definitions d
    cross join lateral private.measures_of(d.code, options) m
    join sums s on s.code in (m.numerator, m.denominator)
    where d.code = any (indicators) and d.basis = 'cases'
    group by s.unit, d.code, m.numerator, m.denominator;
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
  select s.unit, d.code, s.numerator, s.denominator from public.indicator_definitions d
  cross join lateral private.standing_sums(scope, unit_kind, d.code, first_day, least(last_day, today), grids) s
  where d.code = any (indicators) and d.basis = 'standing' and s.unit is not null;
end $$;

create or replace function private.bulletin(scope jsonb, first_day date, last_day date) returns jsonb
language plpgsql stable set search_path = '' set jit = off as $$
declare
  -- Everybody reads what is published: its cells are rounded whoever publishes.
  for_all constant jsonb := scope || '{"handlesAll": false}';
  codes constant text[] := '{cameIn,filedCases,closingDue,closedCases,onTimeClosure,onTimeHandling,response,satisfaction}';
  below constant text := case scope ->> 'kind' when 'district' then 'street' else 'community' end;
begin
  return (
    with asked as (
      select u.unit_kind, o.options, o.name from unnest(array['district', 'source', 'class', below]) u (unit_kind)
      cross join (values ('all', '{}'::jsonb), ('lessDeferred', '{"lessDeferred": true, "lessUnreasonable": true}')) o (name, options)
    ), figures as (
      select a.unit_kind, a.name, v.unit, v.indicator, v.numerator, v.denominator
      from asked a cross join lateral private.figure_values(for_all, codes, a.unit_kind, first_day, last_day, a.options) v
      where a.name = 'all' or v.indicator in ('closingDue', 'onTimeClosure', 'response')
    ), units as (
      select a.unit_kind, u.unit, u.code, u.name, u.name_en
      from (select distinct asked.unit_kind from asked) a cross join lateral private.figure_units(scope, a.unit_kind, null) u
    ), rows as (
      select f.unit_kind, f.unit, coalesce(u.code, f.unit) as code, coalesce(u.name, f.unit) as name, u.name_en,
        jsonb_object_agg(f.indicator || case f.name when 'all' then '' else 'Less' end, jsonb_build_array(f.numerator, f.denominator)) as figures
      from figures f left join units u on u.unit_kind = f.unit_kind and u.unit = f.unit
      group by 1, 2, 3, 4, 5
    )
    select jsonb_build_object('total', (select r.figures from rows r where r.unit_kind = 'district'),
      'source', (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'name', r.name, 'nameEn', r.name_en, 'values', r.figures) order by r.code), '[]') from rows r where r.unit_kind = 'source'),
      'class', (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'name', r.name, 'nameEn', r.name_en, 'values', r.figures) order by r.code), '[]') from rows r where r.unit_kind = 'class'),
      'area', (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'name', r.name, 'nameEn', r.name_en, 'values', r.figures) order by r.code), '[]') from rows r where r.unit_kind = below)));
end $$;

create or replace function public.late_cases(area bigint) returns jsonb
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
        and (i.community_id = any (scope.handled) or i.category_id not in (select c.id from public.categories c where c.grid_only))
    )
    select jsonb_build_object('now', now(), 'clocks', coalesce(jsonb_agg(jsonb_build_object('clock', l.clock, 'ages', l.ages) order by l.total desc, l.clock), '[]'))
    from (
      select late.clock, count(*) as total, jsonb_build_array(count(*) filter (where late.age = 0), count(*) filter (where late.age = 1),
        count(*) filter (where late.age = 2), count(*) filter (where late.age = 3)) as ages
      from late group by late.clock) l);
end $$;

create or replace function public.indicator_rows(
  area bigint, indicator text, unit text, unit_id text, first_day date, last_day date, part text default 'denominator', options jsonb default '{}',
  cursor jsonb default null, page_size integer default 50
) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
  zone constant text := scope ->> 'zone';
  period constant record := private.figure_period(scope, first_day, last_day);
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
  handled constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'handled') s);
  categories constant bigint[] := private.figure_categories(scope, options);
  size constant integer := least(greatest(page_size, 1), 200);
  definition public.indicator_definitions;
  chosen record;
  above text;
  below text;
  lies text;
  conditions text;
  rows jsonb;
  next jsonb;
begin
  select * into definition from public.indicator_definitions d where d.code = indicator;
  if definition is null or definition.basis = 'standing' then
    raise exception 'indicator-unknown' using errcode = 'P0001', detail = json_build_object('indicator', indicator)::text;
  end if;
  if unit is null or not unit = any (private.unit_kinds()) then
    raise exception 'unit-unknown' using errcode = 'P0001', detail = json_build_object('unit', unit)::text;
  end if;
  chosen := private.measures_of(indicator, options);
  if definition.basis = 'open' then
    below := 'not private.incident_ended(i.state)';
    above := case indicator when 'openCases' then below else 'i.deadline_at < now()' end;
    if indicator <> 'overdueShare' then below := above; end if;
  else
    select format('(%s)', coalesce(m.within, format('f.%s >= $3 and f.%s < $4 and (%s) <> 0', m.at, m.at, m.amount))) into above
    from private.measures m where m.code = chosen.numerator;
    select format('(%s)', coalesce(m.within, format('f.%s >= $3 and f.%s < $4 and (%s) <> 0', m.at, m.at, m.amount))) into below
    from private.measures m where m.code = coalesce(chosen.denominator, chosen.numerator);
  end if;
  lies := case unit when 'street' then 'f.street_id = $5::bigint' when 'community' then 'f.community_id = $5::bigint' when 'grid' then '$5::bigint = any (f.grid_ids)'
    when 'compound' then 'f.compound_id = $5::bigint' when 'category' then 'f.category_id = $5::bigint'
    when 'class' then 'f.category_id in (select c.id from public.categories c where c.code like $5 || ''%'')' when 'source' then 'f.source = $5'
    when 'department' then '(f.district_id, f.id) in (select d.district_id, d.id from public.incidents d where d.district_id = $1 and d.department_id = $5::bigint)'
    when 'district' then 'true'
    else format('extract(%s from f.%s at time zone %L)::text = $5', case unit when 'hour' then 'hour' else 'isodow' end,
      coalesce((select m.at from private.measures m where m.code = chosen.numerator), 'reported_at'), zone) end;
  conditions := concat_ws(' and ', 'f.district_id = $1 and f.community_id = any ($2)', lies,
    '(f.community_id = any ($7) or f.category_id not in (select c.id from public.categories c where c.grid_only))',
    case part when 'numerator' then above when 'rest' then below || ' and not coalesce(' || above || ', false)' else below end,
    case when categories is not null then 'f.category_id = any ($6)' end,
    case when cursor is not null then '(f.reported_at, f.id) < (($8 ->> 0)::timestamptz, ($8 ->> 1)::bigint)' end);
  execute format(
    'select coalesce(jsonb_agg(private.incident_summary(i, i.community_id = any ($7)) order by page.reported_at desc, page.id desc), ''[]''),
       case when count(*) = %1$s then (array_agg(jsonb_build_array(page.reported_at, page.id) order by page.reported_at, page.id))[1] end
     from (select f.district_id, f.id, f.reported_at from private.case_facts f%2$s where %3$s order by f.reported_at desc, f.id desc limit %1$s) page
     join public.incidents i on i.district_id = page.district_id and i.id = page.id',
    size, case when definition.basis = 'open' then ' join public.incidents i on i.district_id = f.district_id and i.id = f.id and i.state not in (''closed'', ''rejected'', ''duplicate'', ''self_handled'', ''cancelled'')' else '' end, conditions)
  into rows, next
  using (scope ->> 'district')::bigint, seen, period.since, period.until, unit_id, categories, handled, cursor;
  return jsonb_build_object('now', now(), 'incidents', rows, 'next', next);
end $$;

create or replace function public.indicators(area bigint, first_day date, last_day date, options jsonb default '{}') returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
  seen constant bigint[] := array(
    select s::bigint from jsonb_array_elements_text(scope -> 'seen') s intersect select private.reachable(private.incident_readers()));
  -- One number for every role: totals of an area, of all categories, as before.
  own constant jsonb := scope || jsonb_build_object('handlesAll', true, 'seen', to_jsonb(seen), 'isWhole', (scope ->> 'isWhole')::boolean and cardinality(seen) = jsonb_array_length(scope -> 'seen'));
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
-- A unit is what was asked for, not a column of the answer.
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
        case when v.indicator = 'handlingHours' then round(v.numerator / 3600, 2) else v.numerator end, v.denominator)) as figures
      from figures v group by v.unit) f on f.unit = u.unit
    where u.unit is not null or unit in ('source', 'category', 'class'));
end $$;

create or replace function public.assessment(area bigint, unit text, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_variable
declare
  scope constant jsonb := private.figure_scope(area);
  length constant integer := last_day - first_day + 1;
begin
  if unit is null or not unit = any ('{street,community,department}'::text[]) then
    raise exception 'unit-unknown' using errcode = 'P0001', detail = json_build_object('unit', unit)::text;
  end if;
  perform private.figure_period(scope, first_day, last_day);
  return (
    with scores as materialized (
      select p.back, s.* from generate_series(0, 5) p (back)
      cross join lateral private.assessment_scores(scope, unit, first_day - p.back * length, last_day - p.back * length) s
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
