-- Figures by department: the one that each case went to.

create or replace function private.unit_kinds() returns text[]
language sql immutable set search_path = '' as $$
  select '{district,street,community,grid,compound,class,category,hour,weekday,source,department}'::text[]
$$;

create or replace function private.measure_sums(
  scope jsonb, unit_kind text, codes text[], since timestamptz, until timestamptz, categories bigint[] default null, grids bigint[] default null
) returns table (unit text, code text, n numeric)
language plpgsql stable set search_path = '' as $$
declare
  district constant bigint := (scope ->> 'district')::bigint;
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
  is_whole constant boolean := (scope ->> 'isWhole')::boolean;
  zone constant text := scope ->> 'zone';
  months constant record := private.whole_months(zone, since, until);
  starts constant timestamptz := months.first_month::timestamp at time zone zone;
  ends constant timestamptz := months.next_month::timestamp at time zone zone;
  tallied text;
  per_tally text;
  per_fact text;
  joined text := '';
  within text;
  parts text[] := '{}';
  g record;
begin
  -- Where whole months are tallied, and by what.
  tallied := case
    when months.first_month is null then null
    when unit_kind in ('district', 'street', 'community') or (unit_kind in ('category', 'class') and not is_whole) then concat_ws(' and ',
      't.kind = ''community''',
      case when unit_kind in ('category', 'class') then case when categories is null then 't.category_id <> 0' else 't.category_id = any ($5)' end
        when categories is null then 't.category_id = 0' else 't.category_id = any ($5)' end,
      case when not is_whole then 't.area_id = any ($2)' end)
    when unit_kind in ('category', 'class') then concat_ws(' and ', 't.kind = ''category'' and t.category_id = 0 and t.area_id = $1', case when categories is not null then 't.unit_id = any ($5)' end)
    when unit_kind = 'grid' and categories is null then 't.kind = ''grid'' and t.category_id = 0 and t.area_id = any ($2) and t.unit_id = any ($6)'
    when unit_kind = 'compound' and categories is null then concat_ws(' and ', 't.kind = ''compound'' and t.category_id = 0', case when not is_whole then 't.area_id = any ($2)' end)
    when unit_kind in ('hour', 'weekday') and categories is null and scope ->> 'weekhours' is not null then
      format('t.kind = ''weekhour'' and t.category_id = 0 and t.area_id = %s', (scope ->> 'weekhours')::bigint)
  end;
  per_tally := case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 't.area_id' when 'grid' then 't.unit_id' when 'compound' then 't.unit_id'
    when 'category' then case when is_whole then 't.unit_id' else 't.category_id' end when 'class' then 'left(c.code, 2)' when 'hour' then 't.unit_id % 24' when 'weekday' then 't.unit_id / 24' end;
  if tallied is not null then
    parts := parts || format(
      'select s.unit::text, v.code, v.n from (select %s as unit, %s from private.case_tallies t%s where t.district_id = $1 and %s and t.month >= %L and t.month < %L group by 1) s
       cross join lateral (values %s) v (code, n)',
      per_tally, (select string_agg(format('sum(t.%1$I) as %1$I', c), ', ') from unnest(codes) c),
      case unit_kind when 'street' then ' join public.areas a on a.id = t.area_id'
        when 'class' then format(' join public.categories c on c.id = t.%s', case when is_whole then 'unit_id' else 'category_id' end) else '' end,
      tallied, months.first_month, months.next_month, (select string_agg(format('(%L, s.%I)', c, c), ', ') from unnest(codes) c));
  end if;
  joined := case unit_kind when 'grid' then ' cross join lateral unnest(f.grid_ids) k (id)' when 'class' then ' join public.categories c on c.id = f.category_id'
    when 'department' then ' join public.incidents d on d.district_id = f.district_id and d.id = f.id' else '' end;
  within := concat_ws(' and ', 'f.district_id = $1', case when not is_whole then case when cardinality(seen) = 1 then format('f.community_id = %s', seen[1]) else 'f.community_id = any ($2)' end end,
    case when categories is not null then case when cardinality(categories) = 1 then format('f.category_id = %s', categories[1]) else 'f.category_id = any ($5)' end end,
    case unit_kind when 'grid' then 'k.id = any ($6)' when 'compound' then 'f.compound_id is not null' end);
  for g in
    select m.at, m.span, array_agg(m.code order by m.code) as codes,
      string_agg(format('sum(%s) as %I', m.amount, m.code), ', ' order by m.code) as sums,
      string_agg(format('sum((%s)::integer) as %I', m.within, m.code), ', ' order by m.code) as before,
      string_agg(format('sum((%s)::integer - %s) as %I', m.within, m.amount, m.code), ', ' order by m.code) as after,
      string_agg(format('(%L, s.%I)', m.code, m.code), ', ' order by m.code) as named
    from private.measures m where m.code = any (codes) group by m.at, m.span
  loop
    per_fact := case unit_kind when 'district' then 'f.district_id' when 'street' then 'f.street_id' when 'community' then 'f.community_id' when 'grid' then 'k.id'
      when 'compound' then 'f.compound_id' when 'category' then 'f.category_id' when 'class' then 'left(c.code, 2)' when 'source' then 'f.source' when 'department' then 'd.department_id'
      when 'hour' then format('extract(hour from f.%s at time zone %L)::integer', g.at, zone)
      when 'weekday' then format('extract(isodow from f.%s at time zone %L)::integer', g.at, zone) end;
    parts := parts || array(
      select format('select s.unit::text, v.code, v.n from (select %s as unit, %s from private.case_facts f%s where %s and f.%s >= %L and f.%s < %L group by 1) s
          cross join lateral (values %s) v (code, n)', per_fact, g.sums, joined, within, g.at, cut.since, g.at, cut.until, g.named)
      from (values (since, case when tallied is null then until else starts end), (case when tallied is not null then ends end, until)) cut (since, until)
      where cut.since < cut.until);
    if g.span is not null then
      parts := parts || format('select s.unit::text, v.code, v.n from (select %s as unit, %s from private.case_facts f%s
          where %s and f.%s_first < f.%s_last and tstzrange(f.%s_first, f.%s_last, ''[]'') @> $3 and f.%s_first < $3 group by 1) s
          cross join lateral (values %s) v (code, n)',
        per_fact, g.before, joined, within, g.span, g.span, g.span, g.span, g.span, g.named)
      || format('select s.unit::text, v.code, v.n from (select %s as unit, %s from private.case_facts f%s
          where %s and f.%s_first < f.%s_last and tstzrange(f.%s_first, f.%s_last, ''[]'') @> $4 and f.%s_first >= $3 and f.%s_first < $4 group by 1) s
          cross join lateral (values %s) v (code, n)',
        per_fact, g.after, joined, within, g.span, g.span, g.span, g.span, g.span, g.span, g.named);
    end if;
  end loop;
  return query execute format('select p.unit, p.code, sum(p.n)::numeric from (%s) p (unit, code, n) where p.unit is not null group by 1, 2', array_to_string(parts, E'\nunion all\n'))
    using district, seen, since, until, categories, grids;
