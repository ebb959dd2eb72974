-- Weights of the assessment are laid down on its page, all at once: rows written one by one left half of them.
create function private.weights_of(district bigint) returns table (indicator text, weight numeric)
language sql stable set search_path = '' as $$
  select w.indicator, w.weight from public.assessment_weights w where w.district_id = weights_of.district
  union all
  select u.indicator, u.weight from (values ('onTimeClosure', 30::numeric), ('onTimeHandling', 20), ('response', 20), ('satisfaction', 15), ('recurrence', 15)) u (indicator, weight)
  where not exists (select from public.assessment_weights w where w.district_id = weights_of.district)
$$;
comment on function private.weights_of(district bigint) is
  'How much each rate counts in the assessment of a district: as it was laid down, else as districts begin.';
grant execute on function private.weights_of(district bigint) to authenticated, service_role;

create or replace function private.assessment_scores(scope jsonb, unit_kind text, first_day date, last_day date) returns table (unit text, score numeric, figures jsonb)
language plpgsql stable set search_path = '' as $$
begin
  return query
  with weights as materialized (select w.indicator, w.weight from private.weights_of((scope ->> 'district')::bigint) w)
  select v.unit,
    round(100 * sum(w.weight * case d.better when 'less' then 1 - v.numerator / v.denominator else v.numerator / v.denominator end) / sum(w.weight), 1),
    jsonb_object_agg(v.indicator, jsonb_build_array(v.numerator, v.denominator))
  from private.figure_values(scope, array(select weights.indicator from weights), unit_kind, first_day, last_day, '{"lessUnreasonable": true}') v
  join weights w on w.indicator = v.indicator
  join public.indicator_definitions d on d.code = v.indicator and d.kind = 'share'
  where v.denominator > 0 group by 1;
end $$;

create or replace function public.assessment(area bigint, unit text, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_variable
declare
  scope constant jsonb := private.figure_scope(area);
  length constant integer := last_day - first_day + 1;
  begun constant date := (select b.begun from private.data_begins((scope ->> 'district')::bigint, array(select jsonb_array_elements_text(scope -> 'seen')::bigint), 'district') b);
begin
  if unit is null or not unit = any ('{street,community,department}'::text[]) then
    raise exception 'unit-unknown' using errcode = 'P0001', detail = json_build_object('unit', unit)::text;
  end if;
  perform private.figure_period(scope, first_day, last_day);
  return (
    with scores as materialized (
      select p.back, s.* from generate_series(0, 5) p (back)
      cross join lateral private.assessment_scores(scope, unit, first_day - p.back * length, last_day - p.back * length) s
      where p.back = 0 or first_day - p.back * length >= begun
    ), own as materialized (
      select b.unit::text as unit, b.begun from private.data_begins((scope ->> 'district')::bigint,
        array(select jsonb_array_elements_text(scope -> 'seen')::bigint), unit) b where unit <> 'department'
    ), ranks as (
      select s.*, rank() over (order by s.score desc) as place from scores s where s.back = 0
    )
    select jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', scope ->> 'calendar', 'unit', unit,
      'weights', (select jsonb_object_agg(w.indicator, w.weight) from private.weights_of((scope ->> 'district')::bigint) w),
      'units', (select coalesce(jsonb_agg(jsonb_build_object('id', u.unit, 'code', u.code, 'name', u.name, 'nameEn', u.name_en,
          'score', s.score, 'rank', s.place, 'values', coalesce(s.figures, '{}'),
          'trend', array_to_json(array(select x.score from generate_series(5, 0, -1) p (back) left join scores x on x.unit = u.unit and x.back = p.back
            and (p.back = 0 or unit = 'department' or first_day - p.back * length >= (select o.begun from own o where o.unit = u.unit)) order by p.back desc))) order by s.score desc nulls last, u.code), '[]')
        from private.figure_units(scope, unit, null) u left join ranks s on s.unit = u.unit)));
end $$;

create function public.save_assessment_weights(district bigint, was jsonb, weights jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  place constant bigint := private.administered(save_assessment_weights.district);
  given record;
begin
  perform pg_advisory_xact_lock(4221, place::integer);
  if save_assessment_weights.was is distinct from (select jsonb_object_agg(w.indicator, w.weight) from private.weights_of(place) w) then
    raise exception 'changed-since' using errcode = 'P0001', detail = json_build_object('district', place)::text;
  end if;
  if jsonb_typeof(weights) is distinct from 'object' then
    raise exception 'weight-wrong' using errcode = 'P0001', detail = json_build_object('indicator', '')::text;
  end if;
  for given in select e.key as indicator, e.value as weight from jsonb_each(weights) e loop
    if not exists (select from public.indicator_definitions d where d.code = given.indicator and d.kind = 'share' and d.basis = 'cases' and d.better <> 'neither') then
      raise exception 'indicator-unknown' using errcode = 'P0001', detail = json_build_object('indicator', left(given.indicator, 60))::text;
    end if;
    if jsonb_typeof(given.weight) <> 'number' or given.weight::numeric <= 0 or given.weight::numeric > 100 or given.weight::numeric <> round(given.weight::numeric, 2) then
      raise exception 'weight-wrong' using errcode = 'P0001', detail = json_build_object('indicator', given.indicator)::text;
    end if;
  end loop;
  delete from public.assessment_weights a where a.district_id = place and not weights ? a.indicator;
  insert into public.assessment_weights as a (district_id, indicator, weight)
  select place, e.key, e.value::numeric from jsonb_each(weights) e
  on conflict (district_id, indicator) do update set weight = excluded.weight where a.weight is distinct from excluded.weight;
end $$;
comment on function public.save_assessment_weights(district bigint, was jsonb, weights jsonb) is
  'Lays down how much each rate counts in the assessment of a district: { indicator: weight }, above 0 and at most 100; none: as districts begin. `was` are the weights that are changed. Raises not-allowed, changed-since, indicator-unknown { indicator }, weight-wrong { indicator }. Security definer: the table has no policies for writing.';
grant execute on function public.save_assessment_weights(district bigint, was jsonb, weights jsonb) to authenticated;

drop policy "admins add weights" on public.assessment_weights;
drop policy "admins change weights" on public.assessment_weights;
drop policy "admins remove weights" on public.assessment_weights;
revoke insert, update, delete on public.assessment_weights from authenticated;
