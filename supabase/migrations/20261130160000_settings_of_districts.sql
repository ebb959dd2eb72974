-- What a district decides about itself: its public address, how long things are kept, where maps come from, what a wall shows.

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
comment on function private.administered is 'The district, if the signed-in person administers the whole of it; raises not-allowed.';
grant execute on function private.administered to authenticated, service_role;

alter table public.district_settings
  add column contact_days integer not null default 30,
  add column map_sources jsonb not null default '[]',
  add column map_source text not null default 'offline',
  add column wall jsonb not null default '{}',
  add column version integer not null default 1,
  add constraint district_settings_contact_days_bounded check (contact_days between 1 and 3650),
  add constraint district_settings_map_source_length check (length(map_source) <= 40),
  add constraint district_settings_sources_list check (jsonb_typeof(map_sources) = 'array' and jsonb_array_length(map_sources) <= 12 and length(map_sources::text) <= 20000),
  add constraint district_settings_wall_object check (jsonb_typeof(wall) = 'object' and length(wall::text) <= 4000);
comment on column public.district_settings.contact_days is 'Days after the end of a case after which its contact is deleted.';
comment on column public.district_settings.map_sources is 'Maps from elsewhere: [{ id, kind, name, url, key, layer, attribution, approval }]. The offline map is always there.';
comment on column public.district_settings.map_source is 'The id of the source that maps show, or offline.';
comment on column public.district_settings.wall is 'What a wall leaves out: { hidden: [part] }, and its title.';
-- Changes go through a function, which knows whether somebody else has changed them meanwhile.
revoke insert, update on public.district_settings from authenticated;
drop policy "admins add the settings of their district" on public.district_settings;
drop policy "admins change the settings of their district" on public.district_settings;
create trigger zz_nothing_missing_else before insert or update on public.district_settings for each row
  when (new.contact_days is null or new.map_sources is null or new.map_source is null or new.wall is null or new.version is null)
  execute function private.refuse_missing();

create function private.wall_parts() returns text[]
language sql immutable set search_path = '' as $$
  select '{figures,density,overdue,feed,day,standing,ranking}'::text[]
$$;
comment on function private.wall_parts is 'The parts of a wall that a district may leave out.';

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
comment on function private.checked_map_source is
  'A source of maps as it is kept: { id, kind, name, url, key, layer, attribution, approval }; raises map-source-wrong { field, name }. A URL is absolute, or a path of this host; of WMTS it is the address of the service.';

create function private.settings_of(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'district', settings_of.district, 'version', coalesce(s.version, 0), 'publicAddress', coalesce(s.public_address, ''),
    'contactDays', coalesce(s.contact_days, 30), 'mapSources', coalesce(s.map_sources, '[]'), 'mapSource', coalesce(s.map_source, 'offline'),
    'wallTitle', coalesce(s.wall ->> 'title', ''), 'wallHidden', coalesce(s.wall -> 'hidden', '[]'),
    'timeZone', (select c.time_zone from public.calendars c where c.id = private.calendar_of(settings_of.district)),
    'checkerIsAnother', coalesce((select r.checker_is_another from public.case_rules r where r.district_id = settings_of.district), true))
  from (select 1) one left join public.district_settings s on s.district_id = settings_of.district
$$;
comment on function private.settings_of is 'The settings of a district as district_settings answers them.';

