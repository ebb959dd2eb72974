-- Every indicator once: a row of words in both languages and what it is made of; one function that answers any of them by any unit
-- over any period, and one that pages the cases behind an answer.

create table public.indicator_definitions (
  code text not null constraint indicator_definitions_pkey primary key,
  rank smallint not null,
  kind text not null,
  basis text not null,
  better text not null,
  name text not null,
  name_en text not null,
  formula text not null,
  formula_en text not null,
  numerator text,
  denominator text,
  switched jsonb not null default '{}',
  version smallint not null default 1,
  version_since date not null default '2026-11-30',
  constraint indicator_definitions_kind_known check (kind in ('count', 'share', 'hours', 'ratio')),
  constraint indicator_definitions_basis_known check (basis in ('cases', 'open', 'standing')),
  constraint indicator_definitions_better_known check (better in ('more', 'less', 'neither')),
  constraint indicator_definitions_code_length check (length(code) <= 400),
  constraint indicator_definitions_name_length check (length(name) <= 400),
  constraint indicator_definitions_name_en_length check (length(name_en) <= 10000),
  constraint indicator_definitions_formula_length check (length(formula) <= 10000),
  constraint indicator_definitions_formula_en_length check (length(formula_en) <= 10000),
  constraint indicator_definitions_numerator_length check (length(numerator) <= 400),
  constraint indicator_definitions_denominator_length check (length(denominator) <= 400),
  constraint indicator_definitions_kind_length check (length(kind) <= 400),
  constraint indicator_definitions_basis_length check (length(basis) <= 400),
  constraint indicator_definitions_better_length check (length(better) <= 400),
  constraint indicator_definitions_since_bounded check (version_since between '1900-01-01' and '2099-12-31')
);
comment on table public.indicator_definitions is
  'The registry of indicators: what each is called, how it is computed, and since when its rule is this one. Changed by migrations; a rule that changes gets the next version.';
comment on column public.indicator_definitions.kind is 'count: a number; share: numerator / denominator; hours: working hours / cases; ratio: numerator per denominator.';
comment on column public.indicator_definitions.basis is 'cases: of a period, out of case_facts; open: cases as of now; standing: grids, posts and buildings as of now or of a period of visits.';
comment on column public.indicator_definitions.numerator is 'The measure (private.measures) that is counted above the line, where basis is cases.';
comment on column public.indicator_definitions.switched is 'With an option that is set, other measures: { option: { numerator, denominator } }.';
alter table public.indicator_definitions enable row level security;
create policy "everybody signed in reads the registry" on public.indicator_definitions for select to authenticated using (true);
grant select on public.indicator_definitions to authenticated;

