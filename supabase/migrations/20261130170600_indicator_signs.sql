-- Whether figures are honest: beside an assessment stand signs, each a share that lies far from that of the other communities, each with
-- its cases. A sign is a question, not a verdict; it is about a community, never about a person.

create function private.rough_hours(amount numeric, unit public.deadline_unit) returns numeric
language sql immutable parallel safe as $$
  select amount * case unit when 'working_hours' then 4 when 'working_days' then 34 when 'calendar_days' then 24 else 1 end
$$;
comment on function private.rough_hours is 'About how many hours a deadline gives, for telling the longer of two.';

create function private.sign_cases(district bigint, seen bigint[], since timestamptz, until timestamptz)
returns table (sign text, community_id bigint, incident_id bigint, shows boolean)
language plpgsql stable set search_path = '' as $$
begin
  return query
  with cases as materialized (
    select i.id, i.community_id, i.category_id, i.source, i.state, i.reported_at, i.filed_at, i.dispatched_at, i.resolved_at, i.closed_at, i.due_at, i.satisfied, i.waits,
      f.recurred, f.cell_x, f.cell_y, i.position
    from private.case_facts f join public.incidents i on i.district_id = f.district_id and i.id = f.id
    where f.district_id = district and f.community_id = any (seen) and f.reported_at >= since and f.reported_at < until
  ), steps as materialized (
    select c.id, c.community_id, c.filed_at, e.kind, e.at, e.from_state, e.to_state, e.detail,
      lead(e.to_state) over (partition by c.id, e.kind order by e.at, e.id) as next_state, lead(e.at) over (partition by c.id, e.kind order by e.at, e.id) as next_at
    from cases c join public.incident_events e on e.district_id = district and e.incident_id = c.id
    where e.kind in ('category', 'transition') and (e.kind = 'category' or e.from_state in ('in_progress', 'deferred') or e.to_state = 'deferred')
  )
  -- Handled in the last twentieth of the time that was allowed.
  select 'rushed', c.community_id, c.id, c.resolved_at <= c.due_at and c.resolved_at > c.due_at - (c.due_at - c.filed_at) / 20
  from cases c where c.filed_at < c.due_at and c.resolved_at is not null
  union all
  -- Put under a category with a longer time for handling after it was filed.
  select 'recategorised', c.community_id, c.id, exists (
    select from steps s
    join public.category_deadlines was on was.clock = 'handling' and was.category_id = (s.detail ->> 'from')::bigint
    left join public.category_deadlines fresh on fresh.clock = 'handling' and fresh.category_id = (s.detail ->> 'to')::bigint
    where s.id = c.id and s.kind = 'category' and s.at >= c.filed_at and coalesce(private.rough_hours(fresh.amount, fresh.unit) > private.rough_hours(was.amount, was.unit), true))
  from cases c where c.filed_at is not null
  union all
  -- Put off, and taken up again within a day.
  select 'deferredBriefly', c.community_id, c.id, exists (
    select from steps s where s.id = c.id and s.to_state = 'deferred' and s.next_state = 'in_progress' and s.next_at < s.at + interval '1 day')
  from cases c where c.dispatched_at is not null
  union all
  select 'again', c.community_id, c.id, c.recurred from cases c where c.closed_at is not null
  union all
  -- One of several of its category reported within an hour and about 100 m.
  select 'split', c.community_id, c.id, exists (
    select from cases o where o.id <> c.id and o.category_id = c.category_id and o.community_id = c.community_id and o.cell_x = c.cell_x and o.cell_y = c.cell_y
      and o.reported_at between c.reported_at - interval '1 hour' and c.reported_at + interval '1 hour')
  from cases c
  union all
  -- Nobody was asked whether the closing satisfied.
  select 'unasked', c.community_id, c.id, c.satisfied is null from cases c where c.closed_at is not null
  union all
  -- The time since the report before is the one that occurs most in the community.
  select 'regular', g.community_id, g.id, g.same = max(g.same) over (partition by g.community_id)
  from (
    select n.community_id, n.id, count(*) over (partition by n.community_id, n.gap) as same
    from (select c.community_id, c.id, (extract(epoch from c.reported_at - lag(c.reported_at) over (partition by c.community_id order by c.reported_at, c.id)) / 60)::integer as gap from cases c) n
    where n.gap > 0) g
  union all
  -- Closed in the same minute as others of the community.
  select 'bulk', b.community_id, b.id, b.together >= 4
  from (select c.community_id, c.id, count(*) over (partition by c.community_id, date_trunc('minute', c.closed_at)) as together from cases c where c.closed_at is not null) b
  union all
  select 'refused', c.community_id, c.id, c.state in ('rejected', 'duplicate', 'cancelled') from cases c
  union all
  -- The clock stood still for a third party.
  select 'waiting', c.community_id, c.id, coalesce(c.waits, 0) > 0 from cases c where c.filed_at is not null;
