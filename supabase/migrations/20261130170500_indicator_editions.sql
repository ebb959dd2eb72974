-- What was published stays as it was. A bulletin is computed from the registry, kept whole as an edition with the versions of its
-- rules, and corrected by a new edition only, which says why and what changed.

create function private.bulletin(scope jsonb, first_day date, last_day date) returns jsonb
language plpgsql stable set search_path = '' set jit = off as $$
declare
  codes constant text[] := '{cameIn,filedCases,closingDue,closedCases,onTimeClosure,onTimeHandling,response,satisfaction}';
  below constant text := case scope ->> 'kind' when 'district' then 'street' else 'community' end;
begin
  return (
    with asked as (
      select u.unit_kind, o.options, o.name from unnest(array['district', 'source', 'class', below]) u (unit_kind)
      cross join (values ('all', '{}'::jsonb), ('lessDeferred', '{"lessDeferred": true, "lessUnreasonable": true}')) o (name, options)
    ), figures as (
      select a.unit_kind, a.name, v.unit, v.indicator, v.numerator, v.denominator
      from asked a cross join lateral private.figure_values(scope, codes, a.unit_kind, first_day, last_day, a.options) v
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
comment on function private.bulletin is
  'What a bulletin counts: { total, source, class, area }, rows of { code, name, nameEn, values: { indicator: [numerator, denominator] } }; with `Less` behind an indicator: less what was deferred or unreasonable.';

create table public.figure_editions (
  id bigint generated always as identity constraint figure_editions_pkey primary key,
  district_id bigint not null,
  area_id bigint not null,
  first_day date not null,
  last_day date not null,
  edition smallint not null,
  content jsonb not null,
  rules jsonb not null,
  reason text not null default '',
  changed jsonb not null default '[]',
  published_at timestamptz not null default now(),
  published_by uuid,
  publisher_name text not null default '',
  constraint figure_editions_district_fkey foreign key (district_id, district_id) references public.areas (district_id, id) on delete cascade,
  constraint figure_editions_area_fkey foreign key (district_id, area_id) references public.areas (district_id, id) on delete cascade,
  constraint figure_editions_one_each unique (area_id, first_day, last_day, edition),
  constraint figure_editions_days_bounded check (first_day >= '1990-01-01' and last_day <= '2099-12-31' and first_day <= last_day),
  constraint figure_editions_reason_length check (length(reason) <= 10000),
  constraint figure_editions_publisher_name_length check (length(publisher_name) <= 400),
  constraint figure_editions_published_at_bounded check (published_at >= '1990-01-01 00:00:00+00' and published_at < '2090-01-01 00:00:00+00'),
  constraint figure_editions_correction_says_why check (edition = 1 or reason <> '')
);
comment on table public.figure_editions is
  'Figures of a period as they were published. Never altered: a correction is the next edition, with its reason and what changed from the one before.';
comment on column public.figure_editions.rules is 'The version of each indicator by which it was counted.';
comment on column public.figure_editions.changed is 'What differs from the edition before: [{ path, was, is }].';
create index figure_editions_area_idx on public.figure_editions (area_id, last_day desc);
alter table public.figure_editions enable row level security;
create policy "everybody of the district reads what was published" on public.figure_editions for select to authenticated
  using (area_id in (select private.reachable(private.incident_readers())));
grant select on public.figure_editions to authenticated;
create trigger figure_editions_append_only before update on public.figure_editions for each row execute function private.refuse_change();
create trigger zz_nothing_missing before insert or update on public.figure_editions for each row
  when (new.district_id is null or new.area_id is null or new.first_day is null or new.last_day is null or new.edition is null or new.content is null or new.rules is null
    or new.reason is null or new.changed is null or new.published_at is null or new.publisher_name is null) execute function private.refuse_missing();

-- What can be compared of a content: its values by where they stand, rows by their code.
create function private.leaves(content jsonb, path text default '') returns table (place text, value jsonb)
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(content) = 'object' then
    return query select l.place, l.value from jsonb_each(content) e cross join lateral private.leaves(e.value, concat_ws(' ', nullif(path, ''), e.key)) l
      where e.key not in ('name', 'nameEn');
  elsif jsonb_typeof(content) = 'array' and jsonb_typeof(content -> 0) = 'object' then
    return query select l.place, l.value from jsonb_array_elements(content) e
      cross join lateral private.leaves(e - 'code', concat_ws(' ', nullif(path, ''), e ->> 'code')) l;
  else
    return query select path, content;
  end if;
end $$;
comment on function private.leaves is 'The values of a content and where each stands; rows are called by their code.';

create function public.bulletin(area bigint, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
  published public.figure_editions;
begin
  perform private.figure_period(scope, first_day, last_day);
  select * into published from public.figure_editions e
  where e.area_id = bulletin.area and e.first_day = bulletin.first_day and e.last_day = bulletin.last_day order by e.edition desc limit 1;
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', scope ->> 'calendar',
    'isOver', last_day < (now() at time zone (scope ->> 'zone'))::date,
    'mayPublish', private.can('{leader,admin}', area),
    'content', private.bulletin(scope, first_day, last_day),
    'published', case when published.id is not null then jsonb_build_object('edition', published.edition, 'content', published.content, 'rules', published.rules) end,
    'editions', (select coalesce(jsonb_agg(jsonb_build_object('edition', e.edition, 'publishedAt', e.published_at, 'publisher', e.publisher_name, 'reason', e.reason, 'changed', e.changed)
      order by e.edition desc), '[]') from public.figure_editions e where e.area_id = bulletin.area and e.first_day = bulletin.first_day and e.last_day = bulletin.last_day));
end $$;
comment on function public.bulletin(bigint, date, date) is
  'The bulletin of an area over a period: { now, firstDay, lastDay, calendar, isOver, mayPublish, content, published, editions }. content: as counted now; published: the last edition as it was published, or null. Errors: not-allowed, period-wrong. Security definer: gives away counts, no case.';
grant execute on function public.bulletin(bigint, date, date) to authenticated;

create function public.publish_bulletin(area bigint, first_day date, last_day date, reason text default '', client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'publish_bulletin', jsonb_build_array(area, first_day, last_day, reason));
  scope jsonb;
  why constant text := private.plain_words(reason, 4000);
  before public.figure_editions;
  fresh jsonb;
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
    select coalesce(jsonb_agg(jsonb_build_object('path', coalesce(w.place, i.place), 'was', w.value, 'is', i.value) order by coalesce(w.place, i.place)), '[]') into differences
    from private.leaves(before.content) w full join private.leaves(fresh) i on i.place = w.place
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
comment on function public.publish_bulletin(bigint, date, date, text, uuid) is
  'Publishes the bulletin of a period that is over as it is counted now: { edition, changed }. The first edition needs no reason; a later one says why, and is refused where nothing differs. Errors: not-allowed, period-wrong, period-not-over, reason-required, nothing-to-correct, sent-otherwise. Security definer: editions have no policies for writing.';
grant execute on function public.publish_bulletin(bigint, date, date, text, uuid) to authenticated;