insert into public.indicator_definitions (code, rank, kind, basis, better, name, name_en, formula, formula_en, numerator, denominator, switched) values
  ('cameIn', 1, 'count', 'cases', 'neither', '受理来件', 'Came in', '期内上报的案件，不论后来如何', 'Cases reported in the period, whatever became of them', 'came_in', null, '{}'),
  ('happened', 2, 'count', 'cases', 'less', '发生', 'Happened', '期内上报，不含不予受理、重复、作废', 'Reported in the period, less rejected, duplicate and cancelled', 'happened', null, '{}'),
  ('filedCases', 3, 'count', 'cases', 'neither', '立案', 'Filed', '期内立案的案件', 'Cases filed in the period', 'filed', null, '{}'),
  ('closingDue', 4, 'count', 'cases', 'neither', '应结案', 'Due to be closed', '已立案，且处置期限（现行的或首次错过的）落在期内，或在期内结案', 'Filed, and a deadline for handling (in force or first missed) falls in the period, or closed in it', 'closing_due', null,
    '{"lessDeferred": {"numerator": "closing_due_less"}}'),
  ('closedCases', 5, 'count', 'cases', 'more', '结案', 'Closed', '期内结案的案件', 'Cases closed in the period', 'closed', null, '{}'),
  ('filingRate', 10, 'share', 'cases', 'more', '立案率', 'Filing rate', '期内受理的案件中已立案的 ÷ 期内受理', 'Filed of those accepted in the period / accepted in the period', 'accepted_filed', 'accepted', '{}'),
  ('dispatchAccuracy', 11, 'share', 'cases', 'more', '准确派遣率', 'Dispatch accuracy', '期内派遣且未被退回 ÷ 期内派遣（以最后一次派遣计）', 'Dispatched in the period (last dispatch) and never returned / dispatched', 'dispatched_well', 'dispatched', '{}'),
  ('onTimeHandling', 12, 'share', 'cases', 'more', '按期处置率', 'On-time handling', '期末前处置且从未超期 ÷ 应处置（已立案，期限落在期内或在期内处置）', 'Handled by the end of the period and never late / due to be handled (filed, a deadline or the handling in the period)', 'handling_in_time', 'handling_due', '{}'),
  ('closureRate', 13, 'share', 'cases', 'more', '结案率', 'Closure rate', '期末前结案 ÷ 应结案', 'Closed by the end of the period / due to be closed', 'closing_closed', 'closing_due',
    '{"lessDeferred": {"numerator": "closing_closed_less", "denominator": "closing_due_less"}}'),
  ('onTimeClosure', 14, 'share', 'cases', 'more', '按期结案率', 'On-time closure', '期末前结案且从未超期 ÷ 应结案（可除去缓办）', 'Closed by the end of the period and never late / due to be closed (deferred cases can be left out)', 'closing_in_time', 'closing_due',
    '{"lessDeferred": {"numerator": "closing_in_time_less", "denominator": "closing_due_less"}}'),
  ('reworkRate', 15, 'share', 'cases', 'less', '返工率', 'Rework rate', '期内返工的案件 ÷ 期内核查的案件（按件，不按次）', 'Cases sent to rework / cases checked in the period: cases, not times', 'reworked', 'checked', '{}'),
  ('deferralRate', 16, 'share', 'cases', 'less', '延期率', 'Deferral rate', '缓办过的 ÷ 应处置', 'Deferred at least once / due to be handled', 'handling_deferred', 'handling_due', '{}'),
  ('handlingHours', 17, 'hours', 'cases', 'less', '平均处置时长', 'Mean handling time', '期内处置的案件，从立案到处置的工作小时之和 ÷ 件数', 'Working hours from filing to handling of what was handled in the period / cases', 'handled_seconds', 'handled', '{}'),
  ('recurrence', 18, 'share', 'cases', 'less', '重复发生率', 'Recurrence', '结案后 30 天内、50 米内又发生同类的 ÷ 期内结案', 'Followed by the same category within 50 m and 30 days of closing / closed in the period', 'recurred', 'closed', '{}'),
  ('satisfaction', 19, 'share', 'cases', 'more', '满意率', 'Satisfaction', '满意 ÷ 已回访（期内结案的）', 'Satisfied / answered, of what was closed in the period', 'satisfied', 'answered', '{}'),
  ('response', 20, 'share', 'cases', 'more', '响应率', 'Response', '按时受理或当场办结 ÷ 期内上报（可除去不合理诉求）', 'Accepted or settled on the spot in time / reported in the period (what was refused can be left out)', 'responded', 'came_in',
    '{"lessUnreasonable": {"numerator": "responded_reasonable", "denominator": "reasonable"}}'),
  ('solved', 21, 'share', 'cases', 'more', '解决率', 'Solved', '因已解决而结案 ÷ 期内写明原因的结案（可除去不合理诉求）', 'Closed as solved / closed with a reason in the period (what was not there to be solved can be left out)', 'solved', 'reasoned',
    '{"lessUnreasonable": {"numerator": "solved", "denominator": "reasoned_reasonable"}}'),
  ('arrivalInTime', 22, 'share', 'cases', 'more', '按时到场率', 'On the spot in time', '按时到场 ÷ 期内应到场的应急案件', 'On the spot in time / emergencies whose time for it ended in the period', 'arrived_in_time', 'arrival_due', '{}'),
  ('firstAnswerInTime', 23, 'share', 'cases', 'more', '按时首次答复率', 'First answer in time', '按时首次答复 ÷ 期内应答复的诉求', 'First answers in time / requests whose time for it ended in the period', 'answered_in_time', 'answer_due', '{}'),
  ('openCases', 30, 'count', 'open', 'less', '未结', 'Open', '现在未结束的案件', 'Cases that have not ended, as of now', null, null, '{}'),
  ('overdueOpen', 31, 'count', 'open', 'less', '超期未结', 'Overdue and open', '现在未结且下一期限已过', 'Open now, and the next deadline has passed', null, null, '{}'),
  ('overdueShare', 32, 'share', 'open', 'less', '超期占比', 'Share overdue', '超期未结 ÷ 未结', 'Overdue and open / open, as of now', null, null, '{}'),
  ('workload', 33, 'ratio', 'standing', 'less', '人均负荷', 'Workload', '未结案件（急件计两件）÷ 在岗人数', 'Open cases, an urgent one twice / people on duty with a post of a grid in force', null, null, '{}'),
  ('postsFilled', 40, 'share', 'standing', 'more', '任职率', 'Posts filled', '专属岗位全部有人的网格 ÷ 有专属岗位的网格', 'Grids with every exclusive post assigned / grids in force that have exclusive posts', null, null, '{}'),
  ('onDuty', 41, 'share', 'standing', 'more', '在岗率', 'On duty', '专属岗位全部有在岗人员的网格 ÷ 有专属岗位的网格', 'Grids with every exclusive post assigned to somebody on duty now / the same grids', null, null, '{}'),
  ('visitCoverage', 42, 'share', 'standing', 'more', '走访覆盖率', 'Visit coverage', 'Σ各楼 min（期内走访户数，户数）÷ 户数', 'Σ over buildings of min(households called on in the period, households) / households', null, null, '{}'),
  ('balance', 43, 'share', 'standing', 'more', '网格均衡度', 'Balance', '户数在容差内的网格 ÷ 现行网格', 'Leaf grids within tolerance / leaf grids in force', null, null, '{}'),
  ('serviceReach', 44, 'share', 'standing', 'more', '服务半径覆盖', 'Service reach', '服务点直线 1,000 米内的户数 ÷ 户数', 'Households within 1,000 m, as the crow flies, of a service point / households', null, null, '{}');