end $$;

create or replace function private.open_sums(scope jsonb, unit_kind text, categories bigint[], grids bigint[]) returns table (unit text, open bigint, overdue bigint)
language plpgsql stable set search_path = '' as $$
declare
  zone constant text := scope ->> 'zone';
begin
  return query execute format(
    'select (%s)::text, count(*), count(*) filter (where i.deadline_at < now()) from public.incidents i%s
     where i.district_id = $1 and i.community_id = any ($2) and i.state not in (''closed'', ''rejected'', ''duplicate'', ''self_handled'', ''cancelled'')
       and ($3 is null or i.category_id = any ($3))%s group by 1',
    case unit_kind when 'district' then 'i.district_id' when 'street' then 'a.parent_id' when 'community' then 'i.community_id' when 'grid' then 'k.id' when 'compound' then 'f.compound_id'
      when 'category' then 'i.category_id' when 'class' then 'left(c.code, 2)' when 'source' then 'i.source' when 'department' then 'i.department_id'
      when 'hour' then format('extract(hour from i.reported_at at time zone %L)::integer', zone)
      when 'weekday' then format('extract(isodow from i.reported_at at time zone %L)::integer', zone) end,
    case unit_kind when 'street' then ' join public.areas a on a.id = i.community_id' when 'class' then ' join public.categories c on c.id = i.category_id'
      when 'grid' then ' join private.case_facts f on f.district_id = i.district_id and f.id = i.id cross join lateral unnest(f.grid_ids) k (id)'
      when 'compound' then ' join private.case_facts f on f.district_id = i.district_id and f.id = i.id' else '' end,
    case unit_kind when 'grid' then ' and k.id = any ($4)' when 'compound' then ' and f.compound_id is not null' when 'department' then ' and i.department_id is not null' else '' end)
    using (scope ->> 'district')::bigint, array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s), categories, grids;
end $$;

create or replace function private.figure_units(scope jsonb, unit_kind text, grids bigint[]) returns table (unit text, code text, name text, name_en text, parent text)
language plpgsql stable set search_path = '' as $$
declare
  district constant bigint := (scope ->> 'district')::bigint;
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
begin
  case unit_kind
    when 'district' then return query select a.id::text, a.code, a.name, a.name_en, null::text from public.areas a where a.id = district;
    when 'street' then return query select a.id::text, a.code, a.name, a.name_en, a.parent_id::text from public.areas a
      where a.id in (select c.parent_id from public.areas c where c.id = any (seen));
    when 'community' then return query select a.id::text, a.code, a.name, a.name_en, a.parent_id::text from public.areas a where a.id = any (seen);
    when 'grid' then return query select g.id::text, g.code, g.name, null::text, g.community_id::text from public.grids g where g.id = any (grids);
    when 'compound' then return query select c.id::text, c.source_id, c.name, null::text, c.community_id::text from public.compounds c
      where c.district_id = district and c.boundary is not null and c.community_id = any (seen);
    when 'category' then return query select c.id::text, c.code, c.name, c.name_en, left(c.code, 2) from public.categories c
      where length(c.code) = 4 and (c.district_id = district or c.district_id is null);
    when 'class' then return query select distinct on (c.code) c.code, c.code, c.name, c.name_en, null::text from public.categories c
      where length(c.code) = 2 and (c.district_id = district or c.district_id is null) order by c.code, c.district_id nulls last;
    when 'department' then return query select d.id::text, d.id::text, d.name, d.name_en, null::text from public.departments d where d.district_id = district;
    when 'hour' then return query select h::text, h::text, h::text, h::text, null::text from generate_series(0, 23) h;
    when 'weekday' then return query select d::text, d::text, d::text, d::text, null::text from generate_series(1, 7) d;
    else return query select s, s, s, s, null::text from unnest('{desk,field,resident,import,hotline,sensor}'::text[]) s;
  end case;
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
  if definition.basis = 'open' then
    below := 'not private.incident_ended(i.state)';
    above := case indicator when 'openCases' then below else 'i.deadline_at < now()' end;
    if indicator <> 'overdueShare' then below := above; end if;
  else
    chosen := private.measures_of(indicator, options);
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
