-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create function private.administered(district bigint) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  if administered.district is null or not exists (
      select from public.areas a where a.id = administered.district and a.kind = 'district'
        and a.id in (select private.reachable('{admin}'))) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', administered.district)::text;
  end if;
  return administered.district;
end $$;
comment on function private.administered(district bigint) is
  'The district, if the signed-in person administers the whole of it; raises not-allowed.';
grant execute on function private.administered(district bigint) to authenticated, service_role;

create function private.wall_parts() returns text[]
language sql immutable set search_path = '' as $$
  select '{figures,density,overdue,feed,day,standing,ranking}'::text[]
$$;
comment on function private.wall_parts() is
  'The parts of a wall that a district may leave out.';

-- A source is checked for what it must have; that it answers is tried by the page, from where it will be shown.
create function private.checked_map_source(given jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  kind constant text := given ->> 'kind';
  url constant text := btrim(coalesce(given ->> 'url', ''));
  fault text;
begin
  if jsonb_typeof(given) is distinct from 'object' then
    raise exception 'map-source-wrong' using errcode = 'P0001', detail = '{"field": "source"}';
  end if;
  fault := case
    when coalesce(given ->> 'id', '') !~ '^[a-z0-9-]{1,40}$' or given ->> 'id' = 'offline' then 'id'
    when kind is null or kind not in ('pmtiles', 'tianditu', 'xyz', 'wmts') then 'kind'
    when btrim(coalesce(given ->> 'name', '')) = '' or length(given ->> 'name') > 60 then 'name'
    when kind = 'tianditu' and coalesce(given ->> 'key', '') !~ '^[0-9A-Za-z]{8,64}$' then 'key'
    when kind <> 'tianditu' and url !~ '^(https?://[a-z0-9.-]+(:\d{1,5})?)?/[^\s"''<>;,]*$' then 'url'
    when kind = 'xyz' and not (url ~ '\{z\}' and url ~ '\{x\}' and url ~ '\{y\}') then 'url'
    when kind = 'wmts' and btrim(coalesce(given ->> 'layer', '')) !~ '^[\w.:-]{1,120}$' then 'layer'
    when length(url) > 500 then 'url'
    when length(coalesce(given ->> 'attribution', '')) > 200 then 'attribution'
    when length(coalesce(given ->> 'approval', '')) > 60 then 'approval' end;
  if fault is not null then
    raise exception 'map-source-wrong' using errcode = 'P0001',
      detail = json_build_object('field', fault, 'name', left(coalesce(given ->> 'name', ''), 60))::text;
  end if;
  return jsonb_build_object('id', given ->> 'id', 'kind', kind, 'name', private.plain_words(given ->> 'name', 60),
    'url', case when kind = 'tianditu' then '' else url end, 'key', coalesce(given ->> 'key', ''), 'layer', coalesce(btrim(given ->> 'layer'), ''),
    'attribution', private.plain_words(given ->> 'attribution', 200), 'approval', private.plain_words(given ->> 'approval', 60));
end $$;
comment on function private.checked_map_source(given jsonb) is
  'A source of maps as it is kept: { id, kind, name, url, key, layer, attribution, approval }; raises map-source-wrong { field, name }. A URL is absolute, or a path of this host; of WMTS it is the address of the service.';

create function private.settings_of(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'district', settings_of.district, 'version', coalesce(s.version, 0), 'publicAddress', coalesce(s.public_address, ''),
    'contactDays', coalesce(s.contact_days, 30),
    'formerDays', coalesce(s.former_days, 1095), 'auditDays', coalesce(s.audit_days, 1095),
    'mapSources', coalesce(s.map_sources, '[]'), 'mapSource', coalesce(s.map_source, 'offline'),
    'wallTitle', coalesce(s.wall ->> 'title', ''), 'wallHidden', coalesce(s.wall -> 'hidden', '[]'),
    'timeZone', (select c.time_zone from public.calendars c where c.id = private.calendar_of(settings_of.district)),
    'checkerIsAnother', coalesce((select r.checker_is_another from public.case_rules r where r.district_id = settings_of.district), true))
  from (select 1) one left join public.district_settings s on s.district_id = settings_of.district
$$;
comment on function private.settings_of(district bigint) is
  'The settings of a district as district_settings answers them.';

create function public.district_settings(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if district_settings.district is null or district_settings.district not in (select private.my_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', district_settings.district)::text;
  end if;
  return private.settings_of(district_settings.district);
end $$;
comment on function public.district_settings(district bigint) is
  'What a district decides about itself: { district, version, publicAddress, contactDays, formerDays, auditDays, mapSources, mapSource, wallTitle, wallHidden, timeZone, checkerIsAnother }. Raises not-allowed. Security definer: the rules of cases are not a display''s to read.';
grant execute on function public.district_settings(district bigint) to authenticated;

create function private.own_calendar(district bigint) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
declare
  found_id bigint;
begin
  perform pg_advisory_xact_lock(4218, own_calendar.district::integer);
  select c.id into found_id from public.calendars c where c.district_id = own_calendar.district;
  if found_id is null then
    insert into public.calendars (district_id, name, time_zone, hours, weekdays, first_day, last_day, known_until)
    select own_calendar.district, a.name, t.time_zone, t.hours, t.weekdays, t.first_day, t.last_day, t.known_until
    from public.calendars t, public.areas a where t.district_id is null and a.id = own_calendar.district
    returning id into found_id;
  end if;
  return found_id;
end $$;
comment on function private.own_calendar(district bigint) is
  'The district''s calendar; where it has none yet, a copy of the template with its holidays. Security definer: called by functions that have asked who may.';

create function public.save_district_settings(district bigint, version integer, content jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  held public.district_settings;
  sources jsonb;
  chosen text;
  hidden jsonb;
  address text;
  zone text;
  own_calendar bigint;
  -- All that was counted by day is counted anew within the one statement.
  most_cases constant integer := 2000;
  cases integer;
  extra text;
  bounds record;
begin
  insert into public.district_settings (district_id, version) values (place, 0) on conflict do nothing;
  select * into held from public.district_settings s where s.district_id = place for update;
  if held.version <> version then
    raise exception 'changed-since' using errcode = 'P0001', detail = json_build_object('version', held.version)::text;
  end if;
  select k into extra from jsonb_object_keys(content) k where k not in
    ('publicAddress', 'contactDays', 'formerDays', 'auditDays', 'mapSources', 'mapSource', 'wallTitle', 'wallHidden', 'timeZone', 'checkerIsAnother') limit 1;
  if extra is not null then
    raise exception 'setting-unknown' using errcode = 'P0001', detail = json_build_object('field', left(extra, 60))::text;
  end if;
  address := rtrim(btrim(coalesce(content ->> 'publicAddress', held.public_address)), '/');
  if address <> '' and address !~ '^https?://[^\s/?#"<>]+(/[^\s?#"<>]*)?$' or length(address) > 300 then
    raise exception 'address-malformed' using errcode = 'P0001', detail = json_build_object('value', left(address, 80))::text;
  end if;
  select b.* into bounds from (values ('contactDays', 1, 3650), ('formerDays', 90, 3650), ('auditDays', 183, 3650)) b (field, least, most)
  where content ? b.field and case when jsonb_typeof(content -> b.field) = 'number'
    then (content ->> b.field)::numeric not between b.least and b.most or (content ->> b.field)::numeric <> floor((content ->> b.field)::numeric)
    else true end limit 1;
  if found then
    raise exception 'days-out-of-range' using errcode = 'P0001', detail = json_build_object('least', bounds.least, 'most', bounds.most)::text;
  end if;
  if content ? 'mapSources' and (jsonb_typeof(content -> 'mapSources') <> 'array' or jsonb_array_length(content -> 'mapSources') > 12) then
    raise exception 'map-source-wrong' using errcode = 'P0001', detail = '{"field": "list", "name": ""}';
  end if;
  select coalesce(jsonb_agg(private.checked_map_source(s.value) order by s.ordinality), '[]') into sources
  from jsonb_array_elements(coalesce(content -> 'mapSources', held.map_sources)) with ordinality s;
  if (select count(distinct s ->> 'id') from jsonb_array_elements(sources) s) < jsonb_array_length(sources) then
    raise exception 'map-source-wrong' using errcode = 'P0001', detail = '{"field": "id", "name": ""}';
  end if;
  chosen := coalesce(content ->> 'mapSource', held.map_source);
  if chosen <> 'offline' and not exists (select from jsonb_array_elements(sources) s where s ->> 'id' = chosen) then
    chosen := 'offline';
  end if;
  hidden := coalesce(content -> 'wallHidden', held.wall -> 'hidden', '[]');
  if jsonb_typeof(hidden) <> 'array' or exists (select from jsonb_array_elements_text(hidden) h where h <> all (private.wall_parts())) then
    raise exception 'setting-unknown' using errcode = 'P0001', detail = '{"field": "wallHidden"}';
  end if;
  update public.district_settings s set public_address = address,
    contact_days = coalesce((content ->> 'contactDays')::integer, held.contact_days),
    former_days = coalesce((content ->> 'formerDays')::integer, held.former_days),
    audit_days = coalesce((content ->> 'auditDays')::integer, held.audit_days), map_sources = sources, map_source = chosen,
    wall = jsonb_build_object('hidden', hidden, 'title', private.plain_words(coalesce(content ->> 'wallTitle', held.wall ->> 'title', ''), 60)),
    version = held.version + 1
  where s.district_id = place;
  if content ? 'checkerIsAnother' then
    insert into public.case_rules as r (district_id, checker_is_another) values (place, (content ->> 'checkerIsAnother')::boolean)
    on conflict (district_id) do update set checker_is_another = excluded.checker_is_another
      where r.checker_is_another is distinct from excluded.checker_is_another;
  end if;
  zone := content ->> 'timeZone';
  if zone is not null and zone is distinct from private.settings_of(place) ->> 'timeZone' then
    if not exists (select from pg_catalog.pg_timezone_names z where z.name = zone) then
      raise exception 'time-zone-unknown' using errcode = 'P0001', detail = json_build_object('value', left(zone, 60))::text;
    end if;
    select count(*) into cases from (select from public.incidents i where i.district_id = place limit most_cases + 1) n;
    if cases > most_cases then
      raise exception 'time-zone-settled' using errcode = 'P0001', detail = json_build_object('most', most_cases)::text;
    end if;
    own_calendar := private.own_calendar(place);
    update public.calendars c set time_zone = zone where c.id = own_calendar;
  end if;
  if content ? 'contactDays' and (content ->> 'contactDays')::integer < held.contact_days then
    perform private.shorten_contacts(place, (content ->> 'contactDays')::integer);
  end if;
  return private.settings_of(place);
end $$;
comment on function public.save_district_settings(district bigint, version integer, content jsonb) is
  'Changes the settings that `content` names, if nobody has changed them since `version`; returns them all. Another time zone moves the deadlines of open cases; it is settled once a district has more than 2,000. Raises not-allowed, changed-since, setting-unknown, address-malformed, days-out-of-range, map-source-wrong { field, name }, time-zone-unknown, time-zone-settled { most }. Security definer: the table has no policies for writing.';
grant execute on function public.save_district_settings(district bigint, version integer, content jsonb) to authenticated;

create function private.shorten_contacts(district bigint, days integer) returns void
language sql volatile security definer set search_path = '' as $$
  update public.incident_contacts c set purge_after = least(c.purge_after, i.ended_at + make_interval(days => shorten_contacts.days))
  from (select i.id, coalesce(i.closed_at, (select max(e.at) from public.incident_events e
      where e.district_id = i.district_id and e.incident_id = i.id and e.kind = 'transition')) as ended_at
    from public.incidents i where i.district_id = shorten_contacts.district) i
  where c.district_id = shorten_contacts.district and c.incident_id = i.id and c.purge_after is not null and i.ended_at is not null
$$;
comment on function private.shorten_contacts(district bigint, days integer) is
  'Brings the end of contacts forward after the time of keeping was shortened. Security definer: called by save_district_settings.';

create function private.keep_category_name() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.incidents i where i.category_id = old.id) then
    raise exception 'category-has-cases' using errcode = 'P0001', detail = json_build_object('category', old.id)::text;
  end if;
  return new;
end $$;
comment on function private.keep_category_name() is
  'A category that cases have keeps its code and its names, whoever writes: another name is another row. Security definer: counts cases whoever writes.';

create trigger categories_keep_name before update on public.categories for each row when (old.name is distinct from new.name or old.name_en is distinct from new.name_en or old.code is distinct from new.code) execute function private.keep_category_name();

create function private.own_categories(district bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(4219, own_categories.district::integer);
  with copied as (
    insert into public.categories (district_id, code, name, name_en, grid_only, retired)
    select own_categories.district, t.code, t.name, t.name_en, t.grid_only, t.retired from public.categories t
    where t.district_id is null and t.valid_until is null
      and not exists (select from public.categories own where own.district_id = own_categories.district and own.code = t.code)
    order by t.code
    returning id, code
  )
  insert into public.category_deadlines (category_id, clock, amount, unit)
  select copied.id, d.clock, d.amount, d.unit from copied
  join public.categories t on t.district_id is null and t.code = copied.code and t.valid_until is null
  join public.category_deadlines d on d.category_id = t.id;
end $$;
comment on function private.own_categories(district bigint) is
  'Gives a district its own copy of the templates that it has none of yet, with their deadlines. Security definer: called by functions that have asked who may.';

create function private.checked_deadlines(given jsonb) returns table (clock public.incident_clock, amount numeric, unit public.deadline_unit)
language plpgsql immutable set search_path = '' as $$
declare
  wrong jsonb;
begin
  if jsonb_typeof(coalesce(given, '[]')) <> 'array' or jsonb_array_length(coalesce(given, '[]')) > 8 then
    raise exception 'deadline-wrong' using errcode = 'P0001', detail = '{"clock": ""}';
  end if;
  select d into wrong from jsonb_array_elements(coalesce(given, '[]')) d
  where jsonb_typeof(d) <> 'object'
    or coalesce(d ->> 'clock', '') <> all (enum_range(null::public.incident_clock)::text[])
    or coalesce(d ->> 'unit', '') <> all (enum_range(null::public.deadline_unit)::text[])
    or jsonb_typeof(d -> 'amount') is distinct from 'number'
    or (d ->> 'amount')::numeric not between 0.01 and 1000
    or round((d ->> 'amount')::numeric, 2) <> (d ->> 'amount')::numeric limit 1;
  if wrong is not null then
    raise exception 'deadline-wrong' using errcode = 'P0001', detail = json_build_object('clock', left(wrong ->> 'clock', 40))::text;
  end if;
  if (select count(distinct d ->> 'clock') < count(*) from jsonb_array_elements(coalesce(given, '[]')) d) then
    raise exception 'deadline-wrong' using errcode = 'P0001', detail = '{"clock": "twice"}';
  end if;
  return query select (d ->> 'clock')::public.incident_clock, (d ->> 'amount')::numeric, (d ->> 'unit')::public.deadline_unit
    from jsonb_array_elements(coalesce(given, '[]')) d;
end $$;
comment on function private.checked_deadlines(given jsonb) is
  'Deadlines as they are kept; raises deadline-wrong { clock }: more than nothing, at most 1,000, two digits after the point, each clock once.';

create function private.category_date(word text) returns date
language plpgsql immutable set search_path = '' as $$
begin
  if coalesce(btrim(word), '') = '' then
    return null;
  end if;
  if word !~ '^(19|20)\d\d-\d\d-\d\d$' then
    raise exception 'date-malformed' using errcode = 'P0001', detail = json_build_object('value', left(word, 40))::text;
  end if;
  return word::date;
exception when datetime_field_overflow or invalid_datetime_format then
  raise exception 'date-malformed' using errcode = 'P0001', detail = json_build_object('value', left(word, 40))::text;
end $$;
comment on function private.category_date(word text) is
  'A day as YYYY-MM-DD, null for none; raises date-malformed.';

create function private.category_cases(category bigint, district bigint) returns bigint
language sql stable set search_path = '' as $$
  select coalesce(sum(t.cases), 0)::bigint from public.incident_category_tallies t
  where t.category_id = category_cases.category and t.district_id = category_cases.district
$$;
comment on function private.category_cases(category bigint, district bigint) is
  'How many cases of the district have the category.';

create function private.categories_of(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  with hidden as (
    select private.district_hidden(categories_of.district) as ids
  ), held as (
    select c.category_id, sum(c.cases)::bigint as cases from public.incident_category_tallies c, hidden
    where c.district_id = categories_of.district and c.category_id <> all (hidden.ids) group by 1
    union all
    select t.category_id, sum(private.rounded(t.came_in, private.cell_name(t)))::bigint from private.case_tallies t, hidden
    where t.district_id = categories_of.district and t.kind = 'community' and t.category_id = any (hidden.ids) group by 1
  )
  select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'code', c.code, 'name', c.name, 'nameEn', c.name_en, 'gridOnly', c.grid_only,
    'retired', c.retired, 'isTemplate', c.district_id is null,
    'isCurrent', c.valid_until is null and (c.district_id is not null or not exists (
      select from public.categories own where own.district_id = categories_of.district and own.code = c.code)),
    'approvedBy', c.approved_by, 'approval', c.approval, 'approvedSince', c.approved_since, 'approvedUntil', c.approved_until,
    'approvalEnded', coalesce(c.approved_until < private.local_date(categories_of.district, now()), false),
    'validSince', c.valid_since, 'validUntil', c.valid_until, 'cameFrom', c.came_from, 'cases', coalesce(h.cases, 0),
    'deadlines', (select coalesce(jsonb_agg(jsonb_build_object('clock', d.clock, 'amount', d.amount, 'unit', d.unit) order by d.clock), '[]')
      from public.category_deadlines d where d.category_id = c.id)) order by c.code, c.valid_until desc nulls first, c.id), '[]')
  from public.categories c left join held h on h.category_id = c.id
  where c.district_id = categories_of.district or c.district_id is null and (h.cases > 0 or not exists (
    select from public.categories own where own.district_id = categories_of.district and own.code = c.code))
$$;
comment on function private.categories_of(district bigint) is
  'The categories of a district, former ones too, as category_list answers them; protected ones with cases out of rounded cells for who does not handle all of the district.';

create function public.category_list(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if category_list.district is null or category_list.district not in (select private.districts_of('{admin,planner,reviewer,leader,dispatcher}')) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', category_list.district)::text;
  end if;
  return private.categories_of(category_list.district);
end $$;
comment on function public.category_list(district bigint) is
  'Every category that a district has or had, or has cases of, with deadlines, approval and number of cases; isCurrent: it stands for its code today. Raises not-allowed. Security definer: reads tallies.';
grant execute on function public.category_list(district bigint) to authenticated;

create function private.write_category(district bigint, held public.categories, content jsonb) returns bigint
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_variable
declare
  made bigint;
  name constant text := private.plain_words(content ->> 'name', 60);
  name_en constant text := coalesce(nullif(private.plain_words(content ->> 'nameEn', 120), ''), name);
  grid_only constant boolean := coalesce((content ->> 'gridOnly')::boolean, held.grid_only, false);
  since constant date := private.category_date(content ->> 'approvedSince');
  until constant date := private.category_date(content ->> 'approvedUntil');
  code constant text := coalesce(held.code, content ->> 'code');
  is_other boolean;
begin
  if name = '' then
    raise exception 'name-missing' using errcode = 'P0001', detail = json_build_object('code', code)::text;
  end if;
  if until < since then
    raise exception 'dates-reversed' using errcode = 'P0001', detail = json_build_object('since', since, 'until', until)::text;
  end if;
  is_other := held.id is null or held.name <> name or held.name_en <> name_en or exists (
    (select d.clock, d.amount, d.unit from private.checked_deadlines(content -> 'deadlines') d
     except select d.clock, d.amount, d.unit from public.category_deadlines d where d.category_id = held.id)
    union all
    (select d.clock, d.amount, d.unit from public.category_deadlines d where d.category_id = held.id
     except select d.clock, d.amount, d.unit from private.checked_deadlines(content -> 'deadlines') d));
  if held.id is not null and is_other and exists (select from public.incidents i where i.category_id = held.id) then
    update public.categories c set retired = true, valid_until = now() where c.id = held.id;
  elsif held.id is not null then
    made := held.id;
    update public.categories c set name = name, name_en = name_en where c.id = made and (c.name, c.name_en) is distinct from (name, name_en);
  end if;
  if made is null then
    insert into public.categories (district_id, code, name, name_en, grid_only, came_from, valid_since)
    values (district, code, name, name_en, grid_only, held.id, now()) returning id into made;
  end if;
  if is_other then
    delete from public.category_deadlines d where d.category_id = made;
    insert into public.category_deadlines (category_id, clock, amount, unit)
    select made, d.clock, d.amount, d.unit from private.checked_deadlines(content -> 'deadlines') d;
  end if;
  update public.categories c set approved_by = private.plain_words(content ->> 'approvedBy', 100),
    approval = private.plain_words(content ->> 'approval', 200), approved_since = since, approved_until = until
  where c.id = made and (c.approved_by, c.approval, c.approved_since, c.approved_until)
    is distinct from (private.plain_words(content ->> 'approvedBy', 100), private.plain_words(content ->> 'approval', 200), since, until);
  -- Where a case is shown is the same for all cases of a code, older ones too.
  update public.categories c set grid_only = grid_only where c.district_id = district and c.code = code and c.grid_only <> grid_only;
  return made;
end $$;
comment on function private.write_category(district bigint, held public.categories, content jsonb) is
  'Writes one category: in place where no case has it, else as another row that takes its place.';

create function private.category_to_change(district bigint, category bigint) returns public.categories
language plpgsql volatile set search_path = '' as $$
declare
  place constant bigint := private.administered(category_to_change.district);
  asked public.categories;
  held public.categories;
begin
  select * into asked from public.categories c where c.id = category_to_change.category and (c.district_id = place or c.district_id is null);
  perform private.own_categories(place);
  select * into held from public.categories c where c.district_id = place and c.code = asked.code and c.valid_until is null for update;
  if asked.id is null or held.id is null then
    raise exception 'category-unknown' using errcode = 'P0001', detail = json_build_object('category', category_to_change.category)::text;
  end if;
  -- Somebody has put another row in its place since the page was read.
  if asked.district_id is not null and asked.id <> held.id then
    raise exception 'changed-since' using errcode = 'P0001', detail = json_build_object('category', held.id)::text;
  end if;
  return held;
end $$;
comment on function private.category_to_change(district bigint, category bigint) is
  'The district''s own category in place of the one named, a template or its own, locked; raises not-allowed, category-unknown, changed-since.';

create function public.save_category(district bigint, category bigint, content jsonb, client_key uuid default null) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  known constant jsonb := private.begin_intent(client_key, 'save_category', jsonb_build_array(district, category, content));
  held public.categories;
  code constant text := content ->> 'code';
begin
  if known is not null then
    return known::bigint;
  end if;
  if category is not null then
    held := private.category_to_change(place, category);
    perform private.refuse_overwriting(content -> 'was', jsonb_build_object('name', c.name, 'nameEn', c.name_en, 'gridOnly', c.grid_only,
      'approvedBy', c.approved_by, 'approval', c.approval, 'approvedSince', c.approved_since, 'approvedUntil', c.approved_until, 'deadlines', (
        select coalesce(jsonb_agg(jsonb_build_object('clock', d.clock, 'amount', d.amount, 'unit', d.unit)), '[]')
        from public.category_deadlines d where d.category_id = c.id)), content)
    from public.categories c where c.id = held.id;
  else
    perform private.own_categories(place);
    if coalesce(code, '') !~ '^[0-9]{2}([0-9]{2})?$' then
      raise exception 'code-malformed' using errcode = 'P0001', detail = json_build_object('code', left(code, 20))::text;
    end if;
    if length(code) = 4 and not exists (select from public.categories c where c.district_id = place and c.code = left(code, 2) and not c.retired) then
      raise exception 'class-unknown' using errcode = 'P0001', detail = json_build_object('code', left(code, 2))::text;
    end if;
    if exists (select from public.categories c where c.district_id = place and c.code = code) then
      raise exception 'code-taken' using errcode = 'P0001', detail = json_build_object('code', code)::text;
    end if;
  end if;
  return private.end_intent(client_key, to_jsonb(private.write_category(place, held, content)))::bigint;
end $$;
comment on function public.save_category(district bigint, category bigint, content jsonb, client_key uuid) is
  'Adds a category (category null: content.code) or changes one; returns the id of the row that stands for the code from now on. content: { code, name, nameEn, gridOnly, approvedBy, approval, approvedSince, approvedUntil, deadlines: [{ clock, amount, unit }], was: what was read of it }. Cases keep the name and deadlines that they had. Raises not-allowed, category-unknown, changed-since, code-malformed, class-unknown, code-taken, name-missing, dates-reversed, date-malformed, deadline-wrong, sent-otherwise. Security definer: categories have no policies for writing.';
grant execute on function public.save_category(district bigint, category bigint, content jsonb, client_key uuid) to authenticated;

create function public.retire_category(district bigint, category bigint, retired boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.categories := private.category_to_change(district, category);
begin
  if not retired and length(held.code) = 4 and exists (
    select from public.categories c where c.district_id = held.district_id and c.code = left(held.code, 2) and c.valid_until is null and c.retired) then
    raise exception 'class-retired' using errcode = 'P0001', detail = json_build_object('code', left(held.code, 2))::text;
  end if;
  update public.categories c set retired = retired
  where c.district_id = held.district_id and c.valid_until is null and c.retired <> retired
    and (c.id = held.id or retired and length(held.code) = 2 and left(c.code, 2) = held.code);
end $$;
comment on function public.retire_category(district bigint, category bigint, retired boolean) is
  'Takes a category (a class: with all in it) off the list of what new cases may be, or puts it back; cases keep it. Raises not-allowed, category-unknown, changed-since, class-retired. Security definer: categories have no policies for writing.';
grant execute on function public.retire_category(district bigint, category bigint, retired boolean) to authenticated;

create function public.split_category(district bigint, category bigint, parts jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  known constant jsonb := private.begin_intent(client_key, 'split_category', jsonb_build_array(district, category, parts));
  held public.categories;
  part jsonb;
  made bigint;
  answer jsonb := '[]';
begin
  if known is not null then
    return known;
  end if;
  held := private.category_to_change(district, category);
  if length(held.code) <> 4 or jsonb_typeof(parts) <> 'array' or jsonb_array_length(parts) not between 2 and 9 then
    raise exception 'split-wrong' using errcode = 'P0001', detail = json_build_object('code', held.code)::text;
  end if;
  for part in select p from jsonb_array_elements(parts) p loop
    if coalesce(part ->> 'code', '') !~ '^[0-9]{4}$' or left(part ->> 'code', 2) <> left(held.code, 2) then
      raise exception 'code-malformed' using errcode = 'P0001', detail = json_build_object('code', left(part ->> 'code', 20))::text;
    end if;
    if exists (select from public.categories c where c.district_id = held.district_id and c.code = part ->> 'code') then
      raise exception 'code-taken' using errcode = 'P0001', detail = json_build_object('code', part ->> 'code')::text;
    end if;
    if private.plain_words(part ->> 'name', 60) = '' then
      raise exception 'name-missing' using errcode = 'P0001', detail = json_build_object('code', part ->> 'code')::text;
    end if;
    insert into public.categories (district_id, code, name, name_en, grid_only, approved_by, approval, approved_since, approved_until, came_from, valid_since)
    values (held.district_id, part ->> 'code', private.plain_words(part ->> 'name', 60),
      coalesce(nullif(private.plain_words(part ->> 'nameEn', 120), ''), private.plain_words(part ->> 'name', 60)),
      held.grid_only, held.approved_by, held.approval, held.approved_since, held.approved_until, held.id, now())
    returning id into made;
    insert into public.category_deadlines (category_id, clock, amount, unit)
    select made, d.clock, d.amount, d.unit from public.category_deadlines d where d.category_id = held.id;
    answer := answer || to_jsonb(made);
  end loop;
  update public.categories c set retired = true where c.id = held.id;
  return private.end_intent(client_key, answer);
end $$;
comment on function public.split_category(district bigint, category bigint, parts jsonb, client_key uuid) is
  'Puts two to nine categories [{ code, name, nameEn }] of the same class in the place of one, with its deadlines and approval; returns their ids. The one is retired, its cases keep it. Raises not-allowed, category-unknown, changed-since, split-wrong, code-malformed, code-taken, name-missing, sent-otherwise. Security definer: categories have no policies for writing.';
grant execute on function public.split_category(district bigint, category bigint, parts jsonb, client_key uuid) to authenticated;

create table public.handed_tasks (
  id bigint generated always as identity,
  district_id bigint not null,
  area_id bigint not null,
  name text not null,
  class text not null default ''::text,
  demanded_by text not null,
  ground text not null default ''::text,
  times_a_year numeric(6,2) not null,
  hours_each numeric(6,2) not null,
  state text not null default 'asked'::text,
  reason text not null default ''::text,
  since date,
  until date,
  decided_at timestamptz,
  decided_by text not null default ''::text,
  version integer not null default 1,
  constraint handed_tasks_pkey primary key (id),
  constraint handed_tasks_class_length check (length(class) <= 60),
  constraint handed_tasks_dates_in_order check (until >= since),
  constraint handed_tasks_decided_bounded check (decided_at >= '1990-01-01 00:00:00+00'::timestamptz and decided_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint handed_tasks_decided_by_length check (length(decided_by) <= 100),
  constraint handed_tasks_demanded_by_length check (length(demanded_by) >= 1 and length(demanded_by) <= 100),
  constraint handed_tasks_ground_length check (length(ground) <= 400),
  constraint handed_tasks_hours_bounded check (hours_each > 0::numeric and hours_each <= 2000::numeric),
  constraint handed_tasks_name_length check (length(name) >= 1 and length(name) <= 100),
  constraint handed_tasks_reason_length check (length(reason) <= 400),
  constraint handed_tasks_refused_for_a_reason check (state <> 'refused'::text or reason <> ''::text),
  constraint handed_tasks_since_bounded check (since >= '1900-01-01'::date and since <= '2099-12-31'::date),
  constraint handed_tasks_state_known check (state = any (array['asked'::text, 'accepted'::text, 'refused'::text, 'ended'::text])),
  constraint handed_tasks_times_bounded check (times_a_year > 0::numeric and times_a_year <= 5000::numeric),
  constraint handed_tasks_until_bounded check (until >= '1900-01-01'::date and until <= '2099-12-31'::date)
);
comment on table public.handed_tasks is
  'Tasks that offices hand down to communities: asked, accepted onto the list, refused, or ended.';
comment on column public.handed_tasks.area_id is
  'Whose communities do it: the district, a street or one community.';
comment on column public.handed_tasks.class is
  'A heading of the list, as the district has it.';
comment on column public.handed_tasks.ground is
  'The law, rule or paper that demands it.';
comment on column public.handed_tasks.hours_each is
  'Hours of work in one community each time.';
create index handed_tasks_area_idx on public.handed_tasks (area_id);
create index handed_tasks_district_idx on public.handed_tasks (district_id);
alter table public.handed_tasks enable row level security;

alter table public.handed_tasks add constraint handed_tasks_area_fkey
  foreign key (area_id, district_id) references public.areas(id, district_id) on delete cascade;

alter table public.handed_tasks add constraint handed_tasks_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create function private.task_number(given jsonb, field text, most numeric) returns numeric
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(given -> field) is distinct from 'number' or round((given ->> field)::numeric, 2) <= 0 or (given ->> field)::numeric > most then
    raise exception 'number-out-of-range' using errcode = 'P0001',
      detail = json_build_object('field', field, 'value', left(given ->> field, 20), 'most', most)::text;
  end if;
  return round((given ->> field)::numeric, 2);
end $$;
comment on function private.task_number(given jsonb, field text, most numeric) is
  'A number of a task, above nothing and at most `most`; raises number-out-of-range { field, value, most }.';

-- Who left yesterday is no officer of today, who holds a post of the community is one, and a task that begins later is no burden yet.
create function private.task_burden(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  with communities as (
    select a.id, a.path, a.name, a.name_en, a.code from public.areas a where a.district_id = task_burden.district and a.kind = 'community'
  ), burden as (
    select c.id, count(t.id) as tasks, coalesce(sum(t.times_a_year * t.hours_each), 0) as hours
    from communities c
    left join (public.handed_tasks t join public.areas of_task on of_task.id = t.area_id)
      on t.district_id = task_burden.district and t.state = 'accepted' and c.path operator(extensions.<@) of_task.path
      and coalesce(t.since, '-infinity') <= private.local_date(task_burden.district, now())
      and coalesce(t.until, 'infinity') >= private.local_date(task_burden.district, now())
    group by c.id
  ), serving as (
    select s.person_id, s.grid_id, s.area_id
    from public.assignments s join public.scheme_posts post on post.id = s.post_id and not post.voluntary
    where s.district_id = task_burden.district and s.since <= private.local_date(task_burden.district, now())
      and (s.until is null or s.until > private.local_date(task_burden.district, now()))
  ), officers as (
    select place.community_id as id, count(distinct place.person_id) as officers
    from (
      select g.community_id, s.person_id
      from serving s join public.grids g on g.id = s.grid_id join public.plan_communities pc
        on pc.plan_id = g.plan_id and pc.community_id = g.community_id and pc.in_force @> private.local_date(task_burden.district, now())
      union all
      select s.area_id, s.person_id from serving s join communities c on c.id = s.area_id
    ) place
    group by 1
  )
  select coalesce(jsonb_agg(jsonb_build_object('communityId', c.id, 'code', c.code, 'name', c.name, 'nameEn', c.name_en, 'tasks', b.tasks,
    'hours', b.hours, 'officers', coalesce(o.officers, 0),
    'hoursPerOfficer', round(b.hours / nullif(o.officers, 0), 1)) order by b.hours desc, c.code), '[]')
  from communities c join burden b on b.id = c.id left join officers o on o.id = c.id
$$;
comment on function private.task_burden(district bigint) is
  'Hours a year of the tasks accepted for today by community, and by each who is today on a paid post of the community or of its grids in force; a task counts on its last day, an assignment does not: [{ communityId, code, name, nameEn, tasks, hours, officers, hoursPerOfficer }].';

create function public.task_register(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if task_register.district is null or task_register.district not in (select private.districts_of('{admin,leader,planner,reviewer,dispatcher}')) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', task_register.district)::text;
  end if;
  return jsonb_build_object(
    'tasks', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'areaId', t.area_id, 'name', t.name, 'class', t.class, 'demandedBy', t.demanded_by,
        'ground', t.ground, 'timesAYear', t.times_a_year, 'hoursEach', t.hours_each, 'state', t.state, 'reason', t.reason, 'since', t.since,
        'until', t.until, 'decidedAt', t.decided_at, 'decidedBy', t.decided_by, 'version', t.version,
        'hoursAYear', t.times_a_year * t.hours_each * (select count(*) from public.areas top join public.areas below
          on below.path operator(extensions.<@) top.path and below.kind = 'community' where top.id = t.area_id)) order by t.class, t.name, t.id), '[]')
      from public.handed_tasks t where t.district_id = task_register.district),
    'burden', private.task_burden(task_register.district),
    'today', private.local_date(task_register.district, now()));
end $$;
comment on function public.task_register(district bigint) is
  'The register of tasks of a district and what they cost: { tasks: [{ id, areaId, name, class, demandedBy, ground, timesAYear, hoursEach, hoursAYear, state, reason, since, until, decidedAt, decidedBy, version }], burden: [{ communityId, code, name, nameEn, tasks, hours, officers, hoursPerOfficer }], today }. Raises not-allowed. Security definer: counts those who serve.';
grant execute on function public.task_register(district bigint) to authenticated;

create function public.save_handed_task(district bigint, task bigint, version integer, content jsonb, client_key uuid default null) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  known constant jsonb := private.begin_intent(client_key, 'save_handed_task', jsonb_build_array(district, task, version, content));
  area constant bigint := coalesce((content ->> 'areaId')::bigint, place);
  name constant text := private.plain_words(content ->> 'name', 100);
  demanded_by constant text := private.plain_words(content ->> 'demandedBy', 100);
  since constant date := private.category_date(content ->> 'since');
  until constant date := private.category_date(content ->> 'until');
  times constant numeric := private.task_number(content, 'timesAYear', 5000);
  hours constant numeric := private.task_number(content, 'hoursEach', 2000);
  made bigint;
begin
  if known is not null then
    return known::bigint;
  end if;
  if name = '' then
    raise exception 'name-missing' using errcode = 'P0001';
  end if;
  if demanded_by = '' then
    raise exception 'demander-missing' using errcode = 'P0001';
  end if;
  if until < since then
    raise exception 'dates-reversed' using errcode = 'P0001', detail = json_build_object('since', since, 'until', until)::text;
  end if;
  if not exists (select from public.areas a where a.id = area and a.district_id = place) then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  if task is null then
    insert into public.handed_tasks (district_id, area_id, name, class, demanded_by, ground, times_a_year, hours_each, since, until)
    values (place, area, name, private.plain_words(content ->> 'class', 60), demanded_by, private.plain_words(content ->> 'ground', 400),
      times, hours, since, until) returning id into made;
  else
    update public.handed_tasks t set area_id = area, name = name, class = private.plain_words(content ->> 'class', 60), demanded_by = demanded_by,
      ground = private.plain_words(content ->> 'ground', 400), times_a_year = times, hours_each = hours, since = since, until = until,
      version = t.version + 1
    where t.id = task and t.district_id = place and t.version = version returning t.id into made;
    if made is null then
      perform private.refuse_task(place, task);
    end if;
  end if;
  return private.end_intent(client_key, to_jsonb(made))::bigint;
end $$;
comment on function public.save_handed_task(district bigint, task bigint, version integer, content jsonb, client_key uuid) is
  'Enters a task in the register (task null), where it is asked for, or changes one that nobody has changed since `version`; returns its id. content: { areaId, name, class, demandedBy, ground, timesAYear, hoursEach, since, until }. Raises not-allowed, name-missing, demander-missing, number-out-of-range, dates-reversed, date-malformed, area-unknown, task-unknown, changed-since, sent-otherwise. Security definer: the table has no policies.';
grant execute on function public.save_handed_task(district bigint, task bigint, version integer, content jsonb, client_key uuid) to authenticated;

create function private.refuse_task(district bigint, task bigint) returns void
language plpgsql stable set search_path = '' as $$
begin
  if exists (select from public.handed_tasks t where t.id = task and t.district_id = district) then
    raise exception 'changed-since' using errcode = 'P0001', detail = json_build_object('task', task)::text;
  end if;
  raise exception 'task-unknown' using errcode = 'P0001', detail = json_build_object('task', task)::text;
end $$;
comment on function private.refuse_task(district bigint, task bigint) is
  'Raises changed-since for a task that is there in another version, else task-unknown.';

create function public.decide_handed_task(district bigint, task bigint, version integer, state text, reason text default '') returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  said constant text := private.plain_words(reason, 400);
begin
  if state is null or state not in ('asked', 'accepted', 'refused', 'ended') then
    raise exception 'task-state-unknown' using errcode = 'P0001', detail = json_build_object('state', left(state, 20))::text;
  end if;
  if state = 'refused' and said = '' then
    raise exception 'reason-missing' using errcode = 'P0001';
  end if;
  update public.handed_tasks t set state = state, reason = said, decided_at = now(), decided_by = left(private.actor_name(place), 100), version = t.version + 1
  where t.id = task and t.district_id = place and t.version = version;
  if not found then
    perform private.refuse_task(place, task);
  end if;
end $$;
comment on function public.decide_handed_task(district bigint, task bigint, version integer, state text, reason text) is
  'Puts a task on the list (accepted), refuses it with a reason, ends it, or opens it again (asked). Raises not-allowed, task-state-unknown, reason-missing, task-unknown, changed-since. Security definer: the table has no policies.';
grant execute on function public.decide_handed_task(district bigint, task bigint, version integer, state text, reason text) to authenticated;

create table public.accounts (
  user_id uuid not null,
  district_id bigint not null,
  name text not null,
  sign_in text not null,
  kind text not null default 'person'::text,
  since timestamptz not null default now(),
  ended_at timestamptz,
  constraint accounts_pkey primary key (user_id),
  constraint accounts_ended_bounded check (ended_at >= '1990-01-01 00:00:00+00'::timestamptz and ended_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint accounts_kind_known check (kind = any (array['person'::text, 'display'::text])),
  constraint accounts_name_length check (length(name) >= 1 and length(name) <= 60),
  constraint accounts_sign_in_length check (length(sign_in) >= 1 and length(sign_in) <= 254),
  constraint accounts_since_bounded check (since >= '1990-01-01 00:00:00+00'::timestamptz and since < '2090-01-01 00:00:00+00'::timestamptz)
);
comment on table public.accounts is
  'Whose an account is: of a person or of a display of the district. Accounts made on the command line have no row.';
comment on column public.accounts.sign_in is
  'What the person signs in with: work number, telephone or e-mail address.';
create index accounts_district_idx on public.accounts (district_id);
alter table public.accounts enable row level security;

alter table public.accounts add constraint accounts_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

alter table public.accounts add constraint accounts_user_id_fkey
  foreign key (user_id) references auth.users(id) on delete cascade;

create table public.account_invitations (
  id bigint generated always as identity,
  district_id bigint not null,
  user_id uuid,
  name text not null,
  sign_in text not null,
  roles jsonb not null default '[]'::jsonb,
  code_digest text not null,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  claimed_at timestamptz,
  used_at timestamptz,
  withdrawn_at timestamptz,
  person_id bigint,
  constraint account_invitations_pkey primary key (id),
  constraint account_invitations_code_unique unique (code_digest),
  constraint account_invitations_claimed_bounded check (claimed_at >= '1990-01-01 00:00:00+00'::timestamptz and claimed_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint account_invitations_digest_length check (length(code_digest) = 64),
  constraint account_invitations_expires_bounded check (expires_at >= '1990-01-01 00:00:00+00'::timestamptz and expires_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint account_invitations_made_bounded check (made_at >= '1990-01-01 00:00:00+00'::timestamptz and made_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint account_invitations_name_length check (length(name) >= 1 and length(name) <= 60),
  constraint account_invitations_sign_in_length check (length(sign_in) >= 1 and length(sign_in) <= 254),
  constraint account_invitations_used_bounded check (used_at >= '1990-01-01 00:00:00+00'::timestamptz and used_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint account_invitations_withdrawn_bounded check (withdrawn_at >= '1990-01-01 00:00:00+00'::timestamptz and withdrawn_at < '2090-01-01 00:00:00+00'::timestamptz)
);
comment on table public.account_invitations is
  'Codes by which a person sets the first password of an account, or another one (user_id). Of a code only the digest is kept; it works once.';
comment on column public.account_invitations.person_id is
  'Whom of the roster the account will be of.';
create index account_invitations_district_idx on public.account_invitations (district_id);
create index account_invitations_person_idx on public.account_invitations (person_id) where person_id is not null;
create index account_invitations_user_idx on public.account_invitations (user_id) where user_id is not null;
alter table public.account_invitations enable row level security;

alter table public.account_invitations add constraint account_invitations_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

alter table public.account_invitations add constraint account_invitations_person_fkey
  foreign key (district_id, person_id) references public.people(district_id, id) on delete set null (person_id);

alter table public.account_invitations add constraint account_invitations_user_id_fkey
  foreign key (user_id) references auth.users(id) on delete cascade;

create table private.display_pairings (
  id bigint generated always as identity,
  code text not null,
  secret_digest text not null,
  made_at timestamptz not null default now(),
  area_id bigint,
  name text,
  granted_by uuid,
  claimed_at timestamptz,
  constraint display_pairings_pkey primary key (id),
  constraint display_pairings_secret_digest_key unique (secret_digest)
);
comment on table private.display_pairings is
  'Walls that show a code and wait to be paired, for ten minutes.';
create index display_pairings_code_idx on private.display_pairings (code);

create table private.attempts (
  subject text not null,
  began_at timestamptz not null,
  attempts integer not null,
  constraint attempts_pkey primary key (subject)
);
comment on table private.attempts is
  'How often something was tried within a stretch of time: the throttle of functions that are open to whoever has not signed in.';

create function public.count_attempt(subject text, most integer, within_seconds integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held private.attempts;
begin
  insert into private.attempts as a (subject, began_at, attempts) values (left(subject, 200), now(), 1)
  on conflict on constraint attempts_pkey do update set
    attempts = case when a.began_at < now() - make_interval(secs => within_seconds) then 1 else a.attempts + 1 end,
    began_at = case when a.began_at < now() - make_interval(secs => within_seconds) then now() else a.began_at end
  returning a.* into held;
  delete from private.attempts a where a.subject in (select o.subject from private.attempts o where o.began_at < now() - interval '1 day' limit 20);
  return case when held.attempts > most
    then greatest(1, ceil(extract(epoch from held.began_at + make_interval(secs => within_seconds) - now()))::integer) else 0 end;
end $$;
comment on function public.count_attempt(subject text, most integer, within_seconds integer) is
  'Counts an attempt; 0 where it may go on, else the seconds to wait. For functions with the service key. Security definer: the table is nobody''s.';

create function private.code_digest(code text) returns text
language sql immutable set search_path = '' as $$
  select encode(sha256(convert_to(upper(regexp_replace(coalesce(code, ''), '[^0-9A-Za-z]', '', 'g')), 'UTF8')), 'hex')
$$;
comment on function private.code_digest(code text) is
  'What is kept of a code: capitals, blanks and hyphens do not count.';

create function private.new_code(letters integer) returns text
language sql volatile set search_path = '' as $$
  select string_agg(substr('23456789ABCDEFGHJKMNPQRSTUVWXYZ', 1 + get_byte(b.bytes, g) % 31, 1), '' order by g)
  from (select decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex') as bytes) b,
    -- Without the bytes of a UUID that hold its version and variant.
    lateral (select g from generate_series(0, 31) g where g % 16 not in (6, 8) limit letters) chosen
$$;
comment on function private.new_code(letters integer) is
  'A random code of at most 28 letters and digits that are not mistaken for each other.';

create function private.sign_in_of(given text) returns text
language plpgsql immutable set search_path = '' as $$
declare
  plain constant text := lower(regexp_replace(btrim(coalesce(given, '')), '[\s()（）]+', '', 'g'));
begin
  if plain ~ '^[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{2,}$' then
    return plain;
  end if;
  if plain ~ '^\+?86[-]?1\d{10}$' or plain ~ '^1[-\d]{10,13}$' and length(regexp_replace(plain, '\D', '', 'g')) = 11 then
    return right(regexp_replace(plain, '\D', '', 'g'), 11);
  end if;
  if plain ~ '^[a-z0-9][a-z0-9_-]{2,31}$' then
    return plain;
  end if;
  raise exception 'sign-in-malformed' using errcode = 'P0001', detail = json_build_object('value', left(plain, 60))::text;
end $$;
comment on function private.sign_in_of(given text) is
  'What a person signs in with, as it is kept: an e-mail address, a telephone number, or a work number of 3 to 32 letters and digits; raises sign-in-malformed.';

create function private.address_of(sign_in text) returns text
language sql immutable set search_path = '' as $$
  select case when sign_in like '%@%' then sign_in else sign_in || '@sign-in.invalid' end
$$;
comment on function private.address_of(sign_in text) is
  'The address under which Auth has the account: a work or telephone number has one that no mail can reach (RFC 2606).';

create function private.checked_roles(district bigint, given jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  one jsonb;
  answer jsonb := '[]';
begin
  if jsonb_typeof(given) is distinct from 'array' or jsonb_array_length(given) not between 1 and 12 then
    raise exception 'role-missing' using errcode = 'P0001';
  end if;
  for one in select r from jsonb_array_elements(given) r loop
    if coalesce(one ->> 'role', '') <> all (enum_range(null::public.member_role)::text[]) or one ->> 'role' = 'display' then
      raise exception 'role-unknown' using errcode = 'P0001', detail = json_build_object('role', left(one ->> 'role', 30))::text;
    end if;
    if not exists (select from public.areas a where a.id = (one ->> 'areaId')::bigint and a.district_id = checked_roles.district) then
      raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', left(one ->> 'areaId', 20))::text;
    end if;
    if (one ->> 'role' = 'handler') <> coalesce((one ->> 'departmentId') is not null, false) or one ->> 'departmentId' is not null and not exists (
      select from public.departments d where d.id = (one ->> 'departmentId')::bigint and d.district_id = checked_roles.district) then
      raise exception 'department-unknown' using errcode = 'P0001', detail = json_build_object('department', left(one ->> 'departmentId', 20))::text;
    end if;
    answer := answer || jsonb_build_array(jsonb_build_object('role', one ->> 'role', 'areaId', (one ->> 'areaId')::bigint, 'departmentId', (one ->> 'departmentId')::bigint));
  end loop;
  return answer;
end $$;
comment on function private.checked_roles(district bigint, given jsonb) is
  'The roles [{ role, areaId, departmentId }] as they are kept; raises role-missing, role-unknown, area-unknown, department-unknown (a handler has one, nobody else has).';

create function private.write_roles(district bigint, person uuid, roles jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from public.memberships m using public.areas a
  where m.user_id = person and a.id = m.area_id and a.district_id = write_roles.district
    and not exists (select from jsonb_array_elements(roles) r where r ->> 'role' = m.role::text and (r ->> 'areaId')::bigint = m.area_id);
  insert into public.memberships (user_id, role, area_id, department_id)
  select distinct on (r ->> 'role', r ->> 'areaId') person, (r ->> 'role')::public.member_role, (r ->> 'areaId')::bigint, (r ->> 'departmentId')::bigint
  from jsonb_array_elements(roles) r
  on conflict (user_id, role, area_id) do update set until = null, department_id = excluded.department_id
    where memberships.until is not null or memberships.department_id is distinct from excluded.department_id;
end $$;
comment on function private.write_roles(district bigint, person uuid, roles jsonb) is
  'Gives a person exactly these roles in the district. Security definer: called by functions that have asked who may.';

create function private.account_of(district bigint, person uuid) returns public.accounts
language plpgsql stable set search_path = '' as $$
declare
  held public.accounts;
begin
  select * into held from public.accounts a where a.user_id = person and a.district_id = private.administered(account_of.district);
  if not found then
    raise exception 'account-unknown' using errcode = 'P0001';
  end if;
  return held;
end $$;
comment on function private.account_of(district bigint, person uuid) is
  'The account, if the signed-in person administers its district; raises not-allowed, account-unknown.';

create function public.invite_account(district bigint, content jsonb, days integer default 7) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  name constant text := private.plain_words(content ->> 'name', 60);
  sign_in constant text := private.sign_in_of(content ->> 'signIn');
  roles constant jsonb := private.checked_roles(place, content -> 'roles');
  person constant bigint := private.account_person(place, content -> 'personId', null);
  code constant text := private.new_code(12);
  made bigint;
begin
  if name = '' then
    raise exception 'name-missing' using errcode = 'P0001';
  end if;
  if days not between 1 and 60 then
    raise exception 'days-out-of-range' using errcode = 'P0001', detail = '{"least": 1, "most": 60}';
  end if;
  if exists (select from auth.users u where lower(u.email) = private.address_of(sign_in)) then
    raise exception 'sign-in-taken' using errcode = 'P0001', detail = json_build_object('value', sign_in)::text;
  end if;
  if exists (select from public.account_invitations i where i.sign_in = sign_in and i.used_at is null and i.withdrawn_at is null and i.expires_at > now()) then
    raise exception 'invitation-open' using errcode = 'P0001', detail = json_build_object('value', sign_in)::text;
  end if;
  -- Two codes for one person would be two accounts of whom the second takes the first one's place.
  if person is not null and exists (select from public.account_invitations i
    where i.person_id = person and i.used_at is null and i.withdrawn_at is null and i.expires_at > now()) then
    raise exception 'person-invited' using errcode = 'P0001', detail = (select json_build_object('name', p.name)::text from public.people p where p.id = person);
  end if;
  insert into public.account_invitations (district_id, name, sign_in, roles, person_id, code_digest, expires_at)
  values (place, name, sign_in, roles, person, private.code_digest(code), now() + make_interval(days => days)) returning id into made;
  insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
  values ((select auth.uid()), 'insert', 'account_invitations', made::text, place, jsonb_build_object('name', name, 'sign_in', sign_in, 'roles', roles, 'person', person));
  return jsonb_build_object('invitation', made, 'code', code, 'expiresAt', now() + make_interval(days => days));
end $$;
comment on function public.invite_account(district bigint, content jsonb, days integer) is
  'Invites a person: { name, signIn, roles: [{ role, areaId, departmentId }], personId }; personId: whom of the roster, or null. Returns { invitation, code, expiresAt }; the code is told this once and works once. Raises not-allowed, name-missing, sign-in-malformed, sign-in-taken, invitation-open, role-missing, role-unknown, area-unknown, department-unknown, person-unknown, person-has-account, person-invited { name }, days-out-of-range. Security definer: the tables are nobody''s.';
grant execute on function public.invite_account(district bigint, content jsonb, days integer) to authenticated;

create function public.reset_account(district bigint, person uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.accounts := private.account_of(district, person);
  code constant text := private.new_code(12);
  made bigint;
begin
  if held.kind <> 'person' or held.ended_at is not null then
    raise exception 'account-ended' using errcode = 'P0001';
  end if;
  -- Whoever has the code signs in with all that the account may: what another district gave is not this one's to hand out.
  if private.serves_elsewhere(held.district_id, person) then
    raise exception 'account-serves-elsewhere' using errcode = 'P0001', detail = json_build_object('name', held.name)::text;
  end if;
  update public.account_invitations i set withdrawn_at = now() where i.user_id = person and i.used_at is null and i.withdrawn_at is null;
  insert into public.account_invitations (district_id, user_id, name, sign_in, code_digest, expires_at)
  values (held.district_id, person, held.name, held.sign_in, private.code_digest(code), now() + interval '3 days') returning id into made;
  insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
  values ((select auth.uid()), 'insert', 'account_invitations', made::text, held.district_id, jsonb_build_object('name', held.name, 'sign_in', held.sign_in, 'reset', true));
  return jsonb_build_object('invitation', made, 'code', code, 'expiresAt', now() + interval '3 days');
end $$;
comment on function public.reset_account(district bigint, person uuid) is
  'A code by which the person sets another password; codes of before are withdrawn. Returns { invitation, code, expiresAt }. Raises not-allowed, account-unknown, account-ended, account-serves-elsewhere { name }. Security definer: the tables are nobody''s.';
grant execute on function public.reset_account(district bigint, person uuid) to authenticated;

create function public.withdraw_invitation(district bigint, invitation bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
begin
  update public.account_invitations i set withdrawn_at = now()
  where i.id = invitation and i.district_id = place and i.used_at is null and i.withdrawn_at is null;
  if not found then
    raise exception 'invitation-unknown' using errcode = 'P0001';
  end if;
  insert into public.audit_log (actor, action, subject, subject_id, district_id)
  values ((select auth.uid()), 'delete', 'account_invitations', invitation::text, place);
end $$;
comment on function public.withdraw_invitation(district bigint, invitation bigint) is
  'Makes the code of an invitation useless. Raises not-allowed, invitation-unknown. Security definer: the table is nobody''s.';
grant execute on function public.withdraw_invitation(district bigint, invitation bigint) to authenticated;

create function public.account_list(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
begin
  return jsonb_build_object(
    'accounts', (select coalesce(jsonb_agg(jsonb_build_object('userId', known.user_id, 'name', coalesce(a.name, private.person_name(known.user_id), split_part(u.email, '@', 1)),
        'signIn', coalesce(a.sign_in, u.email), 'kind', coalesce(a.kind, case when known.is_display then 'display' else 'person' end), 'isManaged', a.user_id is not null,
        'since', coalesce(a.since, u.created_at), 'endedAt', a.ended_at,
        'person', (select jsonb_build_object('id', p.id, 'name', p.name) from public.people p where p.district_id = place and p.user_id = known.user_id order by p.id limit 1), 'isMe', known.user_id = (select auth.uid()),
        'lastSignIn', u.last_sign_in_at, 'sessions', (select count(*) from auth.sessions s where s.user_id = known.user_id),
        'roles', (select coalesce(jsonb_agg(jsonb_build_object('role', m.role, 'areaId', m.area_id,
            'departmentId', m.department_id) order by m.role, m.area_id), '[]')
          from public.memberships m join public.areas ar on ar.id = m.area_id
          where m.user_id = known.user_id and ar.district_id = place and (m.until is null or m.until > now()))
        ) order by a.ended_at nulls first, coalesce(a.name, u.email)), '[]')
      from (
        select held.user_id, bool_and(held.is_display) as is_display from (
          select a.user_id, a.kind = 'display' as is_display from public.accounts a where a.district_id = place
          union all
          select m.user_id, m.role = 'display' from public.memberships m join public.areas ar on ar.id = m.area_id
          where ar.district_id = place and (m.until is null or m.until > now())) held group by 1) known
      join auth.users u on u.id = known.user_id
      left join public.accounts a on a.user_id = known.user_id and a.district_id = place),
    'invitations', (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'name', i.name, 'signIn', i.sign_in, 'isReset', i.user_id is not null,
        'roles', i.roles, 'madeAt', i.made_at, 'expiresAt', i.expires_at, 'isOver', i.expires_at <= now()) order by i.made_at desc), '[]')
      from public.account_invitations i where i.district_id = place and i.used_at is null and i.withdrawn_at is null
        and i.expires_at > now() - interval '30 days'));
end $$;
comment on function public.account_list(district bigint) is
  'The accounts with a role in a district and the invitations that are open: { accounts: [{ userId, name, signIn, kind, isManaged, since, endedAt, person: { id, name } | null, isMe, lastSignIn, sessions, roles: [{ role, areaId, departmentId }] }], invitations }. Not managed: made on the command line. Raises not-allowed. Security definer: reads accounts of Auth.';
grant execute on function public.account_list(district bigint) to authenticated;

create function public.change_account(district bigint, person uuid, content jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.accounts := private.account_of(district, person);
  roles jsonb;
  name constant text := private.plain_words(coalesce(content ->> 'name', held.name), 60);
begin
  if held.ended_at is not null then
    raise exception 'account-ended' using errcode = 'P0001';
  end if;
  if name = '' then
    raise exception 'name-missing' using errcode = 'P0001';
  end if;
  perform from public.accounts a where a.user_id = person for update;
  perform private.refuse_overwriting(content -> 'was', jsonb_build_object('name', a.name, 'roles', (
      select coalesce(jsonb_agg(jsonb_build_object('role', m.role, 'areaId', m.area_id, 'departmentId', m.department_id)), '[]')
      from public.memberships m join public.areas ar on ar.id = m.area_id
      where m.user_id = person and ar.district_id = held.district_id and (m.until is null or m.until > now())),
    'personId', (select p.id from public.people p where p.district_id = held.district_id and p.user_id = person order by p.id limit 1)), content)
  from public.accounts a where a.user_id = person;
  if content ? 'roles' and held.kind = 'person' then
    roles := private.checked_roles(held.district_id, content -> 'roles');
    perform private.write_roles(held.district_id, person, roles);
  end if;
  if content ? 'personId' and held.kind = 'person' then
    perform private.tie_person(held.district_id, person, private.account_person(held.district_id, content -> 'personId', person));
  end if;
  update public.accounts a set name = name where a.user_id = person and a.name <> name;
end $$;
comment on function public.change_account(district bigint, person uuid, content jsonb) is
  'Changes the name, the roles or the person of the roster of an account: { name, roles, personId, was: what was read of it }. Raises not-allowed, account-unknown, account-ended, changed-since { fields }, name-missing, role-missing, role-unknown, area-unknown, department-unknown, person-unknown, person-has-account, last-admin. Security definer: the table is nobody''s.';
grant execute on function public.change_account(district bigint, person uuid, content jsonb) to authenticated;

create function private.end_sessions(person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Supabase keeps the person of a refresh token as text, elsewhere it is a UUID.
  delete from auth.refresh_tokens t where t.user_id::text = person::text;
  delete from auth.sessions s where s.user_id = person;
end $$;
comment on function private.end_sessions(person uuid) is
  'Ends every session of an account. Security definer: called by functions that have asked who may.';

create function public.account_sessions(district bigint, person uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.accounts := private.account_of(district, person);
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'begun', s.created_at, 'seen', coalesce(s.updated_at, s.created_at)) order by s.created_at desc), '[]')
    from auth.sessions s where s.user_id = held.user_id);
end $$;
comment on function public.account_sessions(district bigint, person uuid) is
  'The sessions of an account: [{ id, begun, seen }], without where from. Raises not-allowed, account-unknown. Security definer: reads sessions of Auth.';
grant execute on function public.account_sessions(district bigint, person uuid) to authenticated;

create function public.end_account_sessions(district bigint, person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.accounts := private.account_of(district, person);
begin
  perform private.end_sessions(held.user_id);
  insert into public.audit_log (actor, action, subject, subject_id, district_id)
  values ((select auth.uid()), 'end-sessions', 'accounts', person::text, held.district_id);
end $$;
comment on function public.end_account_sessions(district bigint, person uuid) is
  'Signs an account out everywhere; open pages are blank within a minute. Raises not-allowed, account-unknown. Security definer: sessions are Auth''s.';
grant execute on function public.end_account_sessions(district bigint, person uuid) to authenticated;

create function public.end_account(district bigint, person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held constant public.accounts := private.account_of(district, person);
begin
  delete from public.memberships m using public.areas a where m.user_id = person and a.id = m.area_id and a.district_id = held.district_id;
  update public.accounts a set ended_at = now() where a.user_id = person and a.ended_at is null;
  -- What was done keeps its name; the person may get another account.
  perform private.tie_person(held.district_id, person, null);
  update public.account_invitations i set withdrawn_at = now() where i.user_id = person and i.used_at is null and i.withdrawn_at is null;
  -- Whoever serves in another district as well goes on there.
  if not exists (select from public.memberships m where m.user_id = person and (m.until is null or m.until > now())) then
    update auth.users u set banned_until = '2099-01-01' where u.id = person;
  end if;
  perform private.end_sessions(person);
end $$;
comment on function public.end_account(district bigint, person uuid) is
  'Ends an account: its roles in the district, its sessions and its sign-in; what it did keeps its name. Raises not-allowed, account-unknown, last-admin. Security definer: accounts are Auth''s.';
grant execute on function public.end_account(district bigint, person uuid) to authenticated;

create function public.invitation_for(code text, claims boolean default false) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  held public.account_invitations;
begin
  select * into held from public.account_invitations i where i.code_digest = private.code_digest(code) for update;
  if not found or held.withdrawn_at is not null or held.user_id is not null and held.used_at is null and private.serves_elsewhere(held.district_id, held.user_id) then
    raise exception 'code-unknown' using errcode = 'P0001';
  end if;
  if held.used_at is not null then
    raise exception 'code-used' using errcode = 'P0001';
  end if;
  if held.expires_at <= now() then
    raise exception 'code-expired' using errcode = 'P0001';
  end if;
  -- Somebody is at it at this very moment, or was and failed two minutes ago.
  if claims then
    if held.claimed_at > now() - interval '2 minutes' then
      raise exception 'code-used' using errcode = 'P0001';
    end if;
    update public.account_invitations i set claimed_at = now() where i.id = held.id;
  end if;
  return jsonb_build_object('id', held.id, 'name', held.name, 'signIn', held.sign_in, 'address', private.address_of(held.sign_in), 'userId', held.user_id,
    'district', (select a.name from public.areas a where a.id = held.district_id));
end $$;
comment on function public.invitation_for(code text, claims boolean) is
  'The invitation of a code: { id, name, signIn, address, userId, district }; claims: takes it, so that nobody else can. Raises code-unknown, code-used, code-expired. For the function join with the service key. Security definer: the table is nobody''s.';

create function public.finish_invitation(invitation bigint, person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held public.account_invitations;
begin
  if person is null then
    update public.account_invitations i set claimed_at = null where i.id = invitation and i.used_at is null;
    return;
  end if;
  select * into held from public.account_invitations i where i.id = invitation and i.used_at is null and i.claimed_at is not null for update;
  if not found then
    raise exception 'code-used' using errcode = 'P0001';
  end if;
  update public.account_invitations i set used_at = now(), user_id = person where i.id = invitation;
  if held.user_id is null then
    if held.person_id is not null then
      perform private.account_person(held.district_id, to_jsonb(held.person_id), person);
    end if;
    insert into public.accounts (user_id, district_id, name, sign_in) values (person, held.district_id, held.name, held.sign_in);
    perform private.write_roles(held.district_id, person, held.roles);
    perform private.tie_person(held.district_id, person, held.person_id);
  else
    perform private.end_sessions(person);
  end if;
  insert into public.audit_log (actor, action, subject, subject_id, district_id)
  values (person, 'use', 'account_invitations', invitation::text, held.district_id);
end $$;
comment on function public.finish_invitation(invitation bigint, person uuid) is
  'Marks an invitation that was claimed as used and gives the account its roles; without a person gives it back. Raises code-used, person-has-account { name }. For the function join with the service key. Security definer: the tables are nobody''s.';

create function public.start_pairing(secret text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  given text;
begin
  delete from private.display_pairings p where p.made_at < now() - interval '1 hour';
  if length(secret) < 32 or (select count(*) from private.display_pairings) >= 5000 then
    raise exception 'too-many-requests' using errcode = 'P0001';
  end if;
  loop
    given := private.new_code(6);
    exit when not exists (select from private.display_pairings p where p.code = given);
  end loop;
  insert into private.display_pairings (code, secret_digest) values (given, encode(sha256(convert_to(secret, 'UTF8')), 'hex'));
  return jsonb_build_object('code', given, 'expiresAt', now() + interval '10 minutes');
end $$;
comment on function public.start_pairing(secret text) is
  'Begins the pairing of a wall that keeps the secret: { code, expiresAt }. For the function pairing with the service key. Security definer: the table is nobody''s.';

create function public.claim_pairing(secret text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  held private.display_pairings;
begin
  select * into held from private.display_pairings p where p.secret_digest = encode(sha256(convert_to(secret, 'UTF8')), 'hex') for update;
  if not found or held.made_at < now() - interval '10 minutes' or held.claimed_at is not null then
    raise exception 'pairing-over' using errcode = 'P0001';
  end if;
  if held.area_id is null then
    return jsonb_build_object('isGranted', false);
  end if;
  update private.display_pairings p set claimed_at = now() where p.id = held.id;
  return jsonb_build_object('isGranted', true, 'pairing', held.id, 'name', held.name);
end $$;
comment on function public.claim_pairing(secret text) is
  'Whether an administrator has entered the code of the wall that keeps the secret: { isGranted, pairing, name }; what is granted is taken with it. Raises pairing-over. For the function pairing with the service key. Security definer: the table is nobody''s.';

create function public.finish_pairing(pairing bigint, person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  held private.display_pairings;
  district bigint;
begin
  delete from private.display_pairings p where p.id = pairing and p.claimed_at is not null returning * into held;
  if held.id is null then
    raise exception 'pairing-over' using errcode = 'P0001';
  end if;
  select a.district_id into district from public.areas a where a.id = held.area_id;
  insert into public.accounts (user_id, district_id, name, sign_in, kind) values (person, district, held.name, held.name, 'display');
  insert into public.memberships (user_id, role, area_id) values (person, 'display', held.area_id);
  insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
  values (held.granted_by, 'pair', 'accounts', person::text, district, jsonb_build_object('name', held.name, 'area_id', held.area_id));
end $$;
comment on function public.finish_pairing(pairing bigint, person uuid) is
  'Gives the account that was made for a wall its role. Raises pairing-over. For the function pairing with the service key. Security definer: the tables are nobody''s.';

create function public.grant_pairing(area bigint, code text, name text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered((select a.district_id from public.areas a where a.id = area));
  said constant text := private.plain_words(name, 60);
  granted bigint;
begin
  if said = '' then
    raise exception 'name-missing' using errcode = 'P0001';
  end if;
  if public.count_attempt('pair ' || (select auth.uid()), 20, 600) > 0 then
    raise exception 'too-many-requests' using errcode = 'P0001';
  end if;
  update private.display_pairings p set area_id = area, name = said, granted_by = (select auth.uid())
  where p.code = upper(regexp_replace(coalesce(code, ''), '[^0-9A-Za-z]', '', 'g')) and p.area_id is null and p.made_at > now() - interval '10 minutes' returning p.id into granted;
  -- Nothing is raised, so that the attempt counts.
  if granted is null then
    return false;
  end if;
  insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
  values ((select auth.uid()), 'insert', 'display_pairings', granted::text, place, jsonb_build_object('name', said, 'area_id', area));
  return true;
end $$;
comment on function public.grant_pairing(area bigint, code text, name text) is
  'Lets the wall that shows the code be a display of the area, under a name; false where no wall shows it. Raises not-allowed, name-missing, too-many-requests (20 in ten minutes). Security definer: the table is nobody''s.';
grant execute on function public.grant_pairing(area bigint, code text, name text) to authenticated;

-- The log stays append-only but for its end: what is older than half a year may go, and content may be taken out of an entry.
create function private.refuse_change_of_log() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    if old.at < now() - interval '183 days' then
      return old;
    end if;
  elsif (to_jsonb(old) - 'was' - 'is_now') = (to_jsonb(new) - 'was' - 'is_now')
    and coalesce(old.was @> new.was, new.was is null) and coalesce(old.is_now @> new.is_now, new.is_now is null) then
    return new;
  end if;
  raise exception 'append-only' using errcode = 'P0001', detail = json_build_object('table', tg_table_name)::text;
end $$;
comment on function private.refuse_change_of_log() is
  'Raises append-only for every change of the log that does more than take content out, and for removing what is not half a year old.';

create trigger audit_log_append_only before delete or update on public.audit_log for each row execute function private.refuse_change_of_log();

-- With a volunteer the words of the record of service go from the log too.
create function private.forget_what_is_over() returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  counts jsonb := jsonb_build_object('contacts', private.purge_contacts());
  gone text[];
  many integer;
begin
  -- Used, withdrawn or run out a month ago: the list of accounts shows none of them any longer.
  delete from public.account_invitations i
  where coalesce(i.used_at, i.withdrawn_at, i.expires_at) < now() - interval '30 days';
  get diagnostics many = row_count;
  counts := counts || jsonb_build_object('invitations', many);

  create temporary table kept on commit drop as
  select a.id as district_id, private.local_date(a.id, now()) - coalesce(s.former_days, 1095) as former,
    now() - make_interval(days => coalesce(s.audit_days, 1095)) as logged
  from public.areas a left join public.district_settings s on s.district_id = a.id where a.kind = 'district';

  with taken as (
    delete from public.volunteers v using pg_temp.kept k where k.district_id = v.district_id and v.until < k.former returning v.id::text
  )
  select coalesce(array_agg(t.id), '{}') into gone from taken t;
  -- Their names stand in the log as well: that somebody was entered and taken out stays, who it was does not.
  update public.audit_log l set was = null, is_now = null
  where l.subject = 'volunteers' and l.subject_id = any (gone)
    or l.subject = 'volunteer_services' and coalesce(l.was, l.is_now) ->> 'volunteer_id' = any (gone);
  counts := counts || jsonb_build_object('volunteers', cardinality(gone));

  delete from public.absences a using pg_temp.kept k where k.district_id = a.district_id and a.last_day < k.former;
  get diagnostics many = row_count;
  counts := counts || jsonb_build_object('absences', many);
  delete from public.duty_shifts d using pg_temp.kept k where k.district_id = d.district_id and d.last_day < k.former;
  get diagnostics many = row_count;
  counts := counts || jsonb_build_object('shifts', many);
  with taken as (
    update public.people p set work_telephone = '' from pg_temp.kept k
    where k.district_id = p.district_id and p.left_on < k.former and p.work_telephone <> '' returning p.id::text
  )
  select coalesce(array_agg(t.id), '{}') into gone from taken t;
  update public.audit_log l set was = l.was - 'work_telephone', is_now = l.is_now - 'work_telephone'
  where l.subject = 'people' and l.subject_id = any (gone);
  counts := counts || jsonb_build_object('telephones', cardinality(gone));

  -- The rest in the next hour, so that nobody waits for a log of years.
  delete from public.audit_log l where l.id in (
    select o.id from public.audit_log o join pg_temp.kept k on k.district_id = o.district_id and o.at < k.logged limit 20000);
  get diagnostics many = row_count;
  drop table pg_temp.kept;
  return counts || jsonb_build_object('log', many);
end $$;
comment on function private.forget_what_is_over() is
  'Deletes what districts keep no longer: contacts of cases, invitations that are over for a month, volunteers who ceased to serve, absences and shifts of the past, work telephones of those who left, and the log. Returns how many of each: { contacts, invitations, volunteers, absences, shifts, telephones, log }. Hosts call it every hour.';

create function public.forget_what_is_over() returns jsonb
language sql volatile security definer set search_path = '' as $$ select private.forget_what_is_over() $$;
comment on function public.forget_what_is_over() is
  'Deletes what districts keep no longer and returns how many of each; for a timetable with the service key. Security definer: what it deletes has no policies for it.';

create function private.account_person(district bigint, given jsonb, account uuid) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  found public.people;
begin
  if given is null or given = 'null' then
    return null;
  end if;
  if given::text ~ '^"?\d{1,18}"?$' then
    select * into found from public.people p where p.id = (given #>> '{}')::bigint and p.district_id = account_person.district;
  end if;
  if found.id is null then
    raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('person', left(given #>> '{}', 20))::text;
  end if;
  if found.user_id is not null and found.user_id is distinct from account then
    raise exception 'person-has-account' using errcode = 'P0001', detail = json_build_object('name', found.name)::text;
  end if;
  return found.id;
end $$;
comment on function private.account_person(district bigint, given jsonb, account uuid) is
  'The person of the roster that is meant, null for nobody; raises person-unknown, person-has-account (another than this). Security definer: asked for administrators.';

create function private.tie_person(district bigint, account uuid, person bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.people p set user_id = null where p.district_id = tie_person.district and p.user_id = account and p.id is distinct from person;
  update public.people p set user_id = account where p.district_id = tie_person.district and p.id = person and p.user_id is distinct from account;
end $$;
comment on function private.tie_person(district bigint, account uuid, person bigint) is
  'Makes an account that of this person of the roster and of nobody else there. Security definer: called by functions that have asked who may.';

-- Accounts: none is taken over across districts or from whoever has it, and a district keeps an administrator.
create function private.serves_elsewhere(district bigint, person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.memberships m join public.areas a on a.id = m.area_id
    where m.user_id = person and a.district_id <> serves_elsewhere.district and (m.until is null or m.until > now()))
$$;
comment on function private.serves_elsewhere(district bigint, person uuid) is
  'Whether an account has a role in another district too. Security definer: asked for administrators, who do not see those.';

create trigger zz_nothing_missing before insert or update on public.account_invitations for each row when (new.district_id is null or new.name is null or new.sign_in is null or new.roles is null or new.code_digest is null or new.made_at is null or new.expires_at is null) execute function private.refuse_missing();

create trigger accounts_audit after insert or delete or update on public.accounts for each row execute function private.audit();

create trigger zz_nothing_missing before insert or update on public.accounts for each row when (new.user_id is null or new.district_id is null or new.name is null or new.sign_in is null or new.kind is null or new.since is null) execute function private.refuse_missing();

create trigger district_settings_audit after insert or delete or update on public.district_settings for each row execute function private.audit();

create trigger district_settings_topic_insert after insert on public.district_settings referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger district_settings_topic_update after update on public.district_settings referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger zz_nothing_missing before insert or update on public.district_settings for each row when (new.district_id is null or new.public_address is null) execute function private.refuse_missing();

create trigger zz_nothing_missing_else before insert or update on public.district_settings for each row when (new.contact_days is null or new.map_sources is null or new.map_source is null or new.wall is null or new.version is null) execute function private.refuse_missing();

create trigger zz_nothing_missing_of_keeping before insert or update on public.district_settings for each row when (new.former_days is null or new.audit_days is null) execute function private.refuse_missing();

create trigger handed_tasks_audit after insert or delete or update on public.handed_tasks for each row execute function private.audit();

create trigger handed_tasks_topic_insert after insert on public.handed_tasks referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger handed_tasks_topic_update after update on public.handed_tasks referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger zz_nothing_missing before insert or update on public.handed_tasks for each row when (new.district_id is null or new.area_id is null or new.name is null or new.class is null or new.demanded_by is null or new.ground is null or new.times_a_year is null or new.hours_each is null or new.state is null or new.reason is null or new.decided_by is null or new.version is null) execute function private.refuse_missing();