create function private.measures_of(indicator text, options jsonb, out numerator text, out denominator text)
language sql stable set search_path = '' as $$
  select coalesce(s.chosen ->> 'numerator', d.numerator), coalesce(s.chosen ->> 'denominator', d.denominator)
  from public.indicator_definitions d
  left join lateral (
    select o.value as chosen from jsonb_each(d.switched) o where coalesce((options ->> o.key)::boolean, false) limit 1) s on true
  where d.code = indicator
$$;
comment on function private.measures_of is 'The measures of an indicator under its options; nulls where it is not made of cases of a period.';

-- The ends of whole months inside of a period, in the district's time zone; both null where there is none.
create function private.whole_months(zone text, since timestamptz, until timestamptz, out first_month date, out next_month date)
language sql stable set search_path = '' as $$
  select case when m.first_month < m.next_month then m.first_month end, case when m.first_month < m.next_month then m.next_month end
  from (
    select (date_trunc('month', (since at time zone zone) - interval '1 microsecond') + interval '1 month')::date as first_month,
      date_trunc('month', until at time zone zone)::date as next_month) m
$$;
comment on function private.whole_months is 'The first whole month inside of a period and the month after the last; nulls where there is none.';

create function private.unit_kinds() returns text[]
language sql immutable set search_path = '' as $$
  select '{district,street,community,grid,compound,class,category,hour,weekday,source}'::text[]
$$;
comment on function private.unit_kinds is 'By what figures can be counted.';

