-- The bulletin by department too: who handles, beside where and what.
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
      select u.unit_kind, o.options, o.name from unnest(array['district', 'source', 'class', 'department', below]) u (unit_kind)
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
      'department', (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'name', r.name, 'nameEn', r.name_en, 'values', r.figures) order by r.code), '[]') from rows r where r.unit_kind = 'department'),
      'area', (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'name', r.name, 'nameEn', r.name_en, 'values', r.figures) order by r.code), '[]') from rows r where r.unit_kind = below)));
end $$;
comment on function private.bulletin(jsonb, date, date) is
  'What a bulletin counts: { total, source, department, class, area }, rows of { code, name, nameEn, values: { indicator: [numerator, denominator] } }; with `Less` behind an indicator: less what was deferred or unreasonable.';

create or replace function public.publish_bulletin(area bigint, first_day date, last_day date, reason text default '', client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'publish_bulletin', jsonb_build_array(area, first_day, last_day, reason));
  scope jsonb;
  why constant text := private.plain_words(reason, 4000);
  before public.figure_editions;
  fresh jsonb;
  comparable jsonb;
  differences jsonb := '[]';
begin
  if known is not null then
    return known;
  end if;
  if not private.can('{leader,admin}', area) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  scope := private.figure_scope(area);
  perform private.figure_period(scope, first_day, last_day);
  if last_day >= (now() at time zone (scope ->> 'zone'))::date then
    raise exception 'period-not-over' using errcode = 'P0001', detail = json_build_object('lastDay', last_day)::text;
  end if;
  perform pg_advisory_xact_lock(4218, area::integer);
  select * into before from public.figure_editions e
  where e.area_id = publish_bulletin.area and e.first_day = publish_bulletin.first_day and e.last_day = publish_bulletin.last_day order by e.edition desc limit 1;
  fresh := private.bulletin(scope, first_day, last_day);
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
  insert into public.figure_editions (district_id, area_id, first_day, last_day, edition, content, rules, reason, changed, published_by, publisher_name)
  values ((scope ->> 'district')::bigint, area, first_day, last_day, coalesce(before.edition, 0) + 1, fresh,
    (select jsonb_object_agg(d.code, d.version) from public.indicator_definitions d), why, differences, (select auth.uid()), private.actor_name((scope ->> 'district')::bigint));
  return private.end_intent(client_key, jsonb_build_object('edition', coalesce(before.edition, 0) + 1, 'changed', jsonb_array_length(differences)));
end $$;