end $$;
comment on function private.sign_cases is
  'Of each case reported in a period, for each sign that it can show, whether it shows it: rushed, recategorised, deferredBriefly, again, split, unasked, regular, bulk, refused, waiting.';

create function private.signs(district bigint, seen bigint[], since timestamptz, until timestamptz)
returns table (sign text, community_id bigint, shown bigint, cases bigint, usual numeric, distance numeric)
language plpgsql stable set search_path = '' as $$
begin
  -- Shares made comparable by the arcsine (Anscombe 1948), against the median of the communities, in units of their own chance and of how
  -- much honest communities differ (median absolute deviation).
  return query
  with counted as (
    select s.sign, s.community_id, count(*) filter (where s.shows) as shown, count(*) as cases from private.sign_cases(district, seen, since, until) s group by 1, 2
  ), turned as (
    select c.*, asin(sqrt((c.shown + 0.375) / (c.cases + 0.75))) as angle, sqrt(c.cases + 0.5) * 2 as weight from counted c where c.cases >= 20
  ), middle as (
    select t.sign, percentile_cont(0.5) within group (order by t.angle) as angle, count(*) as communities from turned t group by 1
  ), spread as (
    select t.sign, greatest(1.0, 1.4826 * percentile_cont(0.5) within group (order by abs(t.angle - m.angle) * t.weight)) as scale
    from turned t join middle m on m.sign = t.sign group by 1
  )
  select t.sign, t.community_id, t.shown, t.cases, round((sin(m.angle) ^ 2)::numeric, 4), round(((t.angle - m.angle) * t.weight / s.scale)::numeric, 2)
  from turned t join middle m on m.sign = t.sign join spread s on s.sign = t.sign
  where m.communities >= 8 and (t.angle - m.angle) * t.weight / s.scale > 4 and t.shown >= 5;
end $$;
comment on function private.signs is
  'Communities in which a sign shows far more than usual: shown of cases, the usual share, and how many standard deviations it lies above (over 4). At least eight communities with twenty cases each are compared.';

create function public.integrity_signs(area bigint, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
  period constant record := private.figure_period(scope, first_day, last_day);
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
  everywhere constant bigint[] := array(select a.id from public.areas a where a.district_id = (scope ->> 'district')::bigint and a.kind = 'community');
begin
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'signs', (
    select coalesce(jsonb_agg(jsonb_build_object('sign', s.sign, 'community', s.community_id, 'shown', s.shown, 'cases', s.cases, 'usual', s.usual, 'distance', s.distance)
      order by s.distance desc, s.community_id), '[]')
    from private.signs((scope ->> 'district')::bigint, everywhere, period.since, period.until) s where s.community_id = any (seen)));
end $$;
comment on function public.integrity_signs(bigint, date, date) is
  'Signs that figures of a period may be made rather than earned: { now, firstDay, lastDay, signs: [{ sign, community, shown, cases, usual, distance }] }. A community is compared with all of its district, whatever the caller sees of them. Errors: not-allowed, period-wrong. Security definer: gives away counts, no case.';
grant execute on function public.integrity_signs(bigint, date, date) to authenticated;

create function public.sign_rows(area bigint, sign text, community bigint, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
  period constant record := private.figure_period(scope, first_day, last_day);
  handled constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'handled') s);
begin
  if not scope -> 'seen' @> to_jsonb(community) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', community)::text;
  end if;
  return jsonb_build_object('now', now(), 'incidents', (
    select coalesce(jsonb_agg(private.incident_summary(i, i.community_id = any (handled)) order by i.reported_at desc, i.id desc), '[]')
    from (select s.incident_id from private.sign_cases((scope ->> 'district')::bigint, array[community], period.since, period.until) s
      where s.sign = sign_rows.sign and s.shows order by s.incident_id desc limit 200) page
    join public.incidents i on i.district_id = (scope ->> 'district')::bigint and i.id = page.incident_id));
end $$;
comment on function public.sign_rows(bigint, text, bigint, date, date) is
  'The cases that show a sign in a community, the newest first, at most 200: { now, incidents }. Errors: not-allowed, period-wrong. Security definer: cases are shown as private.incident_summary shows them to the caller.';
grant execute on function public.sign_rows(bigint, text, bigint, date, date) to authenticated;

-- What an assessment weighs, by district; without rows, what is usual.
create table public.assessment_weights (
  district_id bigint not null,
  indicator text not null,
  weight numeric(5, 2) not null,
  constraint assessment_weights_pkey primary key (district_id, indicator),
  constraint assessment_weights_district_fkey foreign key (district_id, district_id) references public.areas (district_id, id) on delete cascade,
  constraint assessment_weights_within_reason check (weight > 0 and weight <= 100),
  constraint assessment_weights_indicator_length check (length(indicator) <= 400)
);
comment on table public.assessment_weights is 'How much each indicator counts in the assessment of units of a district. Without a row: on-time closure 30, on-time handling 20, response 20, satisfaction 15, recurrence 15.';
alter table public.assessment_weights enable row level security;
create policy "members read the weights of their district" on public.assessment_weights for select to authenticated
  using (district_id in (select private.member_districts()));