-- Counts of a scope by unit, as text: an id, a class (two digits), an hour (0 to 23), a weekday (1 to 7), a source.
create function private.measure_sums(
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
  joined := case unit_kind when 'grid' then ' cross join lateral unnest(f.grid_ids) k (id)' when 'class' then ' join public.categories c on c.id = f.category_id' else '' end;
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
      when 'compound' then 'f.compound_id' when 'category' then 'f.category_id' when 'class' then 'left(c.code, 2)' when 'source' then 'f.source'
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
comment on function private.measure_sums is
  'Counts of measures by unit over a period: whole months out of the tallies, the months that its ends cut out of case_facts, and the cases that stand across an end one by one. scope: { district, seen, isWhole (all communities of the district), weekhours (the street or district whose hours are tallied), zone }.';

create function private.open_sums(scope jsonb, unit_kind text, categories bigint[], grids bigint[]) returns table (unit text, open bigint, overdue bigint)
language plpgsql stable set search_path = '' as $$
declare
  zone constant text := scope ->> 'zone';
begin
  return query execute format(
    'select (%s)::text, count(*), count(*) filter (where i.deadline_at < now()) from public.incidents i%s
     where i.district_id = $1 and i.community_id = any ($2) and i.state not in (''closed'', ''rejected'', ''duplicate'', ''self_handled'', ''cancelled'')
       and ($3 is null or i.category_id = any ($3))%s group by 1',
    case unit_kind when 'district' then 'i.district_id' when 'street' then 'a.parent_id' when 'community' then 'i.community_id' when 'grid' then 'k.id' when 'compound' then 'f.compound_id'
      when 'category' then 'i.category_id' when 'class' then 'left(c.code, 2)' when 'source' then 'i.source'
      when 'hour' then format('extract(hour from i.reported_at at time zone %L)::integer', zone)
      when 'weekday' then format('extract(isodow from i.reported_at at time zone %L)::integer', zone) end,
    case unit_kind when 'street' then ' join public.areas a on a.id = i.community_id' when 'class' then ' join public.categories c on c.id = i.category_id'
      when 'grid' then ' join private.case_facts f on f.district_id = i.district_id and f.id = i.id cross join lateral unnest(f.grid_ids) k (id)'
      when 'compound' then ' join private.case_facts f on f.district_id = i.district_id and f.id = i.id' else '' end,
    case unit_kind when 'grid' then ' and k.id = any ($4)' when 'compound' then ' and f.compound_id is not null' else '' end)
    using (scope ->> 'district')::bigint, array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s), categories, grids;
end $$;
comment on function private.open_sums is 'Open cases by unit, and those whose next deadline has passed.';

-- Posts, visits and ground, by an area or a grid. Each row of the base is a grid or a building with what it adds above and below the line.
create function private.standing_sums(scope jsonb, unit_kind text, indicator text, first_day date, last_day date, grids bigint[])
returns table (unit text, numerator numeric, denominator numeric)
language plpgsql stable set search_path = '' as $$
declare
  district constant bigint := (scope ->> 'district')::bigint;
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
  base text;
  per text;
begin
  if unit_kind not in ('district', 'street', 'community', 'grid') then
    return;
  end if;
  per := case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'b.community_id' else 'b.grid_id' end;
  if indicator = 'workload' then
    return query execute format(
      'select coalesce(o.unit, p.unit), coalesce(o.cases, 0)::numeric, coalesce(p.people, 0)::numeric
       from (select (%1$s)::text as unit, count(*) + count(*) filter (where i.urgent) as cases from public.incidents i%2$s
         where i.district_id = $1 and i.community_id = any ($2) and i.state not in (''closed'', ''rejected'', ''duplicate'', ''self_handled'', ''cancelled'')%3$s group by 1) o
       full join (select (%4$s)::text as unit, count(distinct held.person_id) as people
         from public.assignments held join private.grids_in_force g on g.id = held.grid_id and g.community_id = any ($2)
         join public.areas a on a.id = g.community_id
         join public.people who on who.id = held.person_id and who.on_duty
         where $3 between held.since and coalesce(held.until, ''infinity'') group by 1) p on p.unit = o.unit',
      case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'i.community_id' else 'k.id' end,
      case unit_kind when 'street' then ' join public.areas a on a.id = i.community_id'
        when 'grid' then ' join private.case_facts f on f.district_id = i.district_id and f.id = i.id cross join lateral unnest(f.grid_ids) k (id)' else '' end,
      case unit_kind when 'grid' then ' and k.id = any ($4)' else '' end,
      case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'g.community_id' else 'g.id' end)
      using district, seen, private.local_date(district, now()), grids;
    return;
  end if;
  base := case indicator
    when 'balance' then
      'select g.community_id, g.id as grid_id, (abs(g.households - g.target_households) <= g.tolerance * g.target_households)::integer as n, 1 as d
       from private.grids_in_force g where g.is_leaf and g.community_id = any ($2)'
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
         join public.scheme_posts post on post.scheme_id = g.scheme_id and post.level = g.level and post.exclusive where g.community_id = any ($2)) p
       left join (select held.grid_id, held.post_id, count(distinct held.person_id)%s as people
         from public.assignments held join public.people who on who.id = held.person_id
         where held.district_id = $1 and $6 between held.since and coalesce(held.until, ''infinity'') group by 1, 2) h on h.grid_id = p.grid_id and h.post_id = p.post
       group by 1, 2', case when indicator = 'onDuty' then ' filter (where who.on_duty)' else '' end)
  end;
  return query execute format('select (%s)::text, sum(b.n)::numeric, sum(b.d)::numeric from (%s) b join public.areas a on a.id = b.community_id group by 1', per, base)
    using district, seen, first_day, last_day, grids, private.local_date(district, now());
