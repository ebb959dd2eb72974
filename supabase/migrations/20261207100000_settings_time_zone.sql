-- A district without a calendar of its own kept its old time zone in silence: the calendar was made within the statement that was to
-- change it, which did not see it. And a change counted the cases of all districts anew, which ended in the time limit.
drop function private.recount_facts();

create function private.recount_facts(district bigint default null) returns void
language plpgsql volatile security definer set search_path = '' set jit = off as $$
#variable_conflict use_column
declare
  communities constant bigint[] := case when recount_facts.district is not null
    then array(select a.id from public.areas a where a.kind = 'community' and a.district_id = recount_facts.district) end;
  which text;
  batch record;
begin
  lock table public.incidents in share row exclusive mode;
  delete from private.case_tallies t where recount_facts.district is null or t.district_id = recount_facts.district;
  delete from private.case_facts f where recount_facts.district is null or f.district_id = recount_facts.district;
  for batch in
    select n.district_id, array_agg(n.id) as ids
    -- Joins of what was read are planned for a handful of cases.
    from (select i.district_id, i.id, row_number() over (partition by i.district_id order by i.id) / 500 as part from public.incidents i
      where recount_facts.district is null or i.district_id = recount_facts.district) n
    group by n.district_id, n.part
  loop
    perform private.read_facts(batch.district_id, batch.ids);
  end loop;
  -- Nobody gathers statistics inside of a transaction, and what follows joins the facts with themselves and with grids.
  analyze private.case_facts;
  for batch in
    select n.district_id, array_agg(n.id) as ids
    from (select f.district_id, f.id, row_number() over (partition by f.district_id order by f.id) / 250000 as part from private.case_facts f
      where f.closed_at is not null and (recount_facts.district is null or f.district_id = recount_facts.district)) n
    group by n.district_id, n.part
  loop
    update private.case_facts f set recurred = not f.recurred
    where f.district_id = batch.district_id and f.id = any (private.other_recurrences(batch.district_id, batch.ids));
  end loop;
  foreach which in array '{community,community and category,grid,compound,category,weekhour,weekhour of streets}'::text[] loop
    perform private.count_tallies(which, communities);
  end loop;
end $$;
comment on function private.recount_facts(district bigint) is
  'Makes facts and tallies of a district, or of all, anew: after rows were written with triggers off, or its clocks were changed. Security definer: nobody else writes them.';

create or replace function private.facts_of_time_zones() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.recount_facts(new.district_id);
  return null;
end $$;

create or replace function public.save_district_settings(district bigint, version integer, content jsonb) returns jsonb
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

-- Walls and departments say days by the clock of their district as well.
alter policy "members read templates and their district's calendar" on public.calendars
  using (district_id is null or (district_id in (select private.my_districts())));