create policy "admins add weights" on public.assessment_weights for insert to authenticated
  with check (district_id in (select private.reachable('{admin}'::public.member_role[])));
create policy "admins change weights" on public.assessment_weights for update to authenticated
  using (district_id in (select private.reachable('{admin}'::public.member_role[])));
create policy "admins remove weights" on public.assessment_weights for delete to authenticated
  using (district_id in (select private.reachable('{admin}'::public.member_role[])));
grant select, insert, update, delete on public.assessment_weights to authenticated;
create trigger assessment_weights_audit after insert or delete or update on public.assessment_weights for each row execute function private.audit();
create trigger assessment_weights_keep_district before update of district_id on public.assessment_weights
  for each row when (old.district_id is distinct from new.district_id) execute function private.keep_district();
create trigger zz_nothing_missing before insert or update on public.assessment_weights for each row
  when (new.district_id is null or new.indicator is null or new.weight is null) execute function private.refuse_missing();

create function private.assessment_scores(scope jsonb, unit_kind text, first_day date, last_day date) returns table (unit text, score numeric, figures jsonb)
language plpgsql stable set search_path = '' as $$
begin
  return query
  with weights as materialized (
    select w.indicator, w.weight from public.assessment_weights w where w.district_id = (scope ->> 'district')::bigint
    union all
    select u.indicator, u.weight from (values ('onTimeClosure', 30::numeric), ('onTimeHandling', 20), ('response', 20), ('satisfaction', 15), ('recurrence', 15)) u (indicator, weight)
    where not exists (select from public.assessment_weights w where w.district_id = (scope ->> 'district')::bigint)
  )
  select v.unit,
    round(100 * sum(w.weight * case d.better when 'less' then 1 - v.numerator / v.denominator else v.numerator / v.denominator end) / sum(w.weight), 1),
    jsonb_object_agg(v.indicator, jsonb_build_array(v.numerator, v.denominator))
  from private.figure_values(scope, array(select weights.indicator from weights), unit_kind, first_day, last_day, '{"lessUnreasonable": true}') v
  join weights w on w.indicator = v.indicator
  join public.indicator_definitions d on d.code = v.indicator and d.kind = 'share'
  where v.denominator > 0 group by 1;
end $$;
comment on function private.assessment_scores is 'The score of units from 0 to 100: the weighted mean of those of their rates that count something, the other way round where less is better.';

create function public.assessment(area bigint, unit text, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
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
    ), trends as (
      select s.unit, jsonb_agg(s.score order by p.back desc) as trend from generate_series(0, 5) p (back)
      cross join (select distinct scores.unit from scores) u left join scores s on s.unit = u.unit and s.back = p.back group by 1
    )
    select jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', scope ->> 'calendar', 'unit', unit,
      'weights', (select jsonb_object_agg(w.indicator, w.weight) from (
          select a.indicator, a.weight from public.assessment_weights a where a.district_id = (scope ->> 'district')::bigint
          union all select u.indicator, u.weight from (values ('onTimeClosure', 30::numeric), ('onTimeHandling', 20), ('response', 20), ('satisfaction', 15), ('recurrence', 15)) u (indicator, weight)
          where not exists (select from public.assessment_weights a where a.district_id = (scope ->> 'district')::bigint)) w),
      'units', (select coalesce(jsonb_agg(jsonb_build_object('id', u.unit, 'code', u.code, 'name', u.name, 'nameEn', u.name_en,
          'score', s.score, 'rank', case when s.score is not null then rank() over (order by s.score desc nulls last) end, 'values', coalesce(s.figures, '{}'),
          'trend', array_to_json(array(select x.score from generate_series(5, 0, -1) p (back) left join scores x on x.unit = u.unit and x.back = p.back order by p.back desc))) order by s.score desc nulls last, u.code), '[]')
        from private.figure_units(scope, unit, null) u left join scores s on s.unit = u.unit and s.back = 0)));
end $$;
comment on function public.assessment(bigint, text, date, date) is
  'Streets, communities or departments assessed over a period: { now, firstDay, lastDay, calendar, unit, weights, units: [{ id, code, name, nameEn, score, rank, values, trend }] }. trend: the scores of six periods of the same length, this one last, null where nothing was counted. Units are ranked, persons never. Errors: not-allowed, unit-unknown, period-wrong. Security definer: gives away counts, no case.';
grant execute on function public.assessment(bigint, text, date, date) to authenticated;