end $$;
comment on function private.standing_sums is 'Posts, people on duty, visits, balance, workload and service reach by district, street, community or grid; no rows by other units.';

-- Where a question stands: communities whose cases the caller sees, and what of the tallies serves it.
create function private.figure_scope(area bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  scope constant record := private.incident_scope(area);
  chosen constant public.areas := (select a from public.areas a where a.id = area);
  of_area constant bigint[] := array(select c from private.communities_in(area) c);
  calendar record;
begin
  select * into calendar from private.district_calendars c where c.district_id = scope.district;
  return jsonb_build_object('district', scope.district, 'area', area, 'kind', chosen.kind, 'seen', to_jsonb(scope.seen),
    'handlesAll', scope.handled @> scope.seen, 'handled', to_jsonb(scope.handled),
    'isWhole', chosen.kind = 'district' and scope.seen @> of_area,
    'weekhours', case when chosen.kind in ('district', 'street') and scope.seen @> of_area then area end,
    'zone', calendar.time_zone, 'calendar', calendar.name);
end $$;
comment on function private.figure_scope is 'District, communities seen and handled, calendar and time zone of an area for the signed-in person; raises not-allowed.';

create function private.figure_grids(scope jsonb, day date) returns bigint[]
language sql stable set search_path = '' as $$
  select array(
    select g.id from private.grids_ever_in_force g
    where g.is_leaf and g.in_force @> day and g.community_id = any (array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s)))
$$;
comment on function private.figure_grids is 'The leaf grids in force on a day in the communities of a scope.';

create function private.figure_units(scope jsonb, unit_kind text, grids bigint[]) returns table (unit text, code text, name text, name_en text, parent text)
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
    when 'hour' then return query select h::text, h::text, h::text, h::text, null::text from generate_series(0, 23) h;
    when 'weekday' then return query select d::text, d::text, d::text, d::text, null::text from generate_series(1, 7) d;
    else return query select s, s, s, s, null::text from unnest('{desk,field,resident,import,hotline,sensor}'::text[]) s;
  end case;
end $$;
comment on function private.figure_units is 'The units of a kind in a scope with code, names and what they are part of.';

create function private.figure_categories(scope jsonb, options jsonb) returns bigint[]
language sql stable set search_path = '' as $$
  select case when jsonb_array_length(options -> 'categories') > 0 then array(
    select c.id from public.categories c join jsonb_array_elements_text(options -> 'categories') wanted on c.code like replace(wanted, '%', '') || '%'
    where length(c.code) = 4 and (c.district_id = (scope ->> 'district')::bigint or c.district_id is null)) end
$$;
comment on function private.figure_categories is 'The ids of the categories that options ask for (two digits: a class); null where they ask for none.';

create function private.figure_period(scope jsonb, first_day date, last_day date, out since timestamptz, out until timestamptz)
language plpgsql stable set search_path = '' as $$
begin
  if first_day is null or last_day is null or last_day < first_day or last_day - first_day > 3700 then
    raise exception 'period-wrong' using errcode = 'P0001', detail = json_build_object('firstDay', first_day, 'lastDay', last_day)::text;
  end if;
  since := first_day::timestamp at time zone (scope ->> 'zone');
  until := least((last_day + 1)::timestamp at time zone (scope ->> 'zone'), now());
