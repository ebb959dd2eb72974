-- An assessment that was published stays as it was too, weights and ranks with it, by the way of the bulletin: an edition that nobody
-- alters, and a correction that says why and what changed. One table, one function that writes an edition, one that reads them.
alter table public.figure_editions add column subject text not null default 'bulletin';
alter table public.figure_editions alter column subject drop default;
alter table public.figure_editions add constraint figure_editions_subject_known
  check (subject = any ('{bulletin,assessment street,assessment community,assessment department}'::text[]));
alter table public.figure_editions drop constraint figure_editions_one_each;
alter table public.figure_editions add constraint figure_editions_one_each unique (area_id, subject, first_day, last_day, edition);
comment on column public.figure_editions.subject is 'What was published: the bulletin, or the assessment of streets, communities or departments.';
create or replace trigger zz_nothing_missing before insert or update on public.figure_editions for each row
  when (new.district_id is null or new.area_id is null or new.subject is null or new.first_day is null or new.last_day is null or new.edition is null or new.content is null
    or new.rules is null or new.reason is null or new.changed is null or new.published_at is null or new.publisher_name is null) execute function private.refuse_missing();

create function private.editions_of(scope jsonb, subject text, first_day date, last_day date) returns jsonb
language sql stable set search_path = '' as $$
  with editions as materialized (
    select e.* from public.figure_editions e
    where e.area_id = ($1 ->> 'area')::bigint and e.subject = $2 and e.first_day = $3 and e.last_day = $4
  )
  select jsonb_build_object(
    'isOver', $4 < (now() at time zone ($1 ->> 'zone'))::date,
    'mayPublish', private.can('{leader,admin}', ($1 ->> 'area')::bigint),
    'published', (select jsonb_build_object('edition', e.edition, 'content', e.content, 'rules', e.rules) from editions e order by e.edition desc limit 1),
    'editions', (select coalesce(jsonb_agg(jsonb_build_object('edition', e.edition, 'publishedAt', e.published_at, 'publisher', e.publisher_name, 'reason', e.reason, 'changed', e.changed)
      order by e.edition desc), '[]') from editions e))
$$;
comment on function private.editions_of(jsonb, text, date, date) is
  'What was published of a period: { isOver, mayPublish, published, editions }, the last edition as it was published, or null, and all of them.';

