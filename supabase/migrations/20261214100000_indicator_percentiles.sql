-- The hours that nine in ten cases are handled within, by every unit: no sum of tallies gives them, so they are of a kind of their own.
alter table public.indicator_definitions drop constraint indicator_definitions_kind_known;
alter table public.indicator_definitions add constraint indicator_definitions_kind_known check (kind = any (array['count', 'share', 'hours', 'ratio', 'percentile']));
comment on column public.indicator_definitions.kind is
  'count: a number; share: numerator / denominator; hours: working hours / cases; ratio: numerator per denominator; percentile: working hours beside the number of cases that they are of.';
update public.indicator_definitions set rank = rank + 1 where rank > 17 and rank < 30;
insert into public.indicator_definitions (code, rank, kind, basis, better, name, name_en, formula, formula_en, numerator, denominator) values
  ('handlingHoursP90', 18, 'percentile', 'cases', 'less', '处置时长 P90', 'Handling time, P90', '期内处置的案件中，九成从立案到处置不超过的工作小时（最近秩）',
    'Working hours from filing to handling that nine in ten of what was handled in the period do not exceed (nearest rank)', 'handled', 'handled');

create function private.handling_percentiles(scope jsonb, unit_kind text, first_day date, last_day date, categories bigint[], grids bigint[])
returns table (unit text, seconds numeric, cases bigint)
language plpgsql stable set search_path = '' as $$
declare
  period constant record := private.figure_period(scope, first_day, last_day);
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
  zone constant text := scope ->> 'zone';
begin
  return query execute format(
    'select p.unit::text, (percentile_disc(0.9) within group (order by p.seconds))::numeric, count(*)
     from (select %s as unit, f.handled_seconds as seconds from private.case_facts f%s
       where f.district_id = $1 and f.community_id = any ($2) and f.handled_at >= $3 and f.handled_at < $4 and f.handled_seconds is not null
         and ($5 is null or f.category_id = any ($5))%s) p
     where p.unit is not null group by 1',
    case unit_kind when 'district' then 'f.district_id' when 'street' then 'f.street_id' when 'community' then 'f.community_id' when 'grid' then 'k.id'
      when 'compound' then 'f.compound_id' when 'category' then 'f.category_id' when 'class' then 'left(c.code, 2)' when 'source' then 'f.source' when 'department' then 'd.department_id'
      when 'hour' then format('extract(hour from f.handled_at at time zone %L)::integer', zone) when 'weekday' then format('extract(isodow from f.handled_at at time zone %L)::integer', zone) end,
    case unit_kind when 'grid' then ' cross join lateral unnest(f.grid_ids) k (id)' when 'class' then ' join public.categories c on c.id = f.category_id'
      when 'department' then ' join public.incidents d on d.district_id = f.district_id and d.id = f.id' else '' end,
    case unit_kind when 'grid' then ' and k.id = any ($6)' else '' end)
    using (scope ->> 'district')::bigint, seen, period.since, period.until, categories, grids;
end $$;
comment on function private.handling_percentiles(jsonb, text, date, date, bigint[], bigint[]) is
  'Working seconds from filing to handling that nine in ten of what was handled in a period do not exceed (nearest rank), and of how many cases, by unit; null categories: all. Reads the cases of the period one by one.';

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
  select s.unit, d.code, s.numerator, s.denominator from public.indicator_definitions d
  cross join lateral private.standing_sums(scope, unit_kind, d.code, first_day, least(last_day, today), grids) s
  where d.code = any (indicators) and d.basis = 'standing' and s.unit is not null;
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