end $$;
comment on function private.figure_period is 'From the first moment of a day to the last of another, or to now; raises period-wrong for more than ten years or none.';

create function private.figure_values(scope jsonb, indicators text[], unit_kind text, first_day date, last_day date, options jsonb)
returns table (unit text, indicator text, numerator numeric, denominator numeric)
language plpgsql stable set search_path = '' as $$
declare
  period constant record := private.figure_period(scope, first_day, last_day);
  today constant date := (now() at time zone (scope ->> 'zone'))::date;
  categories constant bigint[] := private.figure_categories(scope, options);
  grids constant bigint[] := case when unit_kind = 'grid' then private.figure_grids(scope, coalesce((options ->> 'gridsOn')::date, today)) end;
  codes text[];
begin
  codes := array(
    select distinct c from unnest(indicators) i cross join lateral private.measures_of(i, options) m cross join lateral unnest(array[m.numerator, m.denominator]) c where c is not null);
  if cardinality(codes) > 0 then
    return query
    with sums as materialized (select * from private.measure_sums(scope, unit_kind, codes, period.since, period.until, categories, grids))
    select s.unit, d.code, coalesce(sum(s.n) filter (where s.code = m.numerator), 0), case when m.denominator is not null then coalesce(sum(s.n) filter (where s.code = m.denominator), 0) end
    from public.indicator_definitions d
    cross join lateral private.measures_of(d.code, options) m
    join sums s on s.code in (m.numerator, m.denominator)
    where d.code = any (indicators) and d.basis = 'cases'
    group by s.unit, d.code, m.numerator, m.denominator;
  end if;
  if indicators && '{openCases,overdueOpen,overdueShare}' then
    return query
    with sums as materialized (select * from private.open_sums(scope, unit_kind, categories, grids))
    select s.unit, d.code, case when d.code = 'openCases' then s.open else s.overdue end::numeric, case when d.code = 'overdueShare' then s.open end::numeric
    from sums s cross join public.indicator_definitions d where d.code = any (indicators) and d.basis = 'open';
  end if;
  return query
  select s.unit, d.code, s.numerator, s.denominator from public.indicator_definitions d
  cross join lateral private.standing_sums(scope, unit_kind, d.code, first_day, least(last_day, today), grids) s
  where d.code = any (indicators) and d.basis = 'standing' and s.unit is not null;
end $$;
comment on function private.figure_values is 'Numerator and denominator of indicators by unit over a period; nothing for units in which nothing was counted. handlingHours has seconds above the line.';

create function public.indicator_table(area bigint, indicators text[], unit text, first_day date, last_day date, options jsonb default '{}') returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
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
comment on function public.indicator_table(bigint, text[], text, date, date, jsonb) is
  'Indicators of the registry by unit over a period of days of the district''s calendar: { now, firstDay, lastDay, calendar, unit, communities, gridsOn, units: [{ id, code, name, nameEn, parent, values: { indicator: [numerator, denominator] } }] }; a unit without a value counted nothing. options: { lessDeferred, lessUnreasonable, categories, gridsOn }. Errors: not-allowed, unit-unknown, indicator-unknown, period-wrong. Security definer: gives away counts, no case.';
grant execute on function public.indicator_table(bigint, text[], text, date, date, jsonb) to authenticated;

-- The cases behind a figure: those in the denominator, those in the numerator, or those in the first that are not in the second.
create function public.indicator_rows(
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
comment on function public.indicator_rows(bigint, text, text, text, date, date, text, jsonb, jsonb, integer) is
  'The cases behind an indicator of a unit, the newest first, a page at a time: { now, incidents, next }. part: "denominator", "numerator", or "rest": what is in the denominator and not in the numerator. next is the cursor of the page after, or null. Errors: not-allowed, unit-unknown, indicator-unknown (posts, visits and ground have no cases behind them), period-wrong. Security definer: cases are shown as private.incident_summary shows them to the caller.';
grant execute on function public.indicator_rows(bigint, text, text, text, date, date, text, jsonb, jsonb, integer) to authenticated;