create function private.publish_edition(scope jsonb, subject text, first_day date, last_day date, reason text, fresh jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  area constant bigint := (scope ->> 'area')::bigint;
  why constant text := private.plain_words(reason, 4000);
  before public.figure_editions;
  comparable jsonb;
  differences jsonb := '[]';
begin
  if last_day >= (now() at time zone (scope ->> 'zone'))::date then
    raise exception 'period-not-over' using errcode = 'P0001', detail = json_build_object('lastDay', last_day)::text;
  end if;
  perform pg_advisory_xact_lock(4218, area::integer);
  select * into before from public.figure_editions e
  where e.area_id = area and e.subject = publish_edition.subject and e.first_day = publish_edition.first_day and e.last_day = publish_edition.last_day
  order by e.edition desc limit 1;
  if before.id is not null then
    -- What the edition before did not tell is no correction of it.
    comparable := (select jsonb_object_agg(f.key, f.value) from jsonb_each(fresh) f where before.content ? f.key);
    select coalesce(jsonb_agg(jsonb_build_object('path', coalesce(w.place, i.place), 'was', w.value, 'is', i.value) order by coalesce(w.place, i.place)), '[]') into differences
    from private.leaves(before.content) w full join private.leaves(comparable) i on i.place = w.place
    where w.value is distinct from i.value;
    if differences = '[]' then
      raise exception 'nothing-to-correct' using errcode = 'P0001', detail = json_build_object('edition', before.edition)::text;
    end if;
    if why = '' then
      raise exception 'reason-required' using errcode = 'P0001', detail = json_build_object('edition', before.edition)::text;
    end if;
  end if;
  insert into public.figure_editions (district_id, area_id, subject, first_day, last_day, edition, content, rules, reason, changed, published_by, publisher_name)
  values ((scope ->> 'district')::bigint, area, subject, first_day, last_day, coalesce(before.edition, 0) + 1, fresh,
    (select jsonb_object_agg(d.code, d.version) from public.indicator_definitions d), why, differences, (select auth.uid()), private.actor_name((scope ->> 'district')::bigint));
  return jsonb_build_object('edition', coalesce(before.edition, 0) + 1, 'changed', jsonb_array_length(differences));
end $$;
comment on function private.publish_edition(jsonb, text, date, date, text, jsonb) is
  'Keeps what was counted of a period that is over as its next edition: { edition, changed }. The first needs no reason; a later one says why, and is refused where nothing differs.';

create or replace function public.bulletin(area bigint, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
begin
  perform private.figure_period(scope, first_day, last_day);
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', scope ->> 'calendar',
    'content', private.bulletin(scope, first_day, last_day)) || private.editions_of(scope, 'bulletin', first_day, last_day);
end $$;

create or replace function public.publish_bulletin(area bigint, first_day date, last_day date, reason text default '', client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'publish_bulletin', jsonb_build_array(area, first_day, last_day, reason));
  scope jsonb;
begin
  if known is not null then
    return known;
  end if;
  if not private.can('{leader,admin}', area) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  scope := private.figure_scope(area);
  perform private.figure_period(scope, first_day, last_day);
  return private.end_intent(client_key, private.publish_edition(scope, 'bulletin', first_day, last_day, reason, private.bulletin(scope, first_day, last_day)));
end $$;

create function private.assessment(scope jsonb, unit text, first_day date, last_day date) returns jsonb
language plpgsql stable set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_variable
declare
  district constant bigint := (scope ->> 'district')::bigint;
  seen constant bigint[] := array(select jsonb_array_elements_text(scope -> 'seen')::bigint);
  begun constant date := (select b.begun from private.data_begins(district, seen, 'district') b);
begin
  return (
    with scores as materialized (
      select p.back, s.* from generate_series(0, 5) p (back)
      cross join lateral private.period_before(first_day, last_day, p.back) was
      cross join lateral private.assessment_scores(scope, unit, was.first_day, was.last_day) s
      where p.back = 0 or was.first_day >= begun
    ), own as materialized (
      select b.unit::text as unit, b.begun from private.data_begins(district, seen, unit) b where unit <> 'department'
    ), ranks as (
      select s.*, rank() over (order by s.score desc) as place from scores s where s.back = 0
    )
    select jsonb_build_object(
      'weights', (select jsonb_object_agg(w.indicator, w.weight) from private.weights_of(district) w),
      'units', (select coalesce(jsonb_agg(jsonb_build_object('id', u.unit, 'code', u.code, 'name', u.name, 'nameEn', u.name_en,
          'score', s.score, 'rank', s.place, 'values', coalesce(s.figures, '{}'),
          'trend', array_to_json(array(select x.score from generate_series(5, 0, -1) p (back) left join scores x on x.unit = u.unit and x.back = p.back
            and (p.back = 0 or unit = 'department' or (private.period_before(first_day, last_day, p.back)).first_day >= (select o.begun from own o where o.unit = u.unit)) order by p.back desc))) order by s.score desc nulls last, u.code), '[]')
        from private.figure_units(scope, unit, null) u left join ranks s on s.unit = u.unit)));
end $$;
comment on function private.assessment(jsonb, text, date, date) is
  'What an assessment counts: { weights, units: [{ id, code, name, nameEn, score, rank, values, trend }] }. trend: the scores of six periods, whole months before whole months, else of as many days, this one last, null where nothing was counted or the unit''s data do not hold all of it.';

create function private.assessed_by(unit text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  if unit is null or not unit = any ('{street,community,department}'::text[]) then
    raise exception 'unit-unknown' using errcode = 'P0001', detail = json_build_object('unit', unit)::text;
  end if;
  return 'assessment ' || unit;
end $$;
comment on function private.assessed_by(text) is 'What an assessment of such units is called among the editions; raises unit-unknown.';

create or replace function public.assessment(area bigint, unit text, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
  subject constant text := private.assessed_by(unit);
begin
  perform private.figure_period(scope, first_day, last_day);
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', scope ->> 'calendar', 'unit', unit)
    || private.assessment(scope, unit, first_day, last_day) || private.editions_of(scope, subject, first_day, last_day);
end $$;
comment on function public.assessment(area bigint, unit text, first_day date, last_day date) is
  'Streets, communities or departments assessed over a period: { now, firstDay, lastDay, calendar, unit, weights, units: [{ id, code, name, nameEn, score, rank, values, trend }], isOver, mayPublish, published, editions }. weights, units: as counted now; published: { edition, content: { weights, units }, rules } as it was published, or null. trend: the scores of six periods, whole months before whole months (a quarter before a quarter, a year before a year), else of as many days, this one last, null where nothing was counted or the unit''s data do not hold all of it. Units are ranked, persons never. Errors: not-allowed, unit-unknown, period-wrong. Security definer: gives away counts, no case.';

create function public.publish_assessment(area bigint, unit text, first_day date, last_day date, reason text default '', client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'publish_assessment', jsonb_build_array(area, unit, first_day, last_day, reason));
  scope jsonb;
  subject text;
begin
  if known is not null then
    return known;
  end if;
  if not private.can('{leader,admin}', area) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  scope := private.figure_scope(area);
  subject := private.assessed_by(unit);
  perform private.figure_period(scope, first_day, last_day);
  -- Everybody reads what is published: its cells are rounded whoever publishes.
  return private.end_intent(client_key, private.publish_edition(scope, subject, first_day, last_day, reason,
    private.assessment(scope || '{"handlesAll": false}', unit, first_day, last_day)));
end $$;
comment on function public.publish_assessment(bigint, text, date, date, text, uuid) is
  'Publishes the assessment of a period that is over as it is counted now, weights and ranks with it: { edition, changed }. The first edition needs no reason; a later one says why, and is refused where nothing differs. Errors: not-allowed, unit-unknown, period-wrong, period-not-over, reason-required, nothing-to-correct, sent-otherwise. Security definer: editions have no policies for writing.';
grant execute on function public.publish_assessment(bigint, text, date, date, text, uuid) to authenticated;
