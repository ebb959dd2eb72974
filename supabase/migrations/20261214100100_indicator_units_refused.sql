-- Posts, visits and ground are not counted by classes of cases or hours: who asks is told so, instead of given nothing.
create function private.standing_units() returns text[]
language sql immutable set search_path = '' as $$ select '{district,street,community,grid}'::text[] $$;
comment on function private.standing_units() is
  'The units by which posts, people, visits and ground are counted.';

create or replace function private.standing_sums(scope jsonb, unit_kind text, indicator text, first_day date, last_day date, grids bigint[])
returns table (unit text, numerator numeric, denominator numeric)
language plpgsql stable set search_path = '' as $$
declare
  district constant bigint := (scope ->> 'district')::bigint;
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
  base text;
  per text;
begin
  if unit_kind <> all (private.standing_units()) then
    return;
  end if;
  per := case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'b.community_id' else 'b.grid_id' end;
  if indicator = 'workload' then
    return query execute format(
      'select coalesce(o.unit, p.unit), coalesce(o.cases, 0)::numeric, coalesce(p.people, 0)::numeric
       from (select (%1$s)::text as unit, count(*) + count(*) filter (where i.urgent) as cases from public.incidents i%2$s
         where i.district_id = $1 and i.community_id = any ($2) and i.state not in (''closed'', ''rejected'', ''duplicate'', ''self_handled'', ''cancelled'') and i.category_id <> all ($5)%3$s group by 1) o
       full join (select (%4$s)::text as unit, count(distinct duty.doer) as people
         from public.assignments held join private.grids_in_force g on g.id = held.grid_id and g.community_id = any ($2)
         join public.areas a on a.id = g.community_id
         join private.on_duty_people(array(select distinct h.person_id from public.assignments h where h.district_id = $1 and h.since <= $3 and (h.until is null or h.until > $3)), $3) duty
           on duty.person = held.person_id
         where held.since <= $3 and (held.until is null or held.until > $3) group by 1) p on p.unit = o.unit',
      case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'i.community_id' else 'k.id' end,
      case unit_kind when 'street' then ' join public.areas a on a.id = i.community_id'
        when 'grid' then ' join private.case_facts f on f.district_id = i.district_id and f.id = i.id cross join lateral unnest(f.grid_ids) k (id)' else '' end,
      case unit_kind when 'grid' then ' and k.id = any ($4)' else '' end,
      case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'g.community_id' else 'g.id' end)
      using district, seen, private.local_date(district, now()), grids, private.figure_hidden(scope);
    return;
  end if;
  base := case indicator
    when 'balance' then
      'select g.community_id, g.id as grid_id, (abs(g.households - g.target_households) <= g.tolerance * g.target_households)::integer as n, 1 as d
       from private.grids_in_force g where g.is_leaf and g.kind = ''residential'' and g.community_id = any ($2)'
    when 'visitCoverage' then
      'select b.community_id, gb.grid_id, least(coalesce(called.households, 0), b.households) as n, b.households as d from public.buildings b
       left join (select v.building_id, sum(v.households) as households from public.visits v where v.district_id = $1 and v.visited_on between $3 and $4 group by 1) called on called.building_id = b.id
       left join public.grid_buildings gb on gb.building_id = b.id and gb.grid_id = any ($5) where b.community_id = any ($2)'
    when 'serviceReach' then
      'select b.community_id, gb.grid_id, case when exists (select from public.service_points s
           where s.district_id = $1 and s.position operator(extensions.&&) extensions.st_expand(b.position, 0.02)
             and extensions.st_dwithin(s.position::extensions.geography, b.position::extensions.geography, 1000)) then b.households else 0 end as n, b.households as d
       from public.buildings b left join public.grid_buildings gb on gb.building_id = b.id and gb.grid_id = any ($5) where b.community_id = any ($2)'
    else format(
      'select p.community_id, p.grid_id, bool_and(coalesce(h.people, 0) >= p.per_grid)::integer as n, 1 as d
       from (select g.community_id, g.id as grid_id, post.id as post, post.per_grid from private.grids_in_force g
         join public.scheme_posts post on post.scheme_id = g.scheme_id and post.level = g.level and post.exclusive and post.basis = ''grid''
         where g.community_id = any ($2)) p
       left join (select held.grid_id, held.post_id, count(distinct held.person_id)%s as people
         from public.assignments held
         join private.on_duty_people(array(select distinct h.person_id from public.assignments h where h.district_id = $1 and h.since <= $6 and (h.until is null or h.until > $6)), $6) duty
           on duty.person = held.person_id
         where held.district_id = $1 and held.since <= $6 and (held.until is null or held.until > $6) group by 1, 2) h on h.grid_id = p.grid_id and h.post_id = p.post
       group by 1, 2', case when indicator = 'onDuty' then ' filter (where duty.doer is not null)' else '' end)
  end;
  return query execute format('select (%s)::text, sum(b.n)::numeric, sum(b.d)::numeric from (%s) b join public.areas a on a.id = b.community_id group by 1', per, base)
    using district, seen, first_day, last_day, grids, private.local_date(district, now());
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
  if unit <> all (private.standing_units()) then
    select d.code into unknown from public.indicator_definitions d where d.code = any (indicators) and d.basis = 'standing' order by d.rank limit 1;
    if unknown is not null then
      raise exception 'indicator-not-by-unit' using errcode = 'P0001', detail = json_build_object('indicator', unknown, 'unit', unit)::text;
    end if;
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
comment on function public.indicator_table(bigint, text[], text, date, date, jsonb) is
  'Indicators of the registry by unit over a period of days of the district''s calendar: { now, firstDay, lastDay, calendar, unit, communities, gridsOn, units: [{ id, code, name, nameEn, parent, values: { indicator: [numerator, denominator] } }] }; a unit without a value counted nothing. options: { lessDeferred, lessUnreasonable, categories, gridsOn }. Errors: not-allowed, unit-unknown, indicator-unknown, indicator-not-by-unit (posts, people, visits and ground by other units than district, street, community and grid), period-wrong. Security definer: gives away counts, no case.';