create function public.district_settings(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if district_settings.district is null or district_settings.district not in (select private.my_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', district_settings.district)::text;
  end if;
  return private.settings_of(district_settings.district);
end $$;
comment on function public.district_settings(bigint) is
  'What a district decides about itself: { district, version, publicAddress, contactDays, mapSources, mapSource, wallTitle, wallHidden, timeZone, checkerIsAnother }. Raises not-allowed. Security definer: the rules of cases are not a display''s to read.';
grant execute on function public.district_settings(bigint) to authenticated;

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
comment on function private.own_calendar is
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
  extra text;
begin
  insert into public.district_settings (district_id, version) values (place, 0) on conflict do nothing;
  select * into held from public.district_settings s where s.district_id = place for update;
  if held.version <> version then
    raise exception 'changed-since' using errcode = 'P0001', detail = json_build_object('version', held.version)::text;
  end if;
  select k into extra from jsonb_object_keys(content) k where k not in
    ('publicAddress', 'contactDays', 'mapSources', 'mapSource', 'wallTitle', 'wallHidden', 'timeZone', 'checkerIsAnother') limit 1;
  if extra is not null then
    raise exception 'setting-unknown' using errcode = 'P0001', detail = json_build_object('field', left(extra, 60))::text;
  end if;
  address := rtrim(btrim(coalesce(content ->> 'publicAddress', held.public_address)), '/');
  if address <> '' and address !~ '^https?://[^\s/?#"<>]+(/[^\s?#"<>]*)?$' or length(address) > 300 then
    raise exception 'address-malformed' using errcode = 'P0001', detail = json_build_object('value', left(address, 80))::text;
  end if;
  if content ? 'contactDays' and (jsonb_typeof(content -> 'contactDays') <> 'number' or (content ->> 'contactDays')::numeric not between 1 and 3650
      or (content ->> 'contactDays')::numeric <> floor((content ->> 'contactDays')::numeric)) then
    raise exception 'days-out-of-range' using errcode = 'P0001', detail = json_build_object('least', 1, 'most', 3650)::text;
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
    contact_days = coalesce((content ->> 'contactDays')::integer, held.contact_days), map_sources = sources, map_source = chosen,
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
    update public.calendars c set time_zone = zone where c.id = private.own_calendar(place);
  end if;
  if content ? 'contactDays' and (content ->> 'contactDays')::integer < held.contact_days then
    perform private.shorten_contacts(place, (content ->> 'contactDays')::integer);
  end if;
  return private.settings_of(place);
end $$;
comment on function public.save_district_settings is
  'Changes the settings that `content` names, if nobody has changed them since `version`; returns them all. Another time zone moves the deadlines of open cases. Raises not-allowed, changed-since, setting-unknown, address-malformed, days-out-of-range, map-source-wrong { field, name }, time-zone-unknown. Security definer: the table has no policies for writing.';
grant execute on function public.save_district_settings to authenticated;

-- Kept as long as the district says; a shorter time holds for what is kept already.
create function private.contact_retention(district bigint) returns interval
language sql stable security definer set search_path = '' as $$
  select make_interval(days => coalesce((select s.contact_days from public.district_settings s where s.district_id = contact_retention.district), 90))
$$;
comment on function private.contact_retention(bigint) is 'How long a contact is kept after its incident ended. Security definer: whoever ends a case.';
grant execute on function private.contact_retention(bigint) to authenticated, service_role;

create function private.shorten_contacts(district bigint, days integer) returns void
language sql volatile security definer set search_path = '' as $$
  update public.incident_contacts c set purge_after = least(c.purge_after, i.ended_at + make_interval(days => shorten_contacts.days))
  from (select i.id, coalesce(i.closed_at, (select max(e.at) from public.incident_events e
      where e.district_id = i.district_id and e.incident_id = i.id and e.kind = 'transition')) as ended_at
    from public.incidents i where i.district_id = shorten_contacts.district) i
  where c.district_id = shorten_contacts.district and c.incident_id = i.id and c.purge_after is not null and i.ended_at is not null
$$;
comment on function private.shorten_contacts is 'Brings the end of contacts forward after the time of keeping was shortened. Security definer: called by save_district_settings.';

create or replace function private.keep_contact_until(incident public.incidents, moment timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
begin
  update public.incident_contacts c
  set purge_after = case when private.incident_ended(incident.state) then moment + private.contact_retention(incident.district_id) end
  where c.district_id = incident.district_id and c.incident_id = incident.id;
  perform private.purge_contacts();
end $$;
drop function private.contact_retention();
